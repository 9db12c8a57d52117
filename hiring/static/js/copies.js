// Copies of what is not safe on the server yet, kept on this device. Nobody else can read them,
// but the next person at a shared computer could: whoever says so keeps none.
//
// A copy is filed under the sitting, the address of the scenario, and the tab that wrote it: two
// tabs without a network must not write over each other's only copy.

const PREFIX = "hiring:";
const SWITCH = "hiring:keep";
const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000;

/** Whether this browser can keep anything at all. */
export const canKeep = () => attempt(() => Boolean(localStorage), false);

/** Whether somebody said that other people use this computer. */
export const isShared = () => attempt(() => localStorage.getItem(SWITCH) === "no", true);

/** Remember whether other people use this computer; if so, nothing stays here. */
export function setShared(isShared) {
  forget((key) => key !== SWITCH);
  attempt(() => (isShared ? localStorage.setItem(SWITCH, "no") : localStorage.removeItem(SWITCH)));
}

/** Keep a copy; whether that worked. */
export function keep(name, copy) {
  const text = JSON.stringify({ at: Date.now(), ...copy });
  return !isShared() && attempt(() => (localStorage.setItem(PREFIX + name, text), true), false);
}

/** The copy of that name, or null. */
export const find = (name) => attempt(() => JSON.parse(localStorage.getItem(PREFIX + name)), null);

/** The copies of a sitting, or of one of its scenarios, each with its name; the newest first. */
export function list(place) {
  const names = keys((key) => key.startsWith(`${PREFIX}${place}:`)).map(nameOf);
  const copies = names.map((name) => ({ ...find(name), name }));
  return copies.filter((copy) => copy.fields).sort((one, other) => other.at - one.at);
}

/** Forget the copy of that name. */
export const drop = (name) => attempt(() => localStorage.removeItem(PREFIX + name));

/** Forget all of a sitting: other people's copies in this browser are not ours to throw away. */
export const wipe = (sitting) => forget((key) => key.startsWith(`${PREFIX}${sitting}:`));

/** Forget what nobody came back for, and what cannot be read. */
export function wipeOld() {
  const isYoung = (key) => Math.abs(Date.now() - find(nameOf(key))?.at) <= MAX_AGE_MS;
  forget((key) => isCopy(key) && !isYoung(key));
}

const nameOf = (key) => key.slice(PREFIX.length);

// The names of a choice, such as the switch above, have no second colon.
const isCopy = (key) => nameOf(key).includes(":");

const keys = (isMeant) =>
  attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && isMeant(key)), []);

function forget(isMeant) {
  attempt(() => keys(isMeant).forEach((key) => localStorage.removeItem(key)));
}

// Some browsers refuse storage altogether, others are full. Neither may cost an answer.
function attempt(action, otherwise) {
  try {
    return action();
  } catch {
    return otherwise;
  }
}
