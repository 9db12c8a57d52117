"""The monitor's pages: counts on the page, on tagged paper and for spreadsheets."""

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlmodel import select

from hiring import vault
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.openings.decisions import Decision
from hiring.vault import Topic
from tests import stores
from tests.builders import NOW, sign_in
from tests.papers import check_tagged
from tests.web.after.pages import words

HOME = "/monitoring"


@pytest.fixture
def database_url(sqlite_template, data_dir):
    """SQLite only: pages do not depend on the database."""
    return stores.copied(sqlite_template, data_dir)


@pytest.fixture
def opening(small_house, session):
    opening = small_house.opening("=cmd|' /C calc'!A0")
    opening.asks_background = True
    session.commit()
    return opening


@pytest.fixture
def decided(session, small_house, opening, staff):
    """Ten women of whom four go on, ten men of whom six do; all told so long ago."""
    for n in range(20):
        sex, place = ("female", n) if n < 10 else ("male", n - 10)
        candidate = small_house.candidate(opening, f"Person {n}")
        small_house.submitted(candidate, {})
        vault.keep_reply(session, candidate, {Topic.SEX: sex}, now=NOW - timedelta(days=40))
        is_in = place < (4 if sex == "female" else 6)
        session.add(
            Decision(
                candidate_id=candidate.id,
                staff_id=staff[Role.OWNER].id,
                outcome="advance" if is_in else "not_advance",
                reason_code="interview",
                reason="A calm conversation.",
                considered="The interview itself.",
                viewed_at=NOW,
                decided_at=NOW,
            )
        )
    session.commit()


@pytest.fixture
def monitor(app, session, staff):
    return sign_in(session, app.test_client(), staff[Role.MONITOR])


@pytest.fixture
def address(opening, decided):
    return f"{HOME}/{opening.id}/selected"


def test_the_monitors_home_lists_the_openings(monitor, opening, decided):
    page = words(monitor.get(HOME))

    assert opening.title in page
    assert "20 or more" in page
    assert "Who was selected" in page


def test_before_anybody_is_asked_the_home_says_how_to_begin(monitor):
    assert "Nobody has been asked yet" in words(monitor.get(HOME))


def test_the_report_shows_rates_and_says_what_is_too_few_to_compare(monitor, address):
    page = words(monitor.get(address))

    assert "Female fewer than 30 people: not compared 10 4 0.400" in page
    assert "Rate of all 0.500" in page
    assert "0 people did not say" in page
    assert "Person" not in page.replace("Personal", "")


def test_every_table_of_the_report_has_a_name_and_named_columns(monitor, address):
    page = monitor.get(address).text
    named = re.findall(r"<(caption|th)\b[^>]*>(.*?)</\1>", page, re.DOTALL)

    assert len(named) > 3
    assert all(re.sub(r"<[^>]*>", "", inside).strip() for _tag, inside in named)


def test_as_a_card_on_a_phone_a_group_names_each_figure_and_leaves_out_what_is_missing(
    monitor, address
):
    page = monitor.get(address).text

    assert 'data-label="Rate">0.400<' in page
    assert re.search(r'data-label="Ratio" data-empty>\N{EN DASH}<', page)


def test_who_looked_is_noted(monitor, address, session, staff):
    monitor.get(address)
    monitor.get(f"{address}/csv")
    acts = session.exec(
        select(AuditEntry.act).where(AuditEntry.actor == str(staff[Role.MONITOR].id))
    ).all()

    assert acts == ["impact.viewed", "impact.exported"]


def test_without_scores_the_other_report_says_why_there_is_no_table(monitor, opening, decided):
    page = words(monitor.get(f"{HOME}/{opening.id}/above_median"))

    assert "No table is shown: it would rest on fewer than 10 people." in page


def test_the_table_for_spreadsheets_runs_nothing(monitor, address):
    answer = monitor.get(f"{address}/csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode())))

    assert {row["opening"] for row in rows} == {"'=cmd|' /C calc'!A0"}
    assert [(row["group"], row["n"], row["n_counted"], row["rate"]) for row in rows] == [
        ("female", "10", "4", "0.4"),
        ("male", "10", "6", "0.6"),
        ("unknown", "0", "", ""),
    ]


def test_the_paper_is_tagged(monitor, address, opening):
    answer = monitor.get(f"{address}/pdf")
    tree = check_tagged(answer.data, language="en", title=f"Impact report: {opening.title}")

    assert "Sex" in [node.text for node in tree.find("H2")]
    assert len(tree.find("Table")) == 3


@pytest.mark.parametrize("path", ["selected/pdf", "nothing"])
def test_an_opening_that_asks_nobody_is_not_there(monitor, small_house, path):
    other = small_house.opening("Asks nobody")

    assert monitor.get(f"{HOME}/{other.id}/{path}").status_code == 404


def test_what_is_not_counted_is_not_there(monitor, opening):
    assert monitor.get(f"{HOME}/{opening.id}/everything").status_code == 404


@pytest.mark.parametrize("path", ["/desk", "/openings"])
def test_the_desk_leads_a_monitor_home(monitor, path):
    assert monitor.get(path).location.endswith(HOME)


def test_the_settings_offer_the_questions(app, session, small_house, opening, staff):
    browser = sign_in(session, app.test_client(), staff[Role.OWNER])
    page = browser.get(f"/openings/{opening.id}/settings").text

    assert 'id="asks_background" checked' in page
