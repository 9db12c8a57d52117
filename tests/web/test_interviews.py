"""Interviews on pages: the plan, who meets whom, the scorecard, the panel, paper and seal."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from pypdf import PdfReader
from sqlmodel import select

from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.interviews import Interview, Scorecard
from hiring.interviews.plan import guide_questions, plan_questions
from hiring.interviews.scorecards import filed_cards
from hiring.interviews.sight import has_read_cards
from hiring.scoring import find_scores, score_sitting
from tests import interviewing
from tests.builders import NOW, send, sign_in
from tests.interviewing import OWN

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def member(house, opening):
    return house.join(opening, Role.INTERVIEWER)


@pytest.fixture
def colleague(house, opening):
    return house.join(opening, Role.RECRUITER)


@pytest.fixture
def owner(app, session, house):
    return sign_in(session, app.test_client(), house.staff[Role.OWNER])


@pytest.fixture
def interviewer(app, session, member):
    return sign_in(session, app.test_client(), member)


@pytest.fixture
def recruiter(app, session, colleague):
    return sign_in(session, app.test_client(), colleague)


@pytest.fixture
def interview(session, house, opening, candidate, member):
    return interviewing.assigned(session, house, opening, candidate, member)


@pytest.fixture
def score(session, house, candidate):
    sitting = house.submitted(candidate, house.drawn_answers(seed=7))
    score_sitting(session, sitting.id, now=NOW)
    session.commit()
    return find_scores(session, [sitting.id])[sitting.id]


@pytest.fixture
def filled(session, opening, interview):
    """The fields of a whole card, as a browser sends them."""
    fields = {"number": "1", "advice": "reserved", "summary": "In short."}
    for question, points in zip(
        plan_questions(session, opening.id), ("4", "none", "2", "5"), strict=True
    ):
        fields[f"points-{question.id.hex}"] = points
        fields[f"evidence-{question.id.hex}"] = "“Said so.”" if points != "none" else ""
    return fields


def assign(client, opening, candidate, interviewer, **more):
    fields = {"candidate": str(candidate.id), "interviewer": str(interviewer.id), **more}
    return send(client, f"/openings/{opening.id}/interviews", **fields)


def test_an_owner_assigns_and_the_interviewer_finds_it(
    owner, interviewer, opening, candidate, member
):
    day = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    answer = assign(owner, opening, candidate, member, planned_on=day)
    assert answer.status_code == 302
    text = interviewer.get("/interviews").text
    assert "Ada Example" in text
    assert "Planned" in text


def test_assigning_the_same_two_twice_says_so(owner, opening, candidate, member, interview):
    answer = assign(owner, opening, candidate, member)
    assert answer.status_code == 422
    assert "These two are to meet already" in answer.text


def test_own_questions_stand_on_every_brief(session, owner, opening, candidate, score):
    guide = guide_questions(session, opening)
    fields = {f"own-0-{name}": getattr(OWN, name) for name in ("text", "probe", "weak")}
    fields |= {"own-0-fair": OWN.fair, "own-0-strong": OWN.strong}
    answer = send(
        owner,
        f"/openings/{opening.id}/interview-plan",
        chosen=[guide[0].guide_question, guide[2].guide_question],
        **fields,
    )
    assert answer.status_code == 302
    text = owner.get(f"/candidates/{candidate.id}/brief").text
    assert OWN.text in text
    assert guide[1].text not in text


def test_a_half_written_own_question_is_refused_and_stays_on_the_page(session, owner, opening):
    guide = guide_questions(session, opening)
    chosen = [one.guide_question for one in guide[:2]]
    page = f"/openings/{opening.id}/interview-plan"
    answer = send(owner, page, chosen=chosen, **{"own-0-text": "Why us?"})

    assert answer.status_code == 422
    assert "Why us?" in answer.text
    assert "Question 3" in answer.text


def test_a_frozen_plan_says_why_it_stays(session, owner, opening, member, interview):
    interviewing.file_points(session, interview, opening, member, (3, 3, 3, 3))
    page = f"/openings/{opening.id}/interview-plan"

    assert "make a new opening" in owner.get(page).text
    assert send(owner, page, chosen=["own-bad-news"]).status_code == 422


def test_a_draft_is_kept_by_the_button_and_by_a_script(interviewer, interview, filled):
    page = f"/scorecards/{interview.id}"
    del filled["advice"]
    assert send(interviewer, f"{page}/draft", **filled).status_code == 302
    text = interviewer.get(page).text
    assert "“Said so.”" in text
    assert "File the scorecard" in text

    token = {"csrf_token": text.split('name="csrf_token" value="')[1].split('"')[0]}
    headers = {"X-Requested-With": "fetch"}
    kept = interviewer.post(f"{page}/draft", data=filled | token, headers=headers)
    assert kept.status_code == 204


def test_a_card_is_filed_once(session, interviewer, interview, filled):
    page = f"/scorecards/{interview.id}"
    assert send(interviewer, page, **filled).status_code == 302
    assert send(interviewer, page, **filled).status_code == 302
    session.expire_all()

    assert "filed already" in interviewer.get(page).text
    assert len(filed_cards(session, interview.id)) == 1
    assert session.exec(select(Scorecard.number)).all() == [1]


def test_what_is_missing_is_said_by_question_and_nothing_is_lost(
    session, interviewer, interview, filled
):
    first = next(name for name in filled if name.startswith("points-"))
    answer = send(
        interviewer, f"/scorecards/{interview.id}", **(filled | {first: "", "advice": ""})
    )

    assert answer.status_code == 422
    assert "Question 1: mark 1 to 5" in answer.text
    assert "Choose your overall advice" in answer.text
    assert f'href="#{first}"' in answer.text
    assert "In short." in answer.text
    assert filed_cards(session, interview.id) == []


@pytest.mark.parametrize(("field", "n_marked"), [("points", 0), ("evidence", 1)])
def test_the_words_of_a_question_are_marked_only_where_they_are_at_fault(
    interviewer, interview, filled, field, n_marked
):
    first = next(name for name in filled if name.startswith(f"{field}-"))
    answer = send(interviewer, f"/scorecards/{interview.id}", **(filled | {first: ""}))

    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == n_marked


def test_a_correction_keeps_the_first_card_readable(
    session, interviewer, interview, opening, member, filled
):
    interviewing.file_points(session, interview, opening, member, (4, 3, 2, 5))
    page = f"/scorecards/{interview.id}"
    assert "Why you correct it" in interviewer.get(f"{page}?correct=1").text
    refused = send(interviewer, page, **(filled | {"number": "2"}))
    assert refused.status_code == 422
    send(interviewer, page, **filled | {"number": "2", "reason": "Marked the wrong box."})
    text = interviewer.get(page).text

    assert "Marked the wrong box." in text
    assert "replaced by a correction" in text


def test_a_colleagues_card_answers_403_until_ones_own_is_filed(
    session, house, interviewer, recruiter, opening, candidate, interview, member, colleague
):
    second = interviewing.assigned(session, house, opening, candidate, colleague)
    interviewing.file_points(session, second, opening, colleague, (1, 1, 1, 1))
    page = f"/scorecards/{interview.id}/panel"
    answer = interviewer.get(page)
    assert answer.status_code == 403
    assert "Your own scorecard comes first" in answer.text
    assert "Said so." not in answer.text

    interviewing.file_points(session, interview, opening, member, (2, 2, 2, 2))
    assert "1.50, standard error 0.50, n = 2" in interviewer.get(page).text


def test_a_recruiter_who_interviews_waits_like_everybody(
    session, house, recruiter, owner, opening, candidate, interview, member, colleague
):
    interviewing.assigned(session, house, opening, candidate, colleague)
    interviewing.file_points(session, interview, opening, member, (4, 3, 2, 5))
    panel = recruiter.get(f"/candidates/{candidate.id}/panel")

    assert panel.status_code == 403
    assert "Said so." not in panel.text
    assert "Said so." not in recruiter.get(f"/assignments/{interview.id}").text
    assert recruiter.get(f"/assignments/{interview.id}/paper").status_code == 403
    assert "Said so." in owner.get(f"/candidates/{candidate.id}/panel").text


def read_panel(client, candidate, interview, filled):
    client.get(f"/candidates/{candidate.id}/panel")


def read_interview(client, candidate, interview, filled):
    client.get(f"/assignments/{interview.id}")


def copy_paper(client, candidate, interview, filled):
    send(client, f"/assignments/{interview.id}/paper", **filled)


@pytest.mark.parametrize("read", [read_panel, read_interview, copy_paper])
def test_who_has_read_a_colleagues_card_is_not_assigned_afterwards(
    session, owner, recruiter, opening, candidate, interview, member, colleague, filled, read
):
    if read is not copy_paper:
        interviewing.file_points(session, interview, opening, member, (4, 3, 2, 5))
    read(recruiter, candidate, interview, filled)
    answer = assign(owner, opening, candidate, colleague)

    assert answer.status_code == 422
    assert "This person has read what colleagues wrote about the candidate" in answer.text
    assert len(session.exec(select(Interview)).all()) == 1


def test_who_looked_before_anything_was_filed_can_be_assigned(
    session, owner, recruiter, opening, candidate, interview, member, colleague
):
    for page in (f"/candidates/{candidate.id}/panel", f"/assignments/{interview.id}"):
        assert recruiter.get(page).status_code == 200
    interviewing.file_points(session, interview, opening, member, (4, 3, 2, 5))
    answer = assign(owner, opening, candidate, colleague)

    assert answer.status_code == 302


def test_ratings_beside_a_comparison_are_noted_as_read(
    session, house, recruiter, opening, candidate, score, interview, member, colleague
):
    other = house.candidate(opening, "Bo")
    score_sitting(session, house.submitted(other, house.drawn_answers(seed=8)).id, now=NOW)
    interviewing.file_points(session, interview, opening, member, (4, 3, 2, 5))
    session.commit()
    recruiter.get(f"/openings/{opening.id}/compare?id={candidate.id}&id={other.id}")

    assert has_read_cards(session, candidate.id, colleague)
    assert not has_read_cards(session, other.id, colleague)


def test_a_draft_is_read_by_nobody_else(owner, interviewer, interview, filled, candidate):
    send(interviewer, f"/scorecards/{interview.id}/draft", **filled)

    for page in (f"/assignments/{interview.id}", f"/candidates/{candidate.id}/panel"):
        assert "Said so." not in owner.get(page).text


def test_nobody_opens_somebody_elses_scorecard(recruiter, owner, interview):
    assert recruiter.get(f"/scorecards/{interview.id}").status_code == 404
    assert owner.get(f"/scorecards/{interview.id}").status_code == 404


def test_paper_is_typed_with_the_typists_name_and_confirmed(
    recruiter, interviewer, interview, filled
):
    page = f"/assignments/{interview.id}/paper"
    assert send(recruiter, page, **filled).status_code == 302
    assert "Typed from paper by Recruiter" in recruiter.get(f"/assignments/{interview.id}").text
    text = interviewer.get(f"/scorecards/{interview.id}").text
    assert "Typed from your paper: is it right?" in text

    send(interviewer, f"/scorecards/{interview.id}/confirm")
    assert (
        "The interviewer has confirmed it." in interviewer.get(f"/scorecards/{interview.id}").text
    )
    assert send(recruiter, page, **filled).status_code == 302  # led back: it is filed


def test_who_is_reminded_stands_on_both_pages(session, owner, interviewer, opening, interview):
    assert "1 scorecard is missing" not in interviewer.get("/interviews").text
    day = datetime.now(UTC).date().isoformat()
    send(owner, f"/assignments/{interview.id}/held", held_on=day)

    assert "1 scorecard is missing" in interviewer.get("/interviews").text
    assert "1 scorecard is missing" in owner.get(f"/openings/{opening.id}/interviews").text


def test_an_interview_is_called_off_and_leaves_the_panel(session, owner, interviewer, interview):
    send(owner, f"/assignments/{interview.id}/cancel")
    session.expire_all()

    assert session.get_one(Interview, interview.id).cancelled_at is not None
    assert "was called off" in interviewer.get(f"/scorecards/{interview.id}").text
    assert "interview.cancelled" in set(session.exec(select(AuditEntry.act)))


def figures(score):
    """What the full brief says of this score, in words and digits."""
    return f"{round(score.total)} of 100 points"


def test_a_sealed_brief_opens_with_the_own_scorecard_on_page_and_paper(
    session, interviewer, recruiter, opening, candidate, interview, member, score
):
    opening.is_sealed = True
    session.commit()

    def paper(client, path):
        pdf = PdfReader(io.BytesIO(client.get(path).data))
        return len(pdf.pages), pdf.pages[0].extract_text()

    mine = f"/interviews/{candidate.id}/brief"
    page, (n_sides, side_one) = interviewer.get(mine).text, paper(interviewer, f"{mine}.pdf")
    assert "The score is sealed" in page
    assert figures(score) not in page + side_one
    assert "equally likely" not in page
    assert n_sides == 2
    handed = paper(recruiter, f"/candidates/{candidate.id}/brief.pdf?kind=sealed")[1]
    assert handed == side_one
    theirs = recruiter.get(f"/candidates/{candidate.id}/brief").text
    assert figures(score) in theirs
    assert "Interviewers read this brief without it" in theirs

    interviewing.file_points(session, interview, opening, member, (4, 3, 2, 5))
    assert figures(score) in interviewer.get(mine).text
    assert figures(score) in paper(interviewer, f"{mine}.pdf")[1]


def test_the_sealed_paper_that_recruiters_hand_out_has_a_page_with_the_same_words(
    session, recruiter, opening, candidate, interview, score
):
    opening.is_sealed = True
    session.commit()
    path = f"/candidates/{candidate.id}/brief"
    page = recruiter.get(f"{path}?kind=sealed").text

    assert f'href="{path}?kind=sealed"' in recruiter.get(path).text
    assert f'href="{path}.pdf?kind=sealed"' in page
    assert "Answers to ask about" in page
    assert figures(score) not in page


def test_the_scorecard_names_probe_and_anchors_as_the_paper_does(interviewer, interview):
    page = interviewer.get(f"/scorecards/{interview.id}").text

    assert page.count("Ask:") == 4
    for words in ("1 Weak:", "3 Fair:", "5 Strong:"):
        assert page.count(words) == 4


def test_severity_is_for_owners_only(session, house, owner, recruiter, opening, member, colleague):
    for number in range(8):
        one = house.candidate(opening, f"Person {number}")
        interviewing.filed(session, house, opening, one, member, (2, 3, 4, 5))
        interviewing.filed(session, house, opening, one, colleague, (3, 3, 4, 5))
    page = f"/openings/{opening.id}/agreement"

    assert "Who rates strictly" in owner.get(page).text
    assert "Who rates strictly" not in recruiter.get(page).text
    assert "Weighted kappa" in recruiter.get(page).text


def test_agreement_without_pairs_says_so(recruiter, opening):
    assert "No pairs yet" in recruiter.get(f"/openings/{opening.id}/agreement").text


def test_who_may_not_see_names_reads_codes_in_their_place(
    session, interviewer, owner, opening, candidate, interview, member
):
    member.sees_names = False
    opening.is_blind = True
    session.commit()
    mine = (interviewer, ["/interviews", f"/scorecards/{interview.id}"])
    desk = (owner, [f"/openings/{opening.id}/interviews", f"/assignments/{interview.id}"])

    for client, pages in (mine, desk):
        texts = [client.get(page).text for page in pages]
        assert all(candidate.code in text and "Ada Example" not in text for text in texts)


def test_where_names_are_hidden_the_order_of_names_is_hidden_too(
    session, house, interviewer, owner, opening, member
):
    opening.is_blind = True
    for name, code in (("Ada First", "C-ZZZZ22"), ("Bo Second", "C-2222ZZ")):
        one = house.candidate(opening, name)
        one.code = code
        interviewing.assigned(session, house, opening, one, member)

    for client, page in (
        (interviewer, "/interviews"),
        (owner, f"/openings/{opening.id}/interviews"),
    ):
        text = client.get(page).text
        assert text.index("C-2222ZZ") < text.index("C-ZZZZ22")
    assert "2 interviews, in order of the candidate's code" in text
