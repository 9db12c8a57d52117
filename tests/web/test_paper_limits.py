"""A paper that would take too much is stopped, and whoever asked reads what to do."""

import pytest
from sqlmodel import select

from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.scoring import score_sitting
from tests.briefs.test_press import swell
from tests.builders import NOW, send, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STOPPED = "This paper could not be made"


@pytest.fixture
def scored(session, house, candidate):
    score_sitting(session, house.submitted(candidate, house.drawn_answers(seed=7)).id, now=NOW)
    session.commit()
    return candidate


def test_a_brief_that_takes_too_much_says_so_and_is_noted_nowhere(
    app, session, house, scored, monkeypatch
):
    client = sign_in(session, app.test_client(), house.staff[Role.OWNER])
    path = f"/candidates/{scored.id}/brief.pdf"
    with monkeypatch.context() as patch:
        patch.setattr("hiring.web.briefs.render", swell)
        answer = client.get(path)

    assert (answer.status_code, STOPPED in answer.text) == (503, True)
    assert session.exec(select(AuditEntry).where(AuditEntry.act == "brief.exported")).all() == []
    assert client.get(path).mimetype == "application/pdf"


def test_a_candidate_whose_paper_takes_too_much_reads_the_same_page(
    app, house, scored, monkeypatch
):
    client = app.test_client()
    send(client, f"/c/{house.token(scored)}")
    with monkeypatch.context() as patch:
        patch.setattr("hiring.web.candidate.feedback_views.render_sheet", swell)
        answer = client.get("/assessment/feedback.pdf")

    assert (answer.status_code, STOPPED in answer.text) == (503, True)
    assert client.get("/assessment/feedback.pdf").mimetype == "application/pdf"
