// Asks the browser to make or to show a passkey, and sends its answer with the form. Without a script or
// without passkeys in the browser the form stays hidden; a code can be typed all the same.
const form = document.querySelector("form[data-passkey]");

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const opened = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

const make = (options) =>
  navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: opened(options.excludeCredentials),
    },
  });

const show = (options) =>
  navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: opened(options.allowCredentials),
    },
  });

const written = (key) => {
  const said = { clientDataJSON: text(key.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[name]) {
      said[name] = text(key.response[name]);
    }
  }
  return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response: said });
};

const notice = (words) => {
  const found = document.createElement("p");
  found.className = "notice";
  found.textContent = words;
  return found;
};

if (form && window.PublicKeyCredential) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = form.querySelector("[data-said]");
    said.replaceChildren();
    try {
      const ask = form.dataset.passkey === "make" ? make : show;
      form.elements.answer.value = written(await ask(JSON.parse(form.dataset.options)));
      form.submit();
    } catch {
      said.append(notice(form.dataset.failed));
    }
  });
}
for (const one of document.querySelectorAll("[data-without-passkeys]")) {
  one.toggleAttribute("data-shown", !window.PublicKeyCredential);
}
