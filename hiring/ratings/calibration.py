"""Practice before rating, and checks in between: answers whose points have been agreed.

A rater starts on a question once a set of five such answers is passed. Those that are left then
turn up among the others, one in twelve, and look like them. What is given there counts for nobody;
it shows whether a rater drifts.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.errors import NotAllowedError, NotFoundError, RatingFaultError
from hiring.ratings.asking import Prompt
from hiring.ratings.records import Benchmark, BenchmarkRating, RatedAnswer, Rating
from hiring.ratings.turns import RatingFault, require_points

SET_SIZE = 5
MIN_CLOSE = 0.90
TWO_STEPS = 2
ONE_IN = 12  # about eight in a hundred
MIN_REASON_CHARS = 10
MAX_TEXT_CHARS = 20_000


class Standing(StrEnum):
    """Where a rater stands with a question."""

    NOT_PREPARED = "not_prepared"  # too few agreed answers to practise with
    PRACTISING = "practising"
    RATING = "rating"
    USED_UP = "used_up"  # every set was tried, none passed


class BenchmarkFault(StrEnum):
    """Why an agreed answer cannot be added."""

    NO_TEXT = "no_text"
    TEXT_TOO_LONG = "text_too_long"
    REASON_TOO_SHORT = "reason_too_short"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Practice:
    """How far a rater has come with a question.

    Attributes:
        standing: Whether the rater may rate.
        n_done: Of the set that is under way, or of the one that was passed.
        n_sets: Sets finished so far.
        passed: The set that was passed; empty before.
    """

    standing: Standing
    n_done: int
    n_sets: int
    passed: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close given points lie to agreed ones, over answers and criteria. None without any."""

    n: int
    exact: float | None
    close: float | None  # the same point or the next one
    n_two_steps: int  # two steps off or more
    lean: float | None  # mean of given minus agreed, in points; above 0 is more lenient

    @property
    def is_passed(self) -> bool:
        """Whether it is good enough to begin."""
        return self.close is not None and self.close >= MIN_CLOSE and not self.n_two_steps


def add_benchmark(
    session: Session,
    staff: Staff,
    *,
    key_version_id: UUID,
    prompt: Prompt,
    text: str,
    points: Mapping[str, int],
    reason: str,
    now: datetime,
) -> Benchmark:
    """Add an answer with agreed points. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners and analysts do this.
        RatingFaultError: ``code`` is a ``BenchmarkFault``.
    """
    _require_keeper(staff)
    _require_benchmark(prompt, text, points, reason)
    row = Benchmark(
        key_version_id=key_version_id,
        item=prompt.ref,
        text=text.strip(),
        points={name: int(points[name]) for name in prompt.facets},
        reason=reason.strip(),
        made_by_id=staff.id,
        made_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, "benchmark.added", actor=staff.id, object_id=row.id, now=now)
    return row


def retire_benchmark(session: Session, row: Benchmark, *, staff: Staff, now: datetime) -> None:
    """Hand an agreed answer to nobody any more; what was given there stays. Flushes."""
    _require_keeper(staff)
    if row.retired_at is None:
        row.retired_at = now
        session.flush()
        audit.record(session, "benchmark.retired", actor=staff.id, object_id=row.id, now=now)


def list_benchmarks(session: Session, key_version_id: UUID, item: str) -> list[Benchmark]:
    """The agreed answers to a question, retired ones included, in the order of their making."""
    return list(
        session.exec(
            select(Benchmark)
            .where(Benchmark.key_version_id == key_version_id, Benchmark.item == item)
            .order_by(col(Benchmark.made_at), col(Benchmark.id))
        )
    )


def get_benchmark(session: Session, benchmark_id: UUID) -> Benchmark:
    """The agreed answer of this id.

    Raises:
        NotFoundError: There is none.
    """
    row = session.get(Benchmark, benchmark_id)
    if row is None:
        raise NotFoundError("no such benchmark")
    return row


def practice_of(session: Session, rater: Staff, key_version_id: UUID, item: str) -> Practice:
    """Where a rater stands with a question. Sets follow each other until one is passed."""
    rows = _rated(session, rater, key_version_id, item)
    n_open = len(_open(session, rater, key_version_id, item))
    n_sets = 0
    for n_sets, some in enumerate(_sets(rows), 1):
        if closeness(some).is_passed:
            passed = tuple(benchmark.id for benchmark, _rating in some)
            return Practice(Standing.RATING, SET_SIZE, n_sets, passed)
    n_done = len(rows) - n_sets * SET_SIZE
    if n_open + n_done >= SET_SIZE:
        return Practice(Standing.PRACTISING, n_done, n_sets)
    standing = Standing.USED_UP if n_sets else Standing.NOT_PREPARED
    return Practice(standing, n_done, n_sets)


def next_benchmark(
    session: Session, rater: Staff, key_version_id: UUID, item: str
) -> Benchmark | None:
    """The agreed answer that this rater is to rate next, or None where a live one is due."""
    open_ones = _open(session, rater, key_version_id, item)
    match practice_of(session, rater, key_version_id, item).standing:
        case Standing.PRACTISING:
            return open_ones[0] if open_ones else None
        case Standing.RATING:
            is_due = open_ones and _is_check_due(session, rater, key_version_id, item)
            return open_ones[0] if is_due else None
        case Standing.NOT_PREPARED | Standing.USED_UP:
            return None


def find_benchmark_rating(
    session: Session, benchmark: Benchmark, rater: Staff
) -> BenchmarkRating | None:
    """What the rater gave, or None."""
    return session.exec(
        select(BenchmarkRating).where(
            BenchmarkRating.benchmark_id == benchmark.id, BenchmarkRating.rater_id == rater.id
        )
    ).first()


def file_benchmark_rating(
    session: Session, benchmark: Benchmark, rater: Staff, points: Mapping[str, int], now: datetime
) -> BenchmarkRating:
    """File what a rater gives an agreed answer, once. Flushes.

    Raises:
        RatingFaultError: ``code`` is a ``RatingFault``.
    """
    if find_benchmark_rating(session, benchmark, rater) is not None:
        raise RatingFaultError(RatingFault.FILED_ALREADY)
    require_points(tuple(benchmark.points), points)
    row = BenchmarkRating(
        benchmark_id=benchmark.id, rater_id=rater.id, points=dict(points), rated_at=now
    )
    session.add(row)
    session.flush()
    return row


def closeness(rows: Sequence[tuple[Benchmark, BenchmarkRating]]) -> Closeness:
    """How close what was given lies to what was agreed."""
    off = [
        rating.points[name] - agreed
        for benchmark, rating in rows
        for name, agreed in benchmark.points.items()
        if name in rating.points
    ]
    if not off:
        return Closeness(0, None, None, 0, None)
    return Closeness(
        n=len(off),
        exact=sum(one == 0 for one in off) / len(off),
        close=sum(abs(one) < TWO_STEPS for one in off) / len(off),
        n_two_steps=sum(abs(one) >= TWO_STEPS for one in off),
        lean=sum(off) / len(off),
    )


def checks_in_between(
    session: Session, rater: Staff, key_version_id: UUID, item: str
) -> list[tuple[Benchmark, BenchmarkRating]]:
    """What a rater gave agreed answers after having started, in order of time."""
    practice = practice_of(session, rater, key_version_id, item)
    rows = _rated(session, rater, key_version_id, item)
    if practice.standing is not Standing.RATING:
        return []
    return rows[practice.n_sets * SET_SIZE :]


def _require_keeper(staff: Staff) -> None:
    if staff.role not in {Role.OWNER, Role.ANALYST}:
        raise NotAllowedError("only owners and analysts keep agreed answers")


def _require_benchmark(prompt: Prompt, text: str, points: Mapping[str, int], reason: str) -> None:
    if not text.strip():
        raise RatingFaultError(BenchmarkFault.NO_TEXT)
    if len(text) > MAX_TEXT_CHARS:
        raise RatingFaultError(BenchmarkFault.TEXT_TOO_LONG)
    if len(reason.strip()) < MIN_REASON_CHARS:
        raise RatingFaultError(BenchmarkFault.REASON_TOO_SHORT)
    require_points(prompt.facets, points)


def _rated(
    session: Session, rater: Staff, key_version_id: UUID, item: str
) -> list[tuple[Benchmark, BenchmarkRating]]:
    rows = session.exec(
        select(Benchmark, BenchmarkRating)
        .join(BenchmarkRating, col(BenchmarkRating.benchmark_id) == col(Benchmark.id))
        .where(
            BenchmarkRating.rater_id == rater.id,
            Benchmark.key_version_id == key_version_id,
            Benchmark.item == item,
        )
        .order_by(col(BenchmarkRating.rated_at), col(BenchmarkRating.id))
    )
    return list(rows)


def _open(session: Session, rater: Staff, key_version_id: UUID, item: str) -> list[Benchmark]:
    """Agreed answers that this rater has not rated, in an order of the rater's own."""
    done = select(BenchmarkRating.benchmark_id).where(BenchmarkRating.rater_id == rater.id)
    rows = session.exec(
        select(Benchmark).where(
            Benchmark.key_version_id == key_version_id,
            Benchmark.item == item,
            col(Benchmark.retired_at).is_(None),
            col(Benchmark.id).not_in(done),
        )
    )
    return sorted(rows, key=lambda one: hashlib.sha256(f"{rater.id} {one.id}".encode()).digest())


def _sets(
    rows: Sequence[tuple[Benchmark, BenchmarkRating]],
) -> Iterator[Sequence[tuple[Benchmark, BenchmarkRating]]]:
    for start in range(0, len(rows) - SET_SIZE + 1, SET_SIZE):
        yield rows[start : start + SET_SIZE]


def _is_check_due(session: Session, rater: Staff, key_version_id: UUID, item: str) -> bool:
    """One check among each dozen turns, at a place that the rater cannot foresee."""
    query = (
        select(func.count(col(Rating.id)))
        .join(RatedAnswer, col(RatedAnswer.id) == col(Rating.answer_id))
        .where(
            Rating.rater_id == rater.id,
            col(Rating.filed_at).is_not(None),
            RatedAnswer.key_version_id == key_version_id,
            RatedAnswer.item == item,
        )
    )
    n_live = int(session.exec(query).one())
    n_checks = len(checks_in_between(session, rater, key_version_id, item))
    dozen = f"{rater.id} {item} {n_checks}".encode()
    place = int.from_bytes(hashlib.sha256(dozen).digest()[:4]) % (ONE_IN - 1)
    return n_live >= n_checks * (ONE_IN - 1) + place
