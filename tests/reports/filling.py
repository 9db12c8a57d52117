"""Many scored sittings at once, as the product would have stored them, only quicker.

The documents are made by the product's own parts; ``test_gathering`` holds one of them against a
score that took the whole road.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import insert
from sqlmodel import Session

from hiring import __version__, sittings
from hiring.banks.versions import bank_document, key_document
from hiring.demo.people import NOT_REACHED, Person, Style, answer_of
from hiring.openings import Opening
from hiring.openings.records import Administration, Candidate, get_administration
from hiring.scoring.documents import ScoreDocument, compute_many
from hiring.scoring.records import CODE_CHARS, Score
from hiring.sittings.records import Answer, Sitting
from tests.builders import NOW, House

ODD_ONES = (Style.MILD, Style.BOLD, Style.LENIENT, Style.SKIPS_SOME, Style.STOPS_HALFWAY)


def fill(
    house: House, opening: Opening, n: int, *, seed: int = 1, n_different: int = 600
) -> list[UUID]:
    """Add ``n`` submitted and scored sittings to the opening and commit; their ids.

    One in ten people has a style of their own; from ``n_different`` on, answers come again.
    """
    session = house.session
    people = _answers(house, min(n, n_different), seed)
    terms, is_simulated = get_administration(session, opening.id), opening.is_simulated
    session.expunge(terms)
    ids = []
    known: list[ScoreDocument] = []
    for start in range(0, n, len(people)):
        chosen = people[: n - start]
        ids += _add(session, terms, chosen, start, known, is_simulated=is_simulated)
        session.commit()
    return ids


def _answers(house: House, n: int, seed: int) -> list[dict[str, Any]]:
    """Item → value; None = skipped; items that were not reached are absent."""
    rng = np.random.default_rng(seed)
    bank = bank_document(house.session, house.key.bank_version_id)
    keys = key_document(house.session, house.key.id).by_item
    pages = sittings.pages_of(bank, bank.default_form.id)
    found = []
    for number in range(n):
        odd = ODD_ONES[number // 10 % len(ODD_ONES)] if number % 10 == 9 else Style.PLAIN
        person = Person(name="", skill=float(rng.beta(2.2, 1.7)), style=odd, language="en")
        values = {
            page.item_ref: answer_of(
                person, page.item, keys[page.item_ref], progress=at / len(pages), rng=rng
            )
            for at, page in enumerate(pages)
        }
        found.append({ref: value for ref, value in values.items() if value is not NOT_REACHED})
    return found


def _add(
    session: Session,
    terms: Administration,
    people: Sequence[dict[str, Any]],
    start: int,
    known: list[ScoreDocument],
    *,
    is_simulated: bool,
) -> list[UUID]:
    candidates = [
        Candidate(
            opening_id=terms.opening_id,
            code=f"F-{start + number}",
            name="Somebody",
            is_simulated=is_simulated,
            added_at=NOW - timedelta(days=5),
        )
        for number in range(len(people))
    ]
    taken = [
        Sitting(
            candidate_id=one.id,
            administration_id=terms.id,
            bank_version_id=terms.bank_version_id,
            key_version_id=terms.key_version_id,
            form_id=terms.form_id,
            language="en",
            option_seed=1,
            is_simulated=is_simulated,
            started_at=NOW - timedelta(hours=2),
            submitted_at=NOW,
            receipt=f"F{terms.opening_id.hex[:7]}{start + number}",
        )
        for number, one in enumerate(candidates)
    ]
    _insert(session, Candidate, [one.model_dump() for one in candidates])
    _insert(session, Sitting, [one.model_dump() for one in taken])
    rows = [
        _answer(one.id, *pair)
        for one, told in zip(taken, people, strict=True)
        for pair in told.items()
    ]
    _insert(session, Answer, rows)
    known[:] = known or compute_many(session, taken, terms.key_version_id)
    documents = [
        replace(document, sitting=str(one.id)) for one, document in zip(taken, known, strict=False)
    ]
    _insert(session, Score, [_score(*pair) for pair in zip(taken, documents, strict=True)])
    return [one.id for one in taken]


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    session.execute(insert(table.__table__), rows)


def _answer(sitting_id: UUID, item: str, value: Any) -> dict[str, Any]:
    return {
        "sitting_id": sitting_id,
        "item": item,
        "revision": 1,
        "state": "skipped" if value is None else "answered",
        "value": value,
        "answered_at": NOW - timedelta(hours=1),
    }


def _score(sitting: Sitting, document: ScoreDocument) -> dict[str, Any]:
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    return Score(
        sitting_id=sitting.id,
        key_version_id=sitting.key_version_id,
        total=document.total,
        n_answered=document.n_answered,
        n_scenarios=len(document.scenarios),
        document=document.text,
        digest=digest,
        code=base64.b32encode(bytes.fromhex(digest)).decode()[:CODE_CHARS],
        package_version=__version__,
        scored_at=NOW,
    ).model_dump()
