// What stands in a form's fields, as text that can be compared, kept and put back.
// Hidden fields and buttons say which page this is, not what somebody chose: they stay out.

/** What the fields hold now. */
export const held = (form) => JSON.stringify(fieldsOf(form).flatMap(now));

/** What the fields held when the server sent them. */
export const sent = (form) => JSON.stringify(fieldsOf(form).flatMap(atFirst));

/** Put a text that `held` made back into the fields. */
export function putBack(form, text) {
  const pairs = JSON.parse(text);
  for (const field of fieldsOf(form)) {
    if (isTicked(field)) {
      field.checked = pairs.some(([name, value]) => name === field.name && value === field.value);
    } else {
      field.value = pairs.find(([name]) => name === field.name)?.[1] ?? "";
    }
  }
}

const NOT_CHOSEN = ["hidden", "submit", "button", "fieldset"];

const fieldsOf = (form) =>
  [...form.elements].filter((field) => field.name && !NOT_CHOSEN.includes(field.type));

const isTicked = (field) => field.type === "radio" || field.type === "checkbox";

function now(field) {
  return isTicked(field) && !field.checked ? [] : [[field.name, field.value]];
}

function atFirst(field) {
  if (isTicked(field)) {
    return field.defaultChecked ? [[field.name, field.value]] : [];
  }
  const chosen = [...(field.options ?? [])].find((option) => option.defaultSelected);
  return [[field.name, field.options ? (chosen ?? field.options[0]).value : field.defaultValue]];
}
