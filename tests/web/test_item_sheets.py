"""Four papers come from one scored record; two of them are for eyes that must not see the key."""

import csv
import dataclasses
import io
import re
import typing

import pytest
from sqlmodel import select

from hiring import audit
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.banks.versions import key_document
from hiring.briefs.facts import BriefFacts
from hiring.feedback.facts import Feedback
from hiring.norm_groups import NormGroup
from hiring.scoring import score_sitting
from hiring.scoring.first_looks import was_score_seen
from hiring.scoring.records import find_score
from hiring.sittings import find_sitting
from tests import builders, norms
from tests.builders import send

OTHER = "Somebody Else-Entirely"


@pytest.fixture
def desks(app, session, house, opening):
    """Role → its browser; recruiter and interviewer work on the opening."""
    for role in (Role.RECRUITER, Role.INTERVIEWER):
        house.join(opening, role)
    return lambda role: builders.sign_in(session, app.test_client(), house.staff[role])


@pytest.fixture
def scored(session, house, opening, now):
    """Sentinel, whose papers are read, and another person of the same opening."""
    people = [house.candidate(opening, name) for name in ("Sentinel Example-Person", OTHER)]
    for number, one in enumerate(people, start=1):
        answers = house.drawn_answers(number)
        answers[house.refs()[3]] = None
        score_sitting(session, house.submitted(one, answers).id, now=now)
    session.commit()
    return people[0]


@pytest.fixture
def score(session, scored):
    return find_score(session, find_sitting(session, scored.id).id)


@pytest.fixture
def address(house, score):
    return f"/measurement/{house.key.id}/standard/sheets/{score.id}"


@pytest.fixture
def papers(app, house, scored, desks, address):
    """The four documents of one attempt, by their readers."""
    own = app.test_client()
    send(own, f"/c/{house.token(scored)}")
    return {
        "candidate": own.get("/assessment/feedback"),
        "recruiter": desks(Role.RECRUITER).get(f"/candidates/{scored.id}/profile"),
        "interviewer": desks(Role.RECRUITER).get(f"/candidates/{scored.id}/brief?kind=sealed"),
        "developer": desks(Role.ANALYST).get(address),
    }


def test_all_four_papers_of_one_attempt_are_there(papers):
    assert {name: paper.status_code for name, paper in papers.items()} == dict.fromkeys(papers, 200)


def test_neither_candidate_nor_interviewer_reads_key_statistics_or_other_people(
    papers, session, house
):
    keys = key_document(session, house.key.id).items
    reasons = {text for key in keys for text in key.rationale.values()}
    for reader in ("candidate", "interviewer"):
        told = papers[reader].text
        assert OTHER not in told
        assert [text for text in reasons if text in told] == []
        assert [key.item for key in keys if key.item in told] == []
        assert "most_points" not in told


# Every field that can reach the two papers. A new one is written down here by somebody who has
# asked whether it tells of the key, of an item over people, or of another candidate.
MAY_REACH_THE_INTERVIEWER = {
    "AnswerFacts": {"scenario_title", "gist", "chosen", "probe"},
    "ChosenOption": {"label", "text"},
    "ClusterFacts": {"name", "points", "interval_points"},
    "NormFacts": {
        "name", "n_people", "people", "languages", "n_openings", "role_title", "first_on",
        "last_on", "dated_on", "code", "percentile", "interval",
    },
    "QuestionFacts": {"text", "probe", "weak", "fair", "strong", "language"},
    "ReplacedFacts": {"code", "scored_again_on"},
    "ScoreFacts": {
        "total_points", "interval_points", "interval_kind", "reference_points", "likely_points",
        "estimate_points",
    },
}  # fmt: skip
IN_OTHER_TESTS = {"BriefFacts", "ProvenanceFacts", "DayFacts", "PrecisionFacts"}
MAY_REACH_THE_CANDIDATE = {
    "Area": {"name", "closeness", "interval"},
    "Counts": {"n_answered", "n_left_out", "n_not_reached", "n_void"},
    "Feedback": {"frame", "counts", "result", "areas", "answers", "themes"},
    "Frame": {
        "candidate_name", "candidate_code", "opening_title", "content_language", "page_size",
        "decide_by", "is_simulated", "bank_title", "bank_version", "form_title", "key_version",
        "key_origin", "key_status", "sent_at", "scored_at", "is_scored_again", "has_withdrawn",
        "is_being_rated",
    },
    "Result": {"points", "total", "interval", "rung", "n_sittings"},
    "Theme": {"id", "name", "definition"},
    "Themes": {"nearest", "to_try", "difference"},
    "ToldAnswer": {"scenario_title", "closeness"},
    "ToldAnswers": {"nearest", "furthest"},
}  # fmt: skip


def classes_in(kind):
    """The dataclasses that values of this type may hold, however deep."""
    parts = typing.get_args(kind)
    if not dataclasses.is_dataclass(kind):
        return {found for part in parts for found in classes_in(part)}
    hints = typing.get_type_hints(kind)
    return {kind} | {found for hint in hints.values() for found in classes_in(hint)}


def fields_in(kind):
    return {one.__name__: {f.name for f in dataclasses.fields(one)} for one in classes_in(kind)}


def test_no_field_reaches_the_interviewer_that_nobody_has_allowed():
    found = fields_in(BriefFacts)

    assert {name: found[name] for name in found if name not in IN_OTHER_TESTS} == (
        MAY_REACH_THE_INTERVIEWER
    )


def test_no_field_reaches_the_candidate_that_nobody_has_allowed():
    assert fields_in(Feedback) == MAY_REACH_THE_CANDIDATE


def cells(page, name):
    return re.findall(rf'data-label="{name}">([^<]*)<', page)


def test_a_sheet_names_nobody_and_tells_each_item(papers, house, score):
    told = papers["developer"].text

    assert "Sentinel" not in told
    assert score.code[:4] in told
    assert len(cells(told, "Points")) == len(house.refs())
    assert cells(told, "Answer").count("no answer") == 1
    assert "no norms" in told


def test_the_header_names_the_norm_group_with_its_size_and_day(
    session, house, opening, desks, scored, address
):
    group: NormGroup = norms.group_row(session, house, [40.0 + n for n in range(30)])
    opening.norm_group_id = group.id
    session.add(opening)
    session.commit()

    told = desks(Role.ANALYST).get(address).text
    assert f"{group.name}, N = 30, made " in told
    assert "no norms" not in told


def test_the_file_holds_the_same_table_with_all_versions(desks, house, address, score):
    client = desks(Role.ANALYST)
    table, page = client.get(f"{address}/csv"), client.get(address).text
    rows = list(csv.DictReader(io.StringIO(table.text)))

    assert [row["item"] for row in rows] == house.refs()
    assert sum(float(row["points"]) for row in rows) == pytest.approx(score.total)
    assert [f"{float(row['points']):.2f}" for row in rows] == cells(page, "Points")
    assert {row["key_version"] for row in rows} == {house.key.key_version}
    assert rows[3]["state"] == "skipped"
    assert "Sentinel" not in table.text


@pytest.mark.parametrize(("tail", "act"), [("", "sheet.read"), ("/csv", "sheet.exported")])
def test_who_reads_a_sheet_or_takes_it_away_is_noted_with_the_person(
    session, house, opening, desks, scored, address, tail, act
):
    desks(Role.ANALYST).get(f"{address}{tail}")

    (entry,) = session.exec(select(AuditEntry).where(AuditEntry.act == act)).all()
    assert (entry.actor, entry.object_id) == (str(house.staff[Role.ANALYST].id), str(scored.id))
    assert (entry.chain, entry.details) == (str(opening.id), {})
    assert audit.first_altered(session, opening.id) is None


def test_a_sheet_that_is_not_there_is_noted_nowhere(session, house, desks, scored, address):
    client = desks(Role.ANALYST)
    wrong = address.replace("/standard/", "/another/")

    assert [client.get(path).status_code for path in (wrong, f"{address[:-4]}0000")] == [404, 404]
    assert session.exec(select(AuditEntry).where(AuditEntry.act == "sheet.read")).all() == []


def test_a_cut_set_after_a_sheet_was_read_was_not_set_before_anybody_looked(
    session, opening, desks, address
):
    assert not was_score_seen(session, opening.id)
    desks(Role.ANALYST).get(address)

    assert was_score_seen(session, opening.id)


def test_analysts_find_a_sheet_by_the_code_of_its_score(desks, house, score, address):
    client = desks(Role.ANALYST)
    told = client.get(f"/measurement/{house.key.id}/standard/sheets").text

    assert f"/measurement/{house.key.id}/standard/sheets" in (
        client.get(f"/measurement/{house.key.id}/standard").text
    )
    assert address in told
    assert "Sentinel" not in told


def test_only_owners_find_it_on_the_page_of_a_candidate(desks, scored, address):
    path = f"/candidates/{scored.id}"

    assert address in desks(Role.OWNER).get(path).text
    assert address not in desks(Role.RECRUITER).get(path).text


@pytest.mark.parametrize(("limit", "n_marked"), [(0, 0), (1, 24), (2, 24), (3, 0)])
def test_items_are_marked_from_the_set_number_of_people_on(
    app, monkeypatch, desks, house, scored, limit, n_marked
):
    told = app.extensions["hiring_settings"].model_copy(update={"retire_after": limit})
    monkeypatch.setitem(app.extensions, "hiring_settings", told)
    page = desks(Role.ANALYST).get(f"/measurement/{house.key.id}/standard").text

    assert cells(page, "People") == ["2"] * len(house.refs())
    assert page.count('<span class="tag">replace</span>') == min(n_marked, 1) * len(house.refs())
    assert ("should be replaced" in page) == (limit > 0)
