"""Candidates' pages say what holds for who reads them, and offer only what can be done."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest

from hiring import cases
from hiring.accounts import Role
from hiring.banks.schema import Item, ItemFormat, Option
from hiring.conditions import Agreed
from hiring.handouts.sheets import Paragraph
from hiring.openings.invitations import get_invitation_of
from hiring.scoring import score_sitting
from hiring.sittings import find_sitting
from hiring.web.candidate.forms import read_answer
from hiring.web.candidate.pages import ItemView
from hiring.web.candidate.question_pages import in_page_order
from hiring.web.cookies import CANDIDATE_COOKIE
from tests.builders import BEST_ANSWERS, NOW, page_token, send

RECEIPT, RIGHTS, HELP = "/assessment/receipt", "/assessment/rights", "/assessment/help"
SAVED = "Every answer that reached us is saved."

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def ada(small_house):
    return small_house.candidate(small_house.opening())


@pytest.fixture
def link(small_house, ada):
    return f"/c/{small_house.token(ada)}"


@pytest.fixture
def browser(client, link):
    send(client, link)
    return client


@pytest.fixture
def started(small_house, ada):
    return small_house.sitting(ada, BEST_ANSWERS)


@pytest.fixture
def sent(small_house, ada, session):
    sitting = small_house.submitted(ada, BEST_ANSWERS)
    score_sitting(session, sitting.id, now=NOW)
    session.commit()
    return sitting


def words(page):
    """The text of a page's main part as people read it."""
    main = page.text[page.text.index("<main") : page.text.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


def foot(page):
    return page.text[page.text.index('<footer class="foot">') :]


# A browser that knows nothing


def test_a_browser_without_a_link_is_not_told_that_anything_was_erased(client):
    page = client.get("/assessment")

    assert page.status_code == 410
    assert "This browser does not know your link" in words(page)
    assert "Open the link from your invitation again." in words(page)
    assert "erased" not in words(page)


def test_a_link_that_opens_nothing_any_more_says_that_this_may_be_why(client):
    client.set_cookie(CANDIDATE_COOKIE, "gone")

    assert "everything about you was erased" in words(client.get("/assessment"))


# Help from the first page on


@pytest.mark.parametrize(
    ("aside", "path"),
    [("help", HELP), ("rights", RIGHTS), ("", "/assessment"), ("x", "/assessment")],
)
def test_help_and_rights_are_one_press_away_from_the_first_page(client, link, aside, path):
    page = client.get(link)
    assert '<button class="btn quiet" form="invitation" name="aside" value="help">' in foot(page)
    assert '<form id="invitation" method="post"' in page.text

    assert send(client, link, aside=aside).location == path


@pytest.mark.parametrize("path", ["/assessment", "/c/nothing", "/accessibility", "/nothing"])
def test_pages_that_know_nobody_name_somebody_to_write_to(client, path):
    assert "Questions? Write to" in foot(client.get(path))
    assert HELP not in foot(client.get(path))


def test_who_came_by_a_link_finds_help_on_the_accessibility_page(browser):
    assert f'href="{HELP}"' in foot(browser.get("/accessibility"))


def test_an_address_to_write_to_is_a_link_without_the_full_stop(app, client, settings, monkeypatch):
    told = settings.model_copy(update={"contact": "jobs@employer.example"})
    monkeypatch.setitem(app.extensions, "hiring_settings", told)

    link = '<a href="mailto:jobs@employer.example">jobs@employer.example</a>.</p>'
    assert link in foot(client.get("/accessibility"))


def test_scenarios_lead_to_rights_like_every_other_page_and_keep_what_was_chosen(browser, started):
    page = browser.get("/assessment/7")
    assert 'name="aside" value="rights">Your data and your rights' in foot(page)

    found = send(browser, "/assessment/7", aside="rights", revision="0", text="I would call.")
    assert found.location == f"{RIGHTS}?position=7"
    assert "I would call." in browser.get("/assessment/7").text


def test_pages_between_scenarios_bear_the_same_labels_as_scenarios(browser, small_house, ada):
    provisional = "Provisional key: written from theory"
    assert provisional in browser.get("/assessment").text
    small_house.sitting(ada, BEST_ANSWERS)

    for path in ("/assessment/1", "/assessment", "/assessment/review", HELP):
        assert provisional not in browser.get(path).text
    send(browser, "/assessment/submit")
    assert provisional in browser.get(RECEIPT).text


# An assistant


@pytest.fixture
def paused(session, staff, ada, started, browser):
    agreed = Agreed(has_assistant=True)
    cases.set_conditions(session, ada, agreed, staff=staff[Role.OWNER], now=NOW)
    session.commit()
    send(browser, HELP, words="A pause.", position="4")
    return browser


def test_who_goes_on_names_the_assistant_and_is_at_the_scenario(paused, session, ada):
    asked = send(paused, "/assessment/resume", position="4").location
    page = paused.get(asked)
    assert 'name="go_on" value="1"' in page.text

    named = send(paused, "/assessment/assistant", name="Bo", position="4", go_on="1")
    assert named.location == "/assessment/4"
    session.expire_all()
    assert find_sitting(session, ada.id).paused_at is None


def test_who_names_the_assistant_before_the_start_is_told_that_it_is_noted(
    browser, session, staff, ada
):
    agreed = Agreed(has_assistant=True)
    cases.set_conditions(session, ada, agreed, staff=staff[Role.OWNER], now=NOW)
    session.commit()
    named = send(browser, "/assessment/assistant", name="Bo")

    assert "That is noted." in words(browser.get(named.location))


def test_a_name_given_from_the_help_page_starts_nothing_and_stands_there(paused, session, ada):
    assert "Say who enters the answers on this device" in words(paused.get(HELP))
    named = send(paused, "/assessment/assistant", name="Bo", position="4")

    assert named.location == f"{HELP}?position=4"
    assert find_sitting(session, ada.id).paused_at is not None
    told = words(paused.get(HELP))
    assert "On this device, answers are entered by Bo. Change who enters the answers" in told
    send(paused, "/assessment/assistant", myself="1", position="4")
    assert "On this device, you enter the answers yourself." in words(paused.get(HELP))


def test_who_has_paused_reads_when_other_forms_of_the_scenarios_open(
    session, staff, ada, started, browser
):
    agreed = Agreed(large_print=True)
    cases.set_conditions(session, ada, agreed, staff=staff[Role.OWNER], now=NOW)
    session.commit()
    send(browser, HELP, words="A pause.", position="4")
    told = words(browser.get(HELP))

    assert "The scenarios in another form open here as soon as you go on." in told
    assert "once you have started" not in told


# Before the start, and between


def test_help_speaks_of_saved_answers_only_once_there_can_be_some(browser, small_house, ada):
    assert SAVED not in words(browser.get(HELP))
    small_house.sitting(ada, BEST_ANSWERS)

    assert SAVED in words(browser.get(HELP))


def test_help_promises_only_what_reached_the_server_and_tells_what_is_on_the_device(
    browser, small_house, ada
):
    assert "data-only-here" not in browser.get(HELP).text
    small_house.sitting(ada, BEST_ANSWERS)
    small_house.session.commit()
    running = browser.get(HELP).text
    send(browser, HELP, words="A pause.", position="4")
    standing = browser.get(HELP)

    assert "data-only-here" in running
    assert "data-only-here" in standing.text
    assert "No time passes." in words(standing)
    assert SAVED in words(standing)
    assert "chosen last" not in words(standing)


def test_who_stops_is_told_the_last_day_of_the_link(browser, started, session, ada):
    last = datetime.now(UTC) + timedelta(days=3)
    get_invitation_of(session, ada.id).expires_at = last
    session.commit()

    day = f"{last.day} {last:%B} {last.year}"
    assert f"Please send your answers by {day}." in words(browser.get("/assessment/later"))


def test_a_last_day_that_has_passed_is_not_held_against_anybody(browser, started, session, ada):
    get_invitation_of(session, ada.id).expires_at = datetime.now(UTC) - timedelta(days=3)
    session.commit()

    assert "Please send your answers when you can." in words(browser.get("/assessment/later"))


def test_practice_tells_faults_in_the_order_of_the_page_and_leads_back(browser):
    page = browser.post("/assessment/practice", data={})
    shown = re.findall(r'role="group" aria-labelledby="o-(\w+)"', page.text)
    told = re.findall(r'<li><a href="#r_(\w+)">', page.text)

    assert told == shown
    assert shown != sorted(shown)  # else the order of the bank would pass as well
    assert 'class="back" href="/assessment?language=en"' in page.text


# Faults


def _item(kind, *texts):
    options = tuple(Option(id=name, text=text) for name, text in zip("abcd", texts, strict=False))
    return Item(id="one", format=kind, question="How?", options=options)


SAME_START = "I am sorry to hear about all this, {}."
ALIKE = [SAME_START.format(end) for end in ("and call", "and write", "and wait")]


def test_responses_that_begin_alike_are_told_apart(app):
    item = _item(ItemFormat.RATE_EACH, *ALIKE)
    with app.test_request_context():
        errors = read_answer(item, {}, n_steps=4).errors

    assert len(set(errors.values())) == len(ALIKE)


def test_responses_that_share_a_place_are_told_together_at_each_of_their_fields(app):
    item = _item(ItemFormat.RANK_ALL, "Call.", "Write.", "Wait.", "Ask.")
    with app.test_request_context():
        posted = {"k_a": "1", "k_b": "1", "k_c": "1", "k_d": "2"}
        errors = read_answer(item, posted, n_steps=4).errors

    words = "“Call.”, “Write.” and “Wait.” have the same place. Give each response its own"
    assert errors == dict.fromkeys(("k_a", "k_b", "k_c"), words)


def test_what_has_no_place_is_told_along_with_what_shares_one_and_fields_say_it_shortly(app):
    item = _item(ItemFormat.RANK_ALL, "Call.", "Write.", "Wait.", "Ask.")
    with app.test_request_context():
        posted = read_answer(item, {"k_a": "1", "k_b": "1"}, n_steps=4)
        told = in_page_order(posted.errors, ItemView.of(item, seed=1, item_ref="late/what"))

    shared = "“Call.” and “Write.” have the same place. Give each response its own"
    missing = ["Choose a place for “Wait.”", "Choose a place for “Ask.”"]
    assert sorted(one["text"] for one in told) == sorted([shared, *missing])
    at_fields = [posted.field_errors[f"k_{name}"] for name in "abcd"]
    assert at_fields == ["Another response has this place, too"] * 2 + missing


def test_the_summary_says_a_shared_place_once_and_leads_to_the_first_field(app):
    item = _item(ItemFormat.RANK_ALL, "Call.", "Write.", "Wait.", "Ask.")
    with app.test_request_context():
        errors = read_answer(
            item, {"k_a": "1", "k_b": "2", "k_c": "1", "k_d": "2"}, n_steps=4
        ).errors
        told = in_page_order(errors, ItemView.of(item, seed=1, item_ref="late/what"))

    assert len(errors) == 4
    assert {one["text"] for one in told} == set(errors.values())
    assert len(told) == 2


# Rights


def test_before_sending_rights_say_why_there_is_no_result_and_nothing_to_take_back(browser):
    page = browser.get(RIGHTS)

    assert "as soon as you have sent your answers" in words(page)
    assert "You have not sent any answers yet." in words(page)
    assert "/assessment/explanation" not in page.text


def test_after_taking_back_rights_offer_no_result(browser, sent):
    send(browser, "/assessment/take-back")
    page = browser.get(RIGHTS)

    assert "You have taken these answers back, so there is no result." in words(page)
    assert "/assessment/explanation" not in page.text


def test_with_a_result_rights_lead_to_how_it_came_about(browser, sent):
    assert 'href="/assessment/explanation"' in browser.get(RIGHTS).text


def test_there_is_a_place_for_a_comment(browser, sent, session):
    assert "add a comment" in words(browser.get(RIGHTS))
    send(browser, f"{RIGHTS}/contest", **{"contest-words": "I was ill that day."})

    assert "I was ill that day." in words(browser.get(RIGHTS))


def test_who_took_answers_back_and_leaves_is_not_told_that_they_stay_sent(browser, sent):
    assert "Your answers stay as you sent them" in words(browser.get("/assessment/withdraw"))
    send(browser, "/assessment/take-back")
    told = words(browser.get("/assessment/withdraw"))

    assert "You have taken your answers back. They stay stored until they are erased." in told
    assert "stay as you sent them" not in told


# Pages that are not there


@pytest.mark.parametrize("path", ["/nothing", "/assessment/99"])
def test_a_known_candidate_is_led_back_from_a_page_that_is_not_there(browser, started, path):
    page = browser.get(path)

    assert page.status_code == 404
    assert '<a class="btn" href="/assessment?language=en">Back to the assessment</a>' in page.text
    assert HELP in foot(page)
    assert RIGHTS in foot(page)


def test_nobody_else_is_led_to_an_assessment(client):
    client.set_cookie(CANDIDATE_COOKIE, "gone")
    page = client.get("/nothing")

    assert page.status_code == 404
    assert "Back to the assessment" not in page.text


# After the end


def test_a_late_change_is_told_the_same_whenever_the_receipt_is_read(browser, started):
    token = page_token(browser, "/assessment/7")
    send(browser, "/assessment/submit")
    assert "came after the end" not in words(browser.get(RECEIPT))
    late = browser.post("/assessment/7", data={"page": token, "revision": "1", "text": "More."})
    kept = "1 answer came after the end. It is kept, and shown to the people who decide."

    assert kept in words(browser.get(late.location))
    assert kept in words(browser.get(RECEIPT))


# Who has withdrawn


def test_who_withdrew_before_sending_is_promised_no_result(browser, started):
    send(browser, "/assessment/withdraw")

    for path in ("feedback", "explanation"):
        told = words(browser.get(f"/assessment/{path}"))
        assert "You withdrew before you sent any answers, so there is no result." in told
        assert "as soon as you have sent your answers" not in told


def test_who_withdrew_after_sending_waits_for_no_answer(browser, sent):
    send(browser, "/assessment/withdraw")

    for path in (RECEIPT, "/assessment/explanation"):
        told = words(browser.get(path))
        assert "you need not wait for an answer" in told.replace("You need", "you need")
        assert "You hear from" not in told


def test_help_for_who_has_withdrawn_speaks_of_no_work_to_go_on_with(browser, started):
    send(browser, "/assessment/withdraw")
    told = words(browser.get(HELP))

    assert "goes on where you stopped" not in told
    assert "Back to the assessment" not in told
    assert SAVED not in told


# Explanation


def test_the_address_for_rights_is_a_link_on_the_page(browser, sent, settings):
    address = f"{settings.public_url.rstrip('/')}{RIGHTS}"

    assert f'<a href="{address}"' in browser.get("/assessment/explanation").text


def test_a_sheet_makes_links_of_addresses_and_of_no_mark_up(app):
    with app.test_request_context():
        macro = app.jinja_env.get_template("macros/sheet.html").module.sheet_block
        drawn = macro(Paragraph("<b>https://a.example/x</b> or b@c.example."))

    assert "<b>" not in drawn
    assert 'href="mailto:b@c.example">b@c.example</a>.' in drawn
