"""What a candidate's page shows to those who decide; the template only lays it out."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from sqlmodel import Session

from hiring import comparison, openings, sittings
from hiring.banks.schema import BankDocument
from hiring.banks.versions import KeyVersion, bank_document, get_key_version, key_document
from hiring.cases import Case, CaseKind, CaseStatus, cases_of
from hiring.cases.links import set_day_of
from hiring.openings.invitations import InvitationState, state_of
from hiring.openings.records import Candidate, Opening, get_bank_of, needs_acknowledgement
from hiring.psychometrics.quality.flags import Indicator
from hiring.response_quality import find_quality
from hiring.scoring.roster import Progress, RosterRow, roster_row
from hiring.sittings import Sitting
from hiring.sittings.late_answers import waiting_late_of
from hiring.web.answers import ToldAnswer, told_answers
from hiring.web.case_words import SHAPES as CASE_SHAPES
from hiring.web.case_words import kind_words, status_words
from hiring.web.pages import key_labels
from hiring.web.profile import Profile, band_words
from hiring.web.recruiter.decision_pages import DecisionLine, decision_lines
from hiring.web.recruiter.norm_place import PlaceWords, place_words
from hiring.web.recruiter.opening_pages import link_of
from hiring.web.recruiter.score_history import ScoreLine, score_lines
from hiring.web.recruiter.words import (
    SHAPES,
    ago,
    row_words,
    sign_words,
)
from hiring.web.score_words import precision_label


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request of the candidate, with where it stands."""

    case: Case
    kind: str
    state: str
    shape: str

    @classmethod
    def of(cls, case: Case) -> "RequestLine":
        """A case in a line."""
        shape = CASE_SHAPES[CaseStatus(case.status)]
        return cls(case, kind_words(CaseKind(case.kind)), status_words(case), shape)


@dataclass(frozen=True)
class CandidatePage:
    """A candidate with score, answers, decisions and link, as far as there are any."""

    candidate: Candidate
    opening: Opening
    row: RosterRow
    key: KeyVersion
    bank: BankDocument
    form_id: str
    is_waiting: bool
    profile: Profile | None
    place: PlaceWords | None
    answers: list[ToldAnswer]
    scores: list[ScoreLine]
    decisions: list[DecisionLine]
    quality: list[str]
    requests: list[RequestLine]
    n_late: int
    set_day: datetime | None
    now: datetime

    @property
    def is_timed(self) -> bool:
        """Whether the form has a time limit."""
        return self.bank.get_form(self.form_id).minutes is not None

    @property
    def labels(self) -> list[dict[str, str]]:
        """The labels that stay, with the precision where there is a score."""
        labels = key_labels(self.key, is_simulated=self.candidate.is_simulated)
        if self.profile is None:
            return labels
        return [*labels, precision_label(self.profile.person.snapshot)]

    @cached_property
    def progress(self) -> Progress:
        """Where the candidate stands."""
        return self.row.progress(self.now)

    @property
    def state(self) -> str:
        """The same in words."""
        return row_words(self.row, self.now, len(sittings.pages_of(self.bank, self.form_id)))

    @property
    def shape(self) -> str:
        """The shape that goes with the words."""
        return SHAPES[self.progress]

    @property
    def last_words(self) -> str:
        """When something last happened."""
        return ago(self.row.last_activity_at, self.now)

    @property
    def band_words(self) -> str:
        """What the light band of the picture shows."""
        return "" if self.profile is None else band_words(self.profile.person.snapshot)

    @property
    def has_open_link(self) -> bool:
        """Whether the link leads anywhere now."""
        return state_of(self.row.invitation, self.now) is InvitationState.USABLE

    @property
    def link(self) -> str:
        """The candidate's link."""
        return link_of(self.row)


def candidate_page(
    session: Session, candidate: Candidate, opening: Opening, *, now: datetime
) -> CandidatePage:
    """Gather a candidate."""
    terms = openings.get_administration(session, opening.id)
    _version, key = get_bank_of(session, terms)
    row = roster_row(session, candidate)
    answered = terms if row.sitting is None else row.sitting
    bank = bank_document(session, answered.bank_version_id, opening.language)
    person = comparison.find_scored(session, candidate)
    profile = None if person is None else Profile(person, bank)
    return CandidatePage(
        candidate=candidate,
        opening=opening,
        row=row,
        key=key if person is None else get_key_version(session, person.score.key_version_id),
        bank=bank,
        form_id=answered.form_id,
        is_waiting=needs_acknowledgement(terms, key),
        profile=profile,
        place=None if person is None else place_words(session, opening, person),
        answers=_answers(session, row, bank, profile) if row.is_submitted else [],
        quality=_quality(session, row),
        requests=[RequestLine.of(case) for case in cases_of(session, candidate.id)],
        scores=[] if row.sitting is None else score_lines(session, row.sitting.id),
        decisions=decision_lines(session, candidate.id),
        n_late=_n_late(session, candidate),
        set_day=set_day_of(session, candidate.id),
        now=now,
    )


def _n_late(session: Session, candidate: Candidate) -> int:
    """How many answers that came after the end wait for a person."""
    return waiting_late_of(session, [candidate.id]).get(candidate.id, 0)


def _answers(
    session: Session, row: RosterRow, bank: BankDocument, profile: Profile | None
) -> list[ToldAnswer]:
    """Answers, key and reasons: only once everything is sent."""
    sitting = row.sitting
    if sitting is None:
        return []
    return told_answers(
        bank,
        sitting.form_id,
        key=key_document(session, _key_id(sitting, profile)),
        answers=sittings.latest_answers(session, sitting.id),
        document=None if profile is None else profile.person.document,
    )


def _quality(session: Session, row: RosterRow) -> list[str]:
    """What makes a look worth while, a sentence each; nothing unless two independent signs spoke.

    Nothing either as soon as the person works under adjusted conditions.
    """
    if row.sitting is None or row.candidate.is_adjusted:
        return []
    found = find_quality(session, row.sitting.id)
    if found is None or not found.is_flagged:
        return []
    return [sign_words(Indicator(sign), value) for sign, value in sorted(found.signs.items())]


def _key_id(sitting: Sitting, profile: Profile | None) -> UUID:
    """The key that the answers are held against: that of the score, once there is one."""
    return sitting.key_version_id if profile is None else profile.person.score.key_version_id
