"""Norm groups where scores are read: choosing one, a candidate's page, and where none shows."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from hiring import norm_groups
from hiring.accounts import Role
from hiring.briefs.norms import norm_facts
from hiring.comparison import find_scored
from hiring.norm_groups import NormGroup
from hiring.openings import Candidate, Opening
from hiring.openings.records import get_administration
from hiring.scoring import score_sitting
from tests.builders import NOW, House, add_staff, send, sign_in
from tests.norms import add_scored, make_group, score_row, spread
from tests.test_norm_groups import other_key

EDGES = [
    (29, "No percentile"),
    (30, "quarter of the norm group"),
    (99, "quarter of the norm group"),
    (100, "Percentile "),
    (299, "Percentile "),
    (300, "Percentile "),
]


@pytest.fixture
def recruiter(app: Flask, session: Session, house: House, opening: Opening) -> FlaskClient:
    return sign_in(session, app.test_client(), house.join(opening, Role.RECRUITER))


@pytest.fixture
def scored(session: Session, house: House, opening: Opening) -> Candidate:
    return one_scored(session, house, opening, "Ada Example")


def one_scored(session: Session, house: House, opening: Opening, name: str) -> Candidate:
    candidate = house.candidate(opening, name)
    sitting = house.submitted(candidate, house.drawn_answers(seed=len(name)))
    score_sitting(session, sitting.id, now=NOW)
    session.commit()
    return candidate


@pytest.fixture
def grouped(house: House) -> Callable[[int], NormGroup]:
    """A norm group of so many people, who answered in another opening."""

    def make(n: int) -> NormGroup:
        elsewhere = house.opening("Elsewhere")
        add_scored(house, elsewhere, spread(n))
        return make_group(house, norm_groups.Chosen(opening_ids=(elsewhere.id,)))

    return make


def use(session: Session, opening: Opening, group: NormGroup | None) -> None:
    opening.norm_group_id = None if group is None else group.id
    session.add(opening)
    session.commit()


def place_of(text: str) -> str:
    """The section of a candidate's page about the norm group."""
    return text.partition('<section aria-labelledby="norm"')[2].partition("</section>")[0]


# Choosing


def test_a_recruiter_chooses_a_group_and_takes_it_back(
    recruiter: FlaskClient, session: Session, opening: Opening, grouped: Callable[[int], NormGroup]
) -> None:
    group, page = grouped(12), f"/openings/{opening.id}/norm-group"
    assert "12 applicants" in recruiter.get(page).text
    assert send(recruiter, page, group=str(group.id)).status_code == 302
    assert group.name in recruiter.get(f"/openings/{opening.id}").text
    send(recruiter, page, group="")
    session.refresh(opening)
    assert opening.norm_group_id is None


def test_an_opening_without_groups_says_who_makes_them(
    recruiter: FlaskClient, opening: Opening
) -> None:
    assert "No norm group fits yet" in recruiter.get(f"/openings/{opening.id}/norm-group").text


def test_a_simulated_opening_offers_none_and_accepts_none(
    app: Flask, session: Session, house: House, grouped: Callable[[int], NormGroup]
) -> None:
    simulated, group = house.opening("Made up", is_simulated=True), grouped(12)
    owner = sign_in(session, app.test_client(), house.staff[Role.OWNER])
    page = f"/openings/{simulated.id}/norm-group"
    assert "Not for made-up people" in owner.get(page).text
    assert send(owner, page, group=str(group.id)).status_code == 422
    session.refresh(simulated)
    assert simulated.norm_group_id is None


@pytest.mark.parametrize("group", [None, "nonsense"], ids=["nothing", "nonsense"])
def test_what_was_not_offered_is_refused_in_words(
    recruiter: FlaskClient, opening: Opening, grouped: Callable[[int], NormGroup], group: str | None
) -> None:
    grouped(12)
    fields = {} if group is None else {"group": group}
    answer = send(recruiter, f"/openings/{opening.id}/norm-group", **fields)
    assert answer.status_code == 422
    assert "Choose one of the groups shown" in answer.text


def test_a_recruiter_of_another_opening_finds_nothing(
    app: Flask, session: Session, opening: Opening, grouped: Callable[[int], NormGroup]
) -> None:
    stranger = add_staff(session, Role.RECRUITER, "Stranger")
    client = sign_in(session, app.test_client(), stranger)
    page = f"/openings/{opening.id}/norm-group"
    assert client.get(page).status_code == 404
    assert send(client, page, group=str(grouped(12).id)).status_code == 404


def test_a_group_in_use_that_was_retired_is_still_shown_as_chosen(
    recruiter: FlaskClient, session: Session, house: House, opening: Opening,
    grouped: Callable[[int], NormGroup],
) -> None:  # fmt: skip
    group = grouped(12)
    use(session, opening, group)
    norm_groups.retire_norm_group(session, group, analyst=house.staff[Role.ANALYST], now=NOW)
    session.commit()
    assert "it can no longer be chosen" in recruiter.get(f"/openings/{opening.id}/norm-group").text


@pytest.mark.parametrize("is_simulated", [True, False])
def test_the_page_of_a_simulated_opening_says_that_it_has_no_norm_group(
    app: Flask, session: Session, house: House, is_simulated: bool
) -> None:
    found = house.opening("Any", is_simulated=is_simulated)
    owner = sign_in(session, app.test_client(), house.staff[Role.OWNER])
    page = owner.get(f"/openings/{found.id}").text
    assert ("Simulated openings have no norm group." in page) == is_simulated


# A candidate's page


@pytest.mark.parametrize(("n", "headline"), EDGES, ids=[str(n) for n, _words in EDGES])
def test_the_page_shows_as_much_as_the_size_of_the_group_allows(
    recruiter: FlaskClient, session: Session, opening: Opening, scored: Candidate,
    grouped: Callable[[int], NormGroup], n: int, headline: str,
) -> None:  # fmt: skip
    use(session, opening, grouped(n))
    place = place_of(recruiter.get(f"/candidates/{scored.id}").text)
    assert f'<p class="lead">{headline}' in place or headline in place.partition("</p>")[0]
    assert ("nearest five" in place) == (100 <= n < 300)
    assert ("Under 30" in place) == (n < 30)
    assert ("mid-percentile" in place) == (n >= 30)
    assert ("two errors" in place) == (n >= 30)


def test_the_place_is_told_with_its_provenance(
    recruiter: FlaskClient, session: Session, opening: Opening, scored: Candidate,
    grouped: Callable[[int], NormGroup],
) -> None:  # fmt: skip
    group = grouped(100)
    use(session, opening, group)
    place = place_of(recruiter.get(f"/candidates/{scored.id}").text)
    for part in (
        group.name,
        "100 applicants",
        "Customer support, telephone",
        "4 May 2026",
        "<td>English</td>",
        "Openings they come from",
        "share with a lower score",
        "key 1",
        group.code,
    ):
        assert part in place


def test_without_a_group_the_page_says_so_and_leads_to_the_choice(
    recruiter: FlaskClient, opening: Opening, scored: Candidate
) -> None:
    text = recruiter.get(f"/candidates/{scored.id}").text
    assert "this opening uses no norm group" in text
    assert f'href="/openings/{opening.id}/norm-group"' in text


def test_a_retired_group_still_shows_with_the_day_it_was_retired(
    recruiter: FlaskClient, session: Session, house: House, opening: Opening, scored: Candidate,
    grouped: Callable[[int], NormGroup],
) -> None:  # fmt: skip
    group = grouped(100)
    use(session, opening, group)
    norm_groups.retire_norm_group(session, group, analyst=house.staff[Role.ANALYST], now=NOW)
    session.commit()
    place = place_of(recruiter.get(f"/candidates/{scored.id}").text)
    assert "Percentile " in place
    assert "Retired" in place


def test_a_group_of_another_key_is_named_and_not_used(
    recruiter: FlaskClient, session: Session, house: House, opening: Opening, scored: Candidate
) -> None:
    second, elsewhere = other_key(session, house.key), house.opening("Elsewhere")
    for sitting in add_scored(house, elsewhere, [None] * 100):
        session.refresh(sitting)
        total = 40 + sitting.candidate_id.int % 50
        session.add(score_row(sitting, total, key_version_id=second.id))
    session.commit()
    use(session, opening, make_group(house, key_version=second))
    place = place_of(recruiter.get(f"/candidates/{scored.id}").text)
    assert "No percentile" in place
    assert "Such scores do not compare" in place
    assert "key 2" in place
    assert "likely range" not in place


def test_a_group_of_another_language_is_named_and_not_used(
    recruiter: FlaskClient, session: Session, house: House, opening: Opening, scored: Candidate
) -> None:
    elsewhere = house.opening("Elsewhere")
    add_scored(house, elsewhere, spread(100), language="fr")
    use(session, opening, make_group(house, norm_groups.Chosen(opening_ids=(elsewhere.id,))))
    place = place_of(recruiter.get(f"/candidates/{scored.id}").text)
    assert "No percentile" in place
    assert "answered in Français, this person in English" in place
    assert "likely range" not in place


# Where no percentile shows


def test_lists_and_comparisons_show_no_percentile(
    recruiter: FlaskClient, session: Session, house: House, opening: Opening, scored: Candidate,
    grouped: Callable[[int], NormGroup],
) -> None:  # fmt: skip
    other = one_scored(session, house, opening, "Bo Sample Longer")
    use(session, opening, grouped(100))
    people = {"id": [scored.id, other.id]}
    compared = recruiter.get(f"/openings/{opening.id}/compare", query_string=people)
    assert compared.status_code == 200
    for text in (compared.text, recruiter.get(f"/openings/{opening.id}").text):
        assert "ercentile" not in text
        assert "quarter" not in text


@pytest.mark.parametrize(("n", "is_printed"), [(29, False), (99, False), (100, True), (300, True)])
def test_a_brief_shows_a_percentile_from_a_hundred_people_on(
    recruiter: FlaskClient, session: Session, opening: Opening, scored: Candidate,
    grouped: Callable[[int], NormGroup], n: int, is_printed: bool,
) -> None:  # fmt: skip
    group = grouped(n)
    use(session, opening, group)
    text = recruiter.get(f"/candidates/{scored.id}/brief").text
    assert ("Percentile " in text) == is_printed
    assert (f"norms: {group.name}" in text) == is_printed
    assert ("no norms" in text) != is_printed
    assert "quarter of the norm group" not in text


def test_the_brief_and_the_page_tell_the_same_place(
    recruiter: FlaskClient, session: Session, opening: Opening, scored: Candidate,
    grouped: Callable[[int], NormGroup],
) -> None:  # fmt: skip
    use(session, opening, grouped(300))
    facts = norm_facts(session, opening, find_scored(session, scored))
    place = place_of(recruiter.get(f"/candidates/{scored.id}").text)
    low, high = facts.interval
    assert f"Percentile {facts.percentile}, likely range {low} to {high}" in place


def test_the_same_group_gives_the_same_bytes_on_paper(
    recruiter: FlaskClient, session: Session, opening: Opening, scored: Candidate,
    grouped: Callable[[int], NormGroup],
) -> None:  # fmt: skip
    group = grouped(100)
    use(session, opening, group)
    path = f"/candidates/{scored.id}/brief.pdf"
    first = recruiter.get(path).data
    use(session, opening, None)
    assert recruiter.get(path).data != first
    use(session, opening, group)
    assert recruiter.get(path).data == first


def test_newer_terms_leave_old_scores_in_their_old_group(
    recruiter: FlaskClient, session: Session, house: House, opening: Opening, scored: Candidate,
    grouped: Callable[[int], NormGroup],
) -> None:  # fmt: skip
    use(session, opening, grouped(100))
    terms = get_administration(session, opening.id)
    facts = terms.model_dump(exclude={"id", "number", "key_version_id"})
    second = other_key(session, house.key)
    session.add(type(terms)(**facts, number=2, key_version_id=second.id))
    session.commit()
    assert "Percentile " in place_of(recruiter.get(f"/candidates/{scored.id}").text)
    assert "it can no longer be chosen" in recruiter.get(f"/openings/{opening.id}/norm-group").text
