"""Answers that were taken back count nowhere: everything reads as if they had never been sent."""

import json

import numpy as np
import pytest

from hiring import comparison, norm_groups, rescoring, response_quality, sittings
from hiring.norm_groups import Chosen
from hiring.reports.making import report_document
from hiring.rescoring import fingerprint
from hiring.scoring import ScoredForm, find_scores, score_sitting
from hiring.scoring.records import find_score_by_code
from hiring.scoring.roster import Progress, counts_of, roster, roster_row
from hiring.scoring.snapshots import make_snapshot, scenario_table, scored_counts
from hiring.scoring.tables import scored_sittings
from tests.builders import BEST_ANSWERS

N_OTHERS = 11


@pytest.fixture
def opening(small_house, session, now):
    """An opening in which eleven people have a score."""
    opening = small_house.opening()
    for number in range(N_OTHERS):
        sitting = small_house.submitted(
            small_house.candidate(opening, f"Other {number}"), small_house.drawn_answers(number)
        )
        score_sitting(session, sitting.id, now=now)
    session.commit()
    return opening


def subject(house):
    return ScoredForm(house.key.id, "standard", is_simulated=False)


def everything(session, house, opening, now):
    """What each part reads about the form and the opening."""
    form = subject(house)
    table = scenario_table(session, form)
    preview = norm_groups.preview(
        session, key_version_id=form.key_version_id, form_id=form.form_id, chosen=Chosen()
    )
    scored = scored_sittings(session, form)
    snapshot = make_snapshot(session, form, now=now)
    document = report_document(session, form, now=now).model_dump(mode="json")
    session.rollback()  # the snapshot was only made to be looked at
    effect = rescoring.preview(session, house.key, house.key, "standard", is_simulated=False)
    return {
        "counts": counts_of(session, [opening.id])[opening.id].n_submitted,
        "in progress": counts_of(session, [opening.id])[opening.id].n_in_progress,
        "scored": scored_counts(session),
        "table": np.array2string(table[np.lexsort(table.T)]),
        "sittings": sorted(scored.names),
        "norms": (preview.n, preview.fingerprint),
        "fingerprint": fingerprint(session, form),
        "snapshot": snapshot.digest,
        "report": json.dumps(document, sort_keys=True),
        "effect": repr(effect),
    }


def test_no_part_reads_what_was_taken_back(session, small_house, opening, now):
    before = everything(session, small_house, opening, now)
    ada = small_house.candidate(opening)
    sitting = small_house.submitted(ada, BEST_ANSWERS)
    score = score_sitting(session, sitting.id, now=now)
    session.commit()
    between = everything(session, small_house, opening, now)
    assert {name for name in before if before[name] == between[name]} == {"in progress"}

    sittings.void(session, ada, sitting, now=now)
    session.commit()
    assert everything(session, small_house, opening, now) == before
    assert find_scores(session, [sitting.id]) == {}
    assert find_score_by_code(session, score.code) is None
    assert comparison.scored_people(session, [ada]) == {}


def test_the_list_says_only_that_there_is_no_result(session, small_house, opening, now):
    ada = small_house.candidate(opening)
    sitting = small_house.submitted(ada, BEST_ANSWERS)
    score_sitting(session, sitting.id, now=now)
    response_quality.look_at_sitting(session, sitting.id, now=now)
    sittings.void(session, ada, sitting, now=now)
    session.commit()

    row = roster_row(session, ada)
    assert row.progress(now) is Progress.TAKEN_BACK
    assert (row.sitting, row.scored_at, row.n_answered, row.is_submitted) == (None, None, 0, False)
    assert row.last_activity_at == ada.added_at
    assert len(roster(session, [opening.id])) == N_OTHERS + 1


def test_those_who_withdrew_are_told_apart(session, small_house, opening, now):
    ada = small_house.candidate(opening)
    sittings.withdraw(session, ada, now=now)
    session.commit()

    row = roster_row(session, ada)
    assert (row.progress(now), row.may_answer) == (Progress.WITHDREW, False)
