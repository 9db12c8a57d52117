"""Norm groups on the analysts' pages: look first, then make; one group; retiring."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from hiring.accounts import Role
from hiring.norm_groups import NormGroup
from hiring.openings import Opening
from tests.builders import NOW, House, send, sign_in
from tests.norms import add_scored, make_group, spread

PREVIEWED = re.compile(r'name="previewed" value="([0-9a-f]*)"')
WORDS = {
    "name": "Support applicants",
    "people": "applicants",
    "role_title": "Customer support",
    "description": "Everybody who applied in spring.\nMostly by telephone.",
}


@pytest.fixture
def analyst(app: Flask, session: Session, house: House) -> FlaskClient:
    return sign_in(session, app.test_client(), house.staff[Role.ANALYST])


@pytest.fixture
def base(house: House) -> str:
    return f"/measurement/{house.key.id}/standard/norms"


def looked(client: FlaskClient, base: str, **more: object) -> TestResponse:
    return send(client, f"{base}/preview", **WORDS | more)


def made(client: FlaskClient, base: str, **more: object) -> TestResponse:
    """Look, then press the button of the page that was looked at."""
    seen = PREVIEWED.search(looked(client, base, **more).text)
    assert seen is not None
    return send(client, base, previewed=seen[1], **WORDS | more)


def stored(session: Session) -> list[NormGroup]:
    session.rollback()
    return list(session.exec(select(NormGroup)))


# The list


def test_a_form_without_groups_says_what_that_means(analyst: FlaskClient, base: str) -> None:
    assert "No norm group yet" in analyst.get(base).text


def test_the_hub_of_a_form_leads_to_its_norm_groups(analyst: FlaskClient, base: str) -> None:
    assert f'href="{base}"' in analyst.get(base.removesuffix("/norms")).text


def test_the_list_names_each_group_with_people_days_and_what_it_shows(
    analyst: FlaskClient, house: House, opening: Opening, base: str
) -> None:
    add_scored(house, opening, spread(30))
    make_group(house)
    text = analyst.get(base).text
    for part in (
        "Support applicants, spring 2026",
        "30 applicants",
        "Customer support, telephone",
        "the quarter: a percentile needs 100 people",
        "Can be chosen",
    ):
        assert part in text


# Looking first


@pytest.mark.parametrize(
    ("n", "shows"),
    [
        (12, "nothing yet: a quarter needs 30 people"),
        (30, "the quarter: a percentile needs 100 people"),
        (100, "the percentile to the nearest five: a whole one needs 300 people"),
        (300, "the whole percentile"),
    ],
)
def test_a_look_says_how_many_sittings_there_are_and_what_they_would_show(
    analyst: FlaskClient, session: Session, house: House, opening: Opening, base: str,
    n: int, shows: str,
) -> None:  # fmt: skip
    add_scored(house, opening, spread(n))
    text = looked(analyst, base).text
    assert f"{n} sittings fit this choice, submitted from 4 May 2026 to 4 May 2026." in text
    assert f"A group of this size shows {shows}." in text
    assert stored(session) == []


def test_a_look_at_too_few_people_offers_no_button(
    analyst: FlaskClient, house: House, opening: Opening, base: str
) -> None:
    add_scored(house, opening, spread(9))
    text = looked(analyst, base).text
    assert "A norm group needs at least 10 people" in text
    assert "Make this norm group" not in text


def test_a_look_at_nobody_says_so(analyst: FlaskClient, base: str) -> None:
    assert "No sitting fits this choice." in looked(analyst, base).text


def test_only_openings_with_scored_sittings_are_offered(
    analyst: FlaskClient, house: House, opening: Opening, base: str
) -> None:
    house.opening("Nobody came")
    add_scored(house, opening, spread(3))
    text = analyst.get(f"{base}/new").text
    assert f'value="{opening.id}"' in text
    assert "Nobody came" not in text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"name": ""}, "Write a name"),
        ({"people": ""}, "Say whether they were applicants"),
        ({"role_title": " "}, "Write the role"),
        ({"description": ""}, "Describe the group"),
        ({"from_day": "2026-05-05", "until_day": "2026-05-04"}, "not before the first"),
        ({"from_day": "yesterday"}, "year-month-day"),
        ({"openings": "not-an-opening"}, "Choose among those shown"),
    ],
    ids=["name", "people", "role", "description", "days reversed", "no day", "no opening"],
)
def test_what_is_missing_or_odd_is_said_beside_its_field(
    analyst: FlaskClient, session: Session, house: House, opening: Opening, base: str,
    more: dict[str, str], words: str,
) -> None:  # fmt: skip
    add_scored(house, opening, spread(12))
    for path in (f"{base}/preview", base):
        answer = send(analyst, path, **WORDS | more)
        assert answer.status_code == 422
        assert words in answer.text
    assert stored(session) == []


# Making


def test_a_group_is_made_after_a_look(
    analyst: FlaskClient, session: Session, house: House, opening: Opening, base: str
) -> None:
    add_scored(house, opening, spread(12))
    answer = made(analyst, base, openings=str(opening.id), until_day="2026-05-04")
    (group,) = stored(session)
    assert answer.location == f"{base}/{group.id}"
    assert (group.n, group.chosen["until"]) == (12, "2026-05-04")
    assert group.made_by_id == house.staff[Role.ANALYST].id


def test_a_group_is_not_made_unseen(
    analyst: FlaskClient, session: Session, house: House, opening: Opening, base: str
) -> None:
    add_scored(house, opening, spread(12))
    answer = send(analyst, base, **WORDS)
    assert answer.status_code == 422
    assert "have changed since you looked" in answer.text
    assert stored(session) == []


def test_a_sitting_that_arrives_after_the_look_is_shown_before_it_counts(
    analyst: FlaskClient, session: Session, house: House, opening: Opening, base: str
) -> None:
    add_scored(house, opening, spread(12))
    seen = PREVIEWED.search(looked(analyst, base).text)
    add_scored(house, opening, [50.0])
    answer = send(analyst, base, previewed=seen[1], **WORDS)
    assert answer.status_code == 422
    assert "13 sittings fit this choice" in answer.text
    assert stored(session) == []


def test_a_double_click_makes_one_group(
    analyst: FlaskClient, session: Session, house: House, opening: Opening, base: str
) -> None:
    add_scored(house, opening, spread(12))
    assert made(analyst, base).location == made(analyst, base).location
    assert len(stored(session)) == 1


def test_the_same_group_is_not_made_again_after_it_was_retired(
    analyst: FlaskClient, session: Session, house: House, opening: Opening, base: str
) -> None:
    add_scored(house, opening, spread(12))
    group_page = made(analyst, base).location
    send(analyst, f"{group_page}/retire")
    answer = made(analyst, base)
    assert answer.status_code == 422
    assert "made before and has been retired" in answer.text


# One group


@pytest.fixture
def group(house: House, opening: Opening) -> NormGroup:
    add_scored(house, opening, [*spread(11), 100.0], submitted_at=NOW - timedelta(days=9))
    return make_group(house)


def test_the_page_of_a_group_says_who_how_many_when_and_by_whom(
    analyst: FlaskClient, group: NormGroup, base: str
) -> None:
    text = analyst.get(f"{base}/{group.id}").text
    for part in (
        "N = 12",
        "Everybody who applied in spring.",
        "Applicants",
        "Customer support, telephone",
        "25 April 2026",
        f"{group.mean:.1f}",
        f"{group.sd:.1f}",
        "mid-percentile",
        "Analyst",
        group.code,
        "No opening uses it now.",
        "Provisional key",
    ):
        assert part in text


def test_the_picture_has_a_table_beside_it_that_counts_everybody(
    analyst: FlaskClient, group: NormGroup, base: str
) -> None:
    text = analyst.get(f"{base}/{group.id}").text
    table = text.partition("The same in numbers")[2].partition("</table>")[0]
    counts = [int(n) for n in re.findall(r'<td class="num">(\d+)</td>', table)]
    assert sum(counts) == group.n
    assert len(re.findall(r'<rect class="likely"', text)) == len(counts)
    assert "95 to 100" in table


def test_the_page_names_the_openings_that_use_the_group(
    analyst: FlaskClient, session: Session, house: House, opening: Opening, group: NormGroup,
    base: str,
) -> None:  # fmt: skip
    opening.norm_group_id = group.id
    session.add(opening)
    session.commit()
    assert f"<li>{opening.title}</li>" in analyst.get(f"{base}/{group.id}").text


def test_no_page_of_norm_groups_names_a_person_who_answered(
    analyst: FlaskClient, group: NormGroup, base: str
) -> None:
    for path in (base, f"{base}/new", f"{base}/{group.id}"):
        assert "Somebody" not in analyst.get(path).text


def test_a_group_of_another_form_is_not_found_under_this_one(
    analyst: FlaskClient, group: NormGroup, base: str
) -> None:
    assert analyst.get(f"{base}/{group.id}".replace("standard", "short")).status_code == 404


def test_retiring_keeps_the_group_and_says_so(
    analyst: FlaskClient, session: Session, group: NormGroup, base: str
) -> None:
    page = f"{base}/{group.id}"
    assert send(analyst, f"{page}/retire").location == page
    text = analyst.get(page).text
    assert "Retired" in text
    assert "Retire this norm group" not in text
    assert stored(session)[0].retired_by_id is not None


def test_an_owner_may_do_the_same(
    app: Flask, session: Session, house: House, opening: Opening, base: str
) -> None:
    owner = sign_in(session, app.test_client(), house.staff[Role.OWNER])
    add_scored(house, opening, spread(12))
    assert made(owner, base).status_code == 302
