"""Wordings of a form: stems that differ from form to form in a detail without weight.

A text that gets about then tells which form it was copied from. Items, options and keys are those
of the bank. Only what candidates read is worded so: staff, sheets and figures keep the bank's own.
"""

import re
import unicodedata
from collections.abc import Iterator

from hiring.banks.faults import Fault, Severity
from hiring.banks.localised import localise
from hiring.banks.plain_text import n_words
from hiring.banks.schema import BankDocument, LanguageDocument, TestForm

MAX_LENGTH_CHANGE = 0.25
FILE = "bank.toml"

_WORD = re.compile(r"\w+")


def worded(bank: BankDocument, form_id: str) -> BankDocument:
    """The bank with the stems as one form shows them; the same document where it has no others.

    Raises:
        NotFoundError: The bank has no such form.
    """
    wordings = bank.get_form(form_id).wordings
    if not wordings:
        return bank
    scenarios = (
        one.model_copy(update={"stem": wordings.get(one.id, one.stem)}) for one in bank.scenarios
    )
    return bank.model_copy(update={"scenarios": tuple(scenarios)})


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text without what a copy loses: case, marks, spaces and line ends."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def check_wordings(bank: BankDocument) -> Iterator[Fault]:
    """Wordings in ``bank.toml`` that nobody sees or that tell nothing; lines are not known here."""
    yield from _faults(bank, FILE)


def check_translated_wordings(
    bank: BankDocument, language: LanguageDocument, file: str
) -> Iterator[Fault]:
    """The same for the wordings of a translation."""
    written = {
        _place(form_id, name) for form_id, text in language.forms.items() for name in text.wordings
    }
    yield from (one for one in _faults(localise(bank, language), file) if one.place in written)


def judge_wordings(
    bank: BankDocument, language: LanguageDocument | None, file: str
) -> Iterator[Fault]:
    """Warnings: what may mean something else, and what tells nothing in this language."""
    here = localise(bank, language)
    for form in here.forms:
        for name, stem in form.wordings.items():
            yield from _judge_length(here, form, name, stem, file)
    if language is not None:
        yield from _untold(bank, here, file)


def _faults(bank: BankDocument, file: str) -> Iterator[Fault]:
    for form in bank.forms:
        for name, stem in form.wordings.items():
            place = _place(form.id, name)
            if name not in form.shown:
                message = f"Form “{form.id}” does not show “{name}”."
                yield Fault(file, place, message, "Remove the wording or correct its id.")
            elif others := _alike(bank, form, name, stem):
                message = f"The words are those of {others}, so they trace nothing."
                yield Fault(file, place, message, "Change a detail without weight, or remove it.")


def _alike(bank: BankDocument, form: TestForm, name: str, stem: str) -> str:
    """Where the same words stand already: in the bank itself or in a form before this one."""
    own, words = {one.id: one.stem for one in bank.scenarios}, plain_words(stem)
    if words == plain_words(own.get(name, "")):
        return "the scenario itself"
    earlier = bank.forms[: bank.forms.index(form)]
    alike = [one.id for one in earlier if words == plain_words(one.wordings.get(name, ""))]
    return ", ".join(f"form “{one}”" for one in alike)


def _judge_length(
    bank: BankDocument, form: TestForm, name: str, stem: str, file: str
) -> Iterator[Fault]:
    own, other = n_words(bank.get_scenario(name).stem), n_words(stem)
    if abs(other - own) > MAX_LENGTH_CHANGE * own:
        message = f"The wording has {other} words, the scenario {own}: it may mean something else."
        remedy = "Change a detail without weight only: a street, a number, a name."
        yield Fault(file, _place(form.id, name), message, remedy, Severity.WARNING)


def _untold(bank: BankDocument, here: BankDocument, file: str) -> Iterator[Fault]:
    for own, form in zip(bank.forms, here.forms, strict=True):
        for name in own.wordings.keys() - form.wordings.keys():
            message = f"The form's wording of “{name}” is not there in {here.language}."
            remedy = "Add it: without it, a copy in this language does not tell its form."
            yield Fault(file, _place(form.id, name), message, remedy, Severity.WARNING)


def _place(form_id: str, name: str) -> str:
    return f"forms.{form_id}.wordings.{name}"
