"""Scores from an archive are computed again to the same bytes by the software of today.

``archive.json`` holds all that the score of a sitting rests on, as it was stored, and the score
itself. Lines are added when a new kind of scoring comes, and never changed: one that no longer
fits says that a code on somebody's paper no longer holds.
"""

import hashlib
import json
from pathlib import Path

import pytest

from hiring.banks.schema import ItemFormat
from hiring.banks.versions import BankVersion, KeyVersion
from hiring.scoring import Recomputed, Score, recompute
from hiring.scoring.records import CODE_CHARS
from hiring.sittings import AnswerState
from tests.builders import House

ARCHIVE = json.loads((Path(__file__).parent / "archive.json").read_text(encoding="utf-8"))


@pytest.fixture
def house(session, staff, now):
    """A house with the bank and the keys of the archive, stored as they stood."""

    def furnish(line):
        bank = BankVersion(published_at=now, **ARCHIVE["bank"])
        session.add(bank)
        session.flush()
        key = KeyVersion(bank_version_id=bank.id, published_at=now, **ARCHIVE["keys"][line["key"]])
        session.add(key)
        session.commit()
        return House(session, staff, key)

    return furnish


def given(house, line):
    """The sitting of a line, its answers stored as they stood."""
    opening = house.opening(language=line["language"])
    sitting = house.sitting(house.candidate(opening), language=line["language"])
    for item, (revision, state, value) in line["answers"].items():
        house.revise(sitting, item, value, revision=revision, state=AnswerState(state))
    house.session.commit()
    return sitting


def archived_score(line, sitting, now):
    """The score of a line, which names the sitting by its identity of here."""
    text = line["document"].replace(line["sitting"], str(sitting.id))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Score(
        sitting_id=sitting.id,
        key_version_id=sitting.key_version_id,
        n_answered=json.loads(text)["n_answered"],
        n_scenarios=len(json.loads(text)["scenarios"]),
        document=text,
        digest=digest,
        code=digest[:CODE_CHARS],
        package_version=line["package_version"],
        scored_at=now,
    )


@pytest.mark.parametrize("line", ARCHIVE["sittings"], ids=lambda line: line["about"])
def test_a_score_of_then_is_computed_again_to_the_same_bytes(house, line, now):
    assert hashlib.sha256(line["document"].encode()).hexdigest() == line["digest"]
    made = house(line)
    sitting = given(made, line)

    assert recompute(made.session, archived_score(line, sitting, now)) is Recomputed.SAME


def test_the_archive_has_every_kind_of_item_and_of_answer():
    items = [item for one in ARCHIVE["bank"]["document"]["scenarios"] for item in one["items"]]
    states = {state for line in ARCHIVE["sittings"] for _n, state, _v in line["answers"].values()}

    assert {item["format"] for item in items} == set(ItemFormat)
    assert states >= {"answered", "skipped"}
    assert {line["key"] for line in ARCHIVE["sittings"]} == set(ARCHIVE["keys"])
