"""What recruiters and owners see and do, through the pages."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from hiring import places
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.db import db
from hiring.openings import Candidate, Decision, Opening
from hiring.openings.invitations import get_invitation_of
from hiring.openings.members import list_members
from hiring.openings.records import Membership, get_administration
from hiring.scoring import score_sitting
from tests.builders import NOW, TOKEN, House, send, sign_in

NEXT_MONTH = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
NAMES = ("Ada Example", "Bo Sample", "Cy Instance", "Di Case", "Ed Model", "Flo Draft")
DECISION = {
    "outcome": "advance",
    "reason_code": "evidence_together",
    "reason": "Clear examples from three years at a counter.",
    "considered": "Interview and work history.",
}

VERDICTS = ("Near the key", "Partly like the key", "Far from the key")


@pytest.fixture
def owner(app: Flask, session: Session, house: House) -> FlaskClient:
    return sign_in(session, app.test_client(), house.staff[Role.OWNER])


@pytest.fixture
def recruiter(app: Flask, session: Session, house: House, opening: Opening) -> FlaskClient:
    return sign_in(session, app.test_client(), house.join(opening, Role.RECRUITER))


@pytest.fixture
def score(session: Session, house: House, opening: Opening) -> Callable[[str], Candidate]:
    """Invite somebody who answers everything and is scored."""

    def scored(name: str) -> Candidate:
        candidate = house.candidate(opening, name)
        sitting = house.submitted(candidate, house.drawn_answers(seed=len(name)))
        score_sitting(session, sitting.id, now=NOW)
        session.commit()
        return candidate

    return scored


@pytest.fixture
def scored(score: Callable[[str], Candidate]) -> Candidate:
    return score("Ada Example")


def opening_fields(house: House, **more: str) -> dict[str, str]:
    return {
        "title": "Counter, Lyon",
        "test": f"{house.key.id}:standard",
        "language": "fr",
        "paper": "Letter",
        "place": "other",
        "decide_by": NEXT_MONTH,
        **more,
    }


def newest_opening(session: Session) -> Opening:
    session.rollback()
    return session.exec(select(Opening).order_by(col(Opening.created_at).desc())).first()


def candidates_of(session: Session, opening: Opening) -> list[Candidate]:
    session.rollback()
    return list(session.exec(select(Candidate).where(Candidate.opening_id == opening.id)))


def compared(client: FlaskClient, opening: Opening, people: list[Candidate]) -> TestResponse:
    return client.get(
        f"/openings/{opening.id}/compare", query_string={"id": [p.id for p in people]}
    )


# The list of openings


def test_the_list_says_how_many_candidates_are_how_far(
    owner: FlaskClient, house: House, opening: Opening, scored: Candidate
) -> None:
    house.sitting(house.candidate(opening, "Bo Sample"))
    house.candidate(opening, "Cy Instance")
    text = owner.get("/openings").text
    assert re.findall(r'class="num" data-label="[^"]+">(\d+)', text) == ["3", "1", "1"]


def test_openings_and_briefs_come_in_the_languages_of_staff_alone(
    owner: FlaskClient, house: House
) -> None:
    assert 'value="es"' in owner.get("/openings/new").text
    assert 'value="ar"' not in owner.get("/openings/new").text
    refused = send(owner, "/openings/new", **opening_fields(house, language="ar"))
    assert refused.status_code == 422


def test_a_house_without_openings_is_told_what_to_do(owner: FlaskClient) -> None:
    assert "Create the first opening" in owner.get("/openings").text


def test_a_recruiter_sees_only_the_openings_of_their_own(
    recruiter: FlaskClient, house: House, opening: Opening
) -> None:
    house.opening("Somebody else's")
    text = recruiter.get("/openings").text
    assert opening.title in text
    assert "Somebody else" not in text


def test_an_interviewer_is_led_from_the_list_to_their_interviews(
    app: Flask, session: Session, house: House
) -> None:
    client = sign_in(session, app.test_client(), house.staff[Role.INTERVIEWER])
    assert client.get("/openings").location == "/interviews"


# A new opening


def test_an_owner_creates_an_opening_with_the_terms_they_chose(
    owner: FlaskClient, session: Session, house: House
) -> None:
    assert send(owner, "/openings/new", **opening_fields(house)).status_code == 302
    made = newest_opening(session)
    assert (made.title, made.language, made.paper) == ("Counter, Lyon", "fr", "Letter")
    assert get_administration(session, made.id).key_version_id == house.key.id


def test_the_last_day_belongs_to_the_time_to_decide(
    owner: FlaskClient, session: Session, house: House
) -> None:
    send(owner, "/openings/new", **opening_fields(house))
    assert newest_opening(session).decide_by.isoformat() == NEXT_MONTH


def test_the_choice_of_a_key_says_where_it_comes_from(owner: FlaskClient, house: House) -> None:
    assert "key 1, written from theory, provisional, public" in owner.get("/openings/new").text


def test_an_owner_can_accept_the_key_while_creating(
    owner: FlaskClient, session: Session, house: House
) -> None:
    send(owner, "/openings/new", **opening_fields(house, accept_key="y"))
    terms = get_administration(session, newest_opening(session).id)
    assert terms.acknowledged_by_id == house.staff[Role.OWNER].id


def test_a_recruiter_who_posts_the_owners_box_has_accepted_nothing(
    recruiter: FlaskClient, session: Session, house: House
) -> None:
    send(recruiter, "/openings/new", **opening_fields(house, accept_key="y"))
    made = newest_opening(session)
    assert made.title == "Counter, Lyon"
    assert get_administration(session, made.id).acknowledged_at is None


def test_a_waiting_opening_says_so_to_its_recruiter(recruiter: FlaskClient, house: House) -> None:
    answer = send(recruiter, "/openings/new", **opening_fields(house))
    text = recruiter.get(answer.location).text
    assert "waiting for an owner to accept the provisional key" in text
    assert "accept-key" not in text


def test_a_recruiter_cannot_accept_a_key(
    recruiter: FlaskClient, session: Session, house: House
) -> None:
    opening = house.opening(accepted=False)
    house.join(opening, Role.RECRUITER)
    assert send(recruiter, f"/openings/{opening.id}/accept-key").status_code == 403
    session.rollback()
    assert get_administration(session, opening.id).acknowledged_at is None


def test_an_owner_accepts_the_key_of_a_waiting_opening(
    owner: FlaskClient, session: Session, house: House
) -> None:
    opening = house.opening(accepted=False)
    assert f"/openings/{opening.id}/accept-key" in owner.get(f"/openings/{opening.id}").text
    send(owner, f"/openings/{opening.id}/accept-key")
    session.rollback()
    session.expire_all()
    assert get_administration(session, opening.id).acknowledged_at is not None


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "  ", "Write a title"),
        ("decide_by", "soon", "Write the day as year-month-day"),
        ("decide_by", "2020-01-01", "Choose today or a later day"),
        ("paper", "A3", "Not a valid choice"),
        ("test", "", "Choose a test"),
    ],
)
def test_a_faulty_opening_is_not_created_and_says_what_to_do(
    owner: FlaskClient, session: Session, house: House, field: str, value: str, words: str
) -> None:
    answer = send(owner, "/openings/new", **opening_fields(house, **{field: value}))
    assert answer.status_code == 422
    assert words in answer.text
    assert "<title>Error:" in answer.text
    assert newest_opening(session) is None


# Candidates of an opening


def test_candidates_stand_in_order_of_name_without_a_number(
    owner: FlaskClient, opening: Opening, score: Callable[[str], Candidate]
) -> None:
    for name in ("Cy Instance", "Ada Example", "Bo Sample"):
        score(name)
    text = owner.get(f"/openings/{opening.id}").text
    assert re.findall(r"<bdi>([^<]+)</bdi>", text[text.index("<main") :]) == [
        "Ada Example",
        "Bo Sample",
        "Cy Instance",
    ]
    assert "of 100" not in text


def test_every_state_has_its_word(
    owner: FlaskClient, session: Session, house: House, opening: Opening, scored: Candidate
) -> None:
    house.candidate(opening, "Bo Sample", expires_at=NOW)
    house.sitting(house.candidate(opening, "Cy Instance"), {house.refs()[0]: None})
    house.submitted(house.candidate(opening, "Di Case"), {})
    get_invitation_of(session, house.candidate(opening, "Ed Model").id).revoked_at = NOW
    house.candidate(opening, "Flo Draft")
    session.commit()
    text = owner.get(f"/openings/{opening.id}").text
    found = re.findall(r'data-label="State">.*?</svg>([^<]+)</span>', text)
    assert found == [
        "Scored",
        "Link expired",
        "In progress, 1 of 26",
        "Answers sent",
        "Link withdrawn",
        "Invited",
    ]


def test_the_filter_shows_one_state(
    owner: FlaskClient, house: House, opening: Opening, scored: Candidate
) -> None:
    house.candidate(opening, "Bo Sample")
    text = owner.get(f"/openings/{opening.id}?state=invited").text
    assert re.findall(r"<bdi>([^<]+)</bdi>", text[text.index("<main") :]) == ["Bo Sample"]


@pytest.mark.parametrize(
    "address",
    [
        "/openings/{}",
        "/openings/{}?sort=activity",
        "/openings/{}?state=scored",
        "/openings/{}?look=undecided",
        "/openings/{}?outcome=none",
        "/openings",
        "/desk",
    ],
)
def test_a_page_of_people_costs_the_same_number_of_queries_however_many(
    app: Flask,
    owner: FlaskClient,
    opening: Opening,
    score: Callable[[str], Candidate],
    address: str,
) -> None:
    score("Ada Example")
    few = n_queries(app, lambda: owner.get(address.format(opening.id)))
    for name in NAMES[1:]:
        score(name)
    assert n_queries(app, lambda: owner.get(address.format(opening.id))) == few


def n_queries(app: Flask, act: Callable[[], TestResponse]) -> int:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    assert act().status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    return len(statements)


def test_an_opening_of_others_looks_like_none_at_all(recruiter: FlaskClient, house: House) -> None:
    foreign, absent = house.opening("Somebody else's").id, uuid4()
    answers = [recruiter.get(f"/openings/{one}") for one in (foreign, absent)]
    assert [answer.status_code for answer in answers] == [404, 404]
    pages = [TOKEN.sub("", answer.text) for answer in answers]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "path",
    ["", "/decisions", "/link/renew", "/link/withdraw", "/brief", "/brief.pdf"],
)
def test_a_candidate_of_others_is_not_found(
    recruiter: FlaskClient, house: House, path: str
) -> None:
    foreign = house.candidate(house.opening("Somebody else's"), "Bo Sample")
    address = f"/candidates/{foreign.id}{path}"
    is_post = path.startswith(("/decisions", "/link"))
    answer = send(recruiter, address) if is_post else recruiter.get(address)
    assert answer.status_code == 404


def test_a_new_candidate_gets_a_link_that_works(
    owner: FlaskClient, app: Flask, opening: Opening
) -> None:
    answer = send(
        owner,
        f"/openings/{opening.id}/add-one",
        name="Ada Example",
        email="Ada@Example.org",
        valid_until=NEXT_MONTH,
    )
    text = owner.get(answer.location).text
    links = re.findall(r'value="[^"]*(/c/[^"]+)"', text)
    assert len(links) == 1
    assert app.test_client().get(links[0]).status_code == 200


def test_an_address_that_is_there_already_is_named(
    owner: FlaskClient, session: Session, house: House, opening: Opening
) -> None:
    house.candidate(opening, "Bo Sample", "bo@example.org")
    answer = send(
        owner,
        f"/openings/{opening.id}/add-one",
        name="Bob",
        email="BO@example.org",
        valid_until=NEXT_MONTH,
    )
    assert answer.status_code == 422
    assert "in this opening already, as Bo Sample" in answer.text
    assert len(candidates_of(session, opening)) == 1


def test_a_new_link_makes_the_old_one_dead(
    owner: FlaskClient, app: Flask, house: House, scored: Candidate
) -> None:
    old = house.token(scored)
    send(owner, f"/candidates/{scored.id}/link/renew", valid_until=NEXT_MONTH)
    house.session.rollback()
    house.session.expire_all()
    guest = app.test_client()
    assert guest.get(f"/c/{old}").status_code == 410
    assert guest.get(f"/c/{house.token(scored)}").status_code == 200


def test_a_withdrawn_link_opens_nothing(
    owner: FlaskClient, app: Flask, house: House, candidate: Candidate
) -> None:
    send(owner, f"/candidates/{candidate.id}/link/withdraw")
    assert app.test_client().get(f"/c/{house.token(candidate)}").status_code == 410
    assert "The link is withdrawn" in owner.get(f"/candidates/{candidate.id}").text


def test_a_member_recruiter_adds_a_colleague(
    recruiter: FlaskClient, session: Session, house: House, opening: Opening
) -> None:
    interviewer = house.staff[Role.INTERVIEWER]
    send(recruiter, f"/openings/{opening.id}/members", member=str(interviewer.id), role="owner")
    session.rollback()
    assert interviewer in list_members(session, opening.id)
    session.refresh(interviewer)
    assert interviewer.role == Role.INTERVIEWER


def test_nobody_is_added_who_is_not_on_offer(
    owner: FlaskClient, session: Session, opening: Opening
) -> None:
    before = len(session.exec(select(Membership)).all())
    answer = send(owner, f"/openings/{opening.id}/members", member=str(uuid4()))
    assert answer.status_code == 422
    session.rollback()
    assert len(session.exec(select(Membership)).all()) == before


def test_an_analyst_is_not_offered_as_a_colleague_and_is_refused_when_sent(
    owner: FlaskClient, session: Session, house: House, opening: Opening
) -> None:
    page, analyst = f"/openings/{opening.id}/members", house.staff[Role.ANALYST]
    assert str(analyst.id) not in owner.get(page).text
    assert send(owner, page, member=str(analyst.id)).status_code == 422
    session.rollback()
    assert analyst not in list_members(session, opening.id)


# One candidate


def test_a_score_comes_with_its_range_its_sentence_and_its_labels(
    owner: FlaskClient, scored: Candidate
) -> None:
    text = owner.get(f"/candidates/{scored.id}").text
    assert re.search(r"\d+ of 100 points, likely range \d+ to \d+", text)
    assert "Error alone can move a score within this range." in text
    assert "Provisional key" in text
    assert "Public key" in text
    assert "Precision: planned" in text


def test_the_table_holds_the_code_that_stands_on_paper(
    owner: FlaskClient, scored: Candidate
) -> None:
    code = r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}"
    found = re.search(code, owner.get(f"/candidates/{scored.id}").text)
    assert found is not None
    assert found[0] in owner.get(f"/candidates/{scored.id}/brief").text


def test_clusters_stay_unseen_until_they_may_be_told(owner: FlaskClient, scored: Candidate) -> None:
    text = owner.get(f"/candidates/{scored.id}").text
    assert not re.search(r"<th scope=\"row\">(Reading|Responding|Delivering)</th>", text)


def test_answers_stand_beside_the_key_once_they_are_sent(
    owner: FlaskClient, scored: Candidate
) -> None:
    text = owner.get(f"/candidates/{scored.id}").text
    assert sum(map(text.count, VERDICTS)) == 26
    assert "Why the key says so" in text


def test_the_key_of_an_unfinished_sitting_is_not_shown(
    owner: FlaskClient, house: House, opening: Opening
) -> None:
    candidate = house.candidate(opening)
    house.sitting(candidate, house.drawn_answers(seed=1))
    text = owner.get(f"/candidates/{candidate.id}").text
    assert "still at work" in text
    assert "Why the key says so" not in text


def test_left_out_not_reached_and_worth_nothing_are_told_apart(
    owner: FlaskClient, session: Session, house: House, opening: Opening
) -> None:
    candidate = house.candidate(opening)
    answers = house.drawn_answers(seed=1) | {house.refs()[0]: None}
    del answers[house.refs()[1]]
    score_sitting(session, house.submitted(candidate, answers).id, now=NOW)
    session.commit()
    text = owner.get(f"/candidates/{candidate.id}").text
    verdicts = re.findall(r'<span class="num">([^<]+)</span></span></summary>', text)
    assert verdicts[:2] == ["Left out", "Not reached"]
    assert set(verdicts[2:]) <= set(VERDICTS)


def test_no_single_answer_carries_a_number(owner: FlaskClient, scored: Candidate) -> None:
    text = owner.get(f"/candidates/{scored.id}").text
    verdicts = re.findall(r'<span class="num">([^<]+)</span></span></summary>', text)
    assert len(verdicts) == 26
    assert not any(letter.isdigit() for verdict in verdicts for letter in verdict)


def test_too_few_answers_give_a_reason_instead_of_a_number(
    owner: FlaskClient, session: Session, house: House, opening: Opening
) -> None:
    candidate = house.candidate(opening)
    few = dict(list(house.drawn_answers(seed=1).items())[:5])
    score_sitting(session, house.submitted(candidate, few).id, now=NOW)
    session.commit()
    text = owner.get(f"/candidates/{candidate.id}").text
    assert "5 of 26 scenarios were answered" in text
    assert "of 100 points" not in text


def test_opening_a_candidates_page_is_noted(
    owner: FlaskClient, session: Session, house: House, scored: Candidate
) -> None:
    owner.get(f"/candidates/{scored.id}")
    session.rollback()
    noted = session.exec(select(AuditEntry).where(AuditEntry.act == "candidate.viewed")).one()
    assert noted.actor == str(house.staff[Role.OWNER].id)


# Decisions


def test_a_decision_is_stored_with_author_and_reason(
    owner: FlaskClient, session: Session, house: House, scored: Candidate
) -> None:
    owner.get(f"/candidates/{scored.id}")
    send(owner, f"/candidates/{scored.id}/decisions", **DECISION)
    session.rollback()
    decision = session.exec(select(Decision)).one()
    assert decision.staff_id == house.staff[Role.OWNER].id
    assert DECISION["reason"] in owner.get(f"/candidates/{scored.id}").text


def test_nobody_decides_about_a_page_they_have_not_opened(
    owner: FlaskClient, session: Session, scored: Candidate
) -> None:
    answer = send(owner, f"/candidates/{scored.id}/decisions", **DECISION)
    assert answer.status_code == 422
    assert "You have not opened this candidate" in answer.text
    assert DECISION["reason"] in answer.text
    session.rollback()
    assert session.exec(select(Decision)).all() == []


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("outcome", "Choose a decision"),
        ("reason_code", "Choose the main ground"),
        ("reason", "Give the reason in words"),
        ("considered", "Name what you considered besides the score"),
    ],
)
def test_an_unfounded_decision_is_refused(
    owner: FlaskClient, session: Session, scored: Candidate, field: str, words: str
) -> None:
    owner.get(f"/candidates/{scored.id}")
    answer = send(owner, f"/candidates/{scored.id}/decisions", **{**DECISION, field: ""})
    assert answer.status_code == 422
    assert words in answer.text
    session.rollback()
    assert session.exec(select(Decision)).all() == []


def test_nothing_is_preselected_but_the_stage(owner: FlaskClient, scored: Candidate) -> None:
    text = owner.get(f"/candidates/{scored.id}").text
    assert re.findall(r'type="radio" name="(\w+)"[^>]*checked', text) == ["stage"]


def test_a_changed_mind_is_a_new_decision_and_the_old_one_stays(
    owner: FlaskClient, scored: Candidate
) -> None:
    owner.get(f"/candidates/{scored.id}")
    send(owner, f"/candidates/{scored.id}/decisions", **DECISION)
    send(owner, f"/candidates/{scored.id}/decisions", **{**DECISION, "outcome": "hold"})
    text = owner.get(f"/candidates/{scored.id}").text
    newer, older = (f"<b>After the screen: {words}</b>" for words in ("On hold", "Goes on"))
    assert text.index(newer) < text.index(older.removesuffix("</b>"))


def test_posted_fields_that_no_form_has_change_nothing(
    owner: FlaskClient, session: Session, house: House, scored: Candidate
) -> None:
    owner.get(f"/candidates/{scored.id}")
    extra = {"score": "100", "total": "100", "role": "owner", "staff_id": str(uuid4())}
    before = owner.get(f"/candidates/{scored.id}").text
    send(owner, f"/candidates/{scored.id}/decisions", **DECISION, **extra)
    headline = re.compile(r"\d+ of 100 points")
    after = owner.get(f"/candidates/{scored.id}").text
    assert headline.findall(before) == headline.findall(after)
    session.rollback()
    assert session.exec(select(Decision)).one().staff_id == house.staff[Role.OWNER].id


# Side by side


def test_people_stand_side_by_side_in_order_of_name(
    owner: FlaskClient, opening: Opening, score: Callable[[str], Candidate]
) -> None:
    people = [score(name) for name in ("Cy Instance", "Ada Example", "Bo Sample")]
    text = compared(owner, opening, people).text
    heads = re.findall(r"<bdi>([^<]+)</bdi></a></th>", text)
    assert heads == ["Ada Example", "Bo Sample", "Cy Instance"]


def test_equal_answers_are_no_dependable_difference(
    owner: FlaskClient, opening: Opening, score: Callable[[str], Candidate]
) -> None:
    people = [score("Ada Example"), score("Eva Example")]
    text = compared(owner, opening, people).text
    assert "No dependable difference between these two people." in text
    assert "is higher than" not in text


def test_a_dependable_pair_is_stated_in_a_sentence(
    owner: FlaskClient,
    session: Session,
    house: House,
    opening: Opening,
    scored: Candidate,
) -> None:
    weaker = house.candidate(opening, "Bo Sample")
    lost = dict.fromkeys(house.refs()[:5]) | dict(
        list(house.drawn_answers(seed=3, skill=0.0).items())[5:]
    )
    score_sitting(session, house.submitted(weaker, lost).id, now=NOW)
    session.commit()
    text = compared(owner, opening, [weaker, scored]).text
    assert "The score of Ada Example is higher than that of Bo Sample." in text
    assert "There is 1 pair." in text


def test_a_sixth_person_is_refused_with_the_reason(
    owner: FlaskClient, opening: Opening, score: Callable[[str], Candidate]
) -> None:
    answer = compared(owner, opening, [score(name) for name in NAMES])
    assert answer.status_code == 409
    assert "At most 5 people can be compared at once" in answer.text


def test_one_person_alone_is_not_compared(
    owner: FlaskClient, opening: Opening, scored: Candidate
) -> None:
    answer = compared(owner, opening, [scored, scored])
    assert answer.status_code == 409
    assert "at least two people" in answer.text


def test_people_without_a_score_are_not_compared(
    owner: FlaskClient, house: House, opening: Opening, scored: Candidate
) -> None:
    answer = compared(owner, opening, [scored, house.candidate(opening, "Bo Sample")])
    assert "has no score yet" in answer.text


def test_a_candidate_of_another_opening_is_not_found_in_this_one(
    owner: FlaskClient, house: House, opening: Opening, scored: Candidate
) -> None:
    foreign = house.candidate(house.opening("Another"), "Bo Sample")
    assert compared(owner, opening, [scored, foreign]).status_code == 404


# The brief


def test_the_brief_comes_as_a_file_whose_name_names_nobody(
    owner: FlaskClient, scored: Candidate
) -> None:
    answer = owner.get(f"/candidates/{scored.id}/brief.pdf")
    assert answer.data.startswith(b"%PDF")
    disposition = answer.headers["Content-Disposition"]
    assert disposition == f'attachment; filename="brief-{scored.code}.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_same_score_prints_the_same_bytes(owner: FlaskClient, scored: Candidate) -> None:
    address = f"/candidates/{scored.id}/brief.pdf"
    assert owner.get(address).data == owner.get(address).data


def test_a_brief_before_the_score_is_refused(owner: FlaskClient, candidate: Candidate) -> None:
    assert owner.get(f"/candidates/{candidate.id}/brief").status_code == 409


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", ("entretien", "Racontez-moi")), ("es", ("Guion de entrevista", "Hábleme de"))],
)
def test_a_brief_speaks_the_language_of_its_opening(
    owner: FlaskClient, session: Session, house: House, language: str, words: tuple[str, str]
) -> None:
    candidate = house.candidate(house.opening(language=language))
    sitting = house.submitted(candidate, house.drawn_answers(seed=1))
    score_sitting(session, sitting.id, now=NOW)
    session.commit()
    shown = owner.get(f"/candidates/{candidate.id}/brief").text
    assert all(part in shown for part in (f'<article lang="{language}"', *words))


# All pages


@pytest.mark.parametrize(
    "address",
    [
        "/openings/new",
        "/openings/{opening}",
        "/openings/{opening}/add",
        "/openings/{opening}/links",
        "/openings/{opening}/members",
        "/openings/{opening}/compare",
        "/candidates/{candidate}",
        "/candidates/{candidate}/brief.pdf",
    ],
)
def test_an_interviewer_is_kept_out_of_recruiters_pages(
    app: Flask, session: Session, house: House, opening: Opening, scored: Candidate, address: str
) -> None:
    client = sign_in(session, app.test_client(), house.join(opening, Role.INTERVIEWER))
    filled = address.format(opening=opening.id, candidate=scored.id)
    assert client.get(filled).status_code == 403


def test_no_page_speaks_in_the_words_of_a_race() -> None:
    folder = places.templates_folder()
    words = re.compile(
        r"\b(rank\w*|medal\w*|podium|winner|best candidate|fail\w*)\b", re.IGNORECASE
    )
    pages = [*(folder / "recruiter").glob("*.html"), *(folder / "interviewer").glob("*.html")]
    found = {page.name: words.findall(page.read_text()) for page in pages}
    assert len(found) > 8
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_who_was_held_side_by_side_is_noted(
    owner: FlaskClient, session: Session, opening: Opening, score: Callable[[str], Candidate]
) -> None:
    people = [score("Ada Example"), score("Bo Longer Example")]
    query = "&".join(f"id={one.id}" for one in people)
    assert owner.get(f"/openings/{opening.id}/compare?{query}").status_code == 200
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "candidates.compared")).one()
    assert set(entry.details["candidates"]) == {str(one.id) for one in people}


@pytest.mark.parametrize(
    ("page", "act"), [("brief", "brief.read"), ("brief.pdf", "brief.exported")]
)
def test_who_read_a_brief_or_took_it_away_is_noted(
    owner: FlaskClient, session: Session, scored: Candidate, page: str, act: str
) -> None:
    assert owner.get(f"/candidates/{scored.id}/{page}").status_code == 200
    assert session.exec(select(AuditEntry).where(AuditEntry.act == act)).one().object_id == str(
        scored.id
    )


def test_a_member_who_is_taken_off_does_not_find_the_opening_any_more(
    owner: FlaskClient, recruiter: FlaskClient, house: House, opening: Opening
) -> None:
    assert recruiter.get(f"/openings/{opening.id}").status_code == 200
    member = str(house.staff[Role.RECRUITER].id)
    send(owner, f"/openings/{opening.id}/members/remove", member=member)
    assert recruiter.get(f"/openings/{opening.id}").status_code == 404


def test_taking_somebody_off_who_is_not_there_changes_nothing(
    owner: FlaskClient, session: Session, opening: Opening
) -> None:
    before = session.exec(select(Membership.id)).all()
    send(owner, f"/openings/{opening.id}/members/remove", member=str(uuid4()))
    assert session.exec(select(Membership.id)).all() == before
