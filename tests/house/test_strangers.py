"""Whoever works on another opening reads and changes nothing of this one, by whatever address.

The house has a row of everything, so that nothing stays out of sight only because it is not there.
Every address is tried as it is, and once more with the stranger's own opening in front and somebody
else's child behind it.
"""

from dataclasses import dataclass

import pytest

from hiring import openings
from hiring.accounts import Role, Staff
from hiring.audit import AuditEntry
from hiring.openings import Opening
from tests import applications, builders
from tests.builders import form_token
from tests.house.everything import CODES, FIGURES, addresses, make_everything, read
from tests.house.forms_seen import bare, sent
from tests.house.test_extra_fields import Stored, forms_of
from tests.house.test_routes import ACCESS, GETS, IN, MEMBERS, POSTS, REFUSED, ROUTES, Visitor

WHO = {Visitor.OTHER_RECRUITER: Role.RECRUITER, Visitor.OTHER_INTERVIEWER: Role.INTERVIEWER}
# What is the house's and not an opening's.
HOUSES = {
    *("bank", "guide", "staff.name", "norm_group.name", "norm_group.role_title"),
    "opening_template.name",
}
# Of oneself, of candidates and of hiring managers by links of their own, and of programs.
ELSEWHERE = ("account.", "own.", "candidate.", "manager.", "api.", "public.", "verifying.")
TEMPLATES = {f"recruiter.{act}_opening_template" for act in ("change", "retire", "restore")}
COUNTS = {"throttle_count"}
# Route → what stands in the record when its form is sent as it is.
# A report is on record once it is made, and how somebody likes to see a list is nobody's business.
RECORDED = {
    Visitor.OWNER: {
        "analyst.make_report": "",
        "analyst.retire_linking_study": "linking.retired",
        "analyst.retire_norm_group": "norm_group.retired",
        "recruiter.accept_late": "late_answer.accepted",
        "recruiter.acknowledge_case": "case.acknowledged",
        "recruiter.act_on_people": "candidates.tagged",
        "recruiter.add_candidate": "candidate.added",
        "recruiter.add_member": "member.added",
        "recruiter.ask_for_briefs": "batch.asked",
        "recruiter.ask_for_export": "export.asked",
        "recruiter.change_opening_settings": "opening.setting_changed",
        "recruiter.change_webhook_key": "webhook.key_changed",
        "recruiter.choose_cut": "cut.set",
        "recruiter.choose_feedback_time": "feedback.set",
        "recruiter.close_account": "api_key.ended staff.closed",
        "recruiter.close_opening": "opening.closed",
        "recruiter.decide": "candidate.decided",
        "recruiter.decide_case": "case.viewed",
        "recruiter.end_colleagues_sessions": "staff.signed_out",
        "recruiter.keep_view": "",
        "recruiter.plan_interview": "interview.planned",
        "recruiter.remove_member": "member.removed",
        "recruiter.remove_note": "note.removed",
        "recruiter.remove_webhook": "webhook.removed",
        "recruiter.renew_link": "invitation.reissued",
        "recruiter.set_adjusted": "candidate.adjusted conditions.agreed",
        "recruiter.set_names": "staff.names_hidden",
        "recruiter.switch_webhook_off": "webhook.switched_off",
        "recruiter.switch_webhook_on": "webhook.switched_on",
        "recruiter.tag_candidate": "candidates.tagged",
        "recruiter.withdraw_link": "invitation.revoked",
        "recruiter.withdraw_share_link": "opening.share_withdrawn",
        "recruiter.write_note": "note.written",
    },
    Visitor.INTERVIEWER: {"interviewer.hold": "interview.held"},
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of staff, and the opening they work on."""

    visitor: Visitor
    staff: Staff
    opening: Opening


@pytest.fixture(scope="module")
def world(sqlite_template, tmp_path_factory):
    made = make_everything(tmp_path_factory.mktemp("strangers"), sqlite_template)
    yield made
    made.reader.connection.close()
    made.session.close()
    applications.close(made.app)


@pytest.fixture(scope="module", params=WHO, ids=lambda visitor: visitor.value)
def stranger(request, world):
    staff = world.strangers[WHO[request.param]]
    opening = world.house.opening(f"Of {staff.name}")
    owner = world.members[Role.OWNER]
    openings.add_member(world.session, opening, staff, actor=owner, now=builders.NOW)
    world.session.commit()
    return Person(request.param, staff, opening)


@pytest.fixture(scope="module", params=[Visitor.OWNER, Visitor.INTERVIEWER])
def member(request, world):
    return Person(request.param, world.members[MEMBERS[request.param]], world.opening)


def ways(world, person, endpoints):
    """Route → addresses: as they are, and with the person's own opening in them."""
    theirs, own = str(world.opening.id), str(person.opening.id)
    for endpoint, paths in addresses(world, endpoints).items():
        is_open = ACCESS[endpoint][person.visitor] is not REFUSED
        is_of_openings = ROUTES[endpoint].arguments and not endpoint.startswith(ELSEWHERE)
        if is_open and is_of_openings and endpoint not in TEMPLATES:
            swapped = [one.replace(theirs, own) for one in paths if theirs in one]
            yield endpoint, list(dict.fromkeys(paths + swapped))


def read_by(world, person):
    """Route and mark, for every mark that somebody finds."""
    client, seen = world.client_of(person.staff), set()
    marks = {name: code for name, code in (CODES | FIGURES).items() if name not in HOUSES}
    for endpoint, paths in ways(world, person, GETS):
        for path in paths:
            answer = client.get(path)
            texts, _pages = read(answer.get_data(), answer.mimetype)
            answer.close()
            found = {name for name, code in marks.items() if any(code in one for one in texts)}
            seen |= {(endpoint, name) for name in found}
    return seen


def test_strangers_read_nothing_of_another_opening(world, stranger):
    assert read_by(world, stranger) == set()


def test_who_works_on_it_reads_much_by_the_same_addresses(world, member):
    assert len(read_by(world, member)) >= {Visitor.OWNER: 80}.get(member.visitor, 5)


@pytest.fixture(scope="module")
def seen_forms(world):
    """Address → the form that leads there, as those see it who may."""
    found = {}
    for visitor in (Visitor.OWNER, Visitor.INTERVIEWER):
        client = world.client_of(world.members[MEMBERS[visitor]])
        endpoints = [name for name in GETS if ACCESS[name][visitor] is IN]
        pages = [path for paths in addresses(world, endpoints).values() for path in paths]
        found |= forms_of(visitor, client, pages)
    return found


@pytest.fixture
def changed_by(world, seen_forms):
    """Sends every form as somebody: route, whether their own opening was in front, what changed."""

    def send(person):
        client = world.client_of(person.staff)
        token, stored = form_token(client), Stored(world)
        own, theirs = str(person.opening.id), str(world.opening.id)
        for endpoint, paths in ways(world, person, POSTS):
            for path in paths:
                form = seen_forms.get(bare(path.replace(own, theirs)))
                client.post(path, data=sent(form) | {"csrf_token": token})
                changes = {}
                for (table, _sign), rows in stored.changes().items():
                    changes.setdefault(table, []).extend(rows)
                stored.take_back()
                yield endpoint, own in path, {k: v for k, v in changes.items() if k not in COUNTS}

    return send


def is_named(world, changes):
    """Whether rows name the opening that is not the stranger's, or somebody in it."""
    ids = (world.opening.id, world.submitted.id, world.visited.id)
    cells = " ".join(str(cell) for rows in changes.values() for row in rows for cell in row)
    return any(one.hex in cells or str(one) in cells for one in ids)


def test_strangers_change_nothing_of_another_opening(world, stranger, changed_by):
    """In their own opening they may do what they like, as long as nobody else is in it."""
    faults = {
        (endpoint, is_own)
        for endpoint, is_own, changes in changed_by(stranger)
        if changes and (not is_own or is_named(world, changes))
    }

    assert faults == set()


def acts_in(changes):
    """The acts that came to stand in the record, in order of their names."""
    names = [column.name for column in AuditEntry.__table__.columns]
    at = names.index("act")
    return " ".join(sorted({row[at] for row in changes.get("audit_entry", ())}))


def test_what_an_owner_changes_by_the_same_requests_stands_in_the_record(member, changed_by):
    done = {}
    for endpoint, _is_own, changes in changed_by(member):
        if changes:
            done.setdefault(endpoint, set()).add(acts_in(changes))
    told = {endpoint: " ".join(sorted(" ".join(acts).split())) for endpoint, acts in done.items()}

    assert told == RECORDED[member.visitor]
