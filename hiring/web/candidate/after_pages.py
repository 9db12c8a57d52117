"""What candidates see around the end: answers to check, and what they can do afterwards."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from hiring import cases, feedback, openings, sittings, vault
from hiring.cases import CaseKind
from hiring.errors import NotFoundError
from hiring.scoring import find_score
from hiring.sittings import Answer, AnswerState, Draft, Page, StoredDraft, VoidFault
from hiring.sittings.clock import Arrival, judge
from hiring.sittings.late_answers import list_late
from hiring.web.candidate.feedback_views import feedback_words
from hiring.web.candidate.pages import ItemView, StartPage, chosen_words
from hiring.web.candidate.versions import VersionView, words_of
from hiring.web.language import zone_here


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One scenario on the review page.

    ``chosen`` is what would be sent now, in words; ``draft_words`` says where that was not
    confirmed by hand, or where something was begun and does not count yet. ``others`` are versions
    from other tabs or devices, which nobody has chosen between yet.
    """

    position: int
    title: str
    is_answered: bool
    chosen: tuple[tuple[str, str], ...]
    draft_words: str = ""
    others: tuple[VersionView, ...] = ()


def review_rows(session: Session, page: StartPage) -> list[ReviewRow]:
    """The scenarios with what was chosen: those without an answer first, then the unconfirmed.

    Raises:
        NotFoundError: Nothing was started.
    """
    if page.sitting is None:
        raise NotFoundError("no sitting")
    answers = sittings.latest_answers(session, page.sitting.id)
    drafts = sittings.pending_drafts(session, page.sitting.id)
    rivals = sittings.rival_drafts(session, page.sitting.id)
    rows = [
        replace(
            _row(page, found, answers.get(found.item_ref), drafts.get(found.item_ref)),
            others=tuple(_other(page, found, one) for one in rivals.get(found.item_ref, ())),
        )
        for found in page.pages
    ]
    return sorted(rows, key=_urgency)


def several_positions(session: Session, page: StartPage) -> list[int]:
    """The scenarios of which more than one version waits for a choice, while they can be opened."""
    if page.sitting is None or page.is_submitted or page.sitting.paused_at is not None:
        return []
    rivals = sittings.rival_drafts(session, page.sitting.id)
    return [one.position for one in page.pages if one.item_ref in rivals]


def _urgency(row: ReviewRow) -> tuple[bool, bool, int]:
    return row.is_answered, not (row.draft_words or row.others), row.position


def _other(page: StartPage, found: Page, draft: StoredDraft) -> VersionView:
    words = words_of(draft.fields, draft.value, _as_shown(page, found), page.bank)
    return VersionView(words, is_whole=draft.value is not None)


def _as_shown(page: StartPage, found: Page) -> ItemView:
    """The item with its options in the order in which this sitting shows them."""
    assert page.sitting is not None  # noqa: S101 - seen by the caller
    return ItemView.of(found.item, seed=page.sitting.option_seed, item_ref=found.item_ref)


def _row(page: StartPage, found: Page, answer: Answer | None, draft: Draft | None) -> ReviewRow:
    is_answered = answer is not None and answer.state == AnswerState.ANSWERED.value
    value = answer.value if answer is not None and is_answered else None
    words = ""
    if draft is not None and draft.value is not None:
        value, is_answered = draft.value, True
        words = _("You have not confirmed this yet. It is sent as it stands here.")
    elif draft is not None and is_answered:
        words = _("You began to change this. Until you finish, your earlier answer counts.")
    elif draft is not None:
        words = _("You began this. It does not count until it is complete.")
    return ReviewRow(
        position=found.position,
        title=found.scenario.title,
        is_answered=is_answered,
        chosen=chosen_words(_as_shown(page, found), value, page.bank),
        draft_words=str(words),
    )


@dataclass(frozen=True, slots=True)
class AfterPage:
    """What a candidate can do once everything is sent, and how many answers came after that."""

    feedback_words: str
    has_feedback: bool
    may_take_back: bool
    may_rate: bool
    may_tell: bool
    is_closed_by_server: bool
    n_late: int


def after_page(session: Session, page: StartPage, now: datetime) -> AfterPage:
    """Gather it.

    Raises:
        NotFoundError: Nothing was started.
    """
    if page.sitting is None:
        raise NotFoundError("no sitting")
    candidate = openings.get_candidate(session, page.candidate_id)
    opening = openings.get_opening(session, candidate.opening_id)
    state = feedback.feedback_state(
        opening, find_score(session, page.sitting.id), now, zone=zone_here()
    )
    return AfterPage(
        feedback_words=feedback_words(state),
        has_feedback=state.is_open,
        may_take_back=not page.is_voided
        and sittings.void_fault(session, candidate, page.sitting) is None,
        may_rate=not candidate.has_rated,
        may_tell=(opening.asks_background and not page.is_voided)
        or vault.find_told(session, candidate.id) is not None,
        is_closed_by_server=page.sitting.closed_by == sittings.Closer.SERVER.value,
        n_late=0 if page.is_voided else len(list_late(session, page.sitting.id)),
    )


def void_words(fault: VoidFault) -> str:
    """Why answers can no longer be taken back."""
    words: dict[VoidFault, str] = {
        VoidFault.NOT_OFFERED: _("For this opening, answers that were sent cannot be taken back."),
        VoidFault.NOT_SENT: _("You have not sent any answers yet."),
        VoidFault.RESULT_SEEN: _("You have seen your result, so you can no longer do this."),
        VoidFault.OPENED_BY_STAFF: _(
            "Somebody who hires has looked at your result, so you can no longer do this."
        ),
        VoidFault.DECIDED: _("Somebody has decided already, so you can no longer do this."),
    }
    return words[fault]


def home_of(session: Session, page: StartPage, now: datetime) -> str:
    """Where somebody belongs who neither starts nor goes on; empty for everybody else."""
    if page.withdrawn_at is not None:
        return url_for("candidate.left")
    if page.is_submitted:
        return url_for("candidate.receipt")
    sitting = page.sitting
    if sitting is None:
        return ""
    if sitting.paused_at is not None:
        is_asking = _is_asking(session, page)
        return url_for("candidate.help_page" if is_asking else "candidate.break_page")
    arrival = judge(now, deadline_at=sitting.deadline_at, is_paused=False)
    return "" if arrival is Arrival.IN_TIME else url_for("candidate.time_up")


def _is_asking(session: Session, page: StartPage) -> bool:
    """Whether an answer about other conditions is still to come."""
    waiting = cases.open_cases_of(session, page.candidate_id)
    return any(one.kind == CaseKind.ADJUSTMENT for one in waiting)
