"""Settings, templates, closing and the mail of an opening, through the pages."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from hiring import openings
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.mail import Mail, list_mail
from hiring.norm_groups import retire_norm_group
from hiring.openings import Candidate, Opening, OpeningTemplate
from hiring.openings.records import get_administration, list_candidates, list_openings
from tests.builders import NOW, House, published, send, sign_in, small_bank
from tests.norms import add_scored, make_group, spread
from tests.web.test_recruiter_lists import with_mail  # noqa: F401 - a fixture

TODAY = datetime.now(UTC).date()
SETTINGS = {
    "title": "Support, summer team",
    "decide_by": (TODAY + timedelta(days=20)).isoformat(),
    "link_days": "9",
    "keep_days": "60",
    "retake_after_days": "180",
    "has_reminders": "y",
    "is_sealed": "y",
}
TEMPLATE = {
    "name": "Shops",
    "test": "",
    "language": "fr",
    "paper": "Letter",
    "place": "eu_uk",
    "decide_days": "30",
    "link_days": "10",
    "when": "on_date",
    "feedback_days": "35",
    "keep_days": "90",
    "retake_after_days": "365",
    "is_blind": "y",
}


@pytest.fixture
def owner(session: Session, client: FlaskClient, house: House) -> FlaskClient:
    return sign_in(session, client, house.staff[Role.OWNER])


@pytest.fixture
def recruiter(session: Session, app: Flask, house: House) -> FlaskClient:
    return sign_in(session, app.test_client(), house.staff[Role.RECRUITER])


@pytest.fixture
def template(owner: FlaskClient, session: Session) -> OpeningTemplate:
    assert send(owner, "/openings/templates/new", **TEMPLATE).status_code == 302
    session.rollback()
    return session.exec(select(OpeningTemplate)).one()


def clone(browser: FlaskClient, opening: Opening, *, test: str) -> None:
    """Make an opening called "Copy" from another."""
    fields = {"language": "en", "paper": "A4", "place": "other", "opening": str(opening.id)}
    decide_by = (TODAY + timedelta(days=30)).isoformat()
    send(browser, "/openings/new", title="Copy", test=test, decide_by=decide_by, **fields)


def fresh(session: Session, opening: Opening) -> Opening:
    session.rollback()
    session.refresh(opening)
    return opening


def test_settings_are_changed_on_one_page(
    owner: FlaskClient, session: Session, opening: Opening
) -> None:
    path = f"/openings/{opening.id}/settings"
    assert send(owner, path, **SETTINGS).status_code == 302

    held = fresh(session, opening)
    assert (held.title, held.link_days, held.keep_days) == ("Support, summer team", 9, 60)
    assert (held.has_reminders, held.is_sealed, held.is_blind) == (True, True, False)
    assert held.retake_after_days == 180
    assert "Nothing was changed" in owner.get(send(owner, path, **SETTINGS).location).text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Write a title"),
        ("link_days", "0", "Write a number from 1 to 365"),
        ("link_days", "many", "Write a number of days"),
        ("keep_days", "9999", "Write a number from 1 to 3650"),
        ("retake_after_days", "1096", "Write a number from 1 to 1095"),
        ("decide_by", "2020-01-01", "Choose today or a later day"),
    ],
)
def test_settings_that_make_no_sense_are_told(
    owner: FlaskClient, session: Session, opening: Opening, field: str, value: str, words: str
) -> None:
    answer = send(owner, f"/openings/{opening.id}/settings", **SETTINGS | {field: value})

    assert answer.status_code == 422
    assert words in answer.text
    assert fresh(session, opening).title == "Support, spring team"


def test_a_day_that_is_over_may_stay(
    owner: FlaskClient, session: Session, opening: Opening
) -> None:
    opening.decide_by = (NOW - timedelta(days=400)).date()
    session.commit()
    day = {"decide_by": opening.decide_by.isoformat()}

    assert send(owner, f"/openings/{opening.id}/settings", **SETTINGS | day).status_code == 302


def test_the_days_of_the_opening_stand_in_its_notice(
    owner: FlaskClient, app: Flask, house: House, opening: Opening, candidate: Candidate
) -> None:
    send(owner, f"/openings/{opening.id}/settings", **SETTINGS)
    guest = app.test_client()
    send(guest, f"/c/{house.token(candidate)}")

    assert "We keep this for 60 days at most" in guest.get("/assessment").text


def test_an_opening_starts_from_a_template(
    owner: FlaskClient, session: Session, house: House, template: OpeningTemplate
) -> None:
    before = datetime.now(UTC)
    page = owner.get(f"/openings/new?template={template.id}").text
    days = [(at + timedelta(days=30)).date().isoformat() for at in (before, datetime.now(UTC))]
    assert "From the template “Shops”" in page
    assert any(day in page for day in days)  # the day may just have ended
    test = re.findall(r'<option value="([^":]+:[^"]+)"', page)[0]
    answer = send(
        owner,
        "/openings/new",
        title="Lyon",
        test=test,
        language="fr",
        paper="Letter",
        decide_by=(TODAY + timedelta(days=30)).isoformat(),
        place="eu_uk",
        template=str(template.id),
    )
    assert answer.status_code == 302

    session.rollback()
    (made,) = list_openings(session, house.staff[Role.OWNER])
    assert (made.link_days, made.keep_days, made.is_blind) == (10, 90, True)
    assert made.retake_after_days == 365
    assert made.feedback == "on_date"


def test_a_clone_takes_terms_and_no_people(
    owner: FlaskClient, session: Session, house: House, opening: Opening, candidate: Candidate
) -> None:
    opening.link_days = 33
    session.commit()
    page = owner.get(f"/openings/new?opening={opening.id}").text
    terms = get_administration(session, opening.id)
    assert f'selected value="{terms.key_version_id}:{terms.form_id}"' in page
    clone(owner, opening, test=f"{terms.key_version_id}:{terms.form_id}")

    session.rollback()
    copy = next(o for o in list_openings(session, house.staff[Role.OWNER]) if o.title == "Copy")
    assert (copy.link_days, list_candidates(session, copy.id)) == (33, [])


@pytest.mark.parametrize(
    ("is_retired", "other_test"), [(False, False), (True, False), (False, True)]
)
def test_a_clone_goes_on_with_the_norm_group_where_it_fits(
    owner: FlaskClient,
    session: Session,
    house: House,
    opening: Opening,
    small_folder: Path,
    *,
    is_retired: bool,
    other_test: bool,
) -> None:
    add_scored(house, opening, spread(12))
    group = make_group(house)
    opening.norm_group_id = group.id
    if is_retired:
        retire_norm_group(session, group, analyst=house.staff[Role.OWNER], now=NOW)
    session.commit()
    other = published(session, small_bank(small_folder))
    terms = get_administration(session, opening.id)
    page = owner.get(f"/openings/new?opening={opening.id}").text
    assert (f"{group.name}, with the same test" in page) is not is_retired
    clone(owner, opening, test=f"{other.id if other_test else terms.key_version_id}:standard")

    session.rollback()
    copy = next(o for o in list_openings(session, house.staff[Role.OWNER]) if o.title == "Copy")
    fits = not is_retired and not other_test
    assert copy.norm_group_id == (group.id if fits else None)


def test_the_terms_of_others_are_not_to_be_had(recruiter: FlaskClient, opening: Opening) -> None:
    assert recruiter.get(f"/openings/new?opening={opening.id}").status_code == 404
    assert recruiter.get("/openings/new?template=nonsense").status_code == 404


def test_a_template_is_changed_retired_and_brought_back(
    owner: FlaskClient, session: Session, template: OpeningTemplate
) -> None:
    path = f"/openings/templates/{template.id}"
    assert 'value="Shops"' in owner.get(path).text
    assert send(owner, path, **TEMPLATE | {"link_days": "21"}).status_code == 302
    session.rollback()
    session.refresh(template)
    assert template.link_days == 21

    send(owner, f"{path}/retire")
    assert "1 retired template" in owner.get("/openings/templates").text
    assert "Start from a template" not in owner.get("/openings/new").text
    send(owner, f"{path}/restore")
    assert "Start from a template" in owner.get("/openings/new").text
    acts = set(session.exec(select(AuditEntry.act)))
    assert {"template.changed", "template.retired", "template.restored"} <= acts


def test_a_name_that_is_taken_is_told(owner: FlaskClient, template: OpeningTemplate) -> None:
    answer = send(owner, "/openings/templates/new", **TEMPLATE)

    assert (answer.status_code, "Another template has this name" in answer.text) == (422, True)


def test_a_template_without_feedback_is_for_owners(
    owner: FlaskClient, recruiter: FlaskClient, session: Session, template: OpeningTemplate
) -> None:
    off = TEMPLATE | {"when": "off", "reason": "The works council has asked for it."}
    path = f"/openings/templates/{template.id}"
    assert send(recruiter, path, **off).status_code == 422
    assert send(owner, path, **off).status_code == 302

    assert "only an owner changes it" in recruiter.get(path).text
    assert send(recruiter, path, **TEMPLATE).status_code == 403


def test_a_closed_opening_says_so_kindly_to_who_has_not_started(
    owner: FlaskClient, app: Flask, house: House, opening: Opening
) -> None:
    late, begun = house.candidate(opening), house.candidate(opening, "Bo")
    house.sitting(begun)
    guests = []
    for one in (late, begun):
        guest = app.test_client()
        send(guest, f"/c/{house.token(one)}")
        guests.append(guest)
    send(owner, f"/openings/{opening.id}/end/close")

    answers = [guest.get("/assessment") for guest in guests]
    assert [answer.status_code for answer in answers] == [410, 200]
    assert "This says nothing about you." in answers[0].text
    assert guests[0].get("/assessment/rights").status_code == 200


def test_every_way_into_an_opening_stands_under_what_it_is_about(
    owner: FlaskClient, opening: Opening
) -> None:
    text = owner.get(f"/openings/{opening.id}").text
    ways = text.split('<nav class="ways-in"')[1].split("</nav>")[0]
    paths = re.findall(r'href="([^"]+)"', ways)

    assert len(paths) == len(set(paths)) >= 11
    assert {owner.get(path).status_code for path in paths} == {200}
    settings = owner.get(f"/openings/{opening.id}/settings").text
    for rare in ("feedback", "taking-back", "notices", "end"):
        assert f"/openings/{opening.id}/{rare}" in settings
        assert f"/openings/{opening.id}/{rare}" not in ways


def test_a_closed_opening_offers_nothing_that_it_refuses(
    owner: FlaskClient, house: House, opening: Opening
) -> None:
    house.candidate(opening, expires_at=datetime.now(UTC) + timedelta(days=7))
    pages = [f"/openings/{opening.id}", f"/openings/{opening.id}/links"]
    assert "Add candidates" in owner.get(pages[0]).text
    send(owner, f"/openings/{opening.id}/end/close")

    for page in pages:
        text = owner.get(page).text
        assert "This opening is closed" in text
        assert "Add candidates" not in text


def test_an_opening_goes_to_the_archive_and_back(owner: FlaskClient, opening: Opening) -> None:
    end = f"/openings/{opening.id}/end"
    assert "Close the opening before" in owner.get(send(owner, f"{end}/archive").location).text
    for step in ("close", "archive"):
        send(owner, f"{end}/{step}")
    assert opening.title not in owner.get("/openings").text
    assert opening.title in owner.get("/openings/archived").text

    for step in ("unarchive", "reopen"):
        send(owner, f"{end}/{step}")
    assert opening.title in owner.get("/openings").text
    assert "Nothing in the archive" in owner.get("/openings/archived").text


@pytest.mark.usefixtures("with_mail")
def test_who_was_invited_is_told_of_the_closing_if_wanted(
    owner: FlaskClient, session: Session, house: House, opening: Opening
) -> None:
    ada = house.candidate(opening, email="ada@example.org")
    send(owner, f"/openings/{opening.id}/mail/invite")
    assert "Tell 1 candidate by mail" in owner.get(f"/openings/{opening.id}/end").text
    send(owner, f"/openings/{opening.id}/end/close", tell="y")

    session.rollback()
    assert {one.kind for one in list_mail(session, ada.id)} == {"invitation", "closed"}


@pytest.mark.usefixtures("with_mail")
def test_a_double_click_sends_one_invitation_and_the_next_one_another(
    owner: FlaskClient, session: Session, house: House, opening: Opening
) -> None:
    ada = house.candidate(opening, email="ada@example.org")
    path = f"/candidates/{ada.id}/mail/invite"
    assert "Send the invitation by mail" in owner.get(f"/candidates/{ada.id}").text
    for number in ("1", "1", "2"):
        send(owner, path, number=number)

    session.rollback()
    assert len(list_mail(session, ada.id)) == 2
    text = owner.get(f"/candidates/{ada.id}").text
    assert "Send the invitation again" in text
    assert "The link stays the same." in text


def test_without_a_server_nothing_is_offered_and_nothing_sent(
    owner: FlaskClient, session: Session, house: House, opening: Opening
) -> None:
    ada = house.candidate(opening, email="ada@example.org")
    for path in (f"/openings/{opening.id}/mail/invite", f"/candidates/{ada.id}/mail/invite"):
        assert "No mail server is set" in owner.get(send(owner, path).location).text

    assert "Send the invitation" not in owner.get(f"/candidates/{ada.id}").text
    assert session.exec(select(Mail)).all() == []


def test_the_log_shows_every_state_with_the_server_s_words(
    owner: FlaskClient, session: Session, house: House, opening: Opening
) -> None:
    ada = house.candidate(opening, email="ada@example.org")
    other = house.candidate(house.opening("Other"), "Zed", "zed@example.org")
    states = ("sent", "refused", "no_server", "dropped")
    for n, state in enumerate(states):
        for person in (ada, other):
            row = Mail(
                candidate_id=person.id,
                kind="invitation",
                language="en",
                subject="One",
                body="Two",
                unique_key=f"{person.id}:{n}",
                state=state,
                queued_at=NOW + timedelta(minutes=n),
                sent_at=NOW if state == "sent" else None,
                server_words="550 no <such> user" if state == "refused" else None,
            )
            session.add(row)
    session.commit()
    text = owner.get(f"/openings/{opening.id}/mail").text

    assert re.findall(r'data-label="State">.*?</svg>([^<]+)</span>', text) == [
        "Not needed any more",
        "Not sent",
        "Refused",
        "Sent",
    ]
    assert "550 no &lt;such&gt; user" in text
    assert "Zed" not in text
    assert "All (4)" in text
    filtered = owner.get(f"/openings/{opening.id}/mail?state=sent&before=nonsense").text
    assert "1 mail, newest first" in filtered


def test_a_long_log_comes_in_parts(
    owner: FlaskClient, session: Session, house: House, opening: Opening
) -> None:
    ada = house.candidate(opening, email="ada@example.org")
    session.add_all(
        Mail(
            candidate_id=ada.id,
            kind="reminder",
            language="en",
            subject="One",
            body="Two",
            unique_key=f"{n}",
            queued_at=NOW + timedelta(minutes=n // 2),
        )
        for n in range(103)
    )
    session.commit()
    text = owner.get(f"/openings/{opening.id}/mail").text
    older = re.findall(r'href="([^"]+before=[^"]+)"', text)[0].replace("&amp;", "&")

    assert "100 mails, newest first" in text
    assert "3 mails, newest first" in owner.get(older).text


def test_adding_somebody_to_a_closed_opening_is_refused_in_words(
    owner: FlaskClient, session: Session, house: House, opening: Opening
) -> None:
    openings.close_opening(session, opening, staff=house.staff[Role.OWNER], now=NOW)
    session.commit()
    answer = send(owner, f"/openings/{opening.id}/add-one", name="Ada", valid_until="2030-01-01")

    assert "This opening is closed." in owner.get(answer.location).text
