"""Of what people write: it is shown as they wrote it, and reaches only whom the list names.

Every free text of the house bears a mark that would break out of a page, and a code of its own; so
do some figures that are nobody's business. Then each visitor asks for every page and every file.
"""

from html.parser import HTMLParser

import pytest
from sqlalchemy import JSON, String
from sqlmodel import SQLModel

from tests import applications
from tests.house.everything import CODES, FIGURES, FREE, MARK, VISITORS, make_everything, sights
from tests.house.test_routes import AN, MO, RA, A, C, I, O, R

FAULT = 500
SCHEMES = {"https", "http", "mailto", "data"}
DESK = {O: "html", R: "html"}
ANALYSTS = {O: "html", AN: "html"}
PAPER = dict.fromkeys((A, I, O, R), "html pdf")
# A copy of all that is stored about them is theirs, in a file of their own.
COPY = {C: "zip"}
NOBODY: dict = {}
# What → who gets it, and in which kinds of pages and files. A is who has a hiring manager's link.
REACHES = {
    "address of staff": NOBODY,
    "answer in own words": DESK | {C: "html text zip"},
    "answer.entered_by": COPY,
    "api_key.name": COPY | {O: "html"},
    "background": COPY,  # monitors see counts of ten people and more
    "bank": PAPER | {AN: "html pdf", C: "html pdf text zip"},
    "candidate.email": COPY | dict.fromkeys((O, R), "csv json xlsx"),
    "candidate.name": PAPER
    | dict.fromkeys((O, R), "csv html json pdf xlsx")
    | {C: "html pdf text zip"},
    "candidate.retake_reason": DESK | COPY,
    "candidate_access.assistant_name": COPY,
    "candidate_case.reply": DESK | {C: "html zip"},
    "candidate_case.words": DESK | {C: "html zip"},
    "candidate_tag.word": DESK | COPY,
    "decision.considered": DESK | COPY,
    "decision.reason": DESK | COPY,
    "draft.entered_by": COPY,
    "guide": PAPER,
    "key": DESK,  # why a response is good or not, beside the answer; never points or weights
    "legal_hold.reason": COPY,
    "linking_study.reason": ANALYSTS,
    "mail.body": DESK | COPY,
    "mail.server_words": COPY,
    "mail.subject": DESK | COPY,
    "norm_group.description": ANALYSTS,
    "norm_group.name": ANALYSTS | DESK,
    "norm_group.role_title": ANALYSTS | DESK,
    "note.text": DESK | COPY,
    "opening.title": PAPER
    | dict.fromkeys((O, R), "html json pdf")
    | {AN: "html", MO: "html pdf", C: "html pdf text zip"},
    "opening_template.name": DESK,
    "passkey.name": {O: "html"},
    "plan_question.fair": PAPER,
    "plan_question.probe": PAPER,
    "plan_question.strong": PAPER,
    "plan_question.text": PAPER | COPY,
    "plan_question.weak": PAPER,
    "question_rating.evidence": DESK | COPY | {I: "html"},
    "rated_answer.text": COPY,
    "rating.remark": COPY,
    "rescoring.reason": ANALYSTS,
    "scorecard.correction_reason": DESK | COPY | {I: "html"},
    "scorecard.summary": DESK | COPY | {I: "html"},
    "share_link.made_for": DESK | COPY | {A: "html"},
    "staff.email": {O: "html"},
    "statistics of items": dict.fromkeys((O, AN), "html pdf"),
    "staff.name": dict.fromkeys((I, R, O, AN, RA, MO), "html"),
    "webhook_endpoint.address": {O: "html"},
    "weight of the key": NOBODY,
}
# Not shown in this house, since what they belong to is not as it would have to be for that.
NOT_THERE = {
    "batch_brief.fault",
    "benchmark.reason",
    "benchmark.text",
    "cut_score.reason",
    "job.error",
    "late_answer.reason",
    "opening.feedback_off_reason",
    "opening_template.feedback_off_reason",
    "proposal.reason",
    "proposal.subject",
    "saved_view.name",
    "saved_view.query",
}
# Texts of ours, whatever the table: codes, digests, kinds, states, languages, versions.
OURS = {
    *("act", "actor", "bank", "browser", "call_fault", "challenge", "chain", "closed_by", "code"),
    *("credential_id", "design", "ending", "guide_question", "interface_language", "item", "key"),
    *("kind", "language", "method", "mime", "object_id", "off_reason", "origin", "package_version"),
    *("page_id", "paper", "people", "place", "public_key", "receipt", "recommendation", "request"),
    *("role", "rung", "salt", "sealed_key", "sealed_old_key", "sealed_secret", "stage", "state"),
    *("status", "system", "task", "unique_key", "version", "way", "reason_code", "merged_of"),
    *("age_band", "disability", "ethnicity", "sex", "feedback", "outcome", "key_version"),
    *("form_id", "new_form_id", "old_form_id"),
}
# The same by table, where elsewhere people write what is called so.
OURS_THERE = {
    "audit_source.address",
    "bank_media.name",
    "bank_version.title",
    "notice.text",
    "pulse.name",
    "score.document",
    "webhook_delivery.body",
}
OUR_ENDINGS = ("_hash", "digest")


@pytest.fixture(scope="module")
def seen(sqlite_template, tmp_path_factory):
    """Visitor → everything that the visitor gets."""
    world = make_everything(tmp_path_factory.mktemp("everything"), sqlite_template)
    yield {visitor: list(sights(world, visitor)) for visitor in VISITORS}
    world.reader.connection.close()
    world.session.close()
    applications.close(world.app)


class Elements(HTMLParser):
    """Elements that would run something, and addresses that would."""

    def __init__(self):
        super().__init__()
        self.made = []

    def handle_starttag(self, tag, attrs):
        if any(name.startswith("on") for name, _ in attrs):
            self.made.append((tag, attrs))
        for name, value in attrs:
            scheme, colon, _ = (value or "").split("/")[0].partition(":")
            if name in {"href", "src", "action"} and colon and scheme not in SCHEMES:
                self.made.append((tag, value))


def made_by(page):
    parser = Elements()
    parser.feed(page)
    parser.close()
    return parser.made


def test_no_page_makes_an_element_of_what_people_wrote(seen):
    made = {
        (visitor.name, sight.endpoint, str(found))
        for visitor, found in seen.items()
        for sight in found
        for page in sight.pages
        for found in made_by(page)
    }

    assert made == set()


@pytest.mark.parametrize("page", ["<p>{}</p>", '<p title="{}"></p>', "<p title='{}'></p>"])
def test_the_check_sees_what_a_text_has_made(page):
    assert made_by(page.format(MARK))
    assert made_by('<a href="javascript:xss()">x</a>')


def test_nothing_goes_wrong_over_a_mark(seen):
    wrong = {
        (visitor.name, sight.endpoint)
        for visitor, found in seen.items()
        for sight in found
        if sight.status >= FAULT
    }

    assert wrong == set()


def test_no_file_is_named_by_what_people_wrote(seen):
    names = {sight.file_name for found in seen.values() for sight in found}

    assert len(names) > 5
    assert [name for name in names if "<" in name or "xss" in name] == []


def reached(seen):
    """What → visitor → in which kinds of pages and files it came to them."""
    found = {}
    for visitor, got in seen.items():
        for name, code in (CODES | FIGURES).items():
            kinds = {one.kind for one in got if any(code in text for text in one.texts)}
            if kinds:
                found.setdefault(name, {})[visitor] = " ".join(sorted(kinds))
    return found


def test_what_is_written_reaches_whom_the_list_names_and_nobody_else(seen):
    wanted = {name: whom for name, whom in REACHES.items() if whom}
    found = reached(seen)
    differing = {
        name: (found.get(name), wanted.get(name))
        for name in wanted.keys() | found.keys()
        if found.get(name) != wanted.get(name)
    }

    assert differing == {}


def test_every_text_of_every_table_is_on_one_of_the_lists():
    assert set(CODES) | set(FIGURES) == set(REACHES) | NOT_THERE
    loose = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if isinstance(getattr(column.type, "impl", column.type), String)
        and not isinstance(column.type, JSON)
        and column.name not in FREE.get(table.name, ())
        and column.name not in OURS
        and not column.name.endswith(OUR_ENDINGS)
    }

    assert loose == OURS_THERE
