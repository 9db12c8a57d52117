"""A second, small opening with one open question, whose answers two raters have begun to rate.

The shipped bank asks no open question. The demo therefore brings a bank of its own, so that a rater
can practise, rate, and see a score come when both ratings are in. Its rubric is written from
theory, as its files say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import numpy as np
from sqlmodel import Session

from hiring import accounts, audit, openings, ratings
from hiring.accounts import Role, Staff
from hiring.banks.loader import load_bank
from hiring.banks.publishing import publish
from hiring.banks.versions import KeyVersion, list_keys
from hiring.demo.people import SEED, simulated_people
from hiring.demo.replies import Stock, read_stock
from hiring.demo.sitting import invite, keyed_test, sit
from hiring.openings.records import Opening
from hiring.ratings import Prompt, RatedAnswer
from hiring.scoring import ScoredForm, score_sitting
from hiring.scoring.snapshots import make_snapshot

FOLDER = Path(__file__).parent / "banks" / "own-words-demo" / "1.0.0"
TITLE = "Bicycle workshop, answers in own words (simulated)"
FORM = "workshop"
RATERS = (("remy@demo.example", "Remy Rater"), ("rosa@demo.example", "Rosa Rater"))
N_WRITERS = 36
N_LEFT = 5  # answers that the second rater has not come to: they wait for whoever tries the demo
CAREFUL, LENIENT = (0.2, 0.6, 0.2), (0.08, 0.52, 0.4)  # a point less, the one meant, a point more
DAY, PAUSE = timedelta(days=1), timedelta(minutes=3)

Points = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Rater:
    """Somebody who rates, and how they read."""

    staff: Staff
    chances: tuple[float, float, float]
    rng: np.random.Generator

    def give(self, meant: Points) -> dict[str, int]:
        """Points near those that were meant."""
        return {
            name: int(np.clip(point + self.rng.choice((-1, 0, 1), p=self.chances), 1, 5))
            for name, point in meant.items()
        }


def open_rated(
    session: Session, owner: Staff, analyst: Staff, *, password: str, secret: str, now: datetime
) -> Opening:
    """Make the opening with everything in it. Flushes; the caller commits."""
    rng, stock = np.random.default_rng(SEED + 2), read_stock()
    key = _publish(session, now - 13 * DAY)
    opening = _opening(session, owner, key, now)
    meant = _let_them_write(session, opening, owner, key, stock, rng=rng, secret=secret, now=now)
    [prompt] = ratings.find_prompts(session, key.bank_version_id, key.id)
    _agree(session, analyst, key, prompt, stock, now - 10 * DAY)
    remy, rosa = (
        accounts.add_staff(
            session, email=email, name=name, role=Role.RATER, password=password, now=now
        )
        for email, name in RATERS
    )
    _rate(session, key, prompt, _Rater(remy, CAREFUL, rng), meant, N_WRITERS, now - 4 * DAY)
    _rate(
        session, key, prompt, _Rater(rosa, LENIENT, rng), meant, N_WRITERS - N_LEFT, now - 3 * DAY
    )
    make_snapshot(session, ScoredForm(key.id, FORM, is_simulated=True), now=now)
    return opening


def _publish(session: Session, now: datetime) -> KeyVersion:
    version = publish(session, load_bank(FOLDER), actor=audit.SYSTEM_ACTOR, now=now, is_public=True)
    return next(key for bank, key in list_keys(session) if bank.id == version.id)


def _opening(session: Session, owner: Staff, key: KeyVersion, now: datetime) -> Opening:
    started = now - 12 * DAY
    opening = openings.create_opening(
        session,
        creator=owner,
        title=TITLE,
        language="en",
        paper="A4",
        key_version=key,
        form_id=FORM,
        decide_by=(now + 33 * DAY).date(),
        now=started,
        is_simulated=True,
    )
    openings.acknowledge(session, opening, owner=owner, now=started)
    return opening


def _let_them_write(
    session: Session,
    opening: Opening,
    owner: Staff,
    key: KeyVersion,
    stock: Stock,
    *,
    rng: np.random.Generator,
    secret: str,
    now: datetime,
) -> dict[str, Points]:
    """Let everybody answer. Returns the points that were meant, by what was written."""
    test = keyed_test(session, key)
    meant: dict[str, Points] = {}
    for n, person in enumerate(islice(simulated_people(rng), N_WRITERS)):
        invited_at = now - timedelta(days=11, hours=-2 * n)
        reply = stock.reply_of(person.skill, rng)
        meant[reply.text] = reply.points
        candidate = invite(session, opening, owner, person.name, secret=secret, now=invited_at)
        writer = replace(person, language="en")
        sit(session, candidate, writer, test, rng=rng, now=invited_at, own_words=reply.text)
    return meant


def _agree(
    session: Session,
    analyst: Staff,
    key: KeyVersion,
    prompt: Prompt,
    stock: Stock,
    now: datetime,
) -> None:
    for number, one in enumerate(stock.agreed):
        ratings.add_benchmark(
            session,
            analyst,
            key_version_id=key.id,
            prompt=prompt,
            text=one.text,
            points=one.points,
            reason=one.reason,
            now=now + timedelta(minutes=number),
        )


def _rate(
    session: Session,
    key: KeyVersion,
    prompt: Prompt,
    rater: _Rater,
    meant: Mapping[str, Points],
    n_answers: int,
    at: datetime,
) -> None:
    """Let a rater practise and then rate so many answers, with the checks that come between."""
    n_rated = 0
    while n_rated < n_answers:
        at += PAUSE
        due = ratings.next_benchmark(session, rater.staff, key.id, prompt.ref)
        if due is not None:
            given = rater.give(due.points)
            ratings.file_benchmark_rating(session, due, rater.staff, given, at)
            continue
        turn = ratings.take_turn(session, rater.staff, key.id, prompt.ref, now=at)
        if turn is None:
            return
        text = session.get_one(RatedAnswer, turn.answer_id).text
        filed = ratings.file_rating(
            session,
            turn,
            rater.give(meant[text]),
            wording=ratings.wording_digest(text),
            now=at,
        )
        if filed.is_settled:
            score_sitting(session, filed.answer.sitting_id, now=at)
        n_rated += 1
