// Sends forms to the server and knows how long to wait before the next try.

const PATIENCE_MS = 20_000;
const LONGEST_WAIT_S = 30;
const KEEPALIVE_BYTES = 60_000; // browsers refuse to keep more than 64 kB going after a page closes

/** The server's answer; null where none came or the server had trouble and holds nothing. */
export async function post(address, body, headers = {}) {
  try {
    const response = await fetch(address, {
      method: "POST",
      body,
      headers,
      keepalive: body.toString().length < KEEPALIVE_BYTES,
      signal: AbortSignal.timeout?.(PATIENCE_MS),
    });
    tellTheClock(response);
    const isTrouble = response.status >= 500 || response.status === 429;
    return isTrouble && !response.headers.has("Hiring-Stored") ? null : response;
  } catch {
    return null;
  }
}

/** How long to wait after so many tries in vain: 1, 2, 4 … 30 seconds, not all at the same moment. */
export function pauseMs(tries) {
  return Math.min(2 ** (tries - 1), LONGEST_WAIT_S) * (0.8 + 0.2 * Math.random()) * 1000;
}

// The clock of a timed sitting goes by the server; other modules listen.
function tellTheClock(response) {
  const left = response.headers.get("Hiring-Left");
  if (left !== null) {
    document.dispatchEvent(new CustomEvent("hiring:left", { detail: Number(left) }));
  }
}
