"""From the data of one file to a checked document, or to faults in plain words."""

import difflib
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hiring.banks import schema
from hiring.banks.faults import Fault
from hiring.banks.limits import FileText

MAX_SCHEMA_FAULTS = 500  # per file; nobody reads further, and a hostile file could hold more

Document = TypeVar("Document", bound=schema.BankPart)

# Lists and tables whose entries can be set aside, so that the rest is still checked.
_SEPARABLE = frozenset({"scenarios", "items", "facets", "clusters", "questions"})

_FIELD_NAMES = sorted(
    {
        field.alias or name
        for part in vars(schema).values()
        if isinstance(part, type) and issubclass(part, schema.BankPart)
        for name, field in part.model_fields.items()
    }
)

# What is wrong and what to do, by pydantic's name of the error; its own words serve for the rest.
_WORDS = {
    "string_type": ("should be text.", "Put it in quotes."),
    "int_type": ("should be a whole number.", "Write a number without quotes."),
    "float_type": ("should be a number.", "Write a number without quotes."),
    "bool_type": ("should be true or false.", "Write true or false without quotes."),
    "tuple_type": ("should be a list.", "Put the entries in square brackets."),
    "dict_type": ("should be a table.", "Write name = value pairs."),
    "model_type": ("should be a table.", "Write name = value pairs."),
    "blank_text": ("is empty.", "Write the text."),
    "too_short": ("has too few entries.", "Add what is missing."),
    "too_long": ("has too many entries.", "Remove what is too much."),
}

_REMEDY_OF_PATTERN = {
    schema.TEXT_PATTERN: "Remove the control characters.",
    schema.VERSION_PATTERN: "Write it like 1.0.0.",
    schema.KEY_VERSION_PATTERN: "Write a whole number in quotes, such as “1”.",
    schema.LANGUAGE_PATTERN: "Write a language code such as en or fr.",
    schema.ITEM_REFERENCE_PATTERN: "Write scenario id, slash, item id.",
    schema.SCENARIO_ID_PATTERN: "Use 3 to 40 small letters, digits and hyphens.",
    schema.MEDIA_NAME_PATTERN: (
        "Write the file's name without folders: small letters, digits, dots, hyphens, underscores."
    ),
    schema.DIGEST_PATTERN: "Remove the line; digests are filled in by themselves.",
    schema.IDENTIFIER_PATTERN: "Use up to 40 small letters, digits and hyphens.",
}


@dataclass(frozen=True, slots=True)
class Checked(Generic[Document]):
    """What became of one file.

    Attributes:
        document: The document, without the entries that have faults where those can be set aside;
            None where nothing usable is left.
        faults: Every fault against the schema.
        set_aside: Ids of the entries left out of ``document``.
    """

    document: Document | None
    faults: tuple[Fault, ...] = ()
    set_aside: frozenset[str] = frozenset()


def check_document(source: FileText, kind: type[Document]) -> Checked[Document]:
    """Hold a file's data against the schema of its kind."""
    try:
        return Checked(kind.model_validate(source.data))
    except ValidationError as error:
        details = _without_echoes(error.errors(include_url=False, include_input=False))
    faults = _faults(source, details)
    try:
        rest, set_aside = _set_aside_faulty(source.data, details)
        return Checked(kind.model_validate(rest), faults, set_aside)
    except (ValidationError, LookupError):
        return Checked(None, faults)


def _without_echoes(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out lists that are only too short because pydantic does not count faulty entries."""
    outer = {detail["loc"][:end] for detail in details for end in range(len(detail["loc"]))}
    return [one for one in details if one["type"] != "too_short" or one["loc"] not in outer]


def _faults(source: FileText, details: list[ErrorDetails]) -> tuple[Fault, ...]:
    faults = tuple(_fault(source, detail) for detail in details[:MAX_SCHEMA_FAULTS])
    if n_more := len(details) - len(faults):
        message = f"{n_more} more faults of this file are left out."
        return (*faults, Fault(source.file, "", message, "Mend the others first."))
    return faults


def _set_aside_faulty(
    data: dict[str, Any], details: list[ErrorDetails]
) -> tuple[dict[str, Any], frozenset[str]]:
    """The data without faulty entries, and their ids. LookupError where an entry has no id."""
    rest, set_aside = dict(data), set[str]()
    for name, index in dict.fromkeys(_entry(detail) for detail in details):
        if index is None:
            rest.pop(name, None)
        elif name in _SEPARABLE:
            set_aside.add(_id_at(data[name], index))
    for name in _SEPARABLE & rest.keys():
        rest[name] = _without(rest[name], set_aside)
    return rest, frozenset(set_aside)


def _entry(detail: ErrorDetails) -> tuple[str, int | str | None]:
    """Outermost field of an error and the entry in it; no entry where the field itself is wrong."""
    place = detail["loc"]
    return str(place[0]), place[1] if place[1:] else None


def _id_at(entries: Any, index: int | str) -> str:
    if isinstance(index, str):
        return index
    name = _find_id(entries[index])
    if name is None:
        raise LookupError("the entry has no id")
    return name


def _find_id(entry: Any) -> str | None:
    name = entry.get("id", entry.get("item")) if isinstance(entry, dict) else None
    return name if isinstance(name, str) else None


def _without(entries: Any, set_aside: set[str]) -> Any:
    if isinstance(entries, dict):
        return {name: entry for name, entry in entries.items() if name not in set_aside}
    return [entry for index, entry in enumerate(entries) if _id_at(entries, index) not in set_aside]


def _fault(source: FileText, detail: ErrorDetails) -> Fault:
    names = _names(source.data, detail["loc"])
    field = f"“{names[-1]}”" if names else "The file"
    place = names[:-1] if detail["type"] == "missing" else names
    message, remedy = _words(field, detail)
    return Fault(source.file, ".".join(place), message, remedy)


def _names(data: Any, place: tuple[int | str, ...]) -> list[str]:
    """The way to a value in the author's terms: ids where entries have one, else their number."""
    names = []
    for step in place:
        data = data[step] if _holds(data, step) else None
        names.append(step if isinstance(step, str) else _find_id(data) or str(step + 1))
    return names


def _holds(data: Any, step: int | str) -> bool:
    if isinstance(data, list):
        return isinstance(step, int) and step < len(data)
    return isinstance(data, dict) and step in data


def _words(field: str, detail: ErrorDetails) -> tuple[str, str]:
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return f"{field} is missing.", "Add it."
        case "extra_forbidden":
            return f"{field} is not a field here.", _closest(field)
        case "enum" | "literal_error":
            return f"{field} has an unknown value.", f"Write {context['expected']}."
        case "string_pattern_mismatch":
            remedy = _REMEDY_OF_PATTERN.get(context["pattern"], "Check the spelling.")
            return f"{field} has characters that do not fit.", remedy
        case kind if kind in _WORDS:
            message, remedy = _WORDS[kind]
            return f"{field} {message}", remedy
        case _:
            return f"{field}: {detail['msg']}.", "Mend the value."


def _closest(field: str) -> str:
    near = difflib.get_close_matches(field.strip("“”"), _FIELD_NAMES, n=1)
    return f"Did you mean “{near[0]}”? Otherwise remove it." if near else "Remove it."
