"""When scores of two versions may stand side by side: alike, declared by the bank, or linked.

One of the forms in a comparison is the base. Everybody else's form must be alike, or be declared
comparable with it, or be linked to it by a study that has not been retired. Chains of studies were
rejected: their errors add up, and nobody would see how.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from hiring.banks.schema import BankDocument, ComparableVersion
from hiring.banks.versions import (
    BankVersion,
    KeyVersion,
    bank_document,
    get_bank_version,
    get_key_version,
    key_document,
)
from hiring.comparison.people import ScoredPerson
from hiring.linking_studies import LinkingStudy, find_link
from hiring.scoring import ScoredForm

TOTAL_SCALE = "total"


class Grounds(StrEnum):
    """Why scores of a form may stand beside those of the base."""

    SAME = "same"
    DECLARED = "declared"
    LINKED = "linked"


class Apart(StrEnum):
    """What keeps two forms apart. Codes of ``WhyNot`` as well."""

    OTHER_BANK = "other_bank"
    OTHER_FORM = "other_form"
    OTHER_KEY = "other_key"
    OTHER_VERSION = "other_version"


@dataclass(frozen=True, slots=True)
class Tie:
    """How the scores of a form stand to those of the base.

    Attributes:
        form: The form.
        grounds: Why they may be compared.
        declared: What the bank says, where it declares it.
        study: The study, where one links them.
    """

    form: ScoredForm
    grounds: Grounds
    declared: ComparableVersion | None = None
    study: LinkingStudy | None = None

    @property
    def shares_clusters(self) -> bool:
        """Whether anything but the total is on one scale."""
        return self.grounds is Grounds.SAME


@dataclass(frozen=True, slots=True)
class Ties:
    """The base of a comparison and how each other form is tied to it."""

    base: ScoredForm
    others: tuple[Tie, ...]

    def of(self, form: ScoredForm) -> Tie:
        """The tie of a form of the comparison."""
        return next((tie for tie in self.others if tie.form == form), Tie(form, Grounds.SAME))

    @property
    def shares_clusters(self) -> bool:
        """Whether areas may be shown side by side, or only the total."""
        return all(tie.shares_clusters for tie in self.others)


def version_of(person: ScoredPerson) -> tuple[str, str, str]:
    """Scores of the same content, scoring and form are alike, whatever their version is called."""
    return (person.document.content_digest, person.document.scoring_digest, person.document.form)


def find_ties(session: Session, people: Sequence[ScoredPerson]) -> Ties | None:
    """The base and all ties to it, or None when the people cannot be brought to one scale.

    Where several forms could be the base, it is the one published first.
    """
    samples = {version_of(person): person for person in people}
    bases = sorted(samples.values(), key=lambda one: _published_at(session, one.form))
    for base in bases:
        ties = [_tie(session, one, base) for one in samples.values()]
        known = [tie for tie in ties if tie is not None]
        if len(known) == len(ties):
            return Ties(base.form, _for_every_form(people, samples, known))
    return None


def what_parts(session: Session, people: Sequence[ScoredPerson]) -> Apart:
    """What keeps the first two people of different versions apart."""
    first = people[0]
    other = next(one for one in people if version_of(one) != version_of(first))
    (bank, key), (other_bank, other_key) = (_sources(session, one.form) for one in (first, other))
    if bank.bank != other_bank.bank:
        return Apart.OTHER_BANK
    if first.form.form_id != other.form.form_id:
        return Apart.OTHER_FORM
    if bank.id == other_bank.id and key.id != other_key.id:
        return Apart.OTHER_KEY
    return Apart.OTHER_VERSION


def _for_every_form(
    people: Sequence[ScoredPerson],
    samples: dict[tuple[str, str, str], ScoredPerson],
    ties: Sequence[Tie],
) -> tuple[Tie, ...]:
    """The same tie for forms that are alike although they stand in different versions."""
    by_version = dict(zip(samples, ties, strict=True))
    forms = {person.form: by_version[version_of(person)] for person in people}
    return tuple(
        Tie(form, tie.grounds, tie.declared, tie.study)
        for form, tie in forms.items()
        if tie.grounds is not Grounds.SAME
    )


def _tie(session: Session, person: ScoredPerson, base: ScoredPerson) -> Tie | None:
    if version_of(person) == version_of(base):
        return Tie(person.form, Grounds.SAME)
    study = find_link(session, person.form, base.form)
    if study is not None:
        return Tie(person.form, Grounds.LINKED, study=study)
    declared = _declared(session, person.form, base.form)
    return None if declared is None else Tie(person.form, Grounds.DECLARED, declared=declared)


def _declared(session: Session, one: ScoredForm, other: ScoredForm) -> ComparableVersion | None:
    """What either version says of the other about the total; forms and keys have the same names.

    Keys made by setting items aside are numbered within their version, so that the same number may
    stand for other items: the items must be the same as well.
    """
    (bank, key), (other_bank, other_key) = (_sources(session, form) for form in (one, other))
    names = (bank.bank, key.key_version, one.form_id)
    if names != (other_bank.bank, other_key.key_version, other.form_id):
        return None
    if _set_aside(session, key) != _set_aside(session, other_key):
        return None
    return _says(_content(session, bank), other_bank.version) or _says(
        _content(session, other_bank), bank.version
    )


def _set_aside(session: Session, key: KeyVersion) -> tuple[frozenset[str], frozenset[str]]:
    document = key_document(session, key.id)
    return frozenset(document.dropped), frozenset(document.neutralised)


def _says(bank: BankDocument, version: str) -> ComparableVersion | None:
    for declared in bank.comparable_with:
        if declared.version == version and TOTAL_SCALE in declared.scales:
            return declared
    return None


def _content(session: Session, bank: BankVersion) -> BankDocument:
    return bank_document(session, bank.id)


def _sources(session: Session, form: ScoredForm) -> tuple[BankVersion, KeyVersion]:
    key = get_key_version(session, form.key_version_id)
    return get_bank_version(session, key.bank_version_id), key


def _published_at(session: Session, form: ScoredForm) -> tuple[object, ...]:
    bank, key = _sources(session, form)
    return (bank.published_at, key.published_at, form.form_id)
