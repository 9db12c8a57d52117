"""The candidate's way from the link to the receipt, with a private bank that has every format."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from hiring import openings, sittings
from hiring.accounts import Role
from hiring.banks.schema import ItemFormat
from hiring.banks.versions import bank_document
from hiring.jobs import Job
from hiring.openings.invitations import get_invitation_of
from hiring.sittings import Answer, CandidateAccess, Sitting, pages_of
from hiring.web.cookies import CANDIDATE_COOKIE
from tests.builders import BEST_ANSWERS, fields_of, page_token, send

TEXT = "I would call her today."
ANSWERS = BEST_ANSWERS | {"own-words/responses": TEXT}
POSITION = {item: n for n, item in enumerate(ANSWERS, start=1)}

# What is sent, and the field whose error the page then shows.
FAULTY = [
    ("late-parts", {"r_a": "4", "r_b": "1", "r_c": "3"}, "r_d"),
    ("late-parts", {"r_a": "9", "r_b": "1", "r_c": "3", "r_d": "1"}, "r_a"),
    ("late-parts", {"r_a": "four", "r_b": "1", "r_c": "3", "r_d": "1"}, "r_a"),
    ("wrong-bill", {"best": "a"}, "worst"),
    ("wrong-bill", {"worst": "a"}, "best"),
    ("wrong-bill", {"best": "a", "worst": "a"}, "worst"),
    ("wrong-bill", {"best": "a", "worst": "x"}, "best"),
    ("long-queue", {"k_a": "1", "k_b": "2", "k_c": "3"}, "k_d"),
    ("long-queue", {"k_a": "1", "k_b": "1", "k_c": "3", "k_d": "4"}, "k_b"),
    ("lost-order", {}, "choice"),
    ("lost-order", {"choice": "x"}, "choice"),
    ("two-steps", {"choices": ["a"]}, "choices"),
    ("two-steps", {"choices": ["a", "b", "c"]}, "choices"),
    ("short-call", {}, "choice"),
    ("own-words", {"text": "  "}, "text"),
    ("own-words", {"text": "x" * 6001}, "text"),
]


@pytest.fixture
def opening(small_house):
    return small_house.opening("Parts desk")


@pytest.fixture
def somebody(small_house, opening):
    return small_house.candidate(opening)


@pytest.fixture
def link(small_house, somebody):
    return f"/c/{small_house.token(somebody)}"


@pytest.fixture
def invited(client, link):
    """A browser that has opened the link."""
    assert send(client, link).status_code == 302
    return client


@pytest.fixture
def started(invited):
    """A browser in which the sitting has begun."""
    assert send(invited, "/assessment/start").location == "/assessment/1"
    return invited


@pytest.fixture
def items(session, small_key):
    """Item → what is asked, in the order of the form."""
    bank = bank_document(session, small_key.bank_version_id)
    return {page.item_ref: page.item for page in pages_of(bank, "standard")}


def answer(client, items, item, value, revision=0, **more):
    fields = fields_of(items[item], value) | {"revision": revision, **more}
    return send(client, f"/assessment/{POSITION[item]}", **fields)


def stored(session):
    session.expire_all()
    rows = session.exec(select(Answer).order_by(Answer.item, Answer.revision))
    return [(row.item, row.state, row.value) for row in rows]


def walk(client, items):
    """Answer everything; the addresses that the pages led to."""
    return [answer(client, items, item, value).location for item, value in ANSWERS.items()]


def test_the_way_leads_from_scenario_to_scenario_and_then_to_the_review(started, items):
    assert walk(started, items) == [f"/assessment/{n}" for n in range(2, 8)] + [
        "/assessment/review"
    ]


def test_every_format_is_on_the_way(items):
    assert {item.format for item in items.values()} == set(ItemFormat)


def test_every_answer_is_stored_as_it_was_given(started, items, session):
    walk(started, items)

    assert stored(session) == [(i, "answered", ANSWERS[i]) for i in sorted(ANSWERS)]


@pytest.mark.parametrize("item", ANSWERS)
def test_a_stored_answer_shows_when_the_page_is_opened_again(started, items, item):
    answer(started, items, item, ANSWERS[item])

    page = started.get(f"/assessment/{POSITION[item]}").text
    n_marks = {"late-parts/responses": 4, "wrong-bill/responses": 2, "two-steps/responses": 2}
    if item == "own-words/responses":
        assert TEXT in page
    elif item == "long-queue/responses":
        assert page.count(" selected") == 4
    else:
        assert page.count(" checked") == n_marks.get(item, 1)


def test_sending_everything_leads_to_a_receipt(started, items, session):
    walk(started, items)
    assert send(started, "/assessment/submit").location == "/assessment/receipt"

    receipt = session.exec(select(Sitting.receipt)).one()
    assert receipt in started.get("/assessment/receipt").text


def test_sending_asks_for_a_score_once(started, items, session):
    walk(started, items)
    send(started, "/assessment/submit")
    send(started, "/assessment/submit")

    assert len(session.exec(select(Job)).all()) == 1


def test_sending_twice_gives_the_same_receipt(started, items):
    walk(started, items)
    send(started, "/assessment/submit")
    first = started.get("/assessment/receipt").text
    send(started, "/assessment/submit")

    assert started.get("/assessment/receipt").text == first


def test_after_sending_the_scenarios_lead_to_the_receipt(started, items):
    walk(started, items)
    send(started, "/assessment/submit")

    for path in ("/assessment", "/assessment/3", "/assessment/review"):
        assert started.get(path).location == "/assessment/receipt"


def test_after_sending_an_answer_changes_nothing(started, items, session):
    walk(started, items)
    position = POSITION["lost-order/responses"]
    token = page_token(started, f"/assessment/{position}")
    send(started, "/assessment/submit")
    before = stored(session)
    late = started.post(
        f"/assessment/{position}", data={"page": token, "revision": "1", "choice": "a"}
    )

    assert late.location == "/assessment/receipt?late=1"
    assert "had been sent already" in started.get(late.location).text
    assert stored(session) == before


def test_before_sending_there_is_no_receipt(started):
    assert started.get("/assessment/receipt").location == "/assessment"


@pytest.mark.parametrize(
    ("scenario", "fields", "field"), [pytest.param(*c, id=f"{c[0]} {c[2]}") for c in FAULTY]
)
def test_an_answer_with_a_fault_is_shown_again_with_the_fault_by_its_field(
    started, session, scenario, fields, field
):
    position = POSITION[f"{scenario}/responses"]
    page = send(started, f"/assessment/{position}", revision=0, **fields)

    assert page.status_code == 422
    # What several fields share is told once, with a link to whichever of them is drawn first.
    told = set(re.findall(r'href="#(\w+)"', page.text))
    assert told & ({"k_a", "k_b"} if field == "k_b" else {field})
    assert f'id="{field}"' in page.text
    assert f'id="{field}-error"' in page.text
    assert stored(session) == []


def test_every_format_has_a_faulty_case(items):
    assert {items[f"{case[0]}/responses"].format for case in FAULTY} == set(ItemFormat)


def test_what_was_chosen_stays_when_something_is_missing(started):
    page = send(started, "/assessment/1", revision=0, r_a="4", r_b="1", r_c="3").text

    assert page.count(" checked") == 3


def test_an_error_is_announced_in_the_title(started):
    page = send(started, "/assessment/4", revision=0).text

    assert re.search(r"<title>Error:", page)


def test_leaving_out_goes_on_and_is_stored_as_skipped(started, session):
    gone_on = send(started, "/assessment/1", revision=0, skip="1")

    assert gone_on.location == "/assessment/2"
    assert stored(session) == [("late-parts/responses", "skipped", None)]


def test_leaving_out_needs_no_answer(started, session):
    send(started, "/assessment/1", revision=0, skip="1", r_a="4")

    assert stored(session)[0][2] is None


def test_the_review_names_what_has_no_answer_first(started, items):
    send(started, "/assessment/5", revision=0, skip="1")
    for name, value in ANSWERS.items():
        if name != "two-steps/responses":
            answer(started, items, name, value)

    page = started.get("/assessment/review").text
    titles = re.findall(r"<h2>(\d)\. ", page)
    assert titles == ["5", "1", "2", "3", "4", "6", "7"]


def test_a_change_from_the_review_leads_back_to_the_review(started, items):
    walk(started, items)
    page = started.get("/assessment/4?back=review").text
    assert '<input type="hidden" name="back" value="review">' in page

    changed = answer(started, items, "lost-order/responses", "a", revision=1, back="review")
    assert changed.location == "/assessment/review"


def test_the_review_shows_answers_in_words(started, items):
    walk(started, items)

    assert TEXT in started.get("/assessment/review").text


def test_coming_back_goes_on_at_the_first_open_scenario(started, items):
    answer(started, items, "late-parts/responses", BEST_ANSWERS["late-parts/responses"])

    assert send(started, "/assessment/start").location == "/assessment/2"


def test_another_device_goes_on_where_the_first_one_stopped(app, started, items, link):
    answer(started, items, "late-parts/responses", BEST_ANSWERS["late-parts/responses"])
    other = app.test_client()
    send(other, link)

    assert send(other, "/assessment/start").location == "/assessment/2"


def test_options_stand_in_the_same_order_at_every_visit(started):
    def order():
        return re.findall(r'id="o-(\w)"', started.get("/assessment/1").text)

    assert order() == order()
    assert sorted(order()) == list("abcd")


def test_a_second_tab_is_told_of_the_newer_answer(started, items):
    answer(started, items, "lost-order/responses", "d")
    late = answer(started, items, "lost-order/responses", "a")

    assert late.status_code == 409
    assert "Send the terms again." in late.text


def test_a_second_tab_may_replace_the_newer_answer_knowingly(started, items, session):
    answer(started, items, "lost-order/responses", "d")
    late = answer(started, items, "lost-order/responses", "a").text
    revision = re.search(r'name="revision" value="(\d+)"', late)[1]

    assert answer(started, items, "lost-order/responses", "a", revision=revision).status_code == 302
    assert [row[2] for row in stored(session)] == ["d", "a"]


def test_the_same_answer_sent_twice_goes_on(started, items, session):
    answer(started, items, "lost-order/responses", "d")
    again = answer(started, items, "lost-order/responses", "d")

    assert again.location == "/assessment/5"
    assert len(stored(session)) == 1


@pytest.mark.parametrize("revision", ["", "-1", "one", "1e9", "٣"])
def test_a_page_without_a_sound_revision_is_taken_as_stale(started, items, session, revision):
    page = answer(started, items, "lost-order/responses", "d", revision=revision)

    assert page.status_code == 409
    assert stored(session) == []


def test_a_lost_form_token_shows_the_page_again_with_what_was_chosen(started, session):
    page = started.post("/assessment/4", data={"choice": "d", "revision": "0"})

    assert page.status_code == 400
    assert page.text.count(" checked") == 1
    assert stored(session) == []


def test_what_the_candidate_wrote_is_escaped(started, items):
    text = "<script>alert(1)</script> & more"
    answer(started, items, "own-words/responses", text)

    page = started.get("/assessment/7").text
    assert html.escape(text, quote=False) in page
    assert "<script>alert" not in page


def test_line_ends_are_stored_as_one_letter(started, items, session):
    answer(started, items, "own-words/responses", "one\r\ntwo")

    assert stored(session)[0][2] == "one\ntwo"


@pytest.mark.parametrize("position", ["0", "8", "100000000000000000000"])
def test_a_scenario_that_is_not_there_is_not_found(started, position):
    assert started.get(f"/assessment/{position}").status_code == 404


def test_before_the_start_a_scenario_leads_to_the_start(invited):
    assert invited.get("/assessment/1").location == "/assessment"
    assert send(invited, "/assessment/1", revision=0).location == "/assessment"
    assert invited.get("/assessment/review").location == "/assessment"
    assert send(invited, "/assessment/submit").location == "/assessment"


def test_opening_the_link_stores_nothing(client, link, session):
    for _ in range(3):
        assert client.get(link).status_code == 200
    client.head(link)

    assert session.exec(select(CandidateAccess)).all() == []
    assert session.exec(select(Sitting)).all() == []


def test_the_button_takes_the_secret_out_of_the_address(client, link, session):
    response = send(client, link)

    assert response.location == "/assessment"
    assert len(session.exec(select(CandidateAccess)).all()) == 1


def test_the_candidates_cookie_is_out_of_reach_of_scripts(client, link):
    send(client, link)
    cookie = client.get_cookie(CANDIDATE_COOKIE)

    assert (cookie.http_only, cookie.same_site) == (True, "Lax")


@pytest.mark.parametrize("token", ["unknown", "x" * 500])
def test_an_unknown_link_is_closed(client, token):
    assert client.get(f"/c/{token}").status_code == 410
    assert send(client, f"/c/{token}").status_code == 410


def test_a_withdrawn_link_closes_every_page(started, session, somebody, opening, staff, now):
    invitation = get_invitation_of(session, somebody.id)
    openings.revoke(session, invitation, opening=opening, actor=staff[Role.OWNER], now=now)
    session.commit()

    for path in ("/assessment", "/assessment/review", "/assessment/help"):
        assert started.get(path).status_code == 410
    assert started.get("/assessment/1").location == "/assessment"


def test_after_the_link_expired_a_start_is_refused(invited, session, somebody):
    get_invitation_of(session, somebody.id).expires_at = datetime.now(UTC) - timedelta(minutes=1)
    session.commit()

    assert invited.get("/assessment/practice").status_code == 410
    assert send(invited, "/assessment/start").status_code == 410
    page = invited.get("/assessment")
    assert (page.status_code, 'href="/assessment/rights"' in page.text) == (410, True)


def test_after_the_link_expired_data_and_rights_stay_open(client, session, link, somebody):
    get_invitation_of(session, somebody.id).expires_at = datetime.now(UTC) - timedelta(days=9)
    session.commit()

    assert client.get(link).status_code == 200
    assert send(client, link).location == "/assessment"
    assert client.get("/assessment/rights").status_code == 200
    assert send(client, "/assessment/data").mimetype == "application/zip"
    asked = send(client, "/assessment/rights/erasure", **{"erasure-is_sure": "y"})
    assert asked.location == "/assessment/rights#asked"


def test_a_started_sitting_can_be_finished_after_the_link_expired(
    started, session, somebody, items
):
    get_invitation_of(session, somebody.id).expires_at = datetime.now(UTC) - timedelta(minutes=1)
    session.commit()

    assert walk(started, items)[-1] == "/assessment/review"
    assert send(started, "/assessment/submit").location == "/assessment/receipt"


def test_nobody_can_start_before_an_owner_has_accepted_the_key(client, small_house):
    waiting = small_house.candidate(small_house.opening(accepted=False))
    send(client, f"/c/{small_house.token(waiting)}")

    page = client.get("/assessment")
    assert (page.status_code, "The same one will work later" in page.text) == (409, True)
    assert send(client, "/assessment/start").status_code == 409


def test_practice_stores_nothing(invited, session):
    page = invited.post("/assessment/practice", data={f"r_{o}": "2" for o in "abcd"})

    assert page.status_code == 200
    assert session.exec(select(Sitting)).all() == []
    assert stored(session) == []


def test_practice_shows_how_an_error_looks(invited):
    page = invited.post("/assessment/practice", data={"r_a": "2"})

    assert page.status_code == 422
    assert page.text.count(" checked") == 1


def test_the_start_speaks_the_language_that_was_chosen(invited):
    assert '<html lang="fr"' in invited.get("/assessment?language=fr").text


def test_a_language_the_bank_does_not_have_falls_back(invited):
    assert '<html lang="en"' in invited.get("/assessment?language=xx").text


def test_the_sitting_keeps_the_language_of_its_start(invited, session):
    send(invited, "/assessment/start", language="fr")

    page = invited.get("/assessment/1", headers={"Accept-Language": "en"}).text
    assert "Scène late-parts" in page
    assert session.exec(select(Sitting.language)).one() == "fr"


def test_a_page_knows_nothing_of_the_key(started, items):
    walk(started, items)

    pages = [started.get(f"/assessment/{n}").text for n in POSITION.values()]
    for word in ("half_credit", "footrule", "ratings", "rationale", "weights", "theory"):
        assert not [page for page in pages if word in page]


def test_a_page_holds_one_scenario_only(started):
    titles = set(re.findall(r"Scene [a-z-]+", started.get("/assessment/1").text))

    assert titles == {"Scene late-parts"}


def test_one_candidate_does_not_see_anothers_answers(app, started, items, small_house, opening):
    answer(started, items, "own-words/responses", TEXT)
    other = app.test_client()
    send(other, f"/c/{small_house.token(small_house.candidate(opening, 'Other'))}")
    send(other, "/assessment/start")

    assert TEXT not in other.get("/assessment/7").text


def test_the_simulated_label_stands_on_every_page(client, small_house):
    made_up = small_house.candidate(small_house.opening("made up", is_simulated=True))
    send(client, f"/c/{small_house.token(made_up)}")
    send(client, "/assessment/start")

    for path in ("/assessment/1", "/assessment/review", "/assessment/help"):
        assert "Simulated" in client.get(path).text


def test_the_help_page_names_whom_to_ask(invited, settings):
    assert settings.contact in invited.get("/assessment/help").text


def test_pages_work_for_a_sitting_made_by_the_capability(
    session, small_house, somebody, invited, now
):
    notice_id = small_house.notice(somebody).id
    sittings.start_sitting(session, somebody.id, language="en", notice_id=notice_id, now=now)
    session.commit()

    assert invited.get("/assessment/1").status_code == 200
