"""Which sittings a norm group would hold.

Submitted, real sittings of one form, each with its newest score by one key; those that were taken
back count nowhere. Everybody counts once,
by the sitting they sent in first: a later one has practice behind it. Candidates with the same mail
address are one person, whatever openings they applied to; without an address, each stands alone. A
name would not do: two people can share one. A sitting that was scored again by
another key still has its score by this one, and the scores that are compared with the group are by
this key, too.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import String, cast, func
from sqlmodel import Session, col, select

from hiring.banks.digests import canonical_json
from hiring.norm_groups.records import MIN_PEOPLE, NormFault
from hiring.openings.records import Administration, Candidate, Opening
from hiring.psychometrics.arrays import as_floats, varies
from hiring.scoring.records import Score
from hiring.sittings.records import Sitting


@dataclass(frozen=True, slots=True)
class Chosen:
    """By what sittings are picked. What is left empty does not restrict.

    Days are days of submission in UTC; both ends belong to the choice.
    """

    opening_ids: tuple[UUID, ...] = ()
    languages: tuple[str, ...] = ()
    from_day: date | None = None
    until_day: date | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """The same as a group stores it; the order of choosing does not matter."""
        return {
            "openings": sorted(map(str, self.opening_ids)),
            "languages": sorted(self.languages),
            "from": None if self.from_day is None else self.from_day.isoformat(),
            "until": None if self.until_day is None else self.until_day.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Gathered:
    """Totals in rising order, and where and when the sittings were.

    Attributes:
        totals: One for each person.
        first_at: When the first of them was submitted; None without any.
        last_at: When the last was.
        languages: In which they were sat, sorted.
        n_openings: From how many openings they come.
    """

    totals: tuple[float, ...]
    first_at: datetime | None
    last_at: datetime | None
    languages: tuple[str, ...]
    n_openings: int

    @property
    def facts(self) -> dict[str, Any]:
        """What a group keeps beside the choice: an empty choice does not say what it found."""
        return {"found_languages": list(self.languages), "n_openings": self.n_openings}


@dataclass(frozen=True, slots=True)
class Preview:
    """What a choice would give, before anything is stored.

    Attributes:
        n: Sittings that would belong to the group.
        first_at: When the first of them was submitted; None without any.
        last_at: When the last was.
        fault: Why no group can be made of them, or None.
        fingerprint: Changes with the choice and with the sittings it finds.
    """

    n: int
    first_at: datetime | None
    last_at: datetime | None
    fault: NormFault | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Where real, scored sittings of a form come from: what may be chosen."""

    openings: tuple[Opening, ...]
    languages: tuple[str, ...]


def preview(session: Session, *, key_version_id: UUID, form_id: str, chosen: Chosen) -> Preview:
    """What a choice would give. Stores nothing."""
    found = gather(session, key_version_id=key_version_id, form_id=form_id, chosen=chosen)
    facts = [chosen.facts, found.facts, str(key_version_id), form_id, found.totals]
    return Preview(
        n=len(found.totals),
        first_at=found.first_at,
        last_at=found.last_at,
        fault=fault_of(session, chosen, found),
        fingerprint=hashlib.sha256(canonical_json(facts).encode()).hexdigest(),
    )


def sources(session: Session, *, key_version_id: UUID, form_id: str) -> Sources:
    """Openings (by title) and languages with at least one sitting that a group could hold."""
    rows = session.exec(_totals(key_version_id, form_id, _SOURCE)).all()
    ids = {opening_id for opening_id, _language in rows}
    found = session.exec(
        select(Opening)
        .where(col(Opening.id).in_(ids))
        .order_by(col(Opening.title), col(Opening.id))
    )
    return Sources(tuple(found), tuple(sorted({language for _id, language in rows})))


def gather(session: Session, *, key_version_id: UUID, form_id: str, chosen: Chosen) -> Gathered:
    """The totals that a choice picks."""
    query = _totals(key_version_id, form_id, _TOTAL)
    rows = session.exec(_restricted(query, chosen)).all()
    moments = [row.submitted_at for row in rows]
    return Gathered(
        totals=tuple(sorted(row.total for row in rows)),
        first_at=min(moments, default=None),
        last_at=max(moments, default=None),
        languages=tuple(sorted({row.language for row in rows})),
        n_openings=len({row.opening_id for row in rows}),
    )


def fault_of(session: Session, chosen: Chosen, found: Gathered) -> NormFault | None:
    """Why no group can be made of what a choice picks, or None."""
    if chosen.from_day and chosen.until_day and chosen.until_day < chosen.from_day:
        return NormFault.DAYS_REVERSED
    if not _are_known(session, chosen.opening_ids):
        return NormFault.UNKNOWN_OPENING
    if not found.totals:
        return NormFault.NOBODY
    if len(found.totals) < MIN_PEOPLE:
        return NormFault.TOO_FEW
    return None if varies(as_floats(found.totals)) else NormFault.NO_SPREAD


# An address holds an "@" and an id does not, so the two never meet.
_PERSON = func.coalesce(
    func.nullif(func.lower(func.trim(col(Candidate.email))), ""),
    cast(col(Candidate.id), String),
)
_SOURCE = (col(Administration.opening_id), col(Sitting.language))
_TOTAL = (col(Score.total), col(Sitting.submitted_at), *_SOURCE)


def _totals(key_version_id: UUID, form_id: str, what: tuple[Any, ...]) -> Any:
    """A query of everybody's score that counts: first sitting of the form, newest score."""
    newest = _numbered(key_version_id, form_id)
    return (
        select(*what)
        .select_from(Score)
        .join(newest, newest.c.id == col(Score.id))
        .join(Sitting, col(Sitting.id) == col(Score.sitting_id))
        .join(Administration, col(Administration.id) == col(Sitting.administration_id))
        .where(newest.c.number == 1, col(Score.total).is_not(None))
    )


def _numbered(key_version_id: UUID, form_id: str) -> Any:
    """Scores by this key of real sittings of this form; number 1 is the one that counts."""
    sitting = (col(Sitting.submitted_at), col(Sitting.attempt), col(Sitting.id))
    order = (*sitting, col(Score.scored_at).desc(), col(Score.id).desc())
    number = func.row_number().over(partition_by=_PERSON, order_by=order)
    return (
        select(col(Score.id), number.label("number"))
        .join(Sitting, col(Sitting.id) == col(Score.sitting_id))
        .join(Candidate, col(Candidate.id) == col(Sitting.candidate_id))
        .where(
            col(Score.key_version_id) == key_version_id,
            col(Sitting.form_id) == form_id,
            col(Sitting.is_simulated).is_(False),
            col(Sitting.submitted_at).is_not(None),
            col(Sitting.voided_at).is_(None),
        )
        .subquery()
    )


def _restricted(query: Any, chosen: Chosen) -> Any:
    if chosen.opening_ids:
        query = query.where(col(Administration.opening_id).in_(chosen.opening_ids))
    if chosen.languages:
        query = query.where(col(Sitting.language).in_(chosen.languages))
    if chosen.from_day is not None:
        query = query.where(col(Sitting.submitted_at) >= _midnight(chosen.from_day))
    if chosen.until_day is not None:
        end = datetime.combine(chosen.until_day, time.max, UTC)  # the last of all days has no next
        query = query.where(col(Sitting.submitted_at) <= end)
    return query


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _are_known(session: Session, opening_ids: tuple[UUID, ...]) -> bool:
    known = session.exec(select(Opening.id).where(col(Opening.id).in_(opening_ids))).all()
    return set(known) == set(opening_ids)
