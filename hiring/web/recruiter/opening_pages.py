"""What the pages of openings show, put together from capabilities; templates only lay it out."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from hiring import openings, sittings
from hiring.accounts import Role, Staff
from hiring.banks.schema import BankDocument
from hiring.banks.versions import BankVersion, KeyVersion, bank_document, list_keys
from hiring.comparison import MAX_PEOPLE
from hiring.norm_groups import NormGroup, find_norm_group
from hiring.openings.invitations import invitation_token
from hiring.openings.members import list_members
from hiring.openings.records import (
    Administration,
    Invitation,
    Opening,
    get_bank_of,
    needs_acknowledgement,
)
from hiring.scoring.roster import Counts, Progress, RosterRow, counts_of, roster, terms_of
from hiring.web.language import day_here
from hiring.web.norm_words import group_words
from hiring.web.pages import key_labels
from hiring.web.recruiter.desk import secret, settings
from hiring.web.recruiter.notice_pages import lacks_employer
from hiring.web.recruiter.words import SHAPES, ago, outcome_words, progress_words, row_words


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """One opening in the list."""

    opening: Opening
    counts: Counts
    state: str
    shape: str


def opening_lines(
    session: Session, staff: Staff, now: datetime, *, is_archived: bool = False
) -> list[OpeningLine]:
    """The openings of a member of staff, newest first. Three queries, however many there are."""
    found = openings.list_openings(session, staff, is_archived=is_archived)
    ids = [opening.id for opening in found]
    counts, terms = counts_of(session, ids), terms_of(session, ids)
    return [
        OpeningLine(opening, n, *_opening_state(opening, n, is_waiting=is_waiting, now=now))
        for opening in found
        for n in [counts.get(opening.id, Counts())]
        for is_waiting in [needs_acknowledgement(*terms[opening.id])]
    ]


def tests_on_offer(session: Session) -> list[tuple[BankVersion, KeyVersion, BankDocument]]:
    """Every published key with its bank."""
    return [
        (version, key, bank_document(session, version.id)) for version, key in list_keys(session)
    ]


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One candidate in the list of an opening: no number, no place in an order of merit."""

    row: RosterRow
    state: str
    shape: str
    last_words: str
    decision: str

    @property
    def is_comparable(self) -> bool:
        """Whether ticking this person can lead anywhere."""
        return self.row.scored_at is not None


@dataclass(frozen=True)
class OpeningPage:
    """An opening with everybody in it. ``shown`` is None where all states are shown."""

    opening: Opening
    bank: BankDocument
    terms: Administration
    key: KeyVersion
    rows: list[RosterRow]
    members: list[Staff]
    norm_group: NormGroup | None
    staff: Staff
    shown: Progress | None
    now: datetime

    @property
    def labels(self) -> list[dict[str, str]]:
        """The labels that stay."""
        return key_labels(self.key, is_simulated=self.opening.is_simulated)

    @property
    def is_waiting(self) -> bool:
        """Whether nobody can start before an owner has accepted the key."""
        return needs_acknowledgement(self.terms, self.key)

    @property
    def has_notices(self) -> bool:
        """Whether candidates can be shown a notice, without which nobody starts."""
        return not lacks_employer(settings())

    @property
    def may_accept(self) -> bool:
        """Whether the reader is one who can."""
        return self.staff.role == Role.OWNER

    @cached_property
    def n_pages(self) -> int:
        """How many pages a candidate works through."""
        return len(sittings.pages_of(self.bank, self.terms.form_id))

    @cached_property
    def lines(self) -> list[CandidateLine]:
        """The candidates in the state that was asked for, in order of name."""
        return [
            self.line_of(row) for row in self.rows if self.shown in (None, row.progress(self.now))
        ]

    @property
    def filters(self) -> list[tuple[str, str, int]]:
        """States that occur, with their words and how many people are in each."""
        found = [row.progress(self.now) for row in self.rows]
        return [
            (progress.value, progress_words(progress), found.count(progress))
            for progress in Progress
            if progress in found or progress is self.shown
        ]

    @property
    def norm_words(self) -> str:
        """With whom scores of this opening are compared, or nothing where nobody has chosen."""
        return "" if self.norm_group is None else group_words(self.norm_group)

    @property
    def max_people(self) -> int:
        """How many people can be compared at once."""
        return MAX_PEOPLE

    def line_of(self, row: RosterRow) -> CandidateLine:
        """One candidate in words."""
        return CandidateLine(
            row=row,
            state=row_words(row, self.now, self.n_pages),
            shape=SHAPES[row.progress(self.now)],
            last_words=ago(row.last_activity_at, self.now),
            decision="" if row.outcome is None else outcome_words(row.outcome),
        )


def opening_page(
    session: Session,
    opening: Opening,
    *,
    staff: Staff,
    shown: str,
    now: datetime,
    has_people: bool = True,
) -> OpeningPage:
    """Gather an opening. The number of queries does not grow with its candidates.

    ``shown`` is the name of the state to show; anything else shows all. Without ``has_people``
    nobody is read: the list reads those of its page by itself.
    """
    terms = openings.get_administration(session, opening.id)
    _version, key = get_bank_of(session, terms)
    return OpeningPage(
        opening=opening,
        bank=bank_document(session, terms.bank_version_id, opening.language),
        terms=terms,
        key=key,
        rows=roster(session, [opening.id]) if has_people else [],
        members=list_members(session, opening.id),
        norm_group=find_norm_group(session, opening.norm_group_id),
        staff=staff,
        shown=Progress(shown) if shown in set(Progress) else None,
        now=now,
    )


def labels_of(session: Session, opening: Opening) -> list[dict[str, str]]:
    """The labels that stay, on pages that read nothing else of the opening."""
    _version, key = get_bank_of(session, openings.get_administration(session, opening.id))
    return key_labels(key, is_simulated=opening.is_simulated)


def link_of(row: RosterRow) -> str:
    """The address that a candidate opens."""
    return address_of(row.invitation)


def address_of(invitation: Invitation) -> str:
    """The address that a link leads to. Derived anew each time; nobody stores it."""
    path = url_for("candidate.invitation", token=invitation_token(invitation, secret()))
    return settings().public_url.rstrip("/") + path


def addresses_of(session: Session, opening: Opening) -> dict[str, str]:
    """Names of the candidates of an opening, by mail address."""
    return {
        candidate.email.lower(): candidate.name
        for candidate in openings.list_candidates(session, opening.id)
        if candidate.email
    }


def _opening_state(
    opening: Opening, counts: Counts, *, is_waiting: bool, now: datetime
) -> tuple[str, str]:
    if opening.closed_at is not None:
        return str(_("Archived") if opening.archived_at else _("Closed")), "bar"
    if is_waiting:
        return str(_("Waiting for an owner")), "triangle"
    if counts.n_invited == 0:
        return str(_("No candidates yet")), "empty"
    if day_here(now) > opening.decide_by:
        return str(_("Past its day")), "bar"
    return str(_("Running")), "half"
