"""The analyst's desk: forms and figures, nobody's name."""

import re

import pytest

from hiring.accounts import Role
from hiring.banks.deriving import derive_key
from hiring.scoring import PrecisionSnapshot, score_sitting
from tests import builders


@pytest.fixture
def analyst(session, client, house):
    return builders.sign_in(session, client, house.staff[Role.ANALYST])


@pytest.fixture
def scored(session, house, opening, now):
    """A candidate with a score."""
    candidate = house.candidate(opening, "Sentinel Example-Person")
    sitting = house.submitted(candidate, house.drawn_answers(1))
    score_sitting(session, sitting.id, now=now)
    session.commit()
    return candidate


def test_the_forms_in_use_are_listed_with_their_sittings(analyst, scored):
    page = analyst.get("/measurement").text

    cells = re.findall(r'class="num" data-label="[^"]+">(\d+)<', page)
    assert "Standard form" in page
    assert cells == ["1", "0"]


def test_a_form_says_how_exact_its_scores_are_and_on_what_that_stands(analyst, house, scored):
    page = analyst.get(f"/measurement/{house.key.id}/standard").text

    assert "planned" in page
    assert "0.65" in page
    assert re.search(r"Sittings it stands on \(N\)</th><td>1<", page)


def test_an_analyst_sees_nobodys_name(analyst, house, scored):
    for path in ("/measurement", f"/measurement/{house.key.id}/standard"):
        assert "Sentinel" not in analyst.get(path).text


def test_an_analyst_starts_at_the_desk_of_measurement(analyst):
    assert analyst.get("/openings").location == "/measurement"


def test_an_unknown_form_is_not_found(analyst, house):
    assert analyst.get(f"/measurement/{house.key.id}/nothing").status_code == 404


def test_the_legal_card_says_where_each_fact_was_read(analyst, house):
    page = analyst.get(f"/measurement/{house.key.id}/standard/legal").text
    n_items = len(house.key.document["items"])

    assert "the field “origin” of the key" in page
    assert f"the key: {n_items} items with weights of answers or facets" in page
    assert "the key holds none. One that people set for an opening groups" in page
    assert "everybody who sits a form sees the same scenarios" in page


def test_the_legal_card_is_dated_and_gives_no_verdict(analyst, house):
    page = analyst.get(f"/measurement/{house.key.id}/standard/legal").text

    assert "Likely outside" in page
    assert "21 November 2026" in page
    assert "compliant" not in page.lower()


def test_the_legal_card_names_places_in_the_reader_s_language(analyst, house):
    page = analyst.get(
        f"/measurement/{house.key.id}/standard/legal", headers={"Accept-Language": "fr"}
    ).text

    assert "Californie" in page
    assert "California" not in page


def frozen(session, house, rung, **figures):
    """A snapshot as the precision ladder would have frozen it."""
    usual = {"n": 57, "n_scored": 59, "sd": 10.0, "r": 0.77, "sem": 4.8}
    row = PrecisionSnapshot(
        key_version_id=house.key.id,
        form_id="standard",
        is_simulated=False,
        rung=rung,
        reportable=[],
        digest="abcd" * 16,
        made_at=builders.NOW,
        **(usual | figures),
    )
    session.add(row)
    session.commit()


@pytest.mark.parametrize(
    ("rung", "figures", "told"),
    [
        ("measured", {"mean": 60.0, "n": 120}, "alpha over scenarios</th><td>0.77, N = 120<"),
        ("pooled", {}, "from the error within people</th><td>0.77, N = 57<"),
        ("planned", {"n": 3}, "planned</th><td>0.77<"),
    ],
)
def test_reliability_is_named_by_its_method_with_its_n(
    session, analyst, house, rung, figures, told
):
    frozen(session, house, rung, **figures)

    assert told in analyst.get(f"/measurement/{house.key.id}/standard").text


def test_a_form_is_described_in_the_readers_language(session, analyst, house):
    frozen(session, house, "pooled")

    page = analyst.get(
        f"/measurement/{house.key.id}/standard", headers={"Accept-Language": "fr"}
    ).text
    assert "<td>pooled" not in page
    assert "0,77" in page
    assert "4,8" in page


def test_the_letters_of_a_precision_are_explained(session, analyst, house):
    frozen(session, house, "pooled")

    page = analyst.get(f"/measurement/{house.key.id}/standard").text
    assert "ABCD, of 4 May 2026" in page
    assert "Briefs and reports name it" in page


def test_dropped_scenarios_are_not_counted(session, analyst, house, now):
    item = house.key.document["items"][0]["item"]
    n_all = len(house.refs())
    owner = house.staff[Role.OWNER]
    reason = "The keyed option cannot work."
    key = derive_key(session, house.key, dropped=[item], reason=reason, actor=owner.id, now=now)
    session.commit()

    assert f"{n_all} scenarios" in analyst.get(f"/measurement/{house.key.id}/standard").text
    assert f"{n_all - 1} scenarios" in analyst.get(f"/measurement/{key.id}/standard").text
