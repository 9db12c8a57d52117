"""Staff find the texts for posting and invitation, and say whose rules an opening follows."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from sqlmodel import select

from hiring.accounts import Role
from hiring.app import create_app
from hiring.audit import AuditEntry
from hiring.openings import Opening
from tests import stores
from tests.builders import send, sign_in

TODAY = datetime.now(UTC).date()


@pytest.fixture
def owner(session, client, house):
    """A browser in which the owner is signed in."""
    return sign_in(session, client, house.staff[Role.OWNER])


@pytest.fixture
def path(opening):
    return f"/openings/{opening.id}/notices"


def copied(html, name):
    """The text in a field to copy."""
    found = re.search(rf'<textarea[^>]*id="{name}"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    return unescape(found[1])


def errors_of(html):
    return unescape(re.sub(r"<[^>]+>", " ", html[html.index("error-summary") :]))


def test_the_texts_to_copy_stand_there_in_every_language(owner, path):
    shown = owner.get(path).text

    assert "Example Stores asks applicants to take a short assessment" in copied(
        shown, "posting-en"
    )
    assert "Vous avez posé votre candidature" in copied(shown, "invitation-fr")
    assert re.search(r'id="posting-fr"[^>]*lang="fr" dir="ltr"', shown)


def test_without_a_contact_the_texts_name_none_and_the_page_says_so(owner, path):
    shown = owner.get(path).text

    assert "Write to" not in copied(shown, "posting-en")
    assert "HIRING_CONTACT" in shown


def test_staff_read_which_languages_have_notices_and_what_the_others_are_shown(owner, path):
    shown = unescape(owner.get(path).text)

    assert "There are notices in these languages: English, Français, Español." in shown
    assert "Who uses the pages in العربية reads the notice in English: it is marked" in shown


def test_the_version_and_the_place_stand_on_top(owner, path):
    assert "Rules of: Another place · version of the texts: 20" in owner.get(path).text


def test_what_candidates_will_read_can_be_seen(owner, path):
    assert "What candidates read before they start" in owner.get(path).text
    assert "You need not say why, and it never counts against you." in owner.get(path).text


def test_the_place_can_be_changed_and_the_texts_follow(session, owner, path, opening):
    response = send(owner, path, place="canada_quebec", posted_on="")
    session.refresh(opening)

    assert response.location == path
    assert opening.place == "canada_quebec"
    assert "Si vous postulez au Québec" in copied(owner.get(path).text, "posting-fr")


def test_the_change_is_in_the_audit_record(session, owner, path, opening):
    send(owner, path, place="us_illinois", posted_on="2026-05-04")

    [entry] = session.exec(select(AuditEntry).where(AuditEntry.act == "opening.place_set"))
    assert entry.object_id == str(opening.id)
    assert entry.details == {"place": "us_illinois", "posted_notice_on": "2026-05-04"}


@pytest.mark.parametrize(
    ("place", "posted", "words"),
    [
        ("atlantis", "", "Not a valid choice"),
        ("us_nyc", "soon", "Write the day as year-month-day"),
        ("us_nyc", str(TODAY + timedelta(days=2)), "Choose today or an earlier day"),
    ],
)
def test_what_cannot_be_is_told_next_to_its_field(
    session, owner, path, opening, place, posted, words
):
    response = send(owner, path, place=place, posted_on=posted)
    session.refresh(opening)

    assert response.status_code == 422
    assert words in errors_of(response.text)
    assert opening.place == "other"


def test_people_who_were_invited_already_must_have_been_told(owner, path, candidate):
    response = send(owner, path, place="us_nyc", posted_on="")

    assert response.status_code == 422
    assert "Write the day on which you told the people" in errors_of(response.text)
    assert send(owner, path, place="us_nyc", posted_on=str(TODAY)).status_code == 302


def test_for_new_york_city_staff_read_from_when_somebody_can_start(owner, path):
    send(owner, path, place="us_nyc", posted_on="")

    assert "Somebody who opens their link today can start on" in owner.get(path).text


def test_the_rule_books_of_the_place_are_told_with_their_dates(owner, path):
    send(owner, path, place="us_nyc", posted_on="")
    shown = owner.get(path).text

    assert "Local Law 144" in shown
    assert re.search(r'<time datetime="\d{4}-\d\d-\d\d">', shown)
    assert "GDPR" not in shown


def test_a_new_opening_follows_the_place_that_was_chosen(session, owner, house):
    key = f"{house.key.id}:standard"
    send(
        owner,
        "/openings/new",
        title="Desk, New York",
        test=key,
        language="en",
        paper="Letter",
        decide_by=str(TODAY + timedelta(days=30)),
        place="us_nyc",
        posted_on=str(TODAY - timedelta(days=2)),
    )

    [made] = session.exec(select(Opening))
    posted = datetime.combine(TODAY - timedelta(days=2), datetime.min.time(), UTC)
    assert (made.place, made.posted_notice_at) == ("us_nyc", posted)


@pytest.fixture
def staff_of(settings, session, house):
    """A browser of the owner in an application with other settings."""
    made = []

    def client(**changes):
        made.append(create_app(settings.model_copy(update=changes)))
        return sign_in(session, made[-1].test_client(), house.staff[Role.OWNER])

    yield client
    for app in made:
        stores.close(app)


def test_the_setting_proposes_a_place_for_new_openings(staff_of):
    shown = staff_of(place="us_illinois").get("/openings/new").text

    assert '<option selected value="us_illinois">Illinois</option>' in shown


def test_without_an_employer_staff_are_told_what_to_do(staff_of, path, opening):
    client = staff_of(employer="")
    shown = client.get(path).text

    assert "nobody is named as responsible" in shown
    assert "HIRING_EMPLOYER" in shown
    assert "<textarea" not in shown
    assert "nobody is named as responsible" in client.get(f"/openings/{opening.id}").text


def test_the_demo_does_without_an_employer(staff_of, path):
    shown = staff_of(employer="", demo=True).get(path).text

    assert "The employer asks applicants" in copied(shown, "posting-en")
