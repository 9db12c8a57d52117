"""What analysts see and do when they score again, through the pages; and what others see of it."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlmodel import Session, col, select

from hiring import rescoring
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.banks.deriving import derive_key
from hiring.banks.versions import KeyVersion
from hiring.briefs.codes import in_groups
from hiring.jobs import Job
from hiring.openings import Candidate, Opening
from hiring.openings.records import get_administration
from hiring.rescoring import Rescoring
from hiring.scoring import Score, ScoredForm, score_sitting
from tests.builders import NOW, House, add_staff, send, sign_in

REASON = "Two experts agreed that the option keyed best cannot work."


@pytest.fixture
def analyst(app: Flask, session: Session, house: House) -> FlaskClient:
    return sign_in(session, app.test_client(), house.staff[Role.ANALYST])


@pytest.fixture
def owner(app: Flask, session: Session, house: House) -> FlaskClient:
    return sign_in(session, app.test_client(), house.staff[Role.OWNER])


@pytest.fixture
def people(session: Session, house: House, opening: Opening) -> list[Candidate]:
    """Three people with a score."""
    found = []
    for number in range(3):
        candidate = house.candidate(opening, f"Ada {number}")
        sitting = house.submitted(candidate, house.drawn_answers(seed=number))
        score_sitting(session, sitting.id, now=NOW)
        found.append(candidate)
    session.commit()
    return found


@pytest.fixture
def address(house: House) -> str:
    return f"/measurement/{house.key.id}/standard/rescoring"


@pytest.fixture
def item(house: House) -> str:
    return house.refs()[1]


def decision(seen: str, item: str, **changes: object) -> dict[str, object]:
    usual = {"people": "real", "target": "", "drop": [item], "previewed": seen, "reason": REASON}
    return usual | changes


@pytest.fixture
def seen(session: Session, house: House, people: list[Candidate]) -> str:
    """What a preview of the three people carries along."""
    return rescoring.fingerprint(session, ScoredForm(house.key.id, "standard", False))


@pytest.fixture
def finish(session: Session) -> Callable[[], Rescoring]:
    """Do what the worker does with the only decision there is."""

    def run() -> Rescoring:
        session.rollback()
        row = session.exec(select(Rescoring)).one()
        while rescoring.score_batch(session, row.id, now=row.decided_at) < 100:
            session.commit()
        rescoring.finish(session, row.id, now=row.decided_at)
        session.commit()
        return row

    return run


def decided(first: FlaskClient, second: FlaskClient, address: str, **fields: object) -> str:
    """Let one person ask and the other agree; where the decision stands."""
    asked = send(first, address, **fields)
    assert asked.status_code == 302
    agreed = send(second, f"{asked.location}/agree", previewed=fields["previewed"])
    assert agreed.status_code == 302
    return str(agreed.location)


@pytest.fixture
def scored_again(
    analyst: FlaskClient,
    owner: FlaskClient,
    people: list[Candidate],
    address: str,
    item: str,
    finish: Callable[[], Rescoring],
    seen: str,
) -> Rescoring:
    decided(analyst, owner, address, **decision(seen, item))
    return finish()


def test_the_page_offers_every_item_that_counts(
    analyst: FlaskClient, house: House, address: str
) -> None:
    page = analyst.get(address).text

    assert page.count('name="drop"') == len(house.refs())
    assert "0 scored" in page


def test_without_a_choice_the_page_says_what_to_choose(analyst: FlaskClient, address: str) -> None:
    response = analyst.get(f"{address}/preview?people=real")

    assert response.status_code == 422
    assert "Choose another key, or tick the items to set aside" in response.text


def test_an_item_cannot_be_left_out_and_credited(
    analyst: FlaskClient, address: str, item: str
) -> None:
    response = analyst.get(f"{address}/preview?people=real&drop={item}&neutral={item}")

    assert response.status_code == 422
    assert "left out and credited at once" in response.text


def test_with_nobody_scored_the_page_says_so(analyst: FlaskClient, address: str, item: str) -> None:
    response = analyst.get(f"{address}/preview?people=real&drop={item}")

    assert response.status_code == 422
    assert "Nobody&#39;s score is by this key" in response.text


def test_a_preview_says_who_moves_and_what_each_scenario_then_counts(
    analyst: FlaskClient, people: list[Candidate], address: str, item: str
) -> None:
    page = analyst.get(f"{address}/preview?people=real&drop={item}").text

    assert "3 sittings would be scored again" in page
    assert "counts for nobody" in page
    assert "key 1 to key 1-set-aside-1" in page


def test_a_preview_shows_precision_with_its_number_before_and_after(
    analyst: FlaskClient, people: list[Candidate], address: str, item: str
) -> None:
    page = analyst.get(f"{address}/preview?people=real&drop={item}").text

    assert re.search(r"Sittings it stands on \(N\)</th><td class=\"num\">1</td>", page)
    assert "planned" in page


def test_a_preview_names_nobody(
    analyst: FlaskClient, people: list[Candidate], address: str, item: str
) -> None:
    page = analyst.get(f"{address}/preview?people=real&drop={item}").text

    assert "Ada" not in page


def test_a_preview_makes_no_key(
    analyst: FlaskClient, session: Session, people: list[Candidate], address: str, item: str
) -> None:
    analyst.get(f"{address}/preview?people=real&drop={item}")

    assert [key.key_version for key in session.exec(select(KeyVersion))] == ["1"]


def test_nothing_is_scored_again_before_a_second_person_agrees(
    analyst: FlaskClient,
    session: Session,
    people: list[Candidate],
    address: str,
    item: str,
    seen: str,
) -> None:
    asked = send(analyst, address, **decision(seen, item))
    page = analyst.get(asked.location).text

    assert session.exec(select(Rescoring)).all() == []
    assert [key.key_version for key in session.exec(select(KeyVersion))] == ["1"]
    assert REASON in page
    assert "/agree" not in page
    assert send(analyst, f"{asked.location}/agree", previewed=seen).status_code == 403
    session.rollback()
    assert [job.task for job in session.exec(select(Job))] == ["tell_owner"]


def test_the_second_person_sees_what_would_change_and_both_names_are_kept(
    analyst: FlaskClient,
    owner: FlaskClient,
    house: House,
    people: list[Candidate],
    address: str,
    item: str,
    seen: str,
) -> None:
    asked = send(analyst, address, **decision(seen, item, goes_on="y"))
    assert asked.location in owner.get(address).text
    page = owner.get(asked.location).text
    assert "3 sittings would be scored again" in page
    assert "would go on with the new one" in page
    assert "Agree: score 3 sittings again" in page

    agreed = send(owner, f"{asked.location}/agree", previewed=seen)
    assert "Asked for by Analyst, agreed to by Owner" in owner.get(agreed.location).text
    assert owner.get(asked.location).status_code == 404


def test_two_analysts_are_no_pair_an_owner_has_to_be_among_them(
    app: Flask,
    session: Session,
    analyst: FlaskClient,
    people: list[Candidate],
    address: str,
    item: str,
    seen: str,
) -> None:
    asked = send(analyst, address, **decision(seen, item))
    other = sign_in(session, app.test_client(), add_staff(session, Role.ANALYST, "Second"))
    page = other.get(asked.location).text

    assert "Neither of you is an owner" in page
    assert "/agree" not in page
    assert send(other, f"{asked.location}/agree", previewed=seen).status_code == 403


def test_what_is_agreed_to_are_the_figures_of_that_moment(
    analyst: FlaskClient,
    owner: FlaskClient,
    session: Session,
    people: list[Candidate],
    address: str,
    item: str,
    seen: str,
) -> None:
    asked = send(analyst, address, **decision(seen, item))
    response = send(owner, f"{asked.location}/agree", previewed="old")

    assert response.status_code == 422
    assert "Meanwhile scores or decisions have changed" in response.text
    assert session.exec(select(Rescoring)).all() == []
    assert f'name="previewed" value="{seen}"' in response.text
    assert send(owner, f"{asked.location}/agree", previewed=seen).status_code == 302


def test_a_colleague_can_leave_the_scores_as_they_are_and_it_can_be_asked_anew(
    analyst: FlaskClient,
    owner: FlaskClient,
    session: Session,
    people: list[Candidate],
    address: str,
    item: str,
    seen: str,
) -> None:
    asked = send(analyst, address, **decision(seen, item))
    assert send(analyst, address, **decision(seen, item)).status_code == 409
    assert send(owner, f"{asked.location}/drop").status_code == 302

    assert send(owner, f"{asked.location}/agree", previewed=seen).status_code == 404
    assert session.exec(select(Rescoring)).all() == []
    assert send(analyst, address, **decision(seen, item)).status_code == 302


def test_deciding_asks_for_the_work_and_shows_how_far_it_is(
    analyst: FlaskClient,
    owner: FlaskClient,
    session: Session,
    people: list[Candidate],
    address: str,
    item: str,
    seen: str,
) -> None:
    page = analyst.get(decided(analyst, owner, address, **decision(seen, item))).text

    assert work(session).state == "queued"
    assert "Under way: 0 of 3 scores" in page
    assert "Look again" in page
    assert REASON in page


def test_a_decision_without_reason_is_asked_for_one_and_stores_nothing(
    analyst: FlaskClient,
    session: Session,
    people: list[Candidate],
    address: str,
    item: str,
    seen: str,
) -> None:
    response = send(analyst, address, **decision(seen, item, reason="bad"))

    assert response.status_code == 422
    assert "Give the reason in words" in response.text
    assert session.exec(select(Rescoring)).all() == []
    assert [key.key_version for key in session.exec(select(KeyVersion))] == ["1"]


def test_a_decision_on_an_old_preview_shows_the_new_one(
    analyst: FlaskClient, session: Session, people: list[Candidate], address: str, item: str
) -> None:
    response = send(analyst, address, **decision("old", item))

    assert response.status_code == 422
    assert "Meanwhile scores or decisions have changed" in response.text
    assert [key.key_version for key in session.exec(select(KeyVersion))] == ["1"]


def test_a_decision_can_be_sent_again_after_reading_the_new_figures(
    analyst: FlaskClient, people: list[Candidate], address: str, item: str, seen: str
) -> None:
    page = send(analyst, address, **decision("old", item)).text

    assert f'name="previewed" value="{seen}"' in page


def test_openings_go_on_when_asked_to(
    analyst: FlaskClient,
    owner: FlaskClient,
    session: Session,
    people: list[Candidate],
    opening: Opening,
    address: str,
    item: str,
    seen: str,
) -> None:
    decided(analyst, owner, address, **decision(seen, item, goes_on="y"))
    session.rollback()

    assert get_administration(session, opening.id).number == 2


def test_scoring_by_a_key_that_exists_works_as_well(
    analyst: FlaskClient,
    session: Session,
    house: House,
    people: list[Candidate],
    address: str,
    scored_again: Rescoring,
) -> None:
    back = address.replace(str(house.key.id), str(scored_again.to_key_version_id))
    page = analyst.get(f"{back}/preview?people=real&target={house.key.id}")

    assert page.status_code == 200
    assert "key 1-set-aside-1 to key 1" in page.text


def test_a_finished_decision_says_when_it_was_done(
    analyst: FlaskClient, house: House, scored_again: Rescoring
) -> None:
    address = f"/measurement/{house.key.id}/standard/rescorings/{scored_again.id}"
    page = analyst.get(address).text

    assert "Done on" in page
    assert "3 scores" in page


@pytest.fixture
def stopped(
    analyst: FlaskClient,
    owner: FlaskClient,
    session: Session,
    people: list[Candidate],
    address: str,
    item: str,
    seen: str,
) -> str:
    """The address of a decision whose work was given up before it began."""
    location = decided(analyst, owner, address, **decision(seen, item))
    session.rollback()
    job = work(session)
    job.state, job.attempts, job.error = "failed", 6, "OperationalError: disk full"
    session.commit()
    return location


def test_work_that_stopped_says_that_nothing_is_lost(analyst: FlaskClient, stopped: str) -> None:
    page = analyst.get(stopped).text

    assert "0 of 3 scores are made; the others are still the old ones" in page


def test_work_that_stopped_goes_on_when_asked(
    analyst: FlaskClient, session: Session, stopped: str
) -> None:
    send(analyst, f"{stopped}/resume")
    session.rollback()
    job = work(session)

    assert (job.state, job.attempts, job.error) == ("queued", 0, None)
    assert len(resumptions(session)) == 1


def work(session: Session) -> Job:
    """The job that makes the scores."""
    return session.exec(select(Job).where(Job.task == "rescore")).one()


def resumptions(session: Session) -> list[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.act == "rescoring.resumed")
    return list(session.exec(query))


def test_work_that_is_done_is_not_begun_again(
    analyst: FlaskClient, session: Session, stopped: str
) -> None:
    job = work(session)
    job.state = "done"
    session.commit()
    send(analyst, f"{stopped}/resume")
    session.rollback()

    assert work(session).state == "done"
    assert resumptions(session) == []


def test_work_under_way_is_looked_at_again_by_itself(
    analyst: FlaskClient,
    owner: FlaskClient,
    people: list[Candidate],
    seen: str,
    address: str,
    item: str,
) -> None:
    location = decided(analyst, owner, address, **decision(seen, item))

    assert 'http-equiv="refresh"' in analyst.get(location).text


def test_neither_stopped_nor_finished_work_is_looked_at_by_itself(
    analyst: FlaskClient, stopped: str, finish: Callable[[], Rescoring]
) -> None:
    assert 'http-equiv="refresh"' not in analyst.get(stopped).text
    finish()
    assert 'http-equiv="refresh"' not in analyst.get(stopped).text


@pytest.fixture
def lesser(session: Session, house: House, item: str) -> KeyVersion:
    """A provisional key, where the scores stand on a confirmed one."""
    staff = house.staff[Role.ANALYST]
    key = derive_key(session, house.key, dropped=[item], reason=REASON, actor=staff.id, now=NOW)
    house.key.status, key.status = "confirmed", "provisional"
    session.commit()
    return key


ONLY_OWNERS = "Only an owner can decide this."


def test_an_analyst_is_told_beforehand_that_a_lesser_key_needs_an_owner(
    analyst: FlaskClient, people: list[Candidate], lesser: KeyVersion, address: str
) -> None:
    page = analyst.get(f"{address}/preview?people=real&target={lesser.id}").text

    assert ONLY_OWNERS in page
    assert 'name="previewed"' not in page


def test_an_owner_is_told_as_well_and_may_decide(
    owner: FlaskClient, seen: str, lesser: KeyVersion, address: str
) -> None:
    page = owner.get(f"{address}/preview?people=real&target={lesser.id}").text
    response = send(owner, address, **decision(seen, "", target=str(lesser.id), drop=[]))

    assert ONLY_OWNERS in page
    assert response.status_code == 302


def test_an_analyst_who_sends_the_decision_all_the_same_is_refused_in_words(
    analyst: FlaskClient, session: Session, seen: str, lesser: KeyVersion, address: str
) -> None:
    response = send(analyst, address, **decision(seen, "", target=str(lesser.id), drop=[]))

    assert response.status_code == 422
    assert "so only an owner can decide this" in response.text
    assert session.exec(select(Rescoring)).all() == []


def test_a_preview_says_what_follows_when_openings_keep_the_old_key(
    analyst: FlaskClient, people: list[Candidate], address: str, item: str
) -> None:
    page = analyst.get(f"{address}/preview?people=real&drop={item}").text

    assert "is scored by the old key and cannot be compared" in page


def test_a_decision_about_another_form_is_not_found_here(
    analyst: FlaskClient, house: House, small_house: House, scored_again: Rescoring
) -> None:
    address = f"/measurement/{small_house.key.id}/standard/rescorings/{scored_again.id}"

    assert analyst.get(address).status_code == 404


def test_the_candidates_page_lists_both_scores_with_the_reason(
    owner: FlaskClient, session: Session, people: list[Candidate], scored_again: Rescoring
) -> None:
    page = owner.get(f"/candidates/{people[0].id}").text

    assert "Scored more than once" in page
    assert "1-set-aside-1" in page
    assert REASON in page


def test_a_candidate_scored_once_has_no_such_list(
    owner: FlaskClient, people: list[Candidate]
) -> None:
    assert "Scored more than once" not in owner.get(f"/candidates/{people[0].id}").text


def test_the_answer_that_was_set_aside_says_so(
    owner: FlaskClient, people: list[Candidate], scored_again: Rescoring
) -> None:
    page = owner.get(f"/candidates/{people[0].id}").text

    assert page.count("Set aside, does not count") == 1


def test_the_brief_says_which_score_it_replaces_and_stays_on_two_pages(
    owner: FlaskClient, session: Session, people: list[Candidate], scored_again: Rescoring
) -> None:
    old = session.exec(select(Score).where(col(Score.replaces_id).is_(None))).all()
    reader = PdfReader(BytesIO(owner.get(f"/candidates/{people[0].id}/brief.pdf").data))
    text = " ".join(page.extract_text() for page in reader.pages)

    assert len(reader.pages) == 2
    assert "scored again on" in text
    assert any(in_groups(score.code) in text for score in old)


def test_people_scored_again_are_compared_as_before(
    owner: FlaskClient, opening: Opening, people: list[Candidate], scored_again: Rescoring
) -> None:
    ids = "&".join(f"id={one.id}" for one in people)
    page = owner.get(f"/openings/{opening.id}/compare?{ids}")

    assert page.status_code == 200
    assert "1-set-aside-1" in page.text


def test_people_of_two_keys_are_told_how_to_become_comparable(
    owner: FlaskClient,
    session: Session,
    house: House,
    opening: Opening,
    people: list[Candidate],
    scored_again: Rescoring,
) -> None:
    late = house.candidate(opening, "Late")
    sitting = house.submitted(late, house.drawn_answers(seed=9))
    score_sitting(session, sitting.id, now=NOW)
    session.commit()
    page = owner.get(f"/openings/{opening.id}/compare?id={people[0].id}&id={late.id}")

    assert page.status_code == 409
    assert "scored by different keys" in page.text
    assert "An analyst can score the answers again" in page.text
    assert "key 1-set-aside-1" in page.text
