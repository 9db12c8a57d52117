"""Two forms linked from the scores of both, frozen, with an error that comparisons carry on."""

import math

import pytest
from sqlmodel import func, select

from hiring import openings
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.banks.deriving import derive_key
from hiring.comparison import Grounds, WhyNot, compare
from hiring.errors import LinkingFaultError, NotAllowedError, NotComparableError
from hiring.linking_studies import (
    LinkingStudy,
    WhyNotLinked,
    Wish,
    find_link,
    gather,
    linking_of,
    list_linking_studies,
    make_linking_study,
    retire_linking_study,
)
from hiring.openings.records import Administration
from hiring.psychometrics.linking.anchors import AnchorFaultKind
from hiring.psychometrics.linking.designs import Design, Method
from hiring.psychometrics.linking.designs import Grounds as Suggested
from hiring.psychometrics.reliability.differences import (
    difference_of,
    higher_from,
    probability_true_higher,
)
from hiring.scoring import ScoredForm, score_sitting
from tests import linking
from tests.builders import House, published, small_bank
from tests.linking import LEVELS, drawn

REASON = "So that both teams can be held side by side."
REWORDED_SCALE = ("bank.toml", '"Very bad"', '"Quite bad"')
DRIFTED = 3  # the place of lost-order


@pytest.fixture
def versions(session, small_folder, staff):
    """Two versions of the small bank: other words on the rating scale, the same scenarios."""
    old = published(session, small_bank(small_folder / "old", version="0.9.0"))
    new = published(session, small_bank(small_folder / "new", REWORDED_SCALE))
    return old, new


@pytest.fixture
def analyst(staff):
    return staff[Role.ANALYST]


@pytest.fixture
def sat(session, staff, now):
    """Scored sittings of a key, all in one transaction."""

    def add(key, table, *, is_simulated=False):
        house = House(session, staff, key)
        return linking.sat(session, house, table, is_simulated=is_simulated, now=now)

    return add


@pytest.fixture
def linkable(versions, sat):
    """Sixty people on either version; those on the new one know a little more."""
    old, new = versions
    return sat(new, drawn(60, seed=1, ease=0.05)), sat(old, drawn(60, seed=2))


def wish(new, old, **changes):
    usual = {
        "design": Design.COMMON_ANCHOR,
        "method": Method.CHAINED_MEAN,
        "anchors": None,
        "reason": REASON,
    }
    return Wish(new, old, **{**usual, **changes})


@pytest.fixture
def make(session, analyst, now):
    def made(new, old, *, by=analyst, **changes):
        study = make_linking_study(session, wish(new, old, **changes), analyst=by, now=now)
        session.commit()
        return study

    return made


def fault_of(make, *args, **changes):
    with pytest.raises(LinkingFaultError) as caught:
        make(*args, **changes)
    return caught.value


# --- what two forms share ---


def test_scenarios_that_stand_word_for_word_in_both_are_shared(session, versions, sat):
    old, new = versions
    ground = gather(session, sat(new, drawn(2, 1)), sat(old, drawn(2, 2)))

    assert len(ground.shared) == 6


def test_a_reworded_scenario_is_not_shared(session, small_folder, versions, sat):
    reworded = ("bank.toml", "Marta calls you and asks", "Marta writes to you and asks")
    other = published(session, small_bank(small_folder / "words", reworded, version="1.1.0"))
    ground = gather(session, sat(other, drawn(2, 1)), sat(versions[0], drawn(2, 2)))

    # The first scenario of the file is practice; it is the one that was reworded.
    assert len(ground.shared) == 6


def test_a_scenario_that_is_not_marked_as_an_anchor_is_not_shared(
    session, small_folder, versions, sat
):
    changes = (("bank.toml", "anchor = true", "anchor = false"),) * 2
    other = published(session, small_bank(small_folder / "unmarked", *changes, version="1.2.0"))
    ground = gather(session, sat(other, drawn(2, 1)), sat(versions[0], drawn(2, 2)))

    assert "late-parts" not in ground.shared
    assert len(ground.shared) == 5


def test_a_scenario_that_the_other_key_scores_differently_is_not_shared(
    session, versions, sat, analyst, now
):
    old, new = versions
    derived = derive_key(
        session,
        new,
        neutralised=["late-parts/responses"],
        reason=REASON,
        actor=analyst.id,
        now=now,
    )
    ground = gather(session, sat(derived, drawn(2, 1)), sat(old, drawn(2, 2)))

    assert "late-parts" not in ground.shared


def test_an_anchor_that_drifted_is_dropped_by_name(session, versions, sat):
    old, new = versions
    table = drawn(60, seed=1)
    table[:, DRIFTED] = 0
    ground = gather(session, sat(new, table), sat(old, drawn(60, seed=2)))

    assert ground.dropped == ("lost-order",)
    assert [fault.fault for fault in ground.faults] == [AnchorFaultKind.TOO_FEW_SCENARIOS]


# --- refusals ---


def test_fewer_than_fifty_people_are_not_linked(versions, sat, make):
    old, new = versions
    fault = fault_of(make, sat(new, drawn(49, 1)), sat(old, drawn(60, 2)))

    assert fault.code is WhyNotLinked.TOO_FEW_PEOPLE
    assert (fault.facts["n_new"], fault.facts["n_old"]) == (49, 60)


def test_too_few_anchors_are_refused_with_all_that_is_wrong(linkable, make):
    fault = fault_of(make, *linkable, anchors=("late-parts",))

    kinds = [one.fault for one in fault.facts["faults"]]
    assert fault.code is WhyNotLinked.ANCHOR_RULE
    assert kinds == [
        AnchorFaultKind.TOO_FEW_SCENARIOS,
        AnchorFaultKind.TOO_SMALL_SHARE_OF_NEW,
        AnchorFaultKind.TOO_SMALL_SHARE_OF_OLD,
        AnchorFaultKind.KIND_NOT_COVERED,
    ]


def test_anchors_that_are_not_shared_are_refused_by_name(linkable, make):
    fault = fault_of(make, *linkable, anchors=("late-parts", "no-such"))

    assert (fault.code, fault.facts["names"]) == (WhyNotLinked.UNKNOWN_ANCHORS, ["no-such"])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": "  why "}, WhyNotLinked.REASON_TOO_SHORT),
        ({"design": Design.SINGLE_GROUP}, WhyNotLinked.DESIGN_NOT_OFFERED),
        ({"method": Method.MEAN}, WhyNotLinked.METHOD_DOES_NOT_FIT),
        ({"method": Method.TUCKER}, WhyNotLinked.METHOD_NEEDS_MORE),
    ],
)
def test_what_makes_no_sense_is_refused(linkable, make, changes, code):
    assert fault_of(make, *linkable, **changes).code is code


def test_a_form_is_not_linked_to_itself(linkable, make):
    assert fault_of(make, linkable[0], linkable[0]).code is WhyNotLinked.SAME_FORM


def test_made_up_people_are_not_linked_to_real_ones(versions, make):
    new, old = (
        ScoredForm(key.id, "standard", is_simulated)
        for key, is_simulated in zip(versions, (False, True), strict=True)
    )
    assert fault_of(make, new, old).code is WhyNotLinked.SIMULATED_WITH_REAL


def test_a_recruiter_does_not_link_forms(linkable, staff, make):
    with pytest.raises(NotAllowedError):
        make(*linkable, by=staff[Role.RECRUITER])


def test_a_form_on_which_all_are_alike_is_refused_in_words(versions, sat, make):
    old, new = versions
    forms = sat(new, [[2] * 6] * 50), sat(old, drawn(50, 2))
    fault = fault_of(make, *forms, design=Design.EQUIVALENT_GROUPS, method=Method.MEAN)

    assert fault.code is WhyNotLinked.NO_CONVERSION
    assert "same score" in fault.facts["detail"]


# --- what is made ---


def test_a_study_keeps_design_method_people_and_anchors(linkable, make):
    study = make(*linkable)

    assert (study.design, study.method) == ("common_anchor", "chained_mean")
    assert (study.n_new, study.n_old, len(study.anchors)) == (60, 60, 6)
    assert study.dropped_anchors == []


def test_a_study_says_what_the_library_says(session, linkable, make):
    study = make(*linkable)
    ground = gather(session, *linkable)
    ours, theirs = ground.new.points.mean(axis=1), ground.old.points.mean(axis=1)

    # All scenarios are anchors here: brought over by them, nobody's score moves.
    assert ground.suggestion(Design.COMMON_ANCHOR).grounds is Suggested.FEW_PEOPLE
    assert ours.mean() != pytest.approx(theirs.mean())
    assert linking_of(study).equate([40.0]).scores[0] == pytest.approx(40.0)


def test_equivalent_groups_are_linked_by_their_means(session, linkable, make):
    study = make(*linkable, design=Design.EQUIVALENT_GROUPS, method=Method.MEAN)
    ground = gather(session, *linkable)

    shift = ground.old.points.mean() - ground.new.points.mean()
    assert linking_of(study).equate([40.0]).scores[0] == pytest.approx(40 + shift)


def test_the_error_holds_both_people_and_anchors(linkable, make):
    study = make(*linkable)
    facts = study.conversion

    assert study.standard_error == pytest.approx(
        math.hypot(facts["summary_error"], facts["anchor_error"])
    )
    assert facts["anchor_error"] > 0


def test_without_anchors_the_error_is_that_of_the_people(linkable, make):
    study = make(*linkable, design=Design.EQUIVALENT_GROUPS, method=Method.MEAN)

    assert study.standard_error == study.conversion["summary_error"]
    assert study.anchors == []


def test_the_same_scores_give_the_same_digest(linkable, make):
    assert make(*linkable).digest == make(*linkable).digest


def test_making_a_study_is_on_record(session, linkable, make):
    study = make(*linkable)

    acts = session.exec(select(AuditEntry.act).where(AuditEntry.object_id == str(study.id))).all()
    assert acts == ["linking.made"]


def test_the_newest_study_links(session, linkable, make):
    make(*linkable)
    newest = make(*linkable, design=Design.EQUIVALENT_GROUPS, method=Method.MEAN)
    newest.made_at = newest.made_at.replace(year=newest.made_at.year + 1)
    session.commit()

    assert find_link(session, *linkable).id == newest.id


def test_a_study_links_one_way_only(session, linkable, make):
    make(*linkable)

    assert find_link(session, linkable[1], linkable[0]) is None


def test_both_forms_list_the_study(session, linkable, make):
    study = make(*linkable)

    for form in linkable:
        found = list_linking_studies(session, form.key_version_id, form.form_id)
        assert [one.id for one in found] == [study.id]


def test_a_retired_study_links_nothing_and_stays(session, linkable, make, analyst, now):
    study = make(*linkable)
    retire_linking_study(session, study, staff=analyst, now=now)
    session.commit()

    assert find_link(session, *linkable) is None
    assert session.exec(select(func.count(LinkingStudy.id))).one() == 1


def test_retiring_twice_is_noted_once(session, linkable, make, analyst, now):
    study = make(*linkable)
    retire_linking_study(session, study, staff=analyst, now=now)
    retire_linking_study(session, study, staff=analyst, now=now)

    acts = session.exec(select(AuditEntry.act).where(AuditEntry.act == "linking.retired")).all()
    assert acts == ["linking.retired"]


# --- people of two versions side by side ---


@pytest.fixture
def two(versions, pair):
    return pair(*versions)


@pytest.fixture
def pair(session, staff, now):
    """Ada on the old version and Mio on the new one, in one opening that went on with the new."""

    def people(old, new):
        return two_people(session, House(session, staff, old), new, now)

    return people


def two_people(session, house, new, now):
    opening = house.opening()

    def person(name, levels):
        answers = {ref: LEVELS[ref][n] for ref, n in zip(LEVELS, levels, strict=True)}
        candidate = house.candidate(opening, name)
        score_sitting(session, house.submitted(candidate, answers).id, now=now)
        session.commit()
        return candidate

    ada = person("Ada", [1, 1, 1, 1, 0, 0])
    session.add(
        Administration(
            opening_id=opening.id,
            number=2,
            bank_version_id=new.bank_version_id,
            key_version_id=new.id,
            form_id="standard",
        )
    )
    session.commit()
    return ada, person("Mio", [2, 2, 2, 1, 1, 0])


def test_without_a_link_two_versions_are_not_compared(session, two):
    with pytest.raises(NotComparableError) as caught:
        compare(session, two)

    assert caught.value.code is WhyNot.OTHER_VERSION


def test_linked_versions_are_compared_on_the_scale_of_the_old_one(session, two, linkable, make):
    study = make(*linkable, design=Design.EQUIVALENT_GROUPS, method=Method.MEAN)
    found = compare(session, two)
    ada, mio = found.people

    assert found.ties.base == linkable[1]
    assert found.ties.of(mio.form).grounds is Grounds.LINKED
    assert (ada.scale_points, mio.scale_points) == (
        None,
        pytest.approx(float(linking_of(study).equate([mio.score.total]).scores[0])),
    )


def test_the_error_of_linking_makes_a_difference_less_sure(session, two, linkable, make):
    study = make(*linkable, design=Design.EQUIVALENT_GROUPS, method=Method.MEAN)
    found = compare(session, two)
    ada, mio = found.people
    [pair] = found.pairs

    error = math.sqrt(ada.snapshot.sem**2 + mio.snapshot.sem**2 + study.standard_error**2)
    r = min(ada.snapshot.r, mio.snapshot.r)
    expected = probability_true_higher(mio.scale_points, ada.score.total, r, error)
    assert pair.probability == pytest.approx(max(expected, 1 - expected))
    assert pair.difference is difference_of(pair.probability, higher_from(2))


def test_the_interval_on_the_other_scale_is_wider(session, two, linkable, make):
    study = make(*linkable, design=Design.EQUIVALENT_GROUPS, method=Method.MEAN)
    mio = compare(session, two).people[1]
    own = compare(session, two).people[1].snapshot.sem

    half = (mio.interval.high - mio.interval.low) / 2
    assert half == pytest.approx(1.645 * math.hypot(own, study.standard_error), rel=1e-6)


def test_two_of_one_version_are_compared_as_ever_beside_a_third(
    session, two, linkable, make, staff, now
):
    make(*linkable, design=Design.EQUIVALENT_GROUPS, method=Method.MEAN)
    opening = openings.get_opening(session, two[0].opening_id)
    house = House(session, staff, None)
    third = house.candidate(opening, "Zoë")
    answers = {ref: levels[1] for ref, levels in LEVELS.items()}
    score_sitting(session, house.submitted(third, answers).id, now=now)
    session.commit()

    alone = compare(session, [two[1], third]).pairs[0].probability
    beside = [
        pair.probability
        for pair in compare(session, [*two, third]).pairs
        if "Ada" not in {pair.first.candidate.name, pair.second.candidate.name}
    ]
    assert beside == [alone]


def test_after_retirement_they_are_not_compared_any_more(
    session, two, linkable, make, analyst, now
):
    retire_linking_study(session, make(*linkable), staff=analyst, now=now)
    session.commit()

    with pytest.raises(NotComparableError):
        compare(session, two)


@pytest.fixture
def declaring(session, small_folder, versions):
    """A version that says of the older one that these scales are comparable."""

    def published_one(scale):
        said = f'[{{ version = "0.9.0", scales = ["{scale}"], why = "Only one word differs." }}]'
        change = ("bank.toml", "comparable_with = []", f"comparable_with = {said}")
        loaded = small_bank(small_folder / scale, change, REWORDED_SCALE, version="1.3.0")
        return published(session, loaded)

    return published_one


def test_versions_that_the_bank_declares_are_compared_without_conversion(
    session, versions, pair, declaring
):
    found = compare(session, pair(versions[0], declaring("total")))

    tie = found.ties.of(found.people[1].form)
    assert (tie.grounds, tie.declared.why) == (Grounds.DECLARED, "Only one word differs.")
    assert {person.scale_points for person in found.people} == {None}


def test_declaring_some_area_does_not_make_totals_comparable(session, versions, pair, declaring):
    with pytest.raises(NotComparableError):
        compare(session, pair(versions[0], declaring("delivering")))


def test_across_versions_only_the_total_is_on_one_scale(session, versions, pair, declaring):
    assert not compare(session, pair(versions[0], declaring("total"))).ties.shares_clusters


def test_scores_by_two_keys_of_one_bank_say_so(session, versions, two, staff, analyst, now):
    old, _new = versions
    derived = derive_key(
        session, old, dropped=["late-parts/responses"], reason=REASON, actor=analyst.id, now=now
    )
    opening = openings.get_opening(session, two[0].opening_id)
    session.add(
        Administration(
            opening_id=opening.id,
            number=3,
            bank_version_id=old.bank_version_id,
            key_version_id=derived.id,
            form_id="standard",
        )
    )
    session.commit()
    house = House(session, staff, derived)
    third = house.candidate(opening, "Zoë")
    answers = {ref: levels[1] for ref, levels in LEVELS.items()}
    score_sitting(session, house.submitted(third, answers).id, now=now)

    with pytest.raises(NotComparableError) as caught:
        compare(session, [two[0], third])
    assert caught.value.code is WhyNot.OTHER_KEY


@pytest.fixture
def without(session, analyst, now):
    """A key without these items."""

    def derived(key, *items):
        return derive_key(
            session, key, dropped=list(items), reason=REASON, actor=analyst.id, now=now
        )

    return derived


def test_declared_versions_without_the_same_items_are_compared(
    session, versions, pair, declaring, without
):
    keys = versions[0], declaring("total")
    people = pair(*(without(key, "late-parts/responses") for key in keys))

    assert compare(session, people).ties.others[0].grounds is Grounds.DECLARED


def test_declared_versions_without_different_items_are_not_compared(
    session, versions, pair, declaring, without
):
    old = without(versions[0], "late-parts/responses")
    new = without(declaring("total"), "long-queue/responses")
    assert old.key_version == new.key_version

    with pytest.raises(NotComparableError):
        compare(session, pair(old, new))
