"""Feedback and explanation as candidates open them, and the form by which staff set the time."""

import html
import io
import re
from datetime import UTC, datetime, timedelta
from gettext import NullTranslations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlmodel import Session, col, select

from hiring import comparison, openings, sittings
from hiring.accounts import Role
from hiring.accounts.proposals import Proposal
from hiring.audit import AuditEntry
from hiring.banks.versions import bank_document, key_document
from hiring.feedback import feedback_of, set_feedback_time
from hiring.handouts.feedback_words import compose_feedback
from hiring.handouts.sheets import plain_text
from hiring.openings import Candidate, Opening
from hiring.openings.no_feedback import propose_no_feedback
from hiring.openings.records import FeedbackTime
from hiring.scoring import PrecisionSnapshot, Score, score_sitting
from hiring.sittings import Value
from hiring.web.cookies import CANDIDATE_COOKIE
from hiring.words import to_the_day
from tests import builders
from tests.builders import BEST_ANSWERS, NOW, House, send, sign_in
from tests.kind_words import unkind_words

# Which words a page shows does not hang on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PAGES = ("feedback", "feedback.pdf", "explanation", "explanation.txt")
BEST, WHY = "Zealously ring them back.", "Zonder reden."


@pytest.fixture
def browser(app: Flask, session: Session, house: House):
    """A browser of a candidate with these answers, sent unless told otherwise."""

    def opened(
        candidate: Candidate, answers: dict[str, Value], *, is_sent: bool = True, the: House = house
    ) -> FlaskClient:
        sitting = the.sitting(candidate, answers)
        if is_sent:
            sittings.submit(session, sitting, now=NOW)
        session.commit()
        cookie = sittings.exchange_token(session, the.token(candidate), now=datetime.now(UTC))
        session.commit()
        client = app.test_client()
        client.set_cookie(CANDIDATE_COOKIE, cookie)
        return client

    return opened


@pytest.fixture
def scored(session: Session, house: House, candidate: Candidate, browser) -> FlaskClient:
    client = browser(candidate, house.drawn_answers(1))
    _score(session, candidate)
    return client


def _score(session: Session, candidate: Candidate) -> Score:
    sitting = sittings.find_sitting(session, candidate.id)
    score = score_sitting(session, sitting.id, now=NOW)
    session.commit()
    return score


def _measure(session: Session, score: Score, form_id: str) -> None:
    """Let the form have a measured precision under which clusters may be told."""
    snapshot = PrecisionSnapshot(
        key_version_id=score.key_version_id,
        form_id=form_id,
        is_simulated=False,
        rung="measured",
        n=240,
        n_scored=240,
        mean=61.0,
        sd=11.0,
        r=0.82,
        sem=4.67,
        reportable=["reading", "delivering"],
        digest="ab12" + "0" * 60,
        made_at=datetime.now(UTC),
    )
    session.add(snapshot)
    session.commit()


def text_of(page: str) -> str:
    """What stands in the article, without the links to take it away."""
    (article,) = re.findall(r"<article.*?</article>", page, re.DOTALL)
    bare = re.sub(r"<nav.*?</nav>|<summary.*?</summary>", "", article, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", bare))


def pdf_text(pdf: bytes) -> str:
    """What stands on the sides, without the foot of each."""
    sides = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        words = " ".join(page.extract_text().replace("\u200b", "").split())
        sides.append(re.sub(r"Customer empathy 1\.0\.0 · C-\w+ Page \d of \d$", "", words))
    return " ".join(sides)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("name", "is_measured"),
    [("Wolfeschlegelstein-Featherstonehaugh " * 3, False), ("王小明", True)],
)
def test_page_and_paper_say_the_same_words_in_the_same_order(
    session: Session, house: House, opening: Opening, browser, name: str, is_measured: bool
) -> None:
    candidate = house.candidate(opening, name.strip())
    client = browser(candidate, house.drawn_answers(1))
    score = _score(session, candidate)
    if is_measured:
        _measure(session, score, "standard")

    page = text_of(client.get("/assessment/feedback").text)
    assert ("Area by area" in page) == is_measured
    assert squeezed(page) == squeezed(pdf_text(client.get("/assessment/feedback.pdf").data))


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_word_on_the_page_of_feedback_judges_anybody(
    scored: FlaskClient, session: Session, candidate: Candidate, language: str
) -> None:
    sittings.find_sitting(session, candidate.id).interface_language = language
    session.commit()
    page = scored.get("/assessment/feedback").text

    assert f'<html lang="{language}"' in page
    assert len(text_of(page)) > 1000
    assert unkind_words(text_of(page), language) == []


def test_the_page_and_the_text_file_of_an_explanation_hold_the_same_answers(
    scored: FlaskClient, house: House
) -> None:
    page = squeezed(text_of(scored.get("/assessment/explanation").text))
    plain = squeezed(scored.get("/assessment/explanation.txt").text)

    bank = bank_document(house.session, house.key.bank_version_id)
    for scenario in bank.get_form("standard").scenarios:
        title = squeezed(bank.get_scenario(scenario).title)
        assert title in page
        assert title in plain


def test_nothing_is_kept_by_browsers_or_proxies(scored: FlaskClient) -> None:
    found = {path: scored.get(f"/assessment/{path}").headers["Cache-Control"] for path in PAGES}

    assert {path for path, told in found.items() if "no-store" not in told} == set()


def test_files_are_named_by_code_and_not_by_name(scored: FlaskClient, candidate: Candidate) -> None:
    for path in ("feedback.pdf", "explanation.txt"):
        name = scored.get(f"/assessment/{path}").headers["Content-Disposition"]
        assert candidate.code in name
        assert "Ada" not in name


def test_no_reason_of_the_key_reaches_a_candidate(
    scored: FlaskClient, session: Session, house: House
) -> None:
    reasons = [
        text
        for item in key_document(session, house.key.id).items
        for text in item.rationale.values()
    ]
    told = squeezed("".join(_told(scored)))

    assert len(reasons) > 50
    assert [text for text in reasons if squeezed(text) in told] == []


def test_the_best_response_stands_in_no_feedback_and_once_in_the_explanation(
    app: Flask, session: Session, staff, tmp_path, browser
) -> None:
    first = 'What about late-parts?"\noptions = [\n{ id = "a", text = "%s" }'
    changes = (
        ("bank.toml", first % "Call today and explain.", first % BEST),
        ("keys/1.toml", '"So."', f'"{WHY}"'),
    )
    house = House(
        session, staff, builders.published(session, builders.small_bank(tmp_path, *changes))
    )
    candidate = house.candidate(house.opening())
    client = browser(candidate, BEST_ANSWERS, the=house)
    _score(session, candidate)

    feedback, paper, explanation, plain = _told(client)
    assert "One of your answers" in feedback
    assert "Here you came nearest to the scoring key." in feedback
    assert BEST not in feedback
    assert squeezed(BEST) not in squeezed(paper)
    assert WHY not in feedback + explanation + plain
    # All of somebody's own answers stand in the explanation, each with what they made of it.
    assert f"- Very good: {BEST}" in plain
    assert explanation.count(BEST) == 1


def test_over_many_people_no_response_of_any_scenario_stands_in_feedback(
    session: Session, house: House, opening: Opening
) -> None:
    bank = bank_document(session, house.key.bank_version_id)
    responses = [
        squeezed(option.text)
        for scenario in bank.scored_scenarios
        for item in scenario.items
        for option in item.options
    ]
    for seed in range(12):
        person = house.candidate(opening, f"Simulated {seed}")
        house.submitted(person, house.drawn_answers(seed, skill=seed / 12))
        _score(session, person)
        told = feedback_of(session, comparison.find_scored(session, person), bank)
        text = squeezed(plain_text(compose_feedback(told, NullTranslations(), "en", contact="Ms")))
        assert "Hereyoucamenearest" in text
        assert [one for one in responses if one in text] == []


def test_of_a_key_feedback_knows_which_facets_there_are_and_nothing_else(
    session: Session, house: House, candidate: Candidate, scored: FlaskClient
) -> None:
    """Turning every rating round leaves the feedback of a stored score as it is."""
    del scored
    person = comparison.find_scored(session, candidate)
    bank = bank_document(session, house.key.bank_version_id)
    before = feedback_of(session, person, bank)
    turned = [
        item | {"ratings": {name: 5 - step for name, step in item["ratings"].items()}}
        if item.get("ratings")
        else item
        for item in house.key.document["items"]
    ]
    session.expunge_all()
    key = session.get(type(house.key), house.key.id)
    key.document = key.document | {"items": turned}
    session.flush()

    assert feedback_of(session, person, bank) == before


def test_no_other_person_shows(scored: FlaskClient, house: House, opening: Opening) -> None:
    house.candidate(opening, "Berta Beispiel")

    assert not any("Berta" in text for text in _told(scored))


def test_too_few_answers_give_no_number(
    session: Session, house: House, candidate: Candidate, browser
) -> None:
    few = dict(list(house.drawn_answers(1).items())[:3])
    client = browser(candidate, few)
    _score(session, candidate)

    page = text_of(client.get("/assessment/feedback").text)
    assert "There is no number, and that is all right." in page
    assert "of 100 points" not in page
    assert client.get("/assessment/feedback.pdf").status_code == 200


def test_before_sending_both_pages_say_when(
    session: Session, house: House, candidate: Candidate, browser
) -> None:
    client = browser(candidate, house.drawn_answers(1), is_sent=False)

    for path in ("feedback", "explanation"):
        assert "as soon as you have sent your answers" in client.get(f"/assessment/{path}").text


def test_before_scoring_the_last_day_is_named(house: House, candidate: Candidate, browser) -> None:
    client = browser(candidate, house.drawn_answers(1))

    assert "3 June 2026" in client.get("/assessment/explanation").text  # thirty days after sending
    assert "being made" in client.get("/assessment/feedback").text


@pytest.mark.parametrize("path", ["feedback.pdf", "explanation.txt"])
def test_a_file_that_is_not_there_yet_leads_to_the_page_that_says_when(
    house: House, candidate: Candidate, browser, path: str
) -> None:
    client = browser(candidate, house.drawn_answers(1))

    assert client.get(f"/assessment/{path}").location == f"/assessment/{path.partition('.')[0]}"


def test_feedback_of_a_later_day_names_the_day_and_leaves_the_explanation_open(
    session: Session, house: House, opening: Opening, scored: FlaskClient
) -> None:
    starts = datetime(2099, 6, 20, tzinfo=UTC)
    owner = house.staff[Role.OWNER]
    set_feedback_time(
        session, opening, time=FeedbackTime.ON_DATE, starts_at=starts, staff=owner, now=NOW
    )
    session.commit()

    page = scored.get("/assessment/feedback").text
    assert "from 20 June 2099 on" in page
    assert "of 100 points" not in page
    assert scored.get("/assessment/feedback.pdf").status_code == 302
    assert "How your result came about" in scored.get("/assessment/explanation").text


def test_feedback_that_is_off_says_so_and_points_to_the_explanation(
    session: Session, house: House, opening: Opening, scored: FlaskClient
) -> None:
    reason = "Our works council asked for it."
    opening.feedback, opening.feedback_off_reason = "off", reason
    session.add(opening)
    session.commit()

    page = scored.get("/assessment/feedback").text
    assert "For this opening there is no feedback." in page
    assert reason not in page
    assert "/assessment/explanation" in page


def test_answers_taken_back_have_no_result(
    session: Session, scored: FlaskClient, candidate: Candidate
) -> None:
    sittings.find_sitting(session, candidate.id).voided_at = NOW + timedelta(minutes=1)
    session.commit()

    for path in PAGES:
        page = scored.get(f"/assessment/{path}", follow_redirects=True).text
        assert "You have taken these answers back" in page
        assert "of 100 points" not in page


def test_the_first_look_at_a_result_is_noted_and_no_other(
    session: Session, scored: FlaskClient, candidate: Candidate
) -> None:
    for path in PAGES:
        scored.get(f"/assessment/{path}")

    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "result.read")).one()
    assert (entry.actor, entry.object_id) == (str(candidate.id), str(candidate.id))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("name", ["Sec-Purpose", "Purpose"])
def test_what_a_browser_fetches_ahead_is_neither_shown_nor_noted(
    session: Session, scored: FlaskClient, path: str, name: str
) -> None:
    ahead = scored.get(f"/assessment/{path}", headers={name: "prefetch;prerender"})
    noted = session.exec(select(AuditEntry).where(AuditEntry.act == "result.read")).all()

    assert (ahead.status_code, ahead.data, noted) == (425, b"", [])
    assert scored.get(f"/assessment/{path}").status_code == 200


def test_a_simulated_candidate_is_told_so(session: Session, house: House, browser) -> None:
    candidate = house.candidate(house.opening(is_simulated=True))
    client = browser(candidate, house.drawn_answers(1))
    _score(session, candidate)

    assert "Simulated data" in text_of(client.get("/assessment/feedback").text)
    assert "Simulated data" in client.get("/assessment/explanation.txt").text


# Staff


def test_a_recruiter_chooses_a_day(
    app: Flask, session: Session, house: House, opening: Opening
) -> None:
    client = sign_in(session, app.test_client(), house.join(opening, Role.RECRUITER))
    day = (datetime.now(UTC) + timedelta(days=30)).date()
    response = send(
        client, f"/openings/{opening.id}/feedback", when="on_date", starts_on=day.isoformat()
    )

    session.refresh(opening)
    assert response.status_code == 302
    assert (opening.feedback, opening.feedback_from.date()) == ("on_date", day)


def test_a_chosen_day_begins_and_is_shown_where_the_house_is(
    app: Flask, session: Session, house: House, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions["hiring_settings"].model_copy(update={"time_zone": "Asia/Tokyo"})
    monkeypatch.setitem(app.extensions, "hiring_settings", settings)
    client = sign_in(session, app.test_client(), house.staff[Role.OWNER])
    path, day = f"/openings/{opening.id}/feedback", (datetime.now(UTC) + timedelta(days=60)).date()
    send(client, path, when="on_date", starts_on=day.isoformat())
    session.refresh(opening)

    evening = day - timedelta(days=1)
    first = datetime(evening.year, evening.month, evening.day, 15, tzinfo=UTC)
    assert opening.feedback_from == first
    page = client.get(path).text
    assert f"feedback from {to_the_day(day, 'en')} on" in page
    assert f'value="{day}"' in page


def test_the_form_says_that_the_explanation_does_not_wait(
    app: Flask, session: Session, house: House, opening: Opening
) -> None:
    client = sign_in(session, app.test_client(), house.join(opening, Role.RECRUITER))
    page = client.get(f"/openings/{opening.id}/feedback").text

    assert "how the result came about can read that as soon as there is a score, whatever" in page


def test_a_recruiter_is_offered_no_way_to_turn_it_off(
    app: Flask, session: Session, house: House, opening: Opening
) -> None:
    client = sign_in(session, app.test_client(), house.join(opening, Role.RECRUITER))
    path = f"/openings/{opening.id}/feedback"

    assert 'value="off"' not in client.get(path).text
    response = send(client, path, when="off", reason="Because I would rather not.")
    session.refresh(opening)
    assert (response.status_code, opening.feedback) == (422, "at_once")


def test_an_owner_asks_and_a_recruiter_agrees_before_it_is_off(
    app: Flask, session: Session, house: House, opening: Opening
) -> None:
    path, reason = f"/openings/{opening.id}/feedback", "Our works council asked for it."
    owner = sign_in(session, app.test_client(), house.staff[Role.OWNER])
    without = send(owner, path, when="off", reason="no")
    assert without.status_code == 422
    assert "Give the reason in words" in without.text
    assert send(owner, path, when="off", reason=reason).status_code == 302
    session.refresh(opening)
    assert opening.feedback == "at_once"

    recruiter = sign_in(session, app.test_client(), house.join(opening, Role.RECRUITER))
    page = recruiter.get(path).text
    assert reason in page
    assert send(recruiter, _to_agree(page)).status_code == 302
    session.refresh(opening)
    assert (opening.feedback, opening.feedback_off_reason) == ("off", reason)
    page = recruiter.get(path).text
    assert reason in page
    assert '<form method="post" action="/openings' not in page


def test_whoever_asked_to_turn_feedback_off_cannot_be_the_second_person(
    app: Flask, session: Session, house: House, opening: Opening
) -> None:
    path, reason = f"/openings/{opening.id}/feedback", "Our works council asked for it."
    owner = sign_in(session, app.test_client(), house.staff[Role.OWNER])
    send(owner, path, when="off", reason=reason)
    page = owner.get(path).text
    proposal = session.exec(select(Proposal)).one()

    assert "/agree" not in page
    answer = send(owner, f"{path}/off/{proposal.id}/agree")
    session.refresh(opening)
    assert (answer.status_code, opening.feedback) == (403, "at_once")


def test_two_recruiters_are_no_pair_an_owner_has_to_be_among_them(
    app: Flask, session: Session, house: House, opening: Opening
) -> None:
    first = house.join(opening, Role.RECRUITER)
    second = builders.add_staff(session, Role.RECRUITER, "Second")
    openings.add_member(session, opening, second, actor=first, now=NOW)
    reason = "The template said so."
    proposal = propose_no_feedback(session, opening, reason=reason, staff=first, now=NOW)
    session.commit()

    path = f"/openings/{opening.id}/feedback"
    client = sign_in(session, app.test_client(), second)
    page = client.get(path).text
    assert "Neither of you is an owner" in page
    assert "/agree" not in page
    assert send(client, f"{path}/off/{proposal.id}/agree").status_code == 403
    owner = sign_in(session, app.test_client(), house.staff[Role.OWNER])
    assert send(owner, _to_agree(owner.get(path).text)).status_code == 302
    session.refresh(opening)
    assert opening.feedback == "off"


def test_a_colleague_can_leave_feedback_on_and_nothing_is_left_to_agree_to(
    app: Flask, session: Session, house: House, opening: Opening
) -> None:
    owner, recruiter = house.staff[Role.OWNER], house.join(opening, Role.RECRUITER)
    reason = "Our works council asked for it."
    proposal = propose_no_feedback(session, opening, reason=reason, staff=owner, now=NOW)
    session.commit()
    path = f"/openings/{opening.id}/feedback"
    client = sign_in(session, app.test_client(), recruiter)

    assert send(client, f"{path}/off/{proposal.id}/drop").status_code == 302
    assert send(client, f"{path}/off/{proposal.id}/agree").status_code == 404
    session.refresh(opening)
    assert opening.feedback == "at_once"
    acts = session.exec(
        select(AuditEntry.act).where(
            AuditEntry.chain == str(opening.id), col(AuditEntry.act).startswith("proposal.")
        )
    )
    assert set(acts) == {"proposal.made", "proposal.dropped"}


def test_a_day_of_ones_choice_needs_the_day(
    app: Flask, session: Session, house: House, opening: Opening
) -> None:
    client = sign_in(session, app.test_client(), house.staff[Role.OWNER])
    response = send(client, f"/openings/{opening.id}/feedback", when="on_date", starts_on="")

    assert response.status_code == 422
    assert "Choose the day from which candidates see their feedback" in response.text


def test_the_settings_of_an_opening_lead_to_the_form(
    app: Flask, session: Session, house: House, opening: Opening
) -> None:
    client = sign_in(session, app.test_client(), house.staff[Role.OWNER])

    assert f"/openings/{opening.id}/feedback" in client.get(f"/openings/{opening.id}/settings").text


def _to_agree(page: str) -> str:
    """Where the button of the second person leads."""
    (path,) = re.findall(r'action="(/openings/[^"]+/agree)"', page)
    return path


def _told(client: FlaskClient) -> tuple[str, ...]:
    """All that a candidate can read, page and paper."""
    page, pdf, explained, plain = (client.get(f"/assessment/{path}") for path in PAGES)
    return text_of(page.text), pdf_text(pdf.data), text_of(explained.text), plain.text
