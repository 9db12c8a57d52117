"""The readable half of a copy of somebody's data: every column, in words, each number ranged."""

import ast
import html
import io
import json
import re
import zipfile
from datetime import date, timedelta

import pytest
from sqlmodel import select

from hiring import places
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.banks.deriving import derive_key
from hiring.briefs.codes import in_groups
from hiring.cases import CaseStatus
from hiring.data_pack import HIDDEN, hanging_tables
from hiring.mail import MailState
from hiring.openings.decisions import Outcome, ReasonCode
from hiring.psychometrics.quality.flags import Indicator
from hiring.rescoring.records import Rescoring
from hiring.scoring import score_sitting
from hiring.scoring.records import ScoredForm, store_replacements
from hiring.scoring.snapshots import snapshot_if_due
from hiring.sittings import AnswerState, Closer, TimeChangeKind, find_sitting
from hiring.sittings.drafts import Draft
from hiring.web import pages
from hiring.web.candidate import pack_codes
from hiring.web.candidate.pack_labels import LABELS, LEFT_TO_MACHINES
from hiring.web.candidate.pack_words import _labelled, _lines
from hiring.web.language import speak
from tests.builders import BEST_ANSWERS, NOW, send
from tests.norms import score_row
from tests.somebody import make_somebody
from tests.web.small_opening import ada, database_url, opening  # noqa: F401 - fixtures

WHY = "Sentinel: option b of wrong-bill was keyed too high."
# Acts about the house, its banks and its people: they name no candidate.
OF_THE_HOUSE = ("analyst", "feedback", "key", "linking", "member", "norm_group", "opening")
OF_THE_HOUSE += ("rescoring", "report", "staff", "bank", "retention", "taking_back")
OF_THE_HOUSE += ("interview_plan", "candidates.listed", "template", "batch", "benchmark", "cut")
OF_THE_HOUSE += ("export", "impact", "proposal", "webhook", "api_key")


@pytest.fixture
def sitting(small_house, ada):
    return small_house.submitted(ada, BEST_ANSWERS | {"lost-order/responses": "b"})


@pytest.fixture
def first(session, sitting):
    score = score_sitting(session, sitting.id, now=NOW)
    session.commit()
    return score


@pytest.fixture
def taken(app, small_house):
    """The page as text and the facts for machines, as the candidate takes them."""

    def take(candidate):
        client = app.test_client()
        send(client, f"/c/{small_house.token(candidate)}")
        archive = zipfile.ZipFile(io.BytesIO(send(client, "/assessment/data").data))
        page = re.sub(r"<[^>]*>", " ", archive.read("my-data.html").decode())
        return " ".join(html.unescape(page).split()), archive.read("my-data.json").decode()

    return take


@pytest.fixture
def by_another_key(session, small_house, sitting, first):
    """The same answers scored again, for a reason that speaks of the key."""
    owner, item = small_house.staff[Role.OWNER], small_house.key.document["items"][0]["item"]
    key = derive_key(
        session, small_house.key, dropped=[item], reason="It is odd.", actor=owner.id, now=NOW
    )
    row = Rescoring(
        from_key_version_id=small_house.key.id,
        to_key_version_id=key.id,
        form_id=sitting.form_id,
        is_simulated=False,
        reason=WHY,
        effect={},
        n_sittings=1,
        decided_by_id=owner.id,
        decided_at=NOW,
    )
    session.add(row)
    session.flush()
    (again,) = store_replacements(
        session,
        [(first, sitting)],
        key_version_id=key.id,
        rescoring_id=row.id,
        snapshot_id=first.snapshot_id,
        now=NOW + timedelta(days=2),
    )
    session.commit()
    snapshot_if_due(session, ScoredForm.of(again, sitting), now=NOW + timedelta(days=2))
    session.commit()
    return again


def scores_in(facts):
    return json.loads(facts)["tables"]["score"]


def test_only_the_result_that_counts_has_points_and_those_are_whole(
    session, sitting, first, ada, taken
):
    again = score_row(
        sitting, 91.987, replaces=first, document=first.document, snapshot_id=first.snapshot_id
    )
    session.add(again)
    session.commit()
    page, facts = taken(ada)

    by_id = {row["id"]: row for row in scores_in(facts)}
    assert "total" not in by_id[str(first.id)]
    told = by_id[str(again.id)]["total"]
    assert told["points_of_the_answers"] == 92
    assert all(isinstance(points, int) for points in told.values())
    assert told["likely_from"] < told["points"] < told["likely_to"]
    for figure in (f"{first.total:g}", "91.98", "91.99"):
        assert figure not in page + facts


def test_that_a_copy_was_taken_stands_in_the_record(session, ada, taken):
    taken(ada)
    (entry,) = session.exec(
        select(AuditEntry).where(AuditEntry.act == "candidate.data_taken")
    ).all()

    assert (entry.actor, entry.object_id) == (str(ada.id), str(ada.id))
    assert entry.chain == str(ada.opening_id)


def test_the_page_writes_the_code_of_the_score_as_the_explanation_does(first, ada, taken):
    page, _facts = taken(ada)

    assert in_groups(first.code) in page
    assert first.code not in page


def test_headings_of_what_was_told_before_are_set_off_and_days_are_written_out(app):
    with app.test_request_context():
        lines = _lines("## Who asks\n\nWe do, by 5 May.\n\n## Why", is_laid_out=True)
        typed = _lines("## My words", is_laid_out=False)
        day = pack_codes.plain_words(date(2026, 12, 25))

    assert [(one.text, one.is_heading) for one in lines] == [
        ("Who asks", True),
        ("We do, by 5 May.", False),
        ("Why", True),
    ]
    assert [(one.text, one.is_heading) for one in typed] == [("## My words", False)]
    assert day == "25 December 2026"


def test_words_in_a_row_have_the_comma_of_the_language(app):
    with app.test_request_context():
        assert pack_codes.plain_words(["one", "two", "three"]) == "one, two, three"
        assert pack_codes.plain_words([]) == ""


def test_the_page_gives_points_only_with_their_range_and_what_it_stands_on(first, ada, taken):
    page, facts = taken(ada)

    assert re.search(r"\d+ of 100 points, likely range \d+ to \d+", page)
    assert "The range is assumed: too few people have taken this test form" in page
    assert "reliability" not in page.lower()
    assert "reliability" not in scores_in(facts)[0]["snapshot_id"]


def test_a_choice_is_told_apart_from_what_was_said_of_it(sitting, ada, taken):
    page, _facts = taken(ada)

    assert "Very good: Call today and explain." in page
    assert "Most effective: Call today and explain." in page
    assert "1. Ask what is urgent." in page


def test_the_colon_after_a_choice_stands_as_the_language_wants_it(app):
    with app.test_request_context():
        speak("fr")

        assert _labelled("Très bien", "Appeler.") == "Très bien\u00a0: Appeler."
        assert _labelled("1.", "Appeler.") == "1. Appeler."


def test_answers_taken_back_have_no_points_in_the_copy(session, sitting, first, ada, taken):
    sitting.voided_at = NOW + timedelta(minutes=1)
    session.commit()
    page, facts = taken(ada)

    assert "total" not in scores_in(facts)[0]
    assert "of 100 points" not in page


def test_why_a_key_was_changed_stays_in_the_house(by_another_key, ada, taken):
    page, facts = taken(ada)

    assert WHY not in page + facts
    (told,) = [row["rescoring_id"] for row in scores_in(facts) if row["rescoring_id"]]
    assert set(told) == {"key_version", "decided_at"}
    assert "Scored again By key" in page


@pytest.mark.parametrize("path", ["feedback", "explanation", "explanation.txt"])
def test_a_result_in_the_place_of_another_says_since_when_and_not_why(
    app, small_house, by_another_key, ada, path
):
    client = app.test_client()
    send(client, f"/c/{small_house.token(ada)}")
    told = " ".join(html.unescape(client.get(f"/assessment/{path}").text).split())

    assert "Your answers were scored again on 6 May 2026." in told
    assert WHY not in told


def test_a_first_result_does_not_say_that_it_was_scored_again(app, small_house, first, ada):
    client = app.test_client()
    send(client, f"/c/{small_house.token(ada)}")

    assert "scored again" not in client.get("/assessment/explanation.txt").text


def test_every_column_has_a_label_or_a_reason_to_be_left_to_machines():
    columns = {
        column.name
        for name, table in hanging_tables().items()
        for column in table.columns
        if column.name not in HIDDEN.get(name, ())
    }

    assert set(LABELS).isdisjoint(LEFT_TO_MACHINES)
    assert set(LABELS) | set(LEFT_TO_MACHINES) == columns


def test_the_page_speaks_no_codes(session, small_house, taken):
    somebody = make_somebody(session, small_house, NOW)
    sitting = find_sitting(session, somebody.id)
    sitting.interface_language = "en"
    session.commit()
    page, _facts = taken(somebody)
    ours = page.replace("my-data.json", "")

    assert re.findall(r"\b[a-z]+_[a-z_]+\b", ours) == []
    assert [act for act in pack_codes.ACTS if act in ours] == []
    for words in ("The page about you was opened", "Correction of facts", "Recruiter", "On hold"):
        assert words in ours


def test_every_code_of_a_closed_set_has_words():
    sets = {
        AnswerState: pack_codes.ANSWER_STATES,
        CaseStatus: pack_codes.CASE_STATES,
        Closer: pack_codes.CLOSERS,
        Indicator: pack_codes.SIGNS,
        MailState: pack_codes.MAIL_STATES,
        Outcome: pack_codes.DECISIONS,
        ReasonCode: pack_codes.GROUNDS,
        Role: pages.ROLES,
        TimeChangeKind: pack_codes.TIME_CHANGES,
    }

    assert {codes: set(words) for codes, words in sets.items()} == {
        codes: set(codes) for codes in sets
    }


def test_every_act_that_can_be_noted_about_a_candidate_has_words():
    assert {act for act in _acts() if not act.startswith(OF_THE_HOUSE)} == set(pack_codes.ACTS)


def test_half_an_answer_is_told_in_the_words_of_its_page(session, small_house, taken):
    somebody = make_somebody(session, small_house, NOW)
    sitting = find_sitting(session, somebody.id)
    session.add(
        Draft(
            sitting_id=sitting.id,
            item="late-parts/responses",
            page_id="c" * 12,
            number=1,
            revision=0,
            fields={"a": 3, "b": 9},
            received_at=NOW,
        )
    )
    session.commit()

    assert "What stood in the page Rather good: Call today and explain." in taken(somebody)[0]


def _acts():
    """What is handed to the audit record anywhere in the package: words with a dot."""
    paths = places.PACKAGE.rglob("*.py")
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    names = {
        target.id: node.value.value
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _is_noting(node.func):
                for part in (part for one in node.args for part in ast.walk(one)):
                    text = names.get(getattr(part, "id", ""), getattr(part, "value", None))
                    if isinstance(text, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", text):
                        yield text


def _is_noting(func):
    name = getattr(func, "attr", getattr(func, "id", ""))
    return name in {
        "record",
        "record_each",
        "_record",
        "_note",
        "note_by_house",
        "_audit",
        "_audit_note",
    }
