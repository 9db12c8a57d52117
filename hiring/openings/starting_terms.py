"""The terms that a new opening takes over, once: from a template or from another opening.

People are never taken over, nor anything that was accepted or decided for the other one: an owner
accepts a provisional key for each opening anew.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from uuid import UUID

from sqlmodel import Session

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.openings.days import day_of, start_of
from hiring.openings.no_feedback import propose_no_feedback
from hiring.openings.records import Administration, FeedbackTime, Opening
from hiring.openings.templates import OpeningTemplate, Terms


@dataclass(frozen=True, slots=True)
class StartingTerms(Terms):
    """What a new opening starts from. ``source`` names it in the audit log.

    ``norm_group_id`` is None where there is none to go on with.
    """

    source: str
    source_id: UUID
    norm_group_id: UUID | None
    asks_background: bool

    def for_(self, staff: Staff) -> bool:
        """Whether a member of staff may ask for all of it, feedback that is off included.

        In a template an owner has meant that for the openings to come; in another opening, for
        that one only.
        """
        is_decided = self.source == "template" or staff.role == Role.OWNER
        return is_decided or self.feedback is not FeedbackTime.OFF


def terms_of_template(template: OpeningTemplate) -> StartingTerms:
    """The terms of a template."""
    return StartingTerms(
        source="template",
        source_id=template.id,
        norm_group_id=None,
        asks_background=False,  # whoever starts an opening decides that for it
        language=template.language,
        paper=template.paper,
        place=template.place,
        key_version_id=template.key_version_id,
        form_id=template.form_id,
        feedback=FeedbackTime(template.feedback),
        feedback_days=template.feedback_days,
        feedback_off_reason=template.feedback_off_reason,
        link_days=template.link_days,
        decide_days=template.decide_days,
        keep_days=template.keep_days,
        retake_after_days=template.retake_after_days,
        may_void=template.may_void,
        is_sealed=template.is_sealed,
        is_blind=template.is_blind,
        has_reminders=template.has_reminders,
    )


def terms_of_opening(
    opening: Opening, administration: Administration, *, zone: tzinfo
) -> StartingTerms:
    """The terms of an opening, with days in place of dates; feedback counts days of the zone."""
    return StartingTerms(
        source="opening",
        source_id=opening.id,
        norm_group_id=opening.norm_group_id,
        asks_background=opening.asks_background,
        language=opening.language,
        paper=opening.paper,
        place=opening.place,
        key_version_id=administration.key_version_id,
        form_id=administration.form_id,
        feedback=FeedbackTime(opening.feedback),
        feedback_days=_feedback_days(opening, zone),
        feedback_off_reason=opening.feedback_off_reason,
        link_days=opening.link_days,
        decide_days=max((opening.decide_by - day_of(opening.created_at, zone)).days, 1),
        keep_days=opening.keep_days,
        retake_after_days=opening.retake_after_days,
        may_void=opening.may_void,
        is_sealed=opening.is_sealed,
        is_blind=opening.is_blind,
        has_reminders=opening.has_reminders,
    )


def take_over(
    session: Session,
    opening: Opening,
    terms: StartingTerms,
    *,
    staff: Staff,
    now: datetime,
    zone: tzinfo,
) -> None:
    """Give a new opening what its form does not ask for. Flushes; the caller commits.

    A day from which candidates see their feedback begins where the house is, in ``zone``.

    The norm group is not among it: whether it fits, hangs on the test that was chosen.

    Feedback that is off in the terms is on at first: whoever takes them over asks for a second
    person. It is not even asked for where no owner takes over the terms of another opening.
    """
    opening.link_days, opening.keep_days = terms.link_days, terms.keep_days
    opening.retake_after_days = terms.retake_after_days
    opening.may_void, opening.has_reminders = terms.may_void, terms.has_reminders
    opening.is_sealed, opening.is_blind = terms.is_sealed, terms.is_blind
    opening.asks_background = terms.asks_background
    if terms.feedback is not FeedbackTime.OFF:
        _take_feedback(opening, terms, day_of(now, zone), zone)
    elif terms.for_(staff):
        reason = terms.feedback_off_reason or ""
        propose_no_feedback(session, opening, reason=reason, staff=staff, now=now)
    session.add(opening)
    session.flush()
    audit.record(
        session,
        "opening.terms_taken",
        actor=staff.id,
        object_id=opening.id,
        now=now,
        chain=opening.id,
        source=terms.source,
        source_id=str(terms.source_id),
    )


def _take_feedback(opening: Opening, terms: StartingTerms, today: date, zone: tzinfo) -> None:
    opening.feedback, opening.feedback_from = terms.feedback.value, None
    if terms.feedback is FeedbackTime.ON_DATE:
        day = today + timedelta(days=terms.feedback_days or 0)
        opening.feedback_from = start_of(day, zone)


def _feedback_days(opening: Opening, zone: tzinfo) -> int | None:
    if opening.feedback_from is None:
        return None
    first, made = day_of(opening.feedback_from, zone), day_of(opening.created_at, zone)
    return max((first - made).days, 1)
