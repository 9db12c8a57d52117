// Copies of what is not safe on the server yet, kept on this device. Nobody else can read them,
// but the next person at a shared computer could: whoever says so keeps none.

const PREFIX = "hiring:";
const SWITCH = "hiring:keep";
const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000;

/** Whether this browser can keep anything at all. */
export const canKeep = () => attempt(() => Boolean(localStorage), false);

/** Whether somebody said that other people use this computer. */
export const isShared = () => attempt(() => localStorage.getItem(SWITCH) === "no", true);

/** Remember whether other people use this computer; if so, nothing stays here. */
export function setShared(isShared) {
  wipe();
  if (isShared) {
    attempt(() => localStorage.setItem(SWITCH, "no"));
  }
}

/** Keep a copy; whether that worked. */
export function keep(name, copy) {
  const text = JSON.stringify({ ...copy, at: Date.now() });
  return !isShared() && attempt(() => (localStorage.setItem(PREFIX + name, text), true), false);
}

/** The copy of that name, or null. */
export const find = (name) => attempt(() => JSON.parse(localStorage.getItem(PREFIX + name)), null);

/** Forget the copy of that name. */
export const drop = (name) => attempt(() => localStorage.removeItem(PREFIX + name));

/** Forget everything, the switch included. */
export const wipe = () => forget(() => true);

/** Forget what nobody came back for. */
export function wipeOld() {
  const isOld = (key) => Math.abs(Date.now() - find(key.slice(PREFIX.length))?.at) > MAX_AGE_MS;
  forget((key) => key !== SWITCH && isOld(key));
}

function forget(isMeant) {
  attempt(() => {
    const ours = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && isMeant(key));
    ours.forEach((key) => localStorage.removeItem(key));
  });
}

// Some browsers refuse storage altogether, others are full. Neither may cost an answer.
function attempt(action, otherwise) {
  try {
    return action();
  } catch {
    return otherwise;
  }
}
