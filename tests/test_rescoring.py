"""The same answers under another key: looked at first, decided by a person, nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import numpy as np
import pytest
from sqlalchemy import event
from sqlmodel import col, func, select

from hiring import jobs, openings, rescoring
from hiring.accounts import Role, Staff
from hiring.audit import AuditEntry
from hiring.banks.deriving import derive_key
from hiring.banks.versions import KeyVersion, bank_document, key_document
from hiring.errors import DerivedKeyFaultError, NotAllowedError, RescoringFaultError
from hiring.jobs import Job, JobState, run_job
from hiring.openings import Outcome
from hiring.openings.decisions import ReasonCode, note_view
from hiring.openings.records import get_administration
from hiring.psychometrics.reliability.precision import precision
from hiring.rescoring import Counting, Plan, Rescoring, WhyNotAgain
from hiring.retention import erase
from hiring.scoring import (
    PrecisionSnapshot,
    Recomputed,
    Score,
    ScoredForm,
    ScoreDocument,
    find_score,
    recompute,
    score_sitting,
)
from hiring.scoring.records import find_replacement, scores_of, store_score
from hiring.scoring.snapshots import make_snapshot
from hiring.sittings import Sitting
from tests.builders import BEST_ANSWERS

FAULTY = "wrong-bill/responses"
OTHER = "long-queue/responses"
REASON = "Two experts agreed that the option keyed best cannot work."
WORST = {"best": "d", "worst": "a"}
MOMENT = timedelta(seconds=1)


@pytest.fixture
def crowd(session, small_house, now):
    """Scored sittings of people who know more or less; each one misses the faulty item."""

    def add(n, *, is_simulated=False, faulty=WORST, seed=5):
        opening = small_house.opening(is_simulated=is_simulated)
        rng = np.random.default_rng(seed)
        for number in range(n):
            person = small_house.candidate(opening, f"P {number}")
            answers = {
                ref: value if rng.uniform() < 0.6 else None for ref, value in BEST_ANSWERS.items()
            }
            # Five answers of six at least: fewer give no number.
            for ref in ("late-parts/responses", "long-queue/responses", "two-steps/responses"):
                answers[ref] = BEST_ANSWERS[ref]
            answers["lost-order/responses"] = "bd"[rng.integers(2)]
            answers["short-call/responses"] = "ab"[rng.integers(2)]
            sitting = small_house.submitted(person, {**answers, FAULTY: faulty})
            score_sitting(session, sitting.id, now=now)
        session.commit()
        return opening

    return add


@pytest.fixture
def analyst(small_house):
    return small_house.staff[Role.ANALYST]


@pytest.fixture
def dropped(session, small_house, analyst, now):
    """The small bank's key without the faulty item."""

    def derive(**changes):
        named = changes or {"dropped": [FAULTY]}
        key = derive_key(
            session, small_house.key, reason=REASON, actor=analyst.id, now=now, **named
        )
        session.commit()
        return key

    return derive


@pytest.fixture
def form(small_house):
    return ScoredForm(small_house.key.id, "standard", is_simulated=False)


@pytest.fixture
def decide(session, form, analyst, now):
    """Decide to score everybody again by this key."""

    def apply(key, *, goes_on=False, seen=None, from_form=form, at=now + MOMENT, staff=analyst):
        previewed = rescoring.fingerprint(session, from_form) if seen is None else seen
        plan = Plan(from_form, key, previewed, goes_on)
        row = rescoring.apply(session, plan, staff=staff, reason=REASON, now=at)
        session.commit()
        return row

    return apply


def run_all(session, row, now, size=2):
    """Every batch, as the job does it."""
    percents = []
    while not percents or percents[-1] < 100:
        percents.append(rescoring.score_batch(session, row.id, now=now, size=size))
        session.commit()
    rescoring.finish(session, row.id, now=now)
    session.commit()
    return percents


def sittings_of(session):
    return session.exec(select(Sitting).order_by(col(Sitting.id))).all()


# --- keys with items set aside ---


def test_a_derived_key_names_the_one_it_was_made_from(small_house, dropped):
    key = dropped()

    assert (key.key_version, key.derived_from_id) == ("1-set-aside-1", small_house.key.id)
    assert key.document["dropped"] == [FAULTY]


def test_a_derived_key_is_as_provisional_and_public_as_its_origin(small_house, dropped):
    key, origin = dropped(), small_house.key

    assert (key.status, key.is_public, key.origin) == (
        origin.status,
        origin.is_public,
        origin.origin,
    )


def test_deriving_twice_gives_one_key(session, dropped):
    assert dropped().id == dropped().id
    assert session.exec(select(func.count(KeyVersion.id))).one() == 2


def test_a_key_that_only_scores_alike_is_not_taken_for_the_derived_one(
    session, small_house, analyst, dropped
):
    first = dropped()
    first.derived_from_id = None
    session.commit()

    assert dropped().id != first.id


def test_a_derived_key_of_another_standing_is_not_taken_for_this_one(session, dropped):
    first = dropped()
    first.is_public = not first.is_public
    session.commit()

    assert dropped().id != first.id


def test_another_list_gives_another_number(dropped):
    assert [dropped().key_version, dropped(dropped=[OTHER]).key_version] == [
        "1-set-aside-1",
        "1-set-aside-2",
    ]


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({}, "nothing_named"),
        ({"dropped": ["no-such/item"]}, "not_fitting"),
        ({"dropped": [FAULTY], "neutralised": [FAULTY]}, "not_fitting"),
        ({"dropped": list(BEST_ANSWERS)}, "not_fitting"),
        ({"dropped": ["own-words/responses"]}, "not_fitting"),
    ],
)
def test_items_that_cannot_be_set_aside_are_refused(
    session, small_house, analyst, now, named, code
):
    with pytest.raises(DerivedKeyFaultError) as caught:
        derive_key(session, small_house.key, reason=REASON, actor=analyst.id, now=now, **named)

    assert caught.value.code == code


def test_a_derived_key_needs_a_reason(session, small_house, analyst, now):
    with pytest.raises(DerivedKeyFaultError) as caught:
        derive_key(
            session, small_house.key, dropped=[FAULTY], reason="  why ", actor=analyst.id, now=now
        )

    assert caught.value.code == "reason_too_short"


def shares(session, small_house, key):
    bank = bank_document(session, small_house.key.bank_version_id)
    keys = (key_document(session, one.id) for one in (small_house.key, key))
    return rescoring.weights(bank, *keys, "standard")


def test_a_dropped_scenario_leaves_its_share_to_the_others(session, small_house, dropped):
    found = {one.name: one for one in shares(session, small_house, dropped()).scenarios}

    assert (found["wrong-bill"].after, found["wrong-bill"].counting) == (None, Counting.NOT_AT_ALL)
    others = [one for one in found.values() if one.after is not None]
    assert {(one.before, one.after) for one in others} == {(1 / 6, 1 / 5)}


def test_the_shares_of_clusters_are_told_too(session, small_house, dropped):
    found = {one.name: one for one in shares(session, small_house, dropped()).clusters}

    assert (found["responding"].before, found["responding"].after) == (0.5, pytest.approx(0.4))
    assert (found["delivering"].before, found["delivering"].after) == (0.5, pytest.approx(0.6))


def test_a_neutralised_scenario_keeps_its_share_and_tells_nobody_apart(
    session, small_house, dropped
):
    found = {
        one.name: one
        for one in shares(session, small_house, dropped(neutralised=[FAULTY])).scenarios
    }

    assert found["wrong-bill"].counting is Counting.SAME_FOR_ALL
    assert found["wrong-bill"].after == 1 / 6


# --- the preview ---


def test_a_preview_stores_nothing(session, small_house, crowd, dropped, form):
    crowd(3)
    key = dropped()
    rescoring.preview(session, small_house.key, key, "standard", is_simulated=False)

    assert not session.new
    assert not session.dirty
    assert session.exec(select(func.count(Score.id))).one() == 3


def test_a_preview_says_what_the_new_scores_then_are(
    session, small_house, crowd, dropped, decide, now
):
    crowd(12)
    before = {one.id: find_score(session, one.id).total for one in sittings_of(session)}
    key = dropped()
    effect = rescoring.preview(session, small_house.key, key, "standard", is_simulated=False)
    run_all(session, decide(key), now + MOMENT)
    steps = [find_score(session, one).total - total for one, total in before.items()]

    assert (effect.n_sittings, effect.moves.n) == (12, 12)
    assert effect.moves.mean == pytest.approx(np.mean(steps))
    assert effect.moves.sd == pytest.approx(np.std(steps, ddof=1))
    assert abs(effect.moves.largest) == pytest.approx(np.abs(steps).max())


def test_a_preview_tells_the_precision_before_and_after(session, small_house, crowd, dropped):
    crowd(12)
    effect = rescoring.preview(session, small_house.key, dropped(), "standard", is_simulated=False)
    points = [
        ScoreDocument.from_text(text).scenarios for text in session.exec(select(Score.document))
    ]
    without = np.delete(np.array(points, dtype=float), 1, axis=1)

    assert effect.after == precision(without)
    assert (effect.before.rung.value, effect.before.n) == ("pooled", 10)


def test_an_unchanged_key_moves_nobody(session, small_house, crowd, form):
    crowd(5)
    same = key_document(session, small_house.key.id)
    effect = rescoring.outlook(session, form, same).effect

    assert (effect.moves.n_moved, effect.pairs.n_changed, effect.dependable) == (0, 0, ())


def test_made_up_people_are_previewed_by_themselves(session, small_house, crowd, dropped):
    crowd(3)
    crowd(4, is_simulated=True)
    effect = rescoring.preview(session, small_house.key, dropped(), "standard", is_simulated=True)

    assert effect.n_sittings == 4


def test_a_neutralised_item_gives_its_credit_to_those_who_left_it_out(
    session, small_house, crowd, dropped, decide, now
):
    crowd(2, faulty=None)
    run_all(session, decide(dropped(neutralised=[FAULTY])), now + MOMENT)
    document = ScoreDocument.from_text(find_score(session, sittings_of(session)[0].id).document)

    assert document.items[FAULTY] == 1
    assert (document.states[FAULTY], document.methods[FAULTY]) == ("skipped", "neutralised")


def test_a_neutralised_item_gives_nothing_to_those_who_never_saw_it(
    session, small_house, dropped, decide, now
):
    answers = {ref: value for ref, value in BEST_ANSWERS.items() if ref != FAULTY}
    sitting = small_house.submitted(small_house.candidate(small_house.opening()), answers)
    score_sitting(session, sitting.id, now=now)
    session.commit()
    run_all(session, decide(dropped(neutralised=[FAULTY])), now + MOMENT)

    assert find_score(session, sitting.id).total == pytest.approx(500 / 6)


def decided(session, house, opening, outcome=Outcome.ADVANCE):
    """A decision about the first candidate of an opening."""
    person = openings.list_candidates(session, opening.id)[0]
    owner = house.staff[Role.OWNER]
    at = house.session.exec(select(Sitting.submitted_at)).first() + MOMENT
    note_view(session, person, staff=owner, now=at)
    openings.decide(
        session,
        person,
        staff=owner,
        outcome=outcome,
        reason_code=ReasonCode.INTERVIEW,
        reason="A clear talk.",
        considered="The interview.",
        now=at,
    )
    session.commit()
    return person


def test_decisions_that_are_touched_are_listed_by_code(session, small_house, crowd, dropped):
    opening = crowd(3)
    person = decided(session, small_house, opening)
    effect = rescoring.preview(session, small_house.key, dropped(), "standard", is_simulated=False)

    [touched] = effect.openings
    [one] = touched.decided
    assert (one.code, one.outcome) == (person.code, "advance")
    assert one.move > 0
    assert person.name not in repr(effect)


def test_pairs_are_counted_within_each_opening(session, small_house, crowd, dropped):
    crowd(3)
    crowd(4, seed=6)
    effect = rescoring.preview(session, small_house.key, dropped(), "standard", is_simulated=False)

    assert effect.pairs.n_pairs == 3 + 6


# --- deciding ---


def fault_of(call, *args, **named):
    with pytest.raises(RescoringFaultError) as caught:
        call(*args, **named)
    return caught.value.code


def test_a_recruiter_does_not_decide_to_score_again(small_house, crowd, dropped, decide):
    crowd(1)
    with pytest.raises(NotAllowedError):
        decide(dropped(), staff=small_house.staff[Role.RECRUITER])


def test_an_owner_may_decide_too(small_house, crowd, dropped, decide):
    crowd(1)

    assert decide(dropped(), staff=small_house.staff[Role.OWNER]).n_sittings == 1


def test_without_a_reason_nobody_is_scored_again(session, crowd, dropped, form, analyst, now):
    crowd(1)
    plan = Plan(form, dropped(), rescoring.fingerprint(session, form), goes_on=False)

    code = fault_of(rescoring.apply, session, plan, staff=analyst, reason="because", now=now)
    assert code is WhyNotAgain.REASON_TOO_SHORT


def test_the_same_key_is_refused(small_house, crowd, decide):
    crowd(1)

    assert fault_of(decide, small_house.key) is WhyNotAgain.SAME_KEY


def test_a_key_of_another_bank_is_refused(house, small_house, crowd, decide):
    crowd(1)

    assert fault_of(decide, house.key) is WhyNotAgain.OTHER_BANK


def test_with_nobody_scored_there_is_nothing_to_do(dropped, decide):
    assert fault_of(decide, dropped()) is WhyNotAgain.NOBODY


def test_somebody_scored_since_the_preview_makes_it_old(session, form, crowd, dropped, decide):
    crowd(2)
    seen = rescoring.fingerprint(session, form)
    crowd(1)

    assert fault_of(decide, dropped(), seen=seen) is WhyNotAgain.PREVIEW_IS_OLD


def test_one_more_and_one_fewer_make_a_preview_old_as_well(
    session, form, crowd, dropped, decide, now
):
    opening = crowd(2)
    seen = rescoring.fingerprint(session, form)
    erase(session, openings.list_candidates(session, opening.id)[:1], now=now)
    session.commit()
    crowd(1)

    assert fault_of(decide, dropped(), seen=seen) is WhyNotAgain.PREVIEW_IS_OLD


def test_a_decision_since_the_preview_makes_it_old(
    session, small_house, form, crowd, dropped, decide
):
    opening = crowd(2)
    seen = rescoring.fingerprint(session, form)
    decided(session, small_house, opening)

    assert fault_of(decide, dropped(), seen=seen) is WhyNotAgain.PREVIEW_IS_OLD


def lesser(session, key, **facts):
    """Make a key worse than the one that it was derived from."""
    for name, value in facts.items():
        setattr(key, name, value)
    session.commit()
    return key


def sound(session, small_house):
    """Make the first key confirmed and known to nobody outside."""
    return lesser(session, small_house.key, status="confirmed", is_public=False)


LESSER = [{"status": "provisional"}, {"is_public": True}, {"origin": "empirical"}]


@pytest.mark.parametrize("facts", LESSER)
def test_scores_come_to_stand_on_a_lesser_key_only_by_an_owner(
    session, small_house, crowd, dropped, decide, facts
):
    crowd(1)
    sound(session, small_house)
    key = lesser(session, dropped(), **facts)

    assert fault_of(decide, key) is WhyNotAgain.NEEDS_OWNER
    assert decide(key, staff=small_house.staff[Role.OWNER]).to_key_version_id == key.id


def test_an_analyst_may_decide_on_a_key_as_good_or_better(session, small_house, crowd, dropped):
    key = dropped()
    assert not rescoring.needs_owner(small_house.key, key)
    assert not rescoring.needs_owner(small_house.key, sound(session, small_house))


# --- two at once ---


def at_once(new_session, act, n=2):
    """What comes of doing it in several sessions at the same moment: results or faults' codes."""
    ready = Barrier(n)

    def run(own):
        ready.wait()
        try:
            found = act(own)
            own.commit()
        except RescoringFaultError as fault:
            own.rollback()
            return fault.code
        return found

    with ThreadPoolExecutor() as pool:
        return list(pool.map(run, [new_session() for _ in range(n)]))


def test_of_two_decisions_at_once_one_is_told_to_wait(
    session, new_session, crowd, form, dropped, analyst, now
):
    crowd(2)
    ids, seen = (dropped().id, analyst.id), rescoring.fingerprint(session, form)
    session.rollback()

    def act(own):
        plan = Plan(form, own.get(KeyVersion, ids[0]), seen, goes_on=True)
        staff = own.get(Staff, ids[1])
        return rescoring.apply(own, plan, staff=staff, reason=REASON, now=now + MOMENT).n_sittings

    assert sorted(at_once(new_session, act), key=str) == [2, WhyNotAgain.STILL_RUNNING]
    assert session.exec(select(func.count(Rescoring.id))).one() == 1


def test_of_two_who_derive_the_same_key_at_once_both_get_the_same_one(
    session, new_session, small_house, analyst, now
):
    ids = small_house.key.id, analyst.id
    session.commit()

    def act(own):
        key = own.get(KeyVersion, ids[0])
        return derive_key(own, key, dropped=[FAULTY], reason=REASON, actor=ids[1], now=now).id

    assert len(set(at_once(new_session, act))) == 1
    assert session.exec(select(func.count(KeyVersion.id))).one() == 2


def test_two_workers_at_once_score_nobody_twice(session, new_session, crowd, dropped, decide, now):
    crowd(6)
    row_id = decide(dropped()).id
    session.rollback()
    at_once(
        new_session, lambda own: rescoring.score_batch(own, row_id, now=now + MOMENT, size=4), n=3
    )
    run_all(session, session.get_one(Rescoring, row_id), now + MOMENT)

    counts = session.exec(select(func.count(Score.id)).group_by(Score.sitting_id)).all()
    assert counts == [2] * 6


def test_a_score_stored_between_reading_and_writing_does_not_stop_the_batch(
    session, new_session, crowd, dropped, decide, now
):
    crowd(3)
    row = decide(dropped())
    first = min(session.exec(select(Score)).all(), key=lambda score: score.id.hex)
    replacement = first.model_dump(exclude={"id"}) | {"code": "MEANWHILE", "replaces_id": first.id}
    session.commit()
    own = new_session()

    @event.listens_for(own, "before_flush", once=True)
    def somebody_else(*_):
        session.add(Score(**replacement))
        session.commit()

    rescoring.score_batch(own, row.id, now=now + MOMENT)
    own.commit()
    session.expire_all()

    counts = session.exec(select(func.count(Score.id)).group_by(Score.sitting_id)).all()
    assert sorted(counts) == [2, 2, 3]


def test_while_one_is_running_another_one_waits(crowd, dropped, decide):
    crowd(2)
    decide(dropped())

    assert fault_of(decide, dropped(dropped=[OTHER])) is WhyNotAgain.STILL_RUNNING


def test_each_touched_opening_has_it_in_its_own_chain(session, crowd, dropped, decide):
    touched = {str(crowd(2).id), str(crowd(1, seed=6).id)}
    row = decide(dropped())
    entries = session.exec(select(AuditEntry).where(AuditEntry.act == "opening.scored_again")).all()

    assert {entry.chain for entry in entries} == touched
    assert {entry.details["rescoring_id"] for entry in entries} == {str(row.id)}
    assert sorted(entry.details["n_people"] for entry in entries) == [1, 2]


def test_the_effect_is_kept_without_codes(session, small_house, crowd, dropped, decide):
    opening = crowd(3)
    person = decided(session, small_house, opening)
    row = decide(dropped())

    assert (row.n_sittings, row.effect["n_decided"]) == (3, 1)
    assert person.code not in str(row.effect)


# --- the new scores ---


def test_the_old_score_stays_and_the_new_one_names_it(session, crowd, dropped, decide, now):
    crowd(1)
    [sitting] = sittings_of(session)
    old = find_score(session, sitting.id)
    row = decide(dropped())
    run_all(session, row, now + MOMENT)

    new = find_score(session, sitting.id)
    assert (new.replaces_id, new.rescoring_id) == (old.id, row.id)
    assert [one.id for one in scores_of(session, sitting.id)] == [old.id, new.id]
    assert find_replacement(session, old).id == new.id


def test_both_scores_recompute_by_their_own_key(session, crowd, dropped, decide, now):
    crowd(1)
    run_all(session, decide(dropped()), now + MOMENT)
    scores = session.exec(select(Score)).all()
    session.expire_all()

    assert [recompute(session, one) for one in scores] == [Recomputed.SAME] * 2
    assert len({one.key_version_id for one in scores}) == 2


def test_going_back_to_the_first_key_is_a_score_of_its_own(
    session, small_house, crowd, dropped, decide, now
):
    crowd(2)
    key = dropped()
    run_all(session, decide(key), now + MOMENT)
    there = ScoredForm(key.id, "standard", is_simulated=False)
    back = decide(small_house.key, from_form=there, at=now + 3 * MOMENT)
    run_all(session, back, now + 3 * MOMENT)

    chain = scores_of(session, sittings_of(session)[0].id)
    assert len({one.code for one in chain}) == 3
    assert chain[0].document == chain[2].document
    assert recompute(session, chain[2]) is Recomputed.SAME


def test_a_score_asked_for_again_stays_with_the_new_key(session, crowd, dropped, decide, now):
    crowd(1)
    [sitting] = sittings_of(session)
    run_all(session, decide(dropped()), now + MOMENT)
    newest = find_score(session, sitting.id)

    assert store_score(session, sitting.id, now=now + 5 * MOMENT).id == newest.id


def test_the_precision_afterwards_is_frozen_before_the_first_score(
    session, crowd, dropped, decide, now
):
    crowd(12)
    key = dropped()
    row = decide(key)
    frozen = session.exec(
        select(PrecisionSnapshot).where(PrecisionSnapshot.key_version_id == key.id)
    ).one()
    run_all(session, row, now + MOMENT)
    again = make_snapshot(session, ScoredForm(key.id, "standard", is_simulated=False), now=now)

    assert (frozen.n_scored, frozen.rung) == (12, "pooled")
    assert again.digest == frozen.digest
    assert {one.snapshot_id for one in new_scores(session, row)} == {frozen.id}


def new_scores(session, row):
    return session.exec(select(Score).where(Score.rescoring_id == row.id)).all()


def test_batches_tell_how_far_they_have_come(session, crowd, dropped, decide, now):
    crowd(5)

    assert run_all(session, decide(dropped()), now + MOMENT) == [40, 80, 99, 100]


def test_running_twice_scores_nobody_twice(session, crowd, dropped, decide, now):
    crowd(3)
    row = decide(dropped())
    run_all(session, row, now + MOMENT)
    finished = row.finished_at
    run_all(session, row, now + 9 * MOMENT)

    assert len(new_scores(session, row)) == 3
    assert row.finished_at == finished


def test_a_batch_that_was_not_committed_is_done_again(session, crowd, dropped, decide, now):
    crowd(5)
    row = decide(dropped())
    rescoring.score_batch(session, row.id, now=now + MOMENT, size=2)
    session.commit()
    rescoring.score_batch(session, row.id, now=now + MOMENT, size=2)
    session.rollback()
    run_all(session, row, now + MOMENT)

    assert len(new_scores(session, row)) == 5
    assert session.exec(select(func.count(Score.id))).one() == 10


def test_who_was_scored_after_the_decision_is_left_alone(
    session, small_house, crowd, dropped, decide, now
):
    crowd(2)
    row = decide(dropped())
    late = small_house.submitted(small_house.candidate(small_house.opening()), BEST_ANSWERS)
    score_sitting(session, late.id, now=now + 5 * MOMENT)
    session.commit()
    run_all(session, row, now + 9 * MOMENT)

    assert find_score(session, late.id).rescoring_id is None
    assert len(new_scores(session, row)) == 2


def test_who_was_erased_meanwhile_does_not_stop_the_rest(session, crowd, dropped, decide, now):
    opening = crowd(3)
    row = decide(dropped())
    erase(session, openings.list_candidates(session, opening.id)[:1], now=now)
    session.commit()
    run_all(session, row, now + MOMENT)

    assert len(new_scores(session, row)) == 2
    assert row.finished_at is not None


def test_the_job_scores_everybody_and_says_so(session, crowd, dropped, decide, now):
    crowd(3)
    row = decide(dropped())
    job = jobs.ask_for_rescoring(session, row.id, now=now)
    session.commit()

    assert run_job(session, job.id, clock=lambda: now + MOMENT) is JobState.DONE
    stored = session.get_one(Job, job.id, populate_existing=True)
    assert (stored.progress_percent, len(new_scores(session, row))) == (100, 3)
    assert session.get_one(Rescoring, row.id, populate_existing=True).finished_at is not None


# --- openings that go on ---


def test_an_opening_goes_on_with_the_new_key(session, crowd, dropped, decide):
    opening = crowd(1)
    key = dropped()
    before = get_administration(session, opening.id)
    decide(key, goes_on=True)
    terms = get_administration(session, opening.id)

    assert (terms.number, terms.key_version_id) == (2, key.id)
    assert terms.acknowledged_at == before.acknowledged_at


def test_the_acknowledgement_is_asked_for_again_when_the_key_is_of_another_kind(
    session, crowd, dropped, decide
):
    opening = crowd(1)
    key = dropped()
    key.is_public = False
    session.commit()
    decide(key, goes_on=True)

    assert get_administration(session, opening.id).acknowledged_at is None


def test_without_that_wish_openings_keep_their_terms(session, crowd, dropped, decide):
    opening = crowd(1)
    decide(dropped())

    assert get_administration(session, opening.id).number == 1


def test_who_starts_afterwards_is_scored_by_the_new_key(
    session, small_house, crowd, dropped, decide, now
):
    opening = crowd(1)
    key = dropped()
    run_all(session, decide(key, goes_on=True), now + MOMENT)
    sitting = small_house.submitted(small_house.candidate(opening, "Late"), BEST_ANSWERS)

    assert score_sitting(session, sitting.id, now=now + 2 * MOMENT).key_version_id == key.id


def test_made_up_openings_do_not_follow_a_decision_about_real_people(
    session, crowd, dropped, decide
):
    crowd(1)
    simulated = crowd(1, is_simulated=True)
    decide(dropped(), goes_on=True)

    assert get_administration(session, simulated.id).number == 1
