"""What those who answer read about candidates' requests; templates only lay it out."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlmodel import Session

from hiring import accounts, cases, openings
from hiring.accounts import Role, Staff
from hiring.banks.versions import bank_document
from hiring.cases import Case, CaseKind, CaseStatus, OpenCase, Wish
from hiring.conditions import Agreed, agreed_of, find_conditions
from hiring.errors import NotAllowedError
from hiring.openings.records import Candidate, Opening
from hiring.sittings import find_sitting
from hiring.web.case_words import SHAPES, agreed_words, kind_words, status_words, wish_words
from hiring.web.recruiter.words import ago


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One open request in the list, with what has to be done and by when."""

    case: Case
    candidate: Candidate
    opening: Opening
    kind: str
    next_step: str
    due_at: datetime
    due_words: str
    is_overdue: bool

    @classmethod
    def of(cls, found: OpenCase, now: datetime) -> "CaseLine":
        """An open case as the list shows it."""
        is_new = found.case.status == CaseStatus.ASKED
        return cls(
            case=found.case,
            candidate=found.candidate,
            opening=found.opening,
            kind=kind_words(CaseKind(found.case.kind)),
            next_step=str(_("Say that you have seen it") if is_new else _("Answer it")),
            due_at=found.due_at,
            due_words=ago(found.due_at, now),
            is_overdue=found.is_overdue,
        )


@dataclass(frozen=True, slots=True)
class CasePage:
    """One request with everything that belongs to it.

    ``in_charge``: who has taken it on or answered it; empty while nobody has.
    ``has_colleague``: whether there is anybody here at all who may answer it.
    """

    case: Case
    candidate: Candidate
    opening: Opening
    agreed: Agreed
    in_charge: str
    is_barred: bool
    has_colleague: bool
    is_for_owner: bool
    is_timed: bool
    now: datetime

    @property
    def kind(self) -> CaseKind:
        """What is asked for."""
        return CaseKind(self.case.kind)

    @property
    def title(self) -> str:
        """The same in words."""
        return kind_words(self.kind)

    @property
    def state(self) -> str:
        """Where it stands."""
        return status_words(self.case)

    @property
    def shape(self) -> str:
        """The shape that goes with the words."""
        return SHAPES[CaseStatus(self.case.status)]

    @property
    def wishes(self) -> list[str]:
        """What would help."""
        return [wish_words(Wish(wish)) for wish in self.case.wishes]

    @property
    def agreed_words(self) -> list[str]:
        """What holds now."""
        return agreed_words(self.agreed)

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.case.status in cases.OPEN

    @property
    def is_new(self) -> bool:
        """Whether nobody has said yet that it was seen."""
        return self.case.status == CaseStatus.ASKED

    @property
    def is_overdue(self) -> bool:
        """Whether it waits longer than was promised."""
        return cases.is_overdue(self.case, self.now)

    @property
    def corrected(self) -> list[tuple[str, str, str]]:
        """Field, value before and after, of facts that were corrected."""
        if self.kind is not CaseKind.CORRECTION:
            return []
        words = {"name": _("Name"), "email": _("Mail address")}
        return [
            (str(words[name]), change["before"] or _("nothing"), change["after"] or _("nothing"))
            for name, change in self.case.details.items()
            if name in words
        ]


def case_page(
    session: Session, case: Case, candidate: Candidate, *, staff: Staff, now: datetime
) -> CasePage:
    """Gather one request for a member of staff who may work on its opening."""
    opening = openings.get_opening(session, candidate.opening_id)
    return CasePage(
        case=case,
        candidate=candidate,
        opening=opening,
        agreed=agreed_of(find_conditions(session, candidate.id)),
        in_charge=_in_charge(session, case),
        is_barred=_is_barred(session, case, staff),
        has_colleague=_has_colleague(session, case),
        is_for_owner=case.kind == CaseKind.ERASURE and staff.role != Role.OWNER,
        is_timed=_is_timed(session, candidate),
        now=now,
    )


def case_lines(session: Session, staff: Staff, now: datetime) -> list[CaseLine]:
    """The open requests for which somebody is responsible, overdue ones first."""
    return [CaseLine.of(one, now) for one in cases.list_open_cases(session, staff, now=now)]


def _in_charge(session: Session, case: Case) -> str:
    return "" if case.handler_id is None else accounts.get_staff(session, case.handler_id).name


def _is_timed(session: Session, candidate: Candidate) -> bool:
    """Whether the form has a time limit: that of the sitting, or of the terms before the start."""
    sitting = find_sitting(session, candidate.id)
    terms = sitting or openings.get_administration(session, candidate.opening_id)
    return bank_document(session, terms.bank_version_id).get_form(terms.form_id).minutes is not None


def _has_colleague(session: Session, case: Case) -> bool:
    barred = cases.barred_from(session, case)
    return any(
        one.role in {Role.OWNER, Role.RECRUITER} and one.id not in barred
        for one in accounts.list_staff(session)
    )


def _is_barred(session: Session, case: Case, staff: Staff) -> bool:
    try:
        cases.require_handler(session, case, staff)
    except NotAllowedError:
        return True
    return False
