"""What can be changed about an opening while it runs; every change is noted by its name.

Bank, key and form are not among it: they change by new terms. Nor are place, feedback and taking
back, which have rules and pages of their own.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.errors import NotAllowedError
from hiring.openings.records import Opening

# Free text: that it was changed is noted, not what it says.
UNQUOTED = {"title"}


@dataclass(frozen=True, slots=True)
class OpeningSettings:
    """The settings as they are to be.

    ``keep_days`` is None for the days of the house, ``retake_after_days`` where no gap is kept.
    """

    title: str
    decide_by: date
    is_blind: bool
    has_reminders: bool
    asks_background: bool
    link_days: int
    keep_days: int | None
    retake_after_days: int | None


def settings_of(opening: Opening) -> OpeningSettings:
    """The settings as they are."""
    return OpeningSettings(
        **{name: getattr(opening, name) for name in OpeningSettings.__dataclass_fields__}
    )


def change_settings(
    session: Session,
    opening: Opening,
    wanted: OpeningSettings,
    *,
    staff: Staff,
    now: datetime,
) -> tuple[str, ...]:
    """Change what differs, and return the names of it. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners and recruiters change settings.
    """
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters change the settings of an opening")
    before, after = asdict(settings_of(opening)), asdict(wanted)
    changed = tuple(name for name in after if after[name] != before[name])
    for name in changed:
        setattr(opening, name, after[name])
        _note(session, opening, name, before[name], after[name], staff, now)
    session.add(opening)
    session.flush()
    return changed


def days_kept(opening: Opening, *, house_days: int) -> int:
    """For how many days candidates of an opening are kept: its own number, else the house's."""
    return house_days if opening.keep_days is None else opening.keep_days


def _note(
    session: Session,
    opening: Opening,
    name: str,
    before: Any,
    after: Any,
    staff: Staff,
    now: datetime,
) -> None:
    told = {} if name in UNQUOTED else {"before": _plain(before), "after": _plain(after)}
    audit.record(
        session,
        "opening.setting_changed",
        actor=staff.id,
        object_id=opening.id,
        now=now,
        chain=opening.id,
        setting=name,
        **told,
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
