"""The points of people enter the score when all of them are in, and not before."""

import pytest
from sqlmodel import select, update

from hiring.banks.versions import KeyVersion, bank_document, key_document
from hiring.errors import RescoringFaultError
from hiring.ratings import Rating
from hiring.reports.gathering import gather
from hiring.rescoring import WhyNotAgain, require_possible
from hiring.scoring import (
    Recomputed,
    ScoredForm,
    ScoreDocument,
    find_score,
    recompute,
    score_encoded,
    scoring_plan,
)
from hiring.scoring.documents import BEING_RATED
from hiring.scoring.records import scores_of
from hiring.scoring.tables import encode_stored, scored_sittings
from tests.builders import BEST_ANSWERS
from tests.rated import FACET, ITEM


@pytest.fixture
def ada(rated):
    return rated.person()


def document(score):
    return ScoreDocument.from_text(score.document)


def test_while_answers_are_being_rated_there_is_no_total(rated, ada):
    score = rated.score(ada)
    found = document(score)

    assert (score.total, found.items[ITEM]) == (None, None)
    assert found.states[ITEM] == BEING_RATED
    assert found.is_being_rated
    assert found.clusters == {"responding": 100, "delivering": 100}


def test_one_rating_changes_no_score(rated, ada):
    before = rated.score(ada)
    rated.rate(ada, 4)

    assert rated.score(ada).id == before.id


def test_the_last_rating_makes_a_new_score_that_names_the_old_one(rated, ada):
    before = rated.score(ada)
    rated.rate(ada, 4, 3)
    after = rated.score(ada)

    # Six scenarios of 1 and one of (3.5 - 1) / 4.
    assert after.total == pytest.approx(100 * (6 + 0.625) / 7, abs=1e-12)
    assert after.replaces_id == before.id
    assert not document(after).is_being_rated


def test_a_score_from_ratings_names_their_digest_and_computes_again(rated, ada, session):
    rated.rate(ada, 4, 3)
    score = rated.score(ada)

    assert document(score).ratings_digest
    assert recompute(session, score) is Recomputed.SAME


def test_the_score_from_before_the_ratings_still_computes(rated, ada, session):
    before = find_score(session, rated.sitting_of(ada).id)
    rated.rate(ada, 4, 3)
    rated.score(ada)

    assert document(before).is_being_rated
    assert recompute(session, before) is Recomputed.SAME


def test_a_changed_rating_in_the_database_is_noticed(rated, ada, session):
    rated.rate(ada, 4, 3)
    score = rated.score(ada)
    session.execute(update(Rating).values(points={FACET: 5}))
    session.expire_all()

    assert recompute(session, score) is Recomputed.DIFFERENT


def test_a_skipped_open_answer_counts_as_zero_at_once(rated, session, now):
    house = rated.house
    candidate = house.candidate(house.opening())
    house.submitted(candidate, BEST_ANSWERS | {ITEM: None})

    assert rated.score(candidate).total == pytest.approx(600 / 7)


def test_many_at_once_score_like_one_alone(rated, session):
    people = [rated.person(f"Person {n}") for n in range(3)]
    for rater in range(2):
        for _ in range(2):
            rated.file(rated.take(rater), 4)
    stored = {rated.sitting_of(one).id: rated.score(one).total for one in people}
    form = ScoredForm(rated.key_id, "standard", is_simulated=False)
    key = key_document(session, rated.key_id)
    plan = scoring_plan(bank_document(session, rated.house.key.bank_version_id), key, "standard")
    table = scored_sittings(session, form)
    totals = score_encoded(plan, encode_stored(session, form, table, plan)).totals
    gathered = gather(session, plan, form)

    assert totals.tobytes() == table.totals.tobytes()
    assert gathered.n_differing == 0
    assert sum(total is None for total in stored.values()) in {1, 2}


def test_every_score_of_the_sitting_stays(rated, ada, session):
    rated.rate(ada, 2, 4, 4)
    rated.score(ada)

    totals = [one.total for one in scores_of(session, rated.sitting_of(ada).id)]
    assert totals == [None, pytest.approx(100 * (6 + 0.75) / 7)]
    assert len(session.exec(select(Rating)).all()) == 3


def test_scoring_again_by_other_criteria_is_refused(rated, session):
    from_key = rated.house.key
    other = key_document(session, from_key.id).model_dump(mode="json")
    (item,) = [one for one in other["items"] if one["item"] == ITEM]
    item["criteria"][0]["facet"] = "listening"
    item["facets"]["listening"] = 0.5
    to_key = KeyVersion(
        **from_key.model_dump(exclude={"id", "key_version", "document", "scoring_digest"}),
        key_version="2",
        document=other | {"key_version": "2"},
        scoring_digest="e" * 64,
    )
    session.add(to_key)
    session.flush()
    with pytest.raises(RescoringFaultError) as fault:
        require_possible(session, ScoredForm(from_key.id, "standard", is_simulated=False), to_key)

    assert fault.value.code == WhyNotAgain.OTHER_CRITERIA
