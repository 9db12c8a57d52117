"""One page of the list of an opening, with everything beside it; the template only lays it out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from hiring.accounts import Staff
from hiring.banks.versions import bank_document
from hiring.comparison import ScoredPerson, scored_people
from hiring.openings.cuts import find_cut
from hiring.openings.notes import SavedView, tags_of
from hiring.openings.records import Opening, get_administration
from hiring.openings.saved_views import list_views
from hiring.psychometrics.reliability.cut_groups import CutGroup
from hiring.psychometrics.reliability.differences import higher_from
from hiring.psychometrics.reliability.ties import n_tied, tie_width
from hiring.scoring import ScoredForm, precision_of
from hiring.scoring.cut_bounds import CutBounds, cut_bounds
from hiring.scoring.listing import (
    Asked,
    Basis,
    Found,
    Sort,
    count_people,
    live_counts,
    tag_counts,
    totals,
)
from hiring.scoring.looks import Look
from hiring.scoring.narrowing import Dated, banks_used
from hiring.scoring.roster import Progress, RosterRow, roster_rows
from hiring.sittings.late_answers import waiting_late_of
from hiring.web.masking import sees_names
from hiring.web.profile import Profile
from hiring.web.recruiter.opening_pages import CandidateLine, OpeningPage
from hiring.web.recruiter.roster_asking import OUTCOMES, arguments_of, query_of
from hiring.web.recruiter.roster_words import (
    dated_words,
    group_words,
    look_words,
    outcome_choice_words,
    sort_words,
    span_words,
    tied_words,
)
from hiring.web.recruiter.words import progress_words
from hiring.web.score_words import precision_label

A_PAIR = 2


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One candidate as the list shows them. ``score`` and ``tied`` only where scores were asked."""

    line: CandidateLine
    tags: list[str]
    group: str
    score: str
    tied: str

    @property
    def row(self) -> RosterRow:
        """Where the candidate stands."""
        return self.line.row


@dataclass(frozen=True)
class RosterPage:
    """One page of the list. ``found`` names its people in order, ``people`` those with a score.

    ``late``: how many late answers wait for somebody, by the people of this page.
    """

    head: OpeningPage
    asked: Asked
    basis: Basis
    found: Found
    rows: list[RosterRow]
    people: dict[UUID, ScoredPerson]
    tags: dict[UUID, list[str]]
    counts: dict[Progress, int]
    tag_counts: dict[str, int]
    group_counts: dict[CutGroup, int]
    everybody: list[float]
    n_found: int
    late: dict[UUID, int]
    views: list[SavedView]
    banks: dict[UUID, str]

    @property
    def opening(self) -> Opening:
        """The opening."""
        return self.head.opening

    @property
    def labels(self) -> list[dict[str, str]]:
        """The labels that stay; with scores on the page, what their precision stands on."""
        snapshots = {one.snapshot.id: one.snapshot for one in self.people.values()}
        return [*self.head.labels, *(precision_label(one) for one in snapshots.values())]

    @cached_property
    def lines(self) -> list[RosterLine]:
        """The people of this page, in the order that was asked for."""
        tied = dict(zip(self.people, self._n_tied, strict=True))
        return [self._line(row, tied.get(row.candidate.id)) for row in self.rows]

    @property
    def n_all(self) -> int:
        """How many people the opening has."""
        return sum(self.counts.values())

    @property
    def is_by_score(self) -> bool:
        """Whether somebody asked for an order of scores."""
        return self.asked.sort is Sort.SCORE

    @property
    def shows_groups(self) -> bool:
        """Whether the place to the cut score stands in the list."""
        return self.asked.shows_groups

    @property
    def bounds(self) -> CutBounds | None:
        """The cut score that holds, with what it means now."""
        return self.basis.bounds

    @property
    def states(self) -> list[tuple[str, str, int]]:
        """States that occur or are asked for, with words and how many people are in each."""
        asked = {self.asked.state} - {None}
        return [
            (one.value, progress_words(one), self.counts.get(one, 0))
            for one in Progress
            if one in self.counts or one in asked
        ]

    @property
    def groups(self) -> list[tuple[str, str, int]]:
        """The groups at the cut score, with words and how many people stand in each."""
        return [(one.value, group_words(one), n) for one, n in self.group_counts.items()]

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """The choices of the filter by decision."""
        return [(one, outcome_choice_words(one)) for one in OUTCOMES]

    @property
    def looks(self) -> list[tuple[str, str]]:
        """The choices of the filter by what is to be done."""
        return [(one.value, look_words(one)) for one in Look]

    @property
    def dated(self) -> list[tuple[str, str]]:
        """What the days of the list can be the days of; nothing for whom days are hidden from."""
        return [(one.value, dated_words(one)) for one in Dated] if sees_names() else []

    @property
    def offers_banks(self) -> bool:
        """Whether there is more than one version to choose from."""
        return len(self.banks) > 1 or self.asked.bank is not None

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """The orders on offer."""
        offered = [one for one in Sort if one is not Sort.GROUP or self.bounds]
        return [(one.value, self._words_of(one)) for one in offered]

    @property
    def sort_words(self) -> str:
        """The order that was asked for."""
        return self._words_of(self.asked.sort)

    @property
    def query(self) -> str:
        """The question of this list, to be sent along."""
        return query_of(self.asked)

    def url(self, **changes: Any) -> str:
        """The address of this list with other filters, from its beginning."""
        return list_url(self.opening.id, replace(self.asked.from_start, **changes))

    @property
    def chips(self) -> list[tuple[str, str]]:
        """What narrows the list, each with the address of the list without it."""
        asked = self.asked
        words = {
            "words": f"“{asked.words}”" if asked.words else "",
            "state": progress_words(asked.state) if asked.state else "",
            "tag": asked.tag,
            "outcome": outcome_choice_words(asked.outcome) if asked.outcome else "",
            "group": group_words(asked.group) if asked.group else "",
            "look": look_words(asked.look) if asked.look else "",
            "span": span_words(asked.span) if asked.span else "",
            "bank": self._bank_words(asked.bank) if asked.bank else "",
        }
        blank = Asked()
        return [
            (text, self.url(**{name: getattr(blank, name)})) for name, text in words.items() if text
        ]

    @property
    def next_url(self) -> str:
        """The page behind this one, or nothing."""
        if not (self.found.has_more and self.found.ids):
            return ""
        return list_url(self.opening.id, replace(self.asked.from_start, after=self.found.ids[-1]))

    @property
    def previous_url(self) -> str:
        """The page before this one, or nothing."""
        if not (self.found.has_earlier and self.found.ids):
            return ""
        return list_url(self.opening.id, replace(self.asked.from_start, before=self.found.ids[0]))

    def _bank_words(self, version_id: UUID) -> str:
        return self.banks.get(version_id) or str(_("A bank that is not used here"))

    def _words_of(self, sort: Sort) -> str:
        """An order in words; where no names are seen, nothing stands in order of name."""
        is_by_code = sort is Sort.NAME and not self.basis.sees_names
        return str(_("Code")) if is_by_code else sort_words(sort)

    def _line(self, row: RosterRow, tied: int | None) -> RosterLine:
        one = row.candidate.id
        person = self.people.get(one)
        has_number = person is not None and person.score.total is not None
        profile = Profile(person, self.head.bank) if person and has_number else None
        return RosterLine(
            line=self.head.line_of(row),
            tags=self.tags.get(one, []),
            group=self._group(person) if self.shows_groups else "",
            score=profile.short if profile and self.is_by_score else "",
            tied="" if tied is None else tied_words(tied),
        )

    def _group(self, person: ScoredPerson | None) -> str:
        """The group, or nothing: without a number, by another key, and for who withdrew."""
        if person is None or person.score.total is None or self.bounds is None:
            return ""
        has_left = person.candidate.withdrawn_at is not None
        if has_left or self.bounds.crossings is None or person.form != self.bounds.form:
            return ""
        return group_words(self.bounds.crossings.group_of(person.score.total))

    @property
    def _n_tied(self) -> Sequence[int | None]:
        """From how many others each of ``people`` does not differ dependably, pair by pair."""
        if not self.is_by_score or not self.people:
            return [None] * len(self.people)
        first = next(iter(self.people.values()))
        width = tie_width(precision_of(first.snapshot), higher_from(A_PAIR))
        scores = [one.score.total or 0.0 for one in self.people.values()]
        return n_tied(scores, self.everybody, width)


def basis_of(session: Session, opening: Opening, now: datetime) -> Basis:
    """What every list of an opening rests on."""
    terms, cut = get_administration(session, opening.id), find_cut(session, opening.id)
    return Basis(
        opening=opening,
        form=ScoredForm(terms.key_version_id, terms.form_id, opening.is_simulated),
        bounds=None if cut is None else cut_bounds(session, opening, cut),
        sees_names=sees_names() and not opening.is_blind,
        now=now,
    )


def roster_page(
    session: Session, head: OpeningPage, asked: Asked, basis: Basis, found: Found, staff: Staff
) -> RosterPage:
    """Gather one page. The number of queries does not grow with the people of the opening.

    Where scores or groups are asked for, the view has noted who is looked at, before this reads
    them.
    """
    rows = roster_rows(session, found.ids)
    counts = live_counts(session, basis)
    reads_scores = asked.shows_groups or asked.sort is Sort.SCORE
    return RosterPage(
        head=head,
        asked=asked,
        basis=basis,
        found=found,
        rows=rows,
        people=scored_people(session, [row.candidate for row in rows]) if reads_scores else {},
        tags=tags_of(session, found.ids),
        counts=counts.states,
        tag_counts=tag_counts(session, basis.opening),
        group_counts=counts.groups,
        everybody=totals(session, basis) if asked.sort is Sort.SCORE else [],
        n_found=_n_found(session, asked, basis, counts.states),
        late=waiting_late_of(session, found.ids),
        views=list_views(session, basis.opening.id, staff),
        banks=_banks(session, basis.opening),
    )


def _banks(session: Session, opening: Opening) -> dict[UUID, str]:
    """The versions that the opening uses or has used, by id, each with its title."""
    found = [(one.id, bank_document(session, one.id)) for one in banks_used(session, opening.id)]
    return {version_id: f"{bank.title} {bank.version}" for version_id, bank in found}


def _n_found(session: Session, asked: Asked, basis: Basis, counts: dict[Progress, int]) -> int:
    """How many people the list holds; where the live counts say it, nobody is counted again."""
    is_by_state = asked.sort is not Sort.SCORE and not replace(asked, state=None).is_narrowed
    if not is_by_state:
        return count_people(session, asked, basis)
    return sum(counts.values()) if asked.state is None else counts.get(asked.state, 0)


def list_url(opening_id: UUID, asked: Asked) -> str:
    """The address of a list."""
    return url_for("recruiter.opening", opening_id=opening_id, **arguments_of(asked))
