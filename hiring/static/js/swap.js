// Puts a page that came by fetch in the place of the one that is shown, as a full load would.

const loaded = new Set(filesOf(document));

/** The page in an answer, or null when it tells nothing about what was sent. */
export async function readPage(response) {
  const text = await response?.text().catch(() => null);
  const page = new DOMParser().parseFromString(text ?? "", "text/html");
  const isOurs = page.getElementById("main") !== null;
  if (!isOurs || !(response.ok || response.status === 410 || hasAnswer(page))) {
    return null;
  }
  const address = new URL(response.headers.get("Content-Location") ?? response.url, location.href);
  // What the server says it holds now. A redirect shows no header: then its address tells.
  const stored = response.headers.get("Hiring-Stored") ?? address.searchParams.get("stored");
  address.searchParams.delete("stored");
  return { page, stored, address: response.ok ? address.href : location.href };
}

/** Show it, with its address in the history and the focus where reading begins. */
export function show({ page, address }) {
  if (address !== location.href && !filesOf(page).every((file) => loaded.has(file))) {
    location.assign(address); // other scripts or styles: a new release, or another kind of page
    return;
  }
  if (new URL(address, location.href).href !== location.href) {
    history.pushState(null, "", address);
  }
  for (const name of ["lang", "dir"]) {
    document.documentElement[name] = page.documentElement[name];
  }
  document.title = page.title;
  document.body.className = page.body.className;
  // What stays the same stays: a logo or a clock would start anew.
  const old = [...document.body.children];
  const same = (fresh) => old.find((one) => one.isEqualNode(fresh)) ?? fresh;
  document.body.replaceChildren(...[...page.body.children].map(same));
  beginReading();
  document.dispatchEvent(new CustomEvent("hiring:page"));
}

const hasAnswer = (page) => page.querySelector("form[data-answer], [data-kept]") !== null;

function filesOf(page) {
  const files = page.querySelectorAll("script[src], link[rel=stylesheet]");
  return [...files].map((file) => file.getAttribute("src") ?? file.getAttribute("href"));
}

function beginReading() {
  const first = document.querySelector("#error-summary, main > .notice:not([hidden]), h1");
  scrollTo(0, 0);
  if (first) {
    first.tabIndex = -1;
    first.focus();
  }
}
