"""A house in which every free text bears marks, and all that each visitor can open in it.

The marks are written past the application, so that it does not matter which page lets them in.
"""

import dataclasses
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from uuid import UUID

from flask import url_for
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlmodel import select
from werkzeug.test import TestResponse

from hiring import audit, exports, mail
from hiring.accounts import Role
from hiring.accounts.passkeys import Passkey
from hiring.accounts.proposals import Proposal
from hiring.banks.loader import LoadedBank, load_bank
from hiring.batches import Batch
from hiring.cases import Case
from hiring.db import db
from hiring.interviews import Interview
from hiring.jobs.files import translator_of
from hiring.openings import Candidate, Note, Opening
from hiring.openings.share_links import MAX_DAYS, ShareTerms, share
from hiring.ratings import Benchmark, Rating
from hiring.scoring import Score, score_sitting
from hiring.sittings import LateAnswer
from hiring.webhooks import WebhookDelivery, WebhookEndpoint
from tests import applications, builders, stores
from tests.banks.folders import write_bank
from tests.house.conftest import World, furnished
from tests.house.test_routes import ACCESS, GETS, IN, MEMBERS, NOT_FOUND, ROUTES, Visitor
from tests.somebody import make_somebody

A_PASSKEY = {"credential_id": "1", "public_key": "x", "name": "Phone", "made_at": builders.NOW}
# It would leave an attribute in either kind of quotes, make an element, and run.
MARK = "'\"><img src=x onerror=xss()>"
# Free text, by table: what people write, or another system of theirs. Everything else is a code, a
# digest or a word of ours; tests/house/test_what_reaches_whom.py holds both lists together.
FREE = {
    "api_key": ("name",),
    "answer": ("entered_by",),
    "batch_brief": ("fault",),
    "benchmark": ("text", "reason"),
    "candidate": ("name", "email", "retake_reason"),
    "candidate_access": ("assistant_name",),
    "candidate_case": ("words", "reply"),
    "candidate_tag": ("word",),
    "cut_score": ("reason",),
    "decision": ("reason", "considered"),
    "draft": ("entered_by",),
    "job": ("error",),
    "late_answer": ("reason",),
    "legal_hold": ("reason",),
    "linking_study": ("reason",),
    "mail": ("subject", "body", "server_words"),
    "norm_group": ("name", "role_title", "description"),
    "note": ("text",),
    "opening": ("title", "feedback_off_reason"),
    "opening_template": ("name", "feedback_off_reason"),
    "passkey": ("name",),
    "plan_question": ("text", "probe", "weak", "fair", "strong"),
    "proposal": ("subject", "reason"),
    "question_rating": ("evidence",),
    "rated_answer": ("text",),
    "rating": ("remark",),
    "rescoring": ("reason",),
    "saved_view": ("name", "query"),
    "scorecard": ("summary", "correction_reason"),
    "share_link": ("made_for",),
    "staff": ("name", "email"),
    "webhook_endpoint": ("address",),
}
CODES = {
    f"{table}.{column}": f"Qz{number:02d}q"
    for number, (table, column) in enumerate(
        (table, column) for table, columns in FREE.items() for column in columns
    )
}
CODES |= {"answer in own words": "Qz90q", "bank": "Qz91q", "key": "Qz92q", "guide": "Qz93q"}
SETTINGS = {"employer": "Qz94q", "operator": "Qz95q", "contact": "Qz96q"}
# What is no text: a weight of the key, what somebody told for monitoring, where staff worked from.
ADDRESS = "203.0.113.77"
N_IN_STATISTICS = 73_577
FIGURES = {
    "weight of the key": "0.7319",
    "background": "Hawaiian",
    "address of staff": ADDRESS,
    "statistics of items": f"{N_IN_STATISTICS:,}",
}
# A weight that no other figure is like, and authors without a mark, whom every report names.
PLAIN = {"b = 0.5": "b = 0.7319", 'authors = ["Test authors"]': 'authors = ["Us"]'}
KINDS = {
    "plain": "text",
    "vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
VISITORS = [one for one in Visitor if not one.value.endswith("another opening")]
QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
LONG_SENTENCE = re.compile(r'"""(.*?)"""', re.DOTALL)


def marked_words(code: str) -> str:
    """What is written into a free text of this kind."""
    return f"{MARK}{code}"


def marked_bank(folder: Path) -> LoadedBank:
    """The small bank of every format, with marks in each sentence of bank, key and guide."""
    root = write_bank(folder, builders.WITH_OPEN_TEXT)
    (root / "guide.fr.toml").unlink()
    guide = root / "guide.toml"
    questions, scenarios = guide.read_text("utf-8").split("[scenarios.", 1)
    more = questions[questions.index("[[questions]]") :].replace("question-", "other-question-")
    guide.write_text(f"{questions}{more}[scenarios.{scenarios}", encoding="utf-8")
    for file, kind in (("bank.toml", "bank"), ("keys/1.toml", "key"), ("guide.toml", "guide")):
        place, mark = root / file, json.dumps(marked_words(CODES[kind]))[1:-1]
        text = LONG_SENTENCE.sub(lambda found: f'"{found[1]}"', place.read_text("utf-8"))
        for old, new in PLAIN.items():
            text = text.replace(old, new)
        text = QUOTED.sub(lambda found, mark=mark: _with_mark(found[1], mark, found.start()), text)
        place.write_text(text, encoding="utf-8")
    return load_bank(root)


def _with_mark(text: str, mark: str, number: int) -> str:
    """A quoted text, with the mark if it is no id but something to read; no two are the same."""
    return f'"{text} {mark} {number}"' if " " in text or text.endswith(".") else f'"{text}"'


def make_everything(folder: Path, template: Path) -> World:
    """The house, with somebody of whom there is a row in every table; marked throughout."""
    told = {name: f"{marked_words(code)}" for name, code in SETTINGS.items()}
    address = stores.copied(template, folder)
    app = applications.build(stores.settings_for(folder, address, **told))
    with app.app_context():
        session = db.sessionmaker()
    world = furnished(app, session, folder / "hiring.sqlite", marked_bank(folder))
    somebody = make_somebody(session, world.house, builders.NOW)
    opening = session.get_one(Opening, somebody.opening_id)
    world.house.join(opening, Role.INTERVIEWER)
    other = world.house.candidate(opening, "Other")
    score_sitting(session, world.house.submitted(other, builders.BEST_ANSWERS).id, now=builders.NOW)
    interview = session.exec(select(Interview).where(Interview.candidate_id == somebody.id)).one()
    interview.interviewer_id = world.members[Role.INTERVIEWER].id
    rating = session.exec(select(Rating)).one()
    rating.rater_id, rating.filed_at = world.members[Role.RATER].id, None
    rating.leased_until = datetime.now(UTC) + timedelta(days=1)
    session.add(Passkey(staff_id=world.members[Role.OWNER].id, **A_PASSKEY))
    session.commit()
    world = dataclasses.replace(
        world,
        opening=opening,
        submitted=somebody,
        visited=other,
        interview=interview,
        case=session.exec(select(Case).where(Case.candidate_id == somebody.id)).one(),
        share_id=_shared(world, opening, [somebody, other]),
    )
    _note_address(world)
    _write_marks(world)
    _make_exports(world)
    return world


def _shared(world: World, opening: Opening, people: list[Candidate]) -> UUID:
    """A link for a hiring manager that shows everything a link can show."""
    link = share(
        world.session,
        opening,
        people,
        terms=ShareTerms("A manager", shows_comparison=True, days=MAX_DAYS),
        staff=world.members[Role.OWNER],
        secret=stores.SECRET,
        now=datetime.now(UTC),
    )
    world.session.commit()
    return link.id


def _note_address(world: World) -> None:
    audit.came_from(world.session, audit.Origin("3f2a3f2a3f2a3f2a", ADDRESS))
    opening, owner = world.opening.id, world.members[Role.OWNER].id
    audit.record(
        world.session, "seen", actor=owner, object_id=opening, now=builders.NOW, chain=opening
    )
    audit.came_from(world.session, audit.Origin(""))
    world.session.commit()


def _make_exports(world: World) -> None:
    for kind in ("csv", "xlsx", "json"):
        made = exports.ask_for_export(
            world.session,
            world.opening,
            kind=kind,
            is_blind=False,
            staff=world.members[Role.OWNER],
            now=datetime.now(UTC),
        )
        exports.make_export(
            world.session, made.id, translator=translator_of("en"), now=datetime.now(UTC)
        )
    world.session.commit()


def _write_marks(world: World) -> None:
    """Put marks into every free text of every row, as they would stand if a page let them in."""
    world.session.rollback()
    connection = world.reader.connection
    for table, columns in FREE.items():
        for column in columns:
            words = marked_words(CODES[f"{table}.{column}"])
            # Where the database itself would not have it there, the row stays as it is.
            put = f'UPDATE OR IGNORE "{table}" SET "{column}" = ? || rowid'  # noqa: S608 - ours
            connection.execute(put, (words,))
    open_answer = json.dumps(marked_words(CODES["answer in own words"]))
    connection.execute("UPDATE answer SET value = ? WHERE item LIKE 'own-words/%'", (open_answer,))
    connection.execute("UPDATE question_rating SET points = 4")
    connection.execute("UPDATE vault_reply SET ethnicity = 'pacific_islander'")
    connection.execute(
        "UPDATE technical_report SET document = json_set(document, '$.items.n', ?)",
        (N_IN_STATISTICS,),
    )
    connection.commit()
    world.session.expire_all()


@dataclass(frozen=True, slots=True)
class Sight:
    """One thing that somebody got: by which route, of which kind, and what stands in it.

    ``texts`` are what a reader sees, ``pages`` what a browser would parse.
    """

    endpoint: str
    status: int
    kind: str
    texts: tuple[str, ...]
    pages: tuple[str, ...] = ()
    file_name: str = ""


def addresses(world: World, endpoints: Sequence[str] = GETS) -> dict[str, list[str]]:
    """Every GET route, or others → its addresses here: all that there are of what it is about."""
    first = world.session.exec
    ids = {
        "token": [world.house.token(world.submitted)],
        "position": [1],
        "name": ["call.ogg"],
        "kind": ["correction"],
        "mode": ["selected"],
        "opening_id": [world.opening.id],
        "candidate_id": [world.submitted.id],
        "key_id": [world.house.key.id],
        "form_id": ["standard"],
        "group_id": [world.group.id],
        "score_id": first(select(Score.id)).all()[:2],
        "report_id": [world.report_job.arguments["report_id"]],
        "case_id": [world.case.id],
        "interview_id": [world.interview.id],
        "study_id": [world.study.id],
        "rescoring_id": [world.rescoring.id],
        "template_id": [world.template.id],
        "note_id": first(select(Note.id)).all(),
        "staff_id": [world.members[Role.RECRUITER].id],
        "act_name": ["codes"],
        "share": [world.share],
        "shared_id": [world.submitted.id],
        "link_id": [world.share_id],
        "mail_id": first(select(mail.Mail.id)).all(),
        "export_id": first(select(exports.Export.id)).all(),
        "batch_id": first(select(Batch.id)).all(),
        "turn_id": first(select(Rating.id)).all(),
        "benchmark_id": first(select(Benchmark.id)).all(),
        "endpoint_id": first(select(WebhookEndpoint.id)).all(),
        "delivery_id": first(select(WebhookDelivery.id)).all(),
        "late_id": first(select(LateAnswer.id)).all(),
        "proposal_id": first(select(Proposal.id)).all(),
        "scenario_id": ["own-words"],
        "item_id": ["responses"],
        "version": ["abc"],
        "script_name": ["copies.js"],
    }
    found: dict[str, list[str]] = {}
    with world.app.test_request_context():
        for endpoint in endpoints:
            names = sorted(ROUTES[endpoint].arguments)
            for values in product(*(ids.get(name, [world.case.id]) for name in names)):
                path = url_for(endpoint, **dict(zip(names, values, strict=True)))
                found.setdefault(endpoint, []).append(path + asked(world, endpoint))
    return found


def asked(world: World, endpoint: str) -> str:
    """What stands behind the address of pages that compare the people named there."""
    people = (world.submitted.id, world.visited.id)
    is_of_two = endpoint.endswith((".compare", ".decide_many"))
    return "?" + "&".join(f"id={one}" for one in people) if is_of_two else ""


def sights(world: World, visitor: Visitor) -> Iterator[Sight]:
    """Everything that this visitor gets by asking for every route that does not refuse them.

    Who is not signed in has only the pages of a hiring manager's link here: all others get those of
    their own.
    """
    for endpoint, paths in addresses(world).items():
        is_managers = endpoint.startswith("manager.")
        if ACCESS[endpoint][visitor] not in {IN, NOT_FOUND} or (
            is_managers != (visitor is Visitor.ANONYMOUS)
        ):
            continue
        for path in paths:
            world.reader.connection.execute("DELETE FROM throttle_count")
            world.reader.connection.commit()
            yield _sight(endpoint, _client(world, visitor).get(path))
    if visitor is Visitor.CANDIDATE:
        client = _client(world, visitor)
        yield _sight("candidate.data_pack", builders.send(client, "/assessment/data"))


def _sight(endpoint: str, answer: TestResponse) -> Sight:
    texts, pages = read(answer.get_data(), answer.mimetype)
    kind = KINDS.get(answer.mimetype.split("/")[-1], answer.mimetype.split("/")[-1])
    answer.close()
    name = answer.headers.get("Content-Disposition", "")
    return Sight(endpoint, answer.status_code, kind, texts, pages, name)


def _client(world: World, visitor: Visitor) -> FlaskClient:
    if visitor is Visitor.ANONYMOUS:
        return world.app.test_client()
    if visitor is Visitor.CANDIDATE:
        return world.candidates_client(world.submitted)
    return world.client_of(world.members[MEMBERS[visitor]])


def read(data: bytes, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What people read in a file of this kind, and what of it a browser would parse as a page."""
    if data.startswith(b"%PDF"):
        words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
        return (words, "".join(words.split())), ()
    if data.startswith(b"PK"):
        return _read_packed(data)
    text = data.decode("utf-8", "replace")
    return ((html.unescape(text),), (text,)) if kind == "text/html" else ((text,), ())


def _read_packed(data: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "xl/workbook.xml" in archive.namelist():
            rows = [row for sheet in load_workbook(io.BytesIO(data)) for row in sheet.values]
            return tuple(str(cell) for row in rows for cell in row if cell is not None), ()
        parts = [
            read(archive.read(name), "text/html" if name.endswith(".html") else "")
            for name in archive.namelist()
        ]
    return tuple(t for texts, _ in parts for t in texts), tuple(p for _, ps in parts for p in ps)
