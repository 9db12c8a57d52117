"""Norm groups: who belongs to one, what is kept of them, who makes, retires and chooses one."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from sqlmodel import select

from hiring import norm_groups, retention
from hiring.accounts import Role, Staff
from hiring.audit import AuditEntry, first_altered
from hiring.banks.versions import KeyVersion
from hiring.errors import NormGroupFaultError, NotAllowedError, NotFoundError
from hiring.norm_groups import Chosen, NormFault, NormGroup, People, WhyNoPlace, find_place
from hiring.openings.records import get_candidate
from hiring.psychometrics.arrays import as_floats
from hiring.psychometrics.norms.display import NormKind, kind_for
from hiring.psychometrics.norms.floors import LOWEST, NormFloors
from hiring.psychometrics.reliability.standard_errors import Interval
from hiring.scoring import find_score
from hiring.sittings import Sitting
from tests.builders import NOW, add_staff
from tests.norms import add_scored, make_group, score_row, spread

TWELVE = spread(12)
LATER = NOW + timedelta(days=10)


@pytest.fixture
def sat(house, opening):
    """Twelve people of the opening with scores."""
    return add_scored(house, opening, TWELVE)


def previewed(house, chosen=None):
    return norm_groups.preview(
        house.session, key_version_id=house.key.id, form_id="standard", chosen=chosen or Chosen()
    )


def other_key(session, key, version="2"):
    """Another key of the same bank, by its row alone."""
    session.refresh(key)
    facts = key.model_dump(exclude={"id", "key_version", "scoring_digest"})
    row = KeyVersion(**facts, key_version=version, scoring_digest="e" * 64)
    session.add(row)
    session.commit()
    return row


# Who belongs to a group


def test_a_group_holds_the_totals_in_order_and_nothing_that_points_to_a_person(house, sat):
    group = make_group(house)
    stored = group.model_dump(mode="json")
    assert group.totals == sorted(TWELVE)
    ids = {str(one) for sitting in sat for one in (sitting.id, sitting.candidate_id)}
    assert not any(one in str(stored) for one in ids)


def test_a_group_knows_its_mean_spread_and_days(house, opening, sat):
    add_scored(house, opening, [99.0], submitted_at=LATER)
    group = make_group(house)
    assert group.mean == pytest.approx(sum([*TWELVE, 99.0]) / 13)
    assert group.sd == pytest.approx(as_floats([*TWELVE, 99.0]).std(ddof=1))
    assert (group.first_submitted_at, group.last_submitted_at) == (NOW, LATER)


def test_made_up_people_never_enter(house, sat):
    simulated = house.opening("Made up", is_simulated=True)
    add_scored(house, simulated, [1.0] * 5)
    assert previewed(house).n == 12


def test_a_replaced_score_counts_once_and_the_newest_counts(session, house, sat):
    old = find_score(session, sat[0].id)
    session.add(score_row(sat[0], 77.0, replaces=old))
    session.commit()
    group = make_group(house)
    assert group.n == 12
    assert 77.0 in group.totals
    assert old.total not in group.totals


def test_whose_newest_score_has_no_number_is_left_out(session, house, sat):
    session.add(score_row(sat[0], None, replaces=find_score(session, sat[0].id)))
    session.commit()
    assert previewed(house).n == 11


def test_whoever_was_scored_again_by_another_key_counts_once_under_each(session, house, sat):
    second = other_key(session, house.key)
    for sitting in sat:
        old = find_score(session, sitting.id)
        session.add(score_row(sitting, old.total + 1, replaces=old, key_version_id=second.id))
    session.commit()
    assert make_group(house).totals == sorted(TWELVE)
    assert make_group(house, key_version=second).totals == [total + 1 for total in sorted(TWELVE)]


def test_a_second_sitting_does_not_count(session, house, sat):
    session.refresh(sat[0])
    facts = sat[0].model_dump(exclude={"id", "attempt", "receipt"})
    again = Sitting(**facts, attempt=2, receipt="again")
    session.add(again)
    session.flush()
    session.add(score_row(again, 100.0, scored_at=LATER))
    session.commit()
    assert make_group(house).totals == sorted(TWELVE)


def test_somebody_who_applied_to_two_openings_counts_once_by_the_sitting_sent_in_first(
    house, opening, sat
):
    second = house.opening("Counter")
    add_scored(house, second, [95.0], email="ada@example.org", submitted_at=LATER)
    add_scored(house, opening, [35.5], email="Ada@Example.org")
    assert make_group(house).totals == sorted([*TWELVE, 35.5])


def test_people_of_different_addresses_and_of_none_are_different_people(house, opening, sat):
    second = house.opening("Counter")
    add_scored(house, opening, [50.5], email="ada@example.org")
    add_scored(house, second, [51.5], email="bo@example.org")
    add_scored(house, opening, [52.5], email="")
    add_scored(house, second, [53.5], email="")
    assert make_group(house).n == 12 + 4


def test_a_group_keeps_the_languages_and_the_number_of_openings_it_found(house, opening, sat):
    add_scored(house, house.opening("Counter"), [50.5], language="fr")
    group = make_group(house)
    assert (group.languages, group.n_openings) == (("en", "fr"), 2)


def test_a_sitting_that_was_not_sent_in_does_not_count(session, house, opening, sat):
    add_scored(house, opening, [50.0])
    candidate = house.candidate(opening, "Still at work")
    session.add(score_row(house.sitting(candidate), 50.0))
    session.commit()
    assert previewed(house).n == 13


def test_another_form_is_another_group(house, sat):
    found = norm_groups.preview(
        house.session, key_version_id=house.key.id, form_id="short", chosen=Chosen()
    )
    assert (found.n, found.fault) == (0, NormFault.NOBODY)


@pytest.mark.parametrize(
    ("chosen", "n"),
    [
        ({}, 36),
        ({"languages": ("fr",)}, 12),
        ({"languages": ("fr", "en")}, 36),
        ({"from_day": LATER.date()}, 12),
        ({"until_day": NOW.date()}, 24),
        ({"from_day": NOW.date(), "until_day": LATER.date()}, 36),
        ({"until_day": NOW.date() - timedelta(days=1)}, 0),
    ],
    ids=str,
)
def test_sittings_are_picked_by_language_and_day_both_ends_included(house, opening, sat, chosen, n):
    add_scored(house, opening, TWELVE, language="fr")
    add_scored(house, opening, TWELVE, submitted_at=datetime(2026, 5, 14, 23, 59, tzinfo=UTC))
    assert previewed(house, Chosen(**chosen)).n == n


def test_sittings_are_picked_by_opening(house, sat):
    second = house.opening("Counter")
    add_scored(house, second, spread(15))
    assert previewed(house, Chosen(opening_ids=(second.id,))).n == 15


def test_only_openings_and_languages_with_scores_are_offered(house, opening, sat):
    house.opening("Empty")
    offered = norm_groups.sources(house.session, key_version_id=house.key.id, form_id="standard")
    assert [one.title for one in offered.openings] == [opening.title]
    assert offered.languages == ("en",)


def test_erased_people_stay_as_a_number(session, house, sat):
    group = make_group(house)
    facts = {"n": group.n, "totals": list(group.totals), "digest": group.digest}
    candidate = get_candidate(session, sat[0].candidate_id)
    retention.erase(session, [candidate], now=LATER)
    session.commit()
    session.refresh(group)
    assert facts == {"n": group.n, "totals": group.totals, "digest": group.digest}
    assert previewed(house).n == 11


# What is refused


@pytest.mark.parametrize(
    ("totals", "fault"),
    [
        ([], NormFault.NOBODY),
        (spread(9), NormFault.TOO_FEW),
        (spread(10), None),
        ([60.0] * 12, NormFault.NO_SPREAD),
        ([60.0, *[60.0 + 1e-12] * 11], NormFault.NO_SPREAD),
    ],
    ids=["nobody", "nine", "ten", "all alike", "alike but for rounding"],
)
def test_a_preview_says_why_no_group_can_be_made(house, opening, totals, fault):
    add_scored(house, opening, totals)
    assert previewed(house).fault is fault


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"chosen": Chosen(languages=("fr",))}, NormFault.NOBODY),
        ({"chosen": Chosen(opening_ids=(NormGroup().id,))}, NormFault.UNKNOWN_OPENING),
        (
            {"chosen": Chosen(from_day=date(2026, 5, 5), until_day=date(2026, 5, 4))},
            NormFault.DAYS_REVERSED,
        ),
        ({"name": "  "}, NormFault.WORDS_MISSING),
        ({"role_title": ""}, NormFault.WORDS_MISSING),
        ({"description": " \n"}, NormFault.WORDS_MISSING),
    ],
    ids=["nobody", "opening", "days", "name", "role", "description"],
)
def test_a_group_that_cannot_be_made_is_refused_with_the_reason(session, house, sat, more, fault):
    with pytest.raises(NormGroupFaultError) as refused:
        make_group(house, **more)
    assert refused.value.code == fault
    assert session.exec(select(NormGroup)).all() == []


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.INTERVIEWER])
def test_only_analysts_and_owners_make_and_retire_groups(house, sat, role):
    with pytest.raises(NotAllowedError):
        make_group(house, analyst=house.staff[role])
    group = make_group(house, analyst=house.staff[Role.OWNER])
    with pytest.raises(NotAllowedError):
        norm_groups.retire_norm_group(house.session, group, analyst=house.staff[role], now=NOW)


def test_making_the_same_group_twice_gives_the_first_one(session, house, sat):
    assert make_group(house).id == make_group(house, now=LATER).id
    assert len(session.exec(select(NormGroup)).all()) == 1


def test_of_two_who_make_the_same_group_at_once_both_get_the_same_one(
    session, house, sat, new_session
):
    ids = house.staff[Role.ANALYST].id, house.key.id
    sessions = [new_session(), new_session()]
    ready = Barrier(len(sessions))

    def make(own):
        staff, key = own.get(Staff, ids[0]), own.get(KeyVersion, ids[1])
        ready.wait()
        mine = replace(house, session=own, staff={Role.ANALYST: staff}, key=key)
        return make_group(mine).id

    with ThreadPoolExecutor() as pool:
        made = set(pool.map(make, sessions))
    assert made == {group.id for group in session.exec(select(NormGroup))}
    assert len(made) == 1


def test_a_retired_group_does_not_come_back_by_being_made_again(house, sat):
    group = make_group(house)
    norm_groups.retire_norm_group(
        house.session, group, analyst=house.staff[Role.ANALYST], now=LATER
    )
    with pytest.raises(NormGroupFaultError) as refused:
        make_group(house)
    assert refused.value.code == NormFault.RETIRED


def test_another_description_is_another_group_with_another_code(house, sat):
    first, second = make_group(house), make_group(house, people=People.INCUMBENTS)
    assert first.code != second.code


# What is noted


def test_making_and_retiring_are_noted_without_names(session, house, sat):
    group = make_group(house)
    for now in (NOW, LATER):
        norm_groups.retire_norm_group(session, group, analyst=house.staff[Role.ANALYST], now=now)
    session.commit()
    entries = session.exec(select(AuditEntry).where(AuditEntry.object_id == str(group.id))).all()
    assert sorted(entry.act for entry in entries) == ["norm_group.made", "norm_group.retired"]
    assert not any(group.name in str(entry.details) for entry in entries)
    assert group.retired_at == NOW
    assert first_altered(session, "house") is None


def test_a_choice_is_noted_in_the_chain_of_the_opening(session, house, opening, sat):
    group, owner = make_group(house), house.staff[Role.OWNER]
    for chosen in (group, group, None):
        norm_groups.choose_norm_group(session, opening, chosen, actor=owner, now=NOW)
    entries = session.exec(
        select(AuditEntry).where(AuditEntry.act == "opening.norm_group_chosen")
    ).all()
    noted = sorted(entries, key=lambda entry: entry.number)
    assert [entry.details["norm_group_id"] for entry in noted] == [str(group.id), None]
    assert {entry.chain for entry in entries} == {str(opening.id)}


# Who may choose what


def test_a_member_chooses_and_a_stranger_finds_no_opening(session, house, opening, sat):
    group, member = make_group(house), house.join(opening, Role.RECRUITER)
    norm_groups.choose_norm_group(session, opening, group, actor=member, now=NOW)
    assert opening.norm_group_id == group.id
    stranger = add_staff(session, Role.RECRUITER, "Stranger")
    with pytest.raises(NotFoundError):
        norm_groups.choose_norm_group(session, opening, None, actor=stranger, now=NOW)
    assert opening.norm_group_id == group.id


@pytest.mark.parametrize("role", [Role.ANALYST, Role.INTERVIEWER])
def test_others_do_not_choose(session, house, opening, sat, role):
    group = make_group(house)
    with pytest.raises(NotAllowedError):
        norm_groups.choose_norm_group(session, opening, group, actor=house.staff[role], now=NOW)


def refused_choice(house, opening, group):
    with pytest.raises(NormGroupFaultError) as refused:
        norm_groups.choose_norm_group(
            house.session, opening, group, actor=house.staff[Role.OWNER], now=NOW
        )
    return refused.value.code


def test_a_group_of_another_key_cannot_be_chosen(session, house, opening, sat):
    second = other_key(session, house.key)
    for sitting in sat:
        session.add(
            score_row(
                sitting,
                find_score(session, sitting.id).total,
                key_version_id=second.id,
                scored_at=LATER,
            )
        )
    group = make_group(house, key_version=second)
    assert refused_choice(house, opening, group) == NormFault.OTHER_FORM
    assert norm_groups.norm_groups_on_offer(session, opening) == []


def test_made_up_people_are_not_held_against_real_ones(session, house, sat):
    group, simulated = make_group(house), house.opening("Made up", is_simulated=True)
    assert refused_choice(house, simulated, group) == NormFault.SIMULATED
    assert norm_groups.norm_groups_on_offer(session, simulated) == []


def test_a_retired_group_stays_where_it_is_used_and_is_offered_nowhere(
    session, house, opening, sat
):
    group, owner = make_group(house), house.staff[Role.OWNER]
    norm_groups.choose_norm_group(session, opening, group, actor=owner, now=NOW)
    norm_groups.retire_norm_group(session, group, analyst=owner, now=LATER)
    norm_groups.choose_norm_group(session, opening, group, actor=owner, now=LATER)
    assert norm_groups.openings_using(session, group) == [opening]
    assert norm_groups.norm_groups_on_offer(session, opening) == []
    assert refused_choice(house, house.opening("Another"), group) == NormFault.RETIRED


# Where a score stands


def placed(house, opening, sitting, interval=Interval(50.0, 70.0), floors=LOWEST):  # noqa: B008
    score = find_score(house.session, sitting.id)
    return find_place(
        house.session, opening, sitting=sitting, score=score, interval=interval, floors=floors
    )


@pytest.mark.parametrize(
    ("n", "kind"),
    [
        (29, NormKind.NOTHING),
        (30, NormKind.QUARTILE),
        (99, NormKind.QUARTILE),
        (100, NormKind.ROUNDED_PERCENTILE),
        (299, NormKind.ROUNDED_PERCENTILE),
        (300, NormKind.PERCENTILE),
    ],
)
def test_the_size_of_a_group_decides_what_it_shows(session, house, opening, n, kind):
    sat = add_scored(house, opening, spread(n))
    assert kind_for(previewed(house).n) is kind
    opening.norm_group_id = make_group(house).id
    place = placed(house, opening, sat[n // 2])
    assert (place.display.kind, place.why_not) == (kind, None)


def test_a_house_that_asks_for_more_people_shows_less(house, opening):
    sat = add_scored(house, opening, spread(100))
    opening.norm_group_id = make_group(house).id

    place = placed(house, opening, sat[50], floors=NormFloors(30, 101, 300))

    assert place.display.kind is NormKind.QUARTILE


def test_without_a_choice_there_is_no_place(house, opening, sat):
    assert placed(house, opening, sat[0]) is None


def test_without_a_number_there_is_no_place(session, house, opening, sat):
    opening.norm_group_id = make_group(house).id
    session.add(score_row(sat[0], None, replaces=find_score(session, sat[0].id)))
    session.flush()
    place = placed(house, opening, sat[0], None)
    assert (place.display, place.why_not) == (None, WhyNoPlace.NO_NUMBER)


def test_a_score_by_another_key_is_not_placed(session, house, opening, sat):
    opening.norm_group_id = make_group(house).id
    second = other_key(session, house.key)
    old = find_score(session, sat[0].id)
    session.add(score_row(sat[0], 60.0, replaces=old, key_version_id=second.id))
    session.flush()
    assert placed(house, opening, sat[0]).why_not is WhyNoPlace.OTHER_FORM


@pytest.mark.parametrize("chosen", [Chosen(languages=("en",)), Chosen()], ids=["chosen", "found"])
def test_a_sitting_in_a_language_that_nobody_of_the_group_used_is_not_placed(
    house, opening, chosen
):
    english = add_scored(house, opening, spread(100))
    opening.norm_group_id = make_group(house, chosen).id
    french = add_scored(house, opening, [60.0], language="fr")
    assert placed(house, opening, french[0]).why_not is WhyNoPlace.OTHER_LANGUAGE
    assert placed(house, opening, english[0]).why_not is None


def test_a_group_of_two_languages_places_sittings_in_both(house, opening):
    english = add_scored(house, opening, spread(60))
    french = add_scored(house, opening, spread(60), language="fr")
    opening.norm_group_id = make_group(house).id
    for sitting in (english[0], french[0]):
        assert placed(house, opening, sitting).why_not is None


def test_a_made_up_person_is_not_placed(house, sat):
    simulated = house.opening("Made up", is_simulated=True)
    simulated.norm_group_id = make_group(house).id  # no verb does this
    sitting = add_scored(house, simulated, [60.0])[0]
    assert placed(house, simulated, sitting).why_not is WhyNoPlace.SIMULATED


def test_the_same_choice_in_another_order_is_the_same_choice():
    one, other = Chosen(languages=("fr", "en")), Chosen(languages=("en", "fr"))
    assert one.facts == other.facts
