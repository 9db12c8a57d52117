"""Invite a simulated person and let them sit: page after page, in the time people take."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from sqlmodel import Session

from hiring import notices, openings, sittings
from hiring.accounts import Staff
from hiring.banks.schema import BankDocument, ItemFormat, KeyDocument
from hiring.banks.versions import KeyVersion, bank_document, key_document
from hiring.demo.people import NOT_REACHED, Person, Style, answer_of
from hiring.notices import NoticeFacts
from hiring.openings.records import Candidate, Opening
from hiring.scoring import score_sitting
from hiring.sittings import Answer, AnswerState, Sitting
from hiring.words import to_the_day

EMPLOYER, CONTACT, DAYS_KEPT = "Demo employer", "jobs@demo.example", 365
MINUTES_PER_ITEM = 1.1
HURRIED = 0.05  # minutes: who presses the same button everywhere does not read


@dataclass(frozen=True, slots=True)
class KeyedTest:
    """What is sat, and how it is scored."""

    bank: BankDocument
    key: KeyDocument


def keyed_test(session: Session, key: KeyVersion) -> KeyedTest:
    """The test of a published key."""
    return KeyedTest(bank_document(session, key.bank_version_id), key_document(session, key.id))


def invite(
    session: Session, opening: Opening, owner: Staff, name: str, *, secret: str, now: datetime
) -> Candidate:
    """Invite somebody by a link that nobody is sent."""
    return openings.add_candidate(
        session,
        opening,
        name=name,
        email=None,
        actor=owner,
        secret=secret,
        expires_at=now + timedelta(days=60),
        now=now,
    )


def sit(
    session: Session,
    candidate: Candidate,
    person: Person,
    test: KeyedTest,
    *,
    rng: np.random.Generator,
    now: datetime,
    own_words: str | None = None,
) -> Sitting:
    """Let a simulated person answer page after page, then submit and score.

    ``own_words`` is what they write to an open question.
    """
    started = now + timedelta(hours=float(rng.uniform(1, 40)))
    sitting = sittings.start_sitting(
        session,
        candidate.id,
        language=person.language,
        notice_id=_notice_id(session, candidate, person.language, started),
        now=started,
    )
    ended = _answer_all(session, sitting, person, test, own_words, rng=rng)
    sitting.answered_at = ended
    session.flush()
    if len(sittings.latest_answers(session, sitting.id)) == len(
        sittings.pages_of(test.bank, sitting.form_id)
    ):
        sittings.submit(session, sitting, now=ended)
        score_sitting(session, sitting.id, now=ended)
    return sitting


def _notice_id(session: Session, candidate: Candidate, language: str, now: datetime) -> UUID:
    """What this person would have been shown before the start."""
    opening = openings.get_opening(session, candidate.opening_id)
    spoken = notices.language_for(language)
    facts = NoticeFacts(
        employer=EMPLOYER,
        contact=CONTACT,
        opening=opening.title,
        days_kept=DAYS_KEPT,
        reply_by=to_the_day(opening.decide_by, spoken),
    )
    notice = notices.pretest_notice(session, opening, facts=facts, language=spoken, now=now)
    return notice.id


def _answer_all(
    session: Session,
    sitting: Sitting,
    person: Person,
    test: KeyedTest,
    own_words: str | None,
    *,
    rng: np.random.Generator,
) -> datetime:
    pages = sittings.pages_of(test.bank, sitting.form_id)
    keys = test.key.by_item
    pace = HURRIED if person.style is Style.ALWAYS_THREE else MINUTES_PER_ITEM
    at = sitting.started_at
    for page in pages:
        progress = page.position / len(pages)
        value = answer_of(person, page.item, keys[page.item_ref], progress=progress, rng=rng)
        if value is NOT_REACHED:
            break
        if page.item.format is ItemFormat.OPEN_TEXT and value is not None:
            value = own_words or value
        at += timedelta(minutes=float(rng.gamma(6.0, pace / 6.0)))
        state = AnswerState.SKIPPED if value is None else AnswerState.ANSWERED
        session.add(
            Answer(
                sitting_id=sitting.id,
                item=page.item_ref,
                revision=1,
                state=state.value,
                value=value,
                answered_at=at,
            )
        )
    session.flush()
    return at
