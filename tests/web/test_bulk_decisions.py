"""Deciding about several people at once: each for themselves, all or nothing."""

import pytest
from sqlmodel import select

from hiring.accounts import Role
from hiring.openings import Decision
from tests.builders import send, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ROW = {
    "stage": "interview",
    "outcome": "advance",
    "reason_code": "interview",
    "reason": "Clear examples from three years at a counter.",
    "considered": "Interview and work history.",
}


@pytest.fixture
def owner(app, session, house):
    return sign_in(session, app.test_client(), house.staff[Role.OWNER])


@pytest.fixture
def people(house, opening):
    return [house.candidate(opening, name) for name in ("Ada Example", "Bo Sample")]


def row(candidate, **changes):
    return {f"p{candidate.id.hex}-{name}": text for name, text in {**ROW, **changes}.items()}


def page(client, opening, people):
    return client.get(
        f"/openings/{opening.id}/decide", query_string={"who": [one.id for one in people]}
    )


def store(client, opening, people, **fields):
    who = [str(one.id) for one in people]
    return send(client, f"/openings/{opening.id}/decide", who=who, **fields)


def look_at(client, people):
    for one in people:
        client.get(f"/candidates/{one.id}")


def test_each_person_gets_a_decision_of_their_own(session, owner, opening, people):
    look_at(owner, people)
    fields = row(people[0]) | row(people[1], outcome="hold", stage="screen")
    answer = store(owner, opening, people, **fields)

    found = {one.candidate_id: one for one in session.exec(select(Decision))}
    assert answer.status_code == 302
    assert [(found[p.id].stage, found[p.id].outcome) for p in people] == [
        ("interview", "advance"),
        ("screen", "hold"),
    ]


def test_somebody_whose_page_was_not_opened_has_no_form(owner, opening, people):
    look_at(owner, people[:1])
    text = page(owner, opening, people).text

    assert f"p{people[0].id.hex}-outcome" in text
    assert f"p{people[1].id.hex}-outcome" not in text
    assert "Open the page of Bo Sample first" in text


def test_somebody_whose_page_was_not_opened_stops_everything(session, owner, opening, people):
    look_at(owner, people[:1])
    answer = store(owner, opening, people, **row(people[0]), **row(people[1]))

    assert answer.status_code == 422
    assert session.exec(select(Decision)).all() == []


def test_all_faults_are_told_and_nothing_is_stored(session, owner, opening, people):
    look_at(owner, people)
    fields = row(people[0], reason="short") | row(people[1], considered="")
    answer = store(owner, opening, people, **fields)

    assert answer.status_code == 422
    assert "Give the reason in words" in answer.text
    assert "Name what you considered besides the score" in answer.text
    assert session.exec(select(Decision)).all() == []


def test_every_fault_says_about_whom_it_is(owner, opening, people):
    look_at(owner, people)
    answer = store(owner, opening, people, **row(people[0]), **row(people[1], outcome=""))
    summary = answer.text.split('id="error-summary"')[1].split("</div>")[0]

    assert "Bo Sample: Choose a decision" in summary
    assert "Ada Example" not in summary


def test_who_had_no_form_comes_next_when_the_others_are_stored(session, owner, opening, people):
    look_at(owner, people[:1])
    ada, bo = people
    answer = store(owner, opening, [ada], waiting=str(bo.id), **row(ada))

    assert [one.candidate_id for one in session.exec(select(Decision))] == [ada.id]
    assert answer.location.endswith(f"/decide?who={bo.id}")


def test_who_had_no_form_stays_on_the_page_beside_a_fault(owner, opening, people):
    look_at(owner, people[:1])
    ada, bo = people
    text = store(owner, opening, [ada], waiting=str(bo.id), **row(ada, outcome="")).text

    assert "Open the page of Bo Sample first" in text


def test_forms_of_pages_opened_meanwhile_join_and_nothing_typed_is_lost(
    session, owner, opening, people
):
    ada, bo = people
    look_at(owner, people)
    fields = row(ada, reason="Half a reason that is not stored yet.")
    text = store(owner, opening, [ada], waiting=str(bo.id), again="1", **fields).text

    assert "Half a reason that is not stored yet." in text
    assert f"p{bo.id.hex}-outcome" in text
    assert "Please check this page" not in text
    assert session.exec(select(Decision)).all() == []


def test_one_faulty_row_keeps_the_sound_ones_out(session, owner, opening, people):
    look_at(owner, people)
    store(owner, opening, people, **row(people[0]), **row(people[1], outcome=""))

    assert session.exec(select(Decision)).all() == []


def test_who_is_left_out_is_asked_nothing_else(session, owner, opening, people):
    look_at(owner, people)
    blank = row(people[1], outcome="left_out", reason="", considered="", reason_code="")
    store(owner, opening, people, **row(people[0]), **blank)

    assert [one.candidate_id for one in session.exec(select(Decision))] == [people[0].id]


def test_people_of_another_opening_are_not_found(owner, house, opening, people):
    other = house.opening("Another one")

    assert page(owner, other, people).status_code == 404


def test_the_page_takes_fifty_and_says_so(owner, house, opening):
    crowd = [house.candidate(opening, f"Person {n}") for n in range(52)]
    text = page(owner, opening, crowd).text

    assert "2 people more were ticked" in text


def test_the_history_has_a_line_for_each_decision_with_stage_and_seconds(owner, opening, people):
    look_at(owner, people)
    store(owner, opening, people[:1], **row(people[0], outcome="hold", stage="screen"))
    store(owner, opening, people[:1], **row(people[0]))
    text = owner.get(f"/candidates/{people[0].id}").text

    newer, older = text.index("After the interview: Goes on"), text.index("After the screen: On")
    assert newer < older
    assert "Time between opening the page and deciding" in text


def test_only_owners_see_how_long_somebody_looked(app, session, house, owner, opening, people):
    look_at(owner, people)
    store(owner, opening, people[:1], **row(people[0]))
    robin = sign_in(session, app.test_client(), house.join(opening, Role.RECRUITER))

    assert "Time between opening" not in robin.get(f"/candidates/{people[0].id}").text
