"""The list of an opening as the database finds it, held against what each row says by itself."""

from datetime import timedelta

import pytest

from hiring.accounts import Role
from hiring.openings import Outcome, ReasonCode, decide, notes
from hiring.openings.cuts import CutMethod, set_cut
from hiring.openings.decisions import note_view
from hiring.openings.invitations import get_invitation_of
from hiring.openings.records import get_administration
from hiring.psychometrics.reliability.cut_groups import CutGroup
from hiring.scoring import ScoredForm, listing, score_sitting
from hiring.scoring.attention import look_counts
from hiring.scoring.cut_bounds import cut_bounds, group_counts
from hiring.scoring.first_looks import was_score_seen
from hiring.scoring.listing import Asked, Basis, Sort, count_people, find_people, live_counts
from hiring.scoring.looks import Look
from hiring.scoring.narrowing import Dated, Span
from hiring.scoring.records import Score, find_scores
from hiring.scoring.roster import Progress, roster, roster_rows
from hiring.scoring.tallies import Tally
from hiring.sittings.records import CandidateAccess
from tests import crowded
from tests.builders import NOW

LATER = NOW + timedelta(days=1)


@pytest.fixture
def crowd(session, house, opening):
    """Somebody in every state, scored twice or decided twice among them; names by state."""
    people = {name: house.candidate(opening, name) for name in ("Ada", "Bo", "Cy", "Di", "Ed")}
    people |= {name: house.candidate(opening, name) for name in ("Flo", "Gus", "Hal", "Ivy")}
    for name in ("Ada", "Ivy"):
        sitting = house.submitted(people[name], house.drawn_answers(seed=len(name)))
        score_sitting(session, sitting.id, now=NOW)
    house.submitted(people["Bo"], {})
    house.sitting(people["Cy"], {house.refs()[0]: None}, started=NOW - timedelta(days=6))
    get_invitation_of(session, people["Di"].id).revoked_at = NOW
    get_invitation_of(session, people["Ed"].id).expires_at = NOW
    people["Flo"].withdrawn_at = NOW
    taken = house.submitted(people["Gus"], {})
    taken.voided_at = NOW
    session.add(
        CandidateAccess(candidate_id=people["Hal"].id, generation=1, token_hash="h", opened_at=NOW)
    )
    house.settle()
    return people


@pytest.fixture
def basis(session, opening):
    return basis_of(session, opening)


def basis_of(session, opening, *, cut=None, sees_names=True, now=LATER):
    terms = get_administration(session, opening.id)
    form = ScoredForm(terms.key_version_id, terms.form_id, is_simulated=False)
    bounds = None if cut is None else cut_bounds(session, opening, cut)
    return Basis(opening, form, bounds, sees_names, now)


def names(session, found):
    return [row.candidate.name for row in roster_rows(session, found.ids)]


def listed(session, basis, **asked):
    return names(session, find_people(session, Asked(**asked), basis))


def a_decision(session, house, candidate, outcome=Outcome.ADVANCE, at=NOW):
    owner = house.staff[Role.OWNER]
    note_view(session, candidate, staff=owner, now=at)
    decision = decide(
        session,
        candidate,
        staff=owner,
        outcome=outcome,
        reason_code=ReasonCode.OTHER,
        reason="A reason in words.",
        considered="The work history.",
        now=at,
    )
    session.commit()
    return decision


def test_every_state_is_the_one_that_the_row_says(session, opening, crowd, basis):
    by_row = {}
    for row in roster(session, [opening.id]):
        by_row.setdefault(row.progress(LATER), []).append(row.candidate.name)

    by_query = {state: listed(session, basis, state=state) for state in by_row}

    assert by_query == by_row
    assert live_counts(session, basis).states == {
        state: len(some) for state, some in sorted(by_row.items(), key=_place)
    }
    assert len(by_row) >= 7


def _place(entry):
    return list(Progress).index(entry[0])


def test_last_activity_is_the_one_that_the_row_says(session, opening, crowd, basis):
    rows = sorted(
        roster(session, [opening.id]),
        key=lambda row: (row.last_activity_at, row.candidate.id.hex),
        reverse=True,
    )

    found = find_people(session, Asked(sort=Sort.ACTIVITY), basis)

    assert list(found.ids) == [row.candidate.id for row in rows]


@pytest.mark.parametrize("days", range(-11, 2))
def test_days_of_the_last_activity_are_those_that_the_row_says(
    session, opening, crowd, basis, days
):
    day = (NOW + timedelta(days=days)).date()
    rows = roster(session, [opening.id])
    said = {row.candidate.name: row.last_activity_at.date() for row in rows}

    on_day = listed(session, basis, span=Span(Dated.ACTIVITY, day, day))
    assert on_day == sorted(name for name, last in said.items() if last == day)
    from_day = listed(session, basis, span=Span(Dated.ACTIVITY, since=day))
    assert from_day == sorted(name for name, last in said.items() if last >= day)
    until_day = listed(session, basis, span=Span(Dated.ACTIVITY, until=day))
    assert until_day == sorted(name for name, last in said.items() if last <= day)


def test_days_of_sending_leave_out_what_was_taken_back(session, crowd, basis):
    today, before = NOW.date(), NOW.date() - timedelta(days=1)

    assert listed(session, basis, span=Span(Dated.SENT, today, today)) == ["Ada", "Bo", "Ivy"]
    assert listed(session, basis, span=Span(Dated.SENT, until=before)) == []


def test_a_bank_version_is_that_which_was_answered(session, house, crowd, basis):
    found = listed(session, basis, bank=house.key.bank_version_id)

    assert found == ["Ada", "Bo", "Cy", "Ivy"]
    assert listed(session, basis, bank=crowd["Ada"].id) == []


@pytest.mark.parametrize("sort", [Sort.NAME, Sort.ADDED, Sort.ACTIVITY])
def test_pages_there_and_back_hold_everybody_once(
    session, opening, crowd, basis, sort, monkeypatch
):
    monkeypatch.setattr(listing, "PAGE_ROWS", 2)
    pages, asked = [], Asked(sort=sort)
    while True:
        pages.append(find_people(session, asked, basis))
        if not pages[-1].has_more:
            break
        asked = Asked(sort=sort, after=pages[-1].ids[-1])

    there = [one for page in pages for one in page.ids]
    assert sorted(there) == sorted(one.id for one in crowd.values())
    back = find_people(session, Asked(sort=sort, before=pages[-1].ids[0]), basis)
    assert back.ids == pages[-2].ids


def test_somebody_added_meanwhile_shifts_nobody(session, house, opening, crowd, basis, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_ROWS", 3)
    first = find_people(session, Asked(), basis)
    house.candidate(opening, "Aaron")

    second = find_people(session, Asked(after=first.ids[-1]), basis)

    assert names(session, first) + names(session, second) == ["Ada", "Bo", "Cy", "Di", "Ed", "Flo"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("émile", ["Émile Durand"]),
        ("DURAND em", ["Émile Durand"]),
        ("100%", []),
        ("durand@", ["Émile Durand"]),
        ("_", []),
    ],
)
def test_a_search_finds_parts_of_name_code_and_mail(session, house, opening, words, found):
    house.candidate(opening, "Émile Durand", email="em.durand@example.org")
    house.candidate(opening, "Ada Example")

    assert listed(session, basis_of(session, opening), words=words) == found


def test_who_sees_no_names_finds_and_orders_by_code(session, house, opening):
    people = [house.candidate(opening, name) for name in ("Zoe", "Yan", "Xia")]
    blind = basis_of(session, opening, sees_names=False)

    assert listed(session, blind, words="zoe") == []
    assert listed(session, blind, words=people[0].code.lower()) == ["Zoe"]
    by_code = sorted(people, key=lambda one: one.code)
    assert listed(session, blind) == [one.name for one in by_code]


def test_a_list_is_narrowed_by_the_newest_decision(session, house, crowd, basis):
    a_decision(session, house, crowd["Ada"], Outcome.ADVANCE)
    a_decision(session, house, crowd["Ada"], Outcome.HOLD, at=LATER)

    assert listed(session, basis, outcome="advance") == []
    assert listed(session, basis, outcome="hold") == ["Ada"]
    assert "Ada" not in listed(session, basis, outcome="none")


def test_a_tag_narrows_the_list_and_can_be_undone(session, house, opening, crowd, basis):
    owner = house.staff[Role.OWNER]
    for name in ("Ada", "Bo"):
        notes.add_tag(session, opening, [crowd[name].id], "phone", staff=owner, now=NOW)
    everybody = listing.everybody_in(Asked(), basis)

    n = notes.add_tag(session, opening, everybody, " phone ", staff=owner, now=LATER)
    assert (n, listing.tag_counts(session, opening)) == (7, {"phone": 9})
    notes.remove_tags_of(session, opening, "phone", added_at=LATER, staff=owner, now=LATER)

    assert listed(session, basis, tag="phone") == ["Ada", "Bo"]


def test_people_of_another_opening_are_not_tagged(session, house, opening):
    foreign = house.candidate(house.opening("Another"), "Foreign")
    owner = house.staff[Role.OWNER]

    assert notes.add_tag(session, opening, [foreign.id], "x", staff=owner, now=NOW) == 0


def test_behind_every_number_of_the_desk_stand_as_many_people(session, house, opening, crowd):
    a_decision(session, house, crowd["Ada"], Outcome.NOT_ADVANCE)
    get_invitation_of(session, crowd["Hal"].id).expires_at = LATER + timedelta(days=1)
    house.settle()
    basis = basis_of(session, opening)

    counts = look_counts(session, [opening.id], now=LATER)

    found = {look: listed(session, basis, look=look) for look in Look}
    assert {look: n.get(opening.id, Tally(0)) for look, n in counts.items()} == {
        look: Tally(len(some)) for look, some in found.items()
    }
    assert found == {
        Look.LATE: [],
        Look.UNDECIDED: ["Bo", "Ivy"],
        Look.UNTOLD: ["Ada"],
        Look.STUCK: ["Cy"],
        Look.FINISHED: ["Ada", "Bo", "Ivy"],
        Look.ENDING: ["Hal"],
    }


def test_where_more_than_a_hundred_need_somebody_the_rest_is_not_counted(session, house, opening):
    crowded.crowd(session, house, opening, 404, now=NOW)

    found = look_counts(session, [opening.id], now=NOW)
    counts = {look: tallies.get(opening.id) for look, tallies in found.items()}

    many = Tally(100, has_more=True)
    assert counts == {
        Look.LATE: None,
        Look.UNDECIDED: Tally(101),
        Look.UNTOLD: Tally(101),
        Look.STUCK: many,
        Look.FINISHED: None,
        Look.ENDING: many,
    }


def test_a_hundred_are_told_as_a_hundred(session, house, opening):
    crowded.crowd(session, house, opening, 400, now=NOW)

    counts = look_counts(session, [opening.id], now=NOW)

    assert counts[Look.STUCK] == counts[Look.ENDING] == {opening.id: Tally(100)}


# Cut scores


def a_cut(session, house, opening, points=60.0):
    owner = house.staff[Role.OWNER]
    return set_cut(
        session,
        opening,
        get_administration(session, opening.id),
        cut_points=points,
        method=CutMethod.PANEL,
        reason="Two panels agreed.",
        is_before_scores=not was_score_seen(session, opening.id),
        staff=owner,
        now=NOW,
    )


def test_the_database_groups_as_the_library_does(session, house, opening, crowd):
    rows = {row.candidate.name: row for row in roster(session, [opening.id])}
    ids = [rows[name].sitting.id for name in ("Ada", "Ivy")]
    totals = {one: score.total for one, score in find_scores(session, ids).items()}

    for points in (0, 30, 50, 70, 100):
        basis = basis_of(session, opening, cut=a_cut(session, house, opening, points))
        by_library = dict.fromkeys(CutGroup, 0)
        for total in totals.values():
            by_library[basis.bounds.crossings.group_of(total)] += 1
        assert group_counts(session, opening, basis.bounds) == by_library
        assert live_counts(session, basis).groups == by_library
        assert {g: count_people(session, Asked(group=g), basis) for g in CutGroup} == by_library


def test_only_the_score_that_counts_is_grouped_and_ordered(session, house, opening, crowd):
    ada = next(row for row in roster(session, [opening.id]) if row.candidate.name == "Ada")
    old = find_scores(session, [ada.sitting.id])[ada.sitting.id]
    facts = old.model_dump(exclude={"id", "code", "total", "replaces_id"})
    session.add(Score(**facts, code="X" * 12, total=99.0, replaces_id=old.id))
    house.settle()
    basis = basis_of(session, opening, cut=a_cut(session, house, opening, 90))

    assert listed(session, basis, group=CutGroup.ABOVE) == ["Ada"]
    assert listed(session, basis, sort=Sort.SCORE) == ["Ada", "Ivy"]
    assert listed(session, basis, sort=Sort.GROUP)[0] == "Ada"
    assert len(listing.totals(session, basis)) == 2


def test_a_cut_set_before_anybody_looked_says_so(session, house, opening, crowd):
    owner = house.staff[Role.OWNER]
    note_view(session, crowd["Bo"], staff=owner, now=LATER)  # nothing to be seen there yet
    first = a_cut(session, house, opening)
    note_view(session, crowd["Ada"], staff=owner, now=LATER)

    second = a_cut(session, house, opening, 70.0)

    assert (first.is_before_scores, second.is_before_scores) == (True, False)
    assert (first.number, second.number) == (1, 2)
    assert first.ended_at is not None
    assert second.ended_at is None
