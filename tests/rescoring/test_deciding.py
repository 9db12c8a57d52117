"""Who may decide to score again, and when a preview is too old for that."""

import pytest
from sqlmodel import func, select

from hiring import openings, rescoring
from hiring.accounts import Role, Staff
from hiring.audit import AuditEntry
from hiring.banks.versions import KeyVersion
from hiring.errors import NotAllowedError, RescoringFaultError
from hiring.rescoring import Plan, Rescoring, WhyNotAgain
from hiring.retention import erase
from tests.rescoring.again import MOMENT, OTHER, REASON, at_once, decided, run_all

LESSER = [{"status": "provisional"}, {"is_public": True}, {"origin": "empirical"}]


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


def test_who_decided_on_what_stands_in_the_record_of_the_house(
    session, small_house, crowd, dropped, decide, now
):
    crowd(2)
    key, owner = dropped(), small_house.staff[Role.OWNER]
    row = decide(key, staff=owner)
    run_all(session, row, now)
    found = session.exec(select(AuditEntry).where(AuditEntry.object_id == str(row.id))).all()
    entries = {one.act: one for one in found}

    assert entries["rescoring.decided"].actor == str(owner.id)
    assert entries["rescoring.decided"].details["to_key_version_id"] == str(key.id)
    assert entries["rescoring.finished"].details == {"n_scored": 2}


def test_the_effect_is_kept_without_codes(session, small_house, crowd, dropped, decide):
    opening = crowd(3)
    person = decided(session, small_house, opening)
    row = decide(dropped())

    assert (row.n_sittings, row.effect["n_decided"]) == (3, 1)
    assert person.code not in str(row.effect)
