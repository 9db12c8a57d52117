"""Candidates read the wording of their form, in every format; staff read the bank's own words."""

import io
from datetime import UTC, datetime
from html import unescape

import pytest
from pypdf import PdfReader

from hiring import cases
from hiring.accounts import Role
from hiring.conditions import Agreed
from hiring.scoring import ScoreDocument, score_sitting
from tests import builders, stores
from tests.banks.wordings import BANK, HARBOUR, MILL, OWN, load_worded
from tests.builders import House, send, sign_in

PRACTICE = "You try out how it works. The parts for the practice are late in Mill Street."
FORM = '[forms.wordings]\nlate-parts = "' + MILL
EVERY = Agreed(large_print=True, plain_text=True, has_assistant=False)


@pytest.fixture
def database_url(sqlite_template, data_dir):
    """On SQLite only: nothing here depends on the database."""
    return stores.copied(sqlite_template, data_dir)


@pytest.fixture
def worded_house(session, staff, tmp_path):
    """An employer with a bank whose forms word a scenario differently."""
    practice = (BANK, FORM, FORM.replace("late-parts", f'practice-size = "{PRACTICE}"\nlate-parts'))
    loaded = load_worded(tmp_path, practice)
    return House(session, staff, builders.published(session, loaded))


@pytest.fixture
def at_work(app, worded_house, staff, session):
    """A browser with a begun sitting of a form, in a language; every format was agreed."""

    def begin(form_id, language):
        house = worded_house
        person = house.candidate(house.opening(form_id=form_id))
        cases.set_conditions(session, person, EVERY, staff=staff[Role.OWNER], now=datetime.now(UTC))
        house.sitting(person, language=language, started=datetime.now(UTC))
        client = app.test_client()
        assert send(client, f"/c/{house.token(person)}").status_code == 302
        return client

    return begin


def page_words(client, position):
    return unescape(client.get(f"/assessment/{position}").get_data(as_text=True))


def plain_words(client, _position):
    return client.get("/assessment/scenarios.txt").get_data(as_text=True)


def large_words(client, _position):
    pages = PdfReader(io.BytesIO(client.get("/assessment/large-print.pdf").data)).pages
    return " ".join(page.extract_text() for page in pages)


@pytest.mark.parametrize("read", [page_words, plain_words, large_words])
@pytest.mark.parametrize(
    ("form", "position", "language", "street", "others"),
    [
        ("standard", 1, "en", "Canal Street", ("Mill Street", "Harbour Street")),
        ("mill", 2, "en", "Mill Street", ("Canal Street", "Harbour Street")),
        ("harbour", 1, "en", "Harbour Street", ("Canal Street", "Mill Street")),
        ("mill", 2, "fr", "rue du Moulin", ("rue du Canal", "Mill Street")),
        ("harbour", 1, "fr", "rue du Canal", ("rue du Moulin", "Harbour Street")),
    ],
)
def test_each_form_shows_its_own_wording(at_work, read, form, position, language, street, others):
    words = " ".join(read(at_work(form, language), position).split())

    assert street in words
    assert [one for one in others if one in words] == []


def test_pages_kept_from_one_form_are_not_shown_in_another(at_work, worded_house):
    first, second = at_work("standard", "en"), at_work("harbour", "en")

    assert OWN in page_words(first, 1)
    assert HARBOUR in page_words(second, 1)
    assert OWN in page_words(first, 1)


def test_practice_is_worded_too(app, worded_house):
    client, person = app.test_client(), worded_house.candidate(worded_house.opening(form_id="mill"))
    send(client, f"/c/{worded_house.token(person)}")

    assert PRACTICE in unescape(client.get("/assessment/practice").get_data(as_text=True))


def test_the_same_answers_have_the_same_score_in_every_form(session, worded_house, now):
    answers = {"late-parts/responses": {"a": 4, "b": 2, "c": 3, "d": 3}}
    scores = []
    for form_id in ("mill", "harbour"):
        person = worded_house.candidate(worded_house.opening(form_id=form_id))
        score = score_sitting(session, worded_house.submitted(person, answers).id, now=now)
        document = ScoreDocument.from_text(score.document)
        scores.append(document.items["late-parts/responses"])

    assert scores[0] == scores[1] > 0


def test_staff_read_the_words_of_the_bank(session, client, staff, worded_house, now):
    person = worded_house.candidate(worded_house.opening(form_id="mill"))
    sitting = worded_house.submitted(person, {"late-parts/responses": dict.fromkeys("abcd", 2)})
    score_sitting(session, sitting.id, now=now)
    session.commit()
    page = sign_in(session, client, staff[Role.OWNER]).get(f"/candidates/{person.id}")
    words = unescape(page.get_data(as_text=True))

    assert OWN in words
    assert "Mill Street" not in words
