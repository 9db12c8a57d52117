"""Changing whose rules an opening follows, and when its notice was posted."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, select

from hiring import audit
from hiring.accounts import Staff
from hiring.errors import NoticeFaultError
from hiring.notices.kinds import Place
from hiring.openings.records import Candidate, Opening


class NoticePlaceFault(StrEnum):
    """Why an opening cannot follow a place's rules like that.

    ``TELL_WHEN``: people were invited under other rules, and the new ones count days from a notice
    that those have not had. ``POSTED_LATER``: the day of the posting is still to come.
    """

    TELL_WHEN = "tell_when"
    POSTED_LATER = "posted_later"


def set_place(
    session: Session,
    opening: Opening,
    place: Place,
    *,
    posted_notice_at: datetime | None,
    actor: Staff,
    now: datetime,
) -> None:
    """Set whose rules the notices follow and since when one stands in the posting. Flushes.

    Sittings that were started keep the notice they were shown. To say the same again changes and
    records nothing.

    Raises:
        NoticeFaultError: With a code of ``NoticePlaceFault``.
    """
    if (opening.place, opening.posted_notice_at) == (place.value, posted_notice_at):
        return
    if posted_notice_at is not None and posted_notice_at > now:
        raise NoticeFaultError(NoticePlaceFault.POSTED_LATER)
    is_new = opening.place != place.value
    if is_new and place.waits and posted_notice_at is None and _has_candidates(session, opening):
        raise NoticeFaultError(NoticePlaceFault.TELL_WHEN)
    opening.place, opening.posted_notice_at = place.value, posted_notice_at
    session.flush()
    _note(session, opening, actor, now)


def _has_candidates(session: Session, opening: Opening) -> bool:
    query = select(Candidate.id).where(Candidate.opening_id == opening.id).limit(1)
    return session.exec(query).first() is not None


def _note(session: Session, opening: Opening, actor: Staff, now: datetime) -> None:
    posted = opening.posted_notice_at
    audit.record(
        session,
        "opening.place_set",
        actor=actor.id,
        object_id=opening.id,
        now=now,
        chain=opening.id,
        place=opening.place,
        posted_notice_on=None if posted is None else posted.date().isoformat(),
    )
