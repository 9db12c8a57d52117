"""Linking two forms through the pages, and what recruiters then see side by side."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from hiring.accounts import Role, Staff
from hiring.banks.versions import KeyVersion
from hiring.linking_studies import LinkingStudy
from hiring.openings import Candidate, Opening
from hiring.openings.records import Administration
from hiring.scoring import score_sitting
from tests.builders import NOW, House, published, send, sign_in, small_bank
from tests.linking import LEVELS, drawn, sat

REWORDED_SCALE = ("bank.toml", '"Very bad"', '"Quite bad"')
REASON = "So that both teams can be held side by side."


@pytest.fixture
def old(session: Session, small_folder: Path) -> KeyVersion:
    return published(session, small_bank(small_folder / "web-old", version="0.9.0"))


@pytest.fixture
def new(session: Session, small_folder: Path, old: KeyVersion) -> KeyVersion:
    return published(session, small_bank(small_folder / "web-new", REWORDED_SCALE))


@pytest.fixture
def analyst(app: Flask, session: Session, staff: dict[Role, Staff]) -> FlaskClient:
    return sign_in(session, app.test_client(), staff[Role.ANALYST])


@pytest.fixture
def crowds(session: Session, staff: dict[Role, Staff], old: KeyVersion, new: KeyVersion) -> None:
    sat(session, House(session, staff, old), drawn(60, seed=2))
    sat(session, House(session, staff, new), drawn(60, seed=1))


@pytest.fixture
def address(new: KeyVersion) -> str:
    return f"/measurement/{new.id}/standard/linking"


@pytest.fixture
def fields(old: KeyVersion) -> dict[str, object]:
    return {
        "old": f"{old.id}:standard",
        "people": "real",
        "design": "equivalent_groups",
        "method": "mean",
        "reason": REASON,
    }


@pytest.fixture
def study(
    analyst: FlaskClient,
    session: Session,
    crowds: None,
    address: str,
    fields: dict[str, object],
) -> LinkingStudy:
    assert send(analyst, address, **fields).status_code == 302
    session.rollback()
    return session.exec(select(LinkingStudy)).one()


def test_a_form_without_studies_says_with_whom_it_is_compared(
    analyst: FlaskClient, address: str
) -> None:
    page = analyst.get(address).text

    assert "No linking study yet" in page
    assert "A small bank 0.9.0, Standard form, key 1" in page


def test_a_look_at_both_forms_tells_people_anchors_and_the_method_that_fits(
    analyst: FlaskClient, crowds: None, old: KeyVersion, address: str
) -> None:
    page = analyst.get(f"{address}/new?people=real&old={old.id}:standard").text

    assert "Chained mean (anchors): 60 people on the smaller side can only show a shift" in page
    assert page.count('name="anchors"') == 6


def test_a_look_with_too_few_people_says_what_to_do_meanwhile(
    analyst: FlaskClient, old: KeyVersion, address: str
) -> None:
    page = analyst.get(f"{address}/new?people=real&old={old.id}:standard").text

    assert "Linking needs 50 scored people on each form" in page


def test_a_look_without_a_form_asks_for_one(analyst: FlaskClient, address: str) -> None:
    response = analyst.get(f"{address}/new?people=real")

    assert response.status_code == 422
    assert "Choose a form" in response.text


def test_too_few_people_are_refused_in_words(
    analyst: FlaskClient, session: Session, address: str, fields: dict[str, object]
) -> None:
    response = send(analyst, address, **fields)

    assert response.status_code == 422
    assert "0 people sat the new form and 0 the older one; linking needs 50" in response.text
    assert session.exec(select(LinkingStudy)).all() == []


def test_the_anchor_rule_is_refused_in_full(
    analyst: FlaskClient, crowds: None, address: str, fields: dict[str, object]
) -> None:
    few = {"design": "common_anchor", "method": "chained_mean", "anchors": ["late-parts"]}
    page = send(analyst, address, **fields | few).text

    assert "1 anchor scenarios; at least 6 are needed." in page
    assert "less than a fifth of the new form" in page
    assert "No anchor belongs to the area “Responding”" in page


def test_a_method_that_needs_more_people_is_refused_beside_the_method(
    analyst: FlaskClient, crowds: None, address: str, fields: dict[str, object]
) -> None:
    page = send(analyst, address, **fields | {"method": "linear"}).text

    assert "this method needs 100. Choose a mean." in page


def test_a_study_shows_conversion_people_method_and_error(
    analyst: FlaskClient, address: str, study: LinkingStudy
) -> None:
    page = analyst.get(f"{address}/{study.id}").text

    assert "Mean (random groups)" in page
    assert "<polyline" in page
    assert f"{study.standard_error:.1f}" in page
    assert REASON in page


def test_the_older_form_lists_the_study_too(
    analyst: FlaskClient, old: KeyVersion, study: LinkingStudy
) -> None:
    page = analyst.get(f"/measurement/{old.id}/standard/linking").text

    assert study.code in page


def test_a_study_of_other_forms_is_not_found_here(
    analyst: FlaskClient, published: KeyVersion, study: LinkingStudy
) -> None:
    response = analyst.get(f"/measurement/{published.id}/standard/linking/{study.id}")

    assert response.status_code == 404


def test_a_retired_study_says_so_and_cannot_be_retired_again(
    analyst: FlaskClient, address: str, study: LinkingStudy
) -> None:
    send(analyst, f"{address}/{study.id}/retire")
    page = analyst.get(f"{address}/{study.id}").text

    assert "Retired on" in page
    assert "Retire this study" not in page


@pytest.fixture
def side_by_side(
    app: Flask,
    session: Session,
    staff: dict[Role, Staff],
    old: KeyVersion,
    new: KeyVersion,
) -> tuple[FlaskClient, str]:
    """An owner, and the address on which Ada of the old version stands beside Mio of the new."""
    house = House(session, staff, old)
    opening = house.opening()
    ada = scored(session, house, opening, "Ada", 0)
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
    mio = scored(session, house, opening, "Mio", 2)
    client = sign_in(session, app.test_client(), staff[Role.OWNER])
    return client, f"/openings/{opening.id}/compare?id={ada.id}&id={mio.id}"


def scored(session: Session, house: House, opening: Opening, name: str, level: int) -> Candidate:
    answers = {ref: levels[level] for ref, levels in LEVELS.items()}
    candidate = house.candidate(opening, name)
    score_sitting(session, house.submitted(candidate, answers).id, now=NOW)
    session.commit()
    return candidate


def test_two_versions_without_a_link_are_told_what_would_make_them_comparable(
    side_by_side: tuple[FlaskClient, str],
) -> None:
    owner, address = side_by_side
    page = owner.get(address)

    assert page.status_code == 409
    assert "different versions of the test, and nothing links the two" in page.text
    assert "linking study, once 50 people" in page.text
    assert "A small bank 0.9.0" in page.text


def test_linked_people_stand_side_by_side_with_the_study_that_links_them(
    side_by_side: tuple[FlaskClient, str], study: LinkingStudy
) -> None:
    owner, address = side_by_side
    page = owner.get(address)

    assert page.status_code == 200
    assert f"study {study.code}" in page.text
    assert "61 and 61" in page.text
    assert "by Analyst" in page.text


def test_labels_of_every_key_stand_above_a_comparison_and_name_the_version_where_they_differ(
    side_by_side: tuple[FlaskClient, str], study: LinkingStudy, session: Session, old: KeyVersion
) -> None:
    owner, address = side_by_side
    public = "Public key: anybody can read how it is scored"
    assert f"{public} (" not in owner.get(address).text
    old.is_public = False
    session.add(old)
    session.commit()
    page = owner.get(address).text

    assert page.count(public) == 1
    assert f"{public} (A small bank 1.0.0, key 1)" in page
    assert "not yet confirmed by a panel of experts (" not in page


def test_linked_people_are_shown_on_one_scale_and_on_their_own(
    side_by_side: tuple[FlaskClient, str], study: LinkingStudy
) -> None:
    owner, address = side_by_side
    page = owner.get(address).text

    assert "The same on the form&#39;s own scale" in page
    assert "Only the total is comparable between these versions" in page
