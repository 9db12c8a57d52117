"""Who may open which page, written down once; forged forms and mere visits change nothing.

A new page without an entry in ``ACCESS`` fails here. The table is about doors: what stands behind
them is tested with each page.
"""

import tempfile
from enum import Enum
from pathlib import Path

import pytest
from flask import url_for

from hiring.accounts import Role
from hiring.app import create_app
from hiring.web.access import Audience, rule_of
from tests import builders, stores


class Visitor(Enum):
    """Everybody who may stand before a door."""

    ANONYMOUS = "anonymous"
    CANDIDATE = "candidate"
    INTERVIEWER = "interviewer of the opening"
    OTHER_INTERVIEWER = "interviewer of another opening"
    RECRUITER = "recruiter of the opening"
    OTHER_RECRUITER = "recruiter of another opening"
    OWNER = "owner"
    ANALYST = "analyst"
    RATER = "rater"
    MONITOR = "monitor"


class Answer(Enum):
    """What a door says."""

    IN = "comes in"
    SIGN_IN = "is asked to sign in"
    REFUSED = "is refused"
    NOT_FOUND = "finds nothing"
    NO_LINK = "has no link"
    NO_KEY = "has no key"


A, C, I, OI, R, OR, O, AN, RA, MO = Visitor  # noqa: E741 - columns of a table
IN, SIGN_IN, REFUSED, NOT_FOUND, NO_LINK, NO_KEY = Answer

MEMBERS = {
    I: Role.INTERVIEWER,
    R: Role.RECRUITER,
    O: Role.OWNER,
    AN: Role.ANALYST,
    RA: Role.RATER,
    MO: Role.MONITOR,
}
STRANGERS = {OI: Role.INTERVIEWER, OR: Role.RECRUITER}

EVERYBODY = dict.fromkeys(Visitor, IN)
CANDIDATES = dict.fromkeys(Visitor, NO_LINK) | {C: IN}
# Programs come in by a key in the header: see tests/web/api. Whoever is signed in is a stranger.
PROGRAMS = dict.fromkeys(Visitor, NO_KEY)
# Before a scenario, who has no sitting is led to the start instead, which says what is wrong.
SCENARIOS = EVERYBODY
# A script asks for this one, and gets a plain answer instead of a page.
DRAFTS = dict.fromkeys(Visitor, REFUSED) | {C: IN}
_STAFF = {A: SIGN_IN, C: SIGN_IN}
ANY_STAFF = _STAFF | dict.fromkeys((I, OI, R, OR, O, AN, RA, MO), IN)
NOBODYS_KEY = _STAFF | {one: NOT_FOUND for one, answer in ANY_STAFF.items() if answer is IN}
RECRUITERS = _STAFF | dict.fromkeys((I, OI, AN, RA, MO), REFUSED) | {R: IN, OR: IN, O: IN}
THEIR_RECRUITERS = RECRUITERS | {OR: NOT_FOUND}
OWNERS = RECRUITERS | {R: REFUSED, OR: REFUSED}
INTERVIEWERS = _STAFF | dict.fromkeys((R, OR, O, AN, RA, MO), REFUSED) | {I: IN, OI: IN}
ANALYSTS = _STAFF | dict.fromkeys((I, OI, R, OR, RA, MO), REFUSED) | {O: IN, AN: IN}
READERS = ANY_STAFF | {RA: REFUSED, MO: REFUSED}
RATERS = _STAFF | dict.fromkeys((I, OI, R, OR, O, AN, MO), REFUSED) | {RA: IN}
# Not even owners: who decides about people sees no counts of what they told about themselves.
MONITORS = _STAFF | dict.fromkeys((I, OI, R, OR, O, AN, RA), REFUSED) | {MO: IN}
THEIR_INTERVIEWERS = INTERVIEWERS | {OI: NOT_FOUND}
WHO_INTERVIEW = _STAFF | dict.fromkeys((AN, RA, MO), REFUSED) | dict.fromkeys((I, OI, R, OR, O), IN)
# Of an interview only the interviewer comes in; that of the table is our interviewer's.
ITS_INTERVIEWER = WHO_INTERVIEW | dict.fromkeys((OI, R, OR, O), NOT_FOUND)

ACCESS = {
    "public.front_door": EVERYBODY,
    "public.health": EVERYBODY,
    "health.live": EVERYBODY,
    "health.ready": EVERYBODY,
    "health.metrics": dict.fromkeys(Visitor, NOT_FOUND),  # no token is set in this house
    "public.accessibility": EVERYBODY,
    "public.favicon": EVERYBODY,
    "public.script": EVERYBODY,
    "disclosure.security_txt": dict.fromkeys(Visitor, NOT_FOUND),  # nobody is named in this house
    "account.sign_in": EVERYBODY,
    "account.check_sign_in": EVERYBODY,
    "account.sign_out": ANY_STAFF,
    "account.second_step": EVERYBODY,
    "account.check_second_step": EVERYBODY,
    "own.security": ANY_STAFF,
    "own.ask": ANY_STAFF,
    "own.confirm": ANY_STAFF,
    "own.app_page": ANY_STAFF,
    "own.confirm_app": ANY_STAFF,
    "own.new_passkey": ANY_STAFF,
    "own.store_passkey": ANY_STAFF,
    "own.ask_to_remove": NOBODYS_KEY,  # the passkey is somebody else's
    "own.drop_passkey": NOBODYS_KEY,
    "own.password": ANY_STAFF,
    "own.change_password": ANY_STAFF,
    "own.end_session": NOBODYS_KEY,
    "own.end_others": ANY_STAFF,
    "candidate.invitation": EVERYBODY,
    "candidate.open_invitation": EVERYBODY,
    "candidate.start": CANDIDATES,
    "candidate.practice": CANDIDATES,
    "candidate.try_practice": CANDIDATES,
    "candidate.begin": CANDIDATES,
    "candidate.question": SCENARIOS,
    "candidate.answer": SCENARIOS,
    "candidate.draft": DRAFTS,
    "candidate.media": SCENARIOS | {C: NOT_FOUND},  # the shipped bank shows no pictures
    "candidate.time_left": CANDIDATES,
    "candidate.break_page": CANDIDATES,
    "candidate.resume": CANDIDATES,
    "candidate.time_up": CANDIDATES,
    "candidate.review": CANDIDATES,
    "candidate.submit": CANDIDATES,
    "candidate.receipt": CANDIDATES,
    "candidate.later": CANDIDATES,
    "candidate.survey": CANDIDATES,
    "candidate.send_survey": CANDIDATES,
    "candidate.background": CANDIDATES,
    "candidate.send_background": CANDIDATES,
    "candidate.drop_background": CANDIDATES,
    "candidate.rights": CANDIDATES,
    "candidate.ask_for_right": CANDIDATES,
    "candidate.data_pack": CANDIDATES,
    "candidate.leave": CANDIDATES,
    "candidate.withdraw": CANDIDATES,
    "candidate.left": CANDIDATES,
    "candidate.take_back": CANDIDATES,
    "candidate.void": CANDIDATES,
    "recruiter.receipts": RECRUITERS,
    "recruiter.check_receipt": RECRUITERS,
    "candidate.help_page": CANDIDATES,
    "candidate.ask_for_help": CANDIDATES,
    "candidate.take_back_case": CANDIDATES | {C: NOT_FOUND},  # the case is somebody else's
    "candidate.large_print": CANDIDATES | {C: NOT_FOUND},  # nothing was agreed with this one
    "candidate.plain_text": CANDIDATES | {C: NOT_FOUND},
    "candidate.assistant": CANDIDATES | {C: NOT_FOUND},
    "candidate.answer_assistant": CANDIDATES | {C: NOT_FOUND},
    "candidate.feedback": CANDIDATES,
    "candidate.feedback_pdf": CANDIDATES,
    "candidate.explanation": CANDIDATES,
    "candidate.explanation_text": CANDIDATES,
    "recruiter.unsent_mail": RECRUITERS,
    "recruiter.send_mail_again": RECRUITERS | dict.fromkeys((R, OR, O), NOT_FOUND),  # none is there
    "recruiter.openings": ANY_STAFF,
    "recruiter.new_opening": RECRUITERS,
    "recruiter.create_opening": RECRUITERS,
    "recruiter.opening": THEIR_RECRUITERS,
    "recruiter.today": ANY_STAFF,
    "recruiter.live": THEIR_RECRUITERS,
    "recruiter.act_on_people": THEIR_RECRUITERS,
    "recruiter.undo_tags": THEIR_RECRUITERS,
    "recruiter.keep_view": THEIR_RECRUITERS,
    "recruiter.forget_view": THEIR_RECRUITERS,
    "recruiter.write_note": THEIR_RECRUITERS,
    "recruiter.tag_candidate": THEIR_RECRUITERS,
    "recruiter.remove_note": RECRUITERS | dict.fromkeys((R, OR, O), NOT_FOUND),  # none is there
    "recruiter.restore_note": RECRUITERS | dict.fromkeys((R, OR, O), NOT_FOUND),
    "recruiter.cut": THEIR_RECRUITERS,
    "recruiter.choose_cut": THEIR_RECRUITERS,
    "recruiter.drop_cut": THEIR_RECRUITERS,
    "recruiter.accept_key": OWNERS,
    "recruiter.add_candidates": THEIR_RECRUITERS,
    "recruiter.add_candidate": THEIR_RECRUITERS,
    "recruiter.check_list": THEIR_RECRUITERS,
    "recruiter.add_list": THEIR_RECRUITERS,
    "recruiter.archived_openings": RECRUITERS,
    "recruiter.opening_templates": RECRUITERS,
    "recruiter.new_template": RECRUITERS,
    "recruiter.create_template": RECRUITERS,
    "recruiter.opening_template": RECRUITERS,
    "recruiter.change_opening_template": RECRUITERS,
    "recruiter.retire_opening_template": RECRUITERS,
    "recruiter.restore_opening_template": RECRUITERS,
    "recruiter.opening_settings": THEIR_RECRUITERS,
    "recruiter.change_opening_settings": THEIR_RECRUITERS,
    "recruiter.ending": THEIR_RECRUITERS,
    "recruiter.close_opening": THEIR_RECRUITERS,
    "recruiter.reopen_opening": THEIR_RECRUITERS,
    "recruiter.archive_opening": THEIR_RECRUITERS,
    "recruiter.unarchive_opening": THEIR_RECRUITERS,
    "recruiter.erasing_opening": OWNERS,
    "recruiter.ask_to_erase_opening": OWNERS,
    # Nobody has asked to erase an opening in this house.
    "recruiter.agree_to_erase_opening": OWNERS | {O: NOT_FOUND},
    "recruiter.drop_opening_erasure": OWNERS | {O: NOT_FOUND},
    "recruiter.spare_opening": OWNERS,
    "recruiter.opening_mail": THEIR_RECRUITERS,
    "recruiter.invite_by_mail": THEIR_RECRUITERS,
    "recruiter.send_invitation": THEIR_RECRUITERS,
    "recruiter.links": THEIR_RECRUITERS,
    "recruiter.links_file": THEIR_RECRUITERS,
    "recruiter.feedback_time": THEIR_RECRUITERS,
    "recruiter.choose_feedback_time": THEIR_RECRUITERS,
    # Nobody has asked to turn feedback off in this house, nor to score again.
    "recruiter.agree_to_no_feedback": THEIR_RECRUITERS | {R: NOT_FOUND, O: NOT_FOUND},
    "recruiter.keep_feedback": THEIR_RECRUITERS | {R: NOT_FOUND, O: NOT_FOUND},
    "recruiter.taking_back": THEIR_RECRUITERS,
    "recruiter.choose_taking_back": THEIR_RECRUITERS,
    "recruiter.notices": THEIR_RECRUITERS,
    "recruiter.set_place": THEIR_RECRUITERS,
    "recruiter.norm_group": THEIR_RECRUITERS,
    "recruiter.choose_norm_group": THEIR_RECRUITERS,
    "recruiter.members": THEIR_RECRUITERS,
    "recruiter.add_member": THEIR_RECRUITERS,
    "recruiter.remove_member": THEIR_RECRUITERS,
    "recruiter.compare": THEIR_RECRUITERS,
    "recruiter.colleagues": OWNERS,
    "recruiter.set_names": OWNERS,
    "recruiter.colleague_account": OWNERS,
    "recruiter.end_colleagues_sessions": OWNERS,
    "recruiter.close_account": OWNERS,
    "recruiter.reopen_account": OWNERS,
    "recruiter.webhooks_page": OWNERS,
    "recruiter.add_webhook": OWNERS,
    # No other system is told of anything in this house.
    "recruiter.webhook": OWNERS | {O: NOT_FOUND},
    "recruiter.change_webhook_key": OWNERS | {O: NOT_FOUND},
    "recruiter.switch_webhook_off": OWNERS | {O: NOT_FOUND},
    "recruiter.switch_webhook_on": OWNERS | {O: NOT_FOUND},
    "recruiter.remove_webhook": OWNERS | {O: NOT_FOUND},
    "recruiter.tell_again": OWNERS | {O: NOT_FOUND},
    "recruiter.api_keys": OWNERS,
    "recruiter.add_api_key": OWNERS,
    "recruiter.end_api_key": OWNERS | {O: NOT_FOUND},  # there is no such key
    "api.description": EVERYBODY,
    "api.catalogue": PROGRAMS,
    "api.order": PROGRAMS,
    "api.order_status": PROGRAMS,
    "api.order_result": PROGRAMS,
    "recruiter.share_links": THEIR_RECRUITERS,
    "recruiter.make_share_link": THEIR_RECRUITERS,
    "recruiter.withdraw_share_link": THEIR_RECRUITERS,
    "manager.home": EVERYBODY,  # the link itself is the key
    "manager.brief": EVERYBODY,
    "manager.brief_pdf": EVERYBODY,
    "manager.compare": EVERYBODY,
    "manager.method": EVERYBODY,
    "recruiter.unblind": THEIR_RECRUITERS,
    "recruiter.people_to_hear": THEIR_RECRUITERS,
    "recruiter.store_tellings": THEIR_RECRUITERS,
    "recruiter.decide_many": THEIR_RECRUITERS,
    "recruiter.store_decisions": THEIR_RECRUITERS,
    "recruiter.candidate": THEIR_RECRUITERS,
    "recruiter.decide": THEIR_RECRUITERS,
    "recruiter.renew_link": THEIR_RECRUITERS,
    "recruiter.set_adjusted": THEIR_RECRUITERS,
    "recruiter.give_time": THEIR_RECRUITERS | {R: NOT_FOUND, O: NOT_FOUND},  # no clock runs
    "recruiter.accept_late": THEIR_RECRUITERS | {R: NOT_FOUND, O: NOT_FOUND},  # nothing was late
    "recruiter.withdraw_link": THEIR_RECRUITERS,
    "recruiter.cases": RECRUITERS,
    "recruiter.new_case": THEIR_RECRUITERS,
    "recruiter.open_case": THEIR_RECRUITERS,
    "recruiter.case": THEIR_RECRUITERS,
    "recruiter.acknowledge_case": THEIR_RECRUITERS,
    "recruiter.decide_case": THEIR_RECRUITERS,
    "recruiter.brief": THEIR_RECRUITERS,
    "recruiter.brief_pdf": THEIR_RECRUITERS,
    "recruiter.profile": THEIR_RECRUITERS,
    "recruiter.brief_batches": THEIR_RECRUITERS,
    "recruiter.ask_for_briefs": THEIR_RECRUITERS,
    # Nobody has asked for a batch or an export in this house.
    "recruiter.brief_batch": THEIR_RECRUITERS | {R: NOT_FOUND, O: NOT_FOUND},
    "recruiter.make_briefs_again": THEIR_RECRUITERS | {R: NOT_FOUND, O: NOT_FOUND},
    "recruiter.merge_briefs": THEIR_RECRUITERS | {R: NOT_FOUND, O: NOT_FOUND},
    "recruiter.briefs_archive": THEIR_RECRUITERS | {R: NOT_FOUND, O: NOT_FOUND},
    "recruiter.briefs_merged": THEIR_RECRUITERS | {R: NOT_FOUND, O: NOT_FOUND},
    "recruiter.exports": THEIR_RECRUITERS,
    "recruiter.ask_for_export": THEIR_RECRUITERS,
    "recruiter.export_file": THEIR_RECRUITERS | {R: NOT_FOUND, O: NOT_FOUND},
    "recruiter.export_dictionary": THEIR_RECRUITERS,
    "recruiter.interviews": THEIR_RECRUITERS,
    "recruiter.assign_interview": THEIR_RECRUITERS,
    "recruiter.interview": THEIR_RECRUITERS,
    "recruiter.plan_interview": THEIR_RECRUITERS,
    "recruiter.hold_interview": THEIR_RECRUITERS,
    "recruiter.cancel_interview": THEIR_RECRUITERS,
    "recruiter.panel": THEIR_RECRUITERS,
    "recruiter.interview_agreement": THEIR_RECRUITERS,
    "recruiter.interview_plan": THEIR_RECRUITERS,
    "recruiter.choose_interview_plan": THEIR_RECRUITERS,
    "recruiter.paper_card": THEIR_RECRUITERS,
    "recruiter.type_paper_card": THEIR_RECRUITERS,
    "interviewer.home": WHO_INTERVIEW,
    "interviewer.scorecard": ITS_INTERVIEWER,
    "interviewer.keep_card": ITS_INTERVIEWER,
    "interviewer.file_card": ITS_INTERVIEWER,
    "interviewer.hold": ITS_INTERVIEWER,
    "interviewer.confirm_card": ITS_INTERVIEWER,
    "interviewer.panel": ITS_INTERVIEWER,
    "interviewer.brief": THEIR_INTERVIEWERS,
    "interviewer.brief_pdf": THEIR_INTERVIEWERS,
    "rater.home": RATERS,
    # Nothing is to be rated in this house: its form asks for no answer in one's own words.
    "rater.question": RATERS | {RA: NOT_FOUND},
    "rater.next_turn": RATERS | {RA: NOT_FOUND},
    "rater.turn": RATERS | {RA: NOT_FOUND},
    "rater.file_turn": RATERS | {RA: NOT_FOUND},
    "monitor.home": MONITORS,
    "monitor.report": MONITORS,
    "monitor.report_pdf": MONITORS,
    "monitor.report_csv": MONITORS,
    "analyst.ratings": ANALYSTS,
    "analyst.rated_question": ANALYSTS | {O: NOT_FOUND, AN: NOT_FOUND},
    "analyst.add_benchmark": ANALYSTS | {O: NOT_FOUND, AN: NOT_FOUND},
    "analyst.retire_benchmark": ANALYSTS | {O: NOT_FOUND, AN: NOT_FOUND},
    "analyst.forms": ANALYSTS,
    "analyst.form": ANALYSTS,
    "analyst.reports": ANALYSTS,
    "analyst.make_report": ANALYSTS,
    "analyst.report_progress": ANALYSTS,
    "analyst.report": ANALYSTS,
    "analyst.report_pdf": ANALYSTS,
    "analyst.item_sheets": ANALYSTS,
    # What stands behind the address is no score; tests/web/test_item_sheets.py opens one.
    "analyst.item_sheet": ANALYSTS | {O: NOT_FOUND, AN: NOT_FOUND},
    "analyst.item_sheet_csv": ANALYSTS | {O: NOT_FOUND, AN: NOT_FOUND},
    "analyst.rescoring": ANALYSTS,
    "analyst.preview_rescoring": ANALYSTS,
    "analyst.rescore": ANALYSTS,
    "analyst.rescored": ANALYSTS,
    "analyst.asked_rescoring": ANALYSTS | {O: NOT_FOUND, AN: NOT_FOUND},
    "analyst.agree_to_rescoring": ANALYSTS | {O: NOT_FOUND, AN: NOT_FOUND},
    "analyst.drop_rescoring": ANALYSTS | {O: NOT_FOUND, AN: NOT_FOUND},
    "analyst.resume_rescoring": ANALYSTS,
    "analyst.linking_studies": ANALYSTS,
    "analyst.new_linking_study": ANALYSTS,
    "analyst.make_linking_study": ANALYSTS,
    "analyst.linking_study": ANALYSTS,
    "analyst.retire_linking_study": ANALYSTS,
    "analyst.norm_groups": ANALYSTS,
    "analyst.new_norm_group": ANALYSTS,
    "analyst.preview_norm_group": ANALYSTS,
    "analyst.make_norm_group": ANALYSTS,
    "analyst.norm_group": ANALYSTS,
    "analyst.retire_norm_group": ANALYSTS,
    "analyst.legal": ANALYSTS,
    "verifying.form": READERS,
    "method.page": READERS,
    "verifying.check": READERS,
}
# Files for everybody; no view of ours.
WITHOUT_RULE = {"static"}

# What these show is not there in this house: the tests of their own pages look at the notes.
FILES = {
    "recruiter.briefs_archive",
    "recruiter.briefs_merged",
    "recruiter.export_file",
    "analyst.item_sheet",
    "analyst.item_sheet_csv",
    "recruiter.interview",
    "recruiter.panel",
}
# What a mere visit may append, and why.
OBSERVATIONS = {
    "recruiter.candidate": {"audit_entry"},  # deciding needs somebody who has opened the page
    "recruiter.case": {"audit_entry"},  # who read what a candidate asked for
    "recruiter.brief": {"audit_entry"},  # who read whose brief
    "recruiter.profile": {"audit_entry"},  # the same page, for paper
    "recruiter.briefs_archive": {"audit_entry"},
    "recruiter.briefs_merged": {"audit_entry"},
    "recruiter.export_file": {"audit_entry"},
    "recruiter.brief_pdf": {"audit_entry"},  # who took whose brief away, and its digest
    "analyst.item_sheet": {"audit_entry"},  # who read which score item by item
    "analyst.item_sheet_csv": {"audit_entry"},
    "recruiter.interview": {"audit_entry"},  # who read what interviewers filed
    "recruiter.panel": {"audit_entry"},
    # that a candidate has seen a result: from then on answers are not taken back
    "candidate.feedback": {"audit_entry"},
    "candidate.feedback_pdf": {"audit_entry"},
    "candidate.explanation": {"audit_entry"},
    "candidate.explanation_text": {"audit_entry"},
    "monitor.report": {"audit_entry"},  # who looked at which counts, and took them away
    "monitor.report_pdf": {"audit_entry"},
    "monitor.report_csv": {"audit_entry"},
    "manager.brief": {"audit_entry"},  # who looked by which link
    "manager.brief_pdf": {"audit_entry"},
    "interviewer.brief": {"audit_entry"},
    "interviewer.brief_pdf": {"audit_entry"},
}
# These are counted for whoever asks: nobody has the house draw or pack without end.
PACED = {
    "analyst.report_pdf",
    "candidate.feedback_pdf",
    "candidate.large_print",
    "interviewer.brief_pdf",
    "manager.brief_pdf",
    "monitor.report_pdf",
    "recruiter.brief_pdf",
    "recruiter.briefs_archive",
    "recruiter.briefs_merged",
    "recruiter.export_file",
}
# Posts that work without a form token, and why.
WITHOUT_TOKEN = {
    "candidate.try_practice": "stores nothing, so there is nothing to forge",
    "api.order": "reads no cookie, so no other site can send it",
}


def routes():
    """The views, and endpoint → route, from the application itself."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(stores.settings_for(Path(folder), ""))
        stores.close(app)
    return app.view_functions, {
        rule.endpoint: rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"
    }


VIEWS, ROUTES = routes()
GETS = sorted(name for name, rule in ROUTES.items() if "GET" in rule.methods)
POSTS = sorted(name for name, rule in ROUTES.items() if "POST" in rule.methods)


@pytest.fixture(scope="module")
def path_of(world):
    """The address of a page, filled with our opening and a candidate."""
    # Put together once: whatever is not the candidate's stays as it is.
    known = {
        "position": 1,
        "name": "call.ogg",
        "kind": "correction",
        "mode": "selected",
        "opening_id": world.opening.id,
        "key_id": world.house.key.id,
        "form_id": "standard",
        "group_id": world.group.id,
        "score_id": world.case.id,  # no such score
        "report_id": world.report_job.arguments["report_id"],
        "job_id": world.report_job.id,
        "rescoring_id": world.rescoring.id,
        "proposal_id": world.case.id,  # no such proposal
        "study_id": world.study.id,
        "case_id": world.case.id,
        "interview_id": world.interview.id,
        "version": "abc",  # an older state of the scripts
        "script_name": "copies.js",
        "scenario_id": "own-words",
        "item_id": "reply",
        "turn_id": world.case.id,
        "benchmark_id": world.case.id,
        "mail_id": world.case.id,  # every mail has left
        "template_id": world.template.id,
        "note_id": world.case.id,  # nobody wrote a note in this house
        "staff_id": world.members[Role.RECRUITER].id,
        "act_name": "codes",
        "passkey_id": world.case.id,  # no such passkey
        "api_key_id": world.case.id,  # no such key
        "order_id": world.case.id,
        "session_id": world.case.id,
        "share": world.share,
        "shared_id": world.submitted.id,
        "link_id": world.spare_share_id,
        "batch_id": world.case.id,  # no such batch
        "export_id": world.case.id,
        "endpoint_id": world.case.id,  # no such address
        "delivery_id": world.case.id,
        "late_id": world.case.id,  # nothing was late in this house
    }

    def fill(endpoint, candidate):
        names = ROUTES[endpoint].arguments
        values = known | {"candidate_id": candidate.id}
        if "token" in names:
            values["token"] = world.house.token(candidate)
        with world.app.test_request_context():
            return url_for(endpoint, **{name: values[name] for name in names})

    return fill


@pytest.fixture
def client_of(world):
    def client(visitor, candidate):
        if visitor is Visitor.ANONYMOUS:
            return world.app.test_client()
        if visitor is Visitor.CANDIDATE:
            return world.candidates_client(candidate)
        if visitor in STRANGERS:
            return world.client_of(world.strangers[STRANGERS[visitor]])
        return world.client_of(world.members[MEMBERS[visitor]])

    return client


def answered(response):
    """What a response says at the door; 409 and 422 come from behind it."""
    if response.status_code == 302 and response.location.startswith("/sign-in?next="):
        return Answer.SIGN_IN
    doors = {401: Answer.NO_KEY, 403: Answer.REFUSED, 404: Answer.NOT_FOUND, 410: Answer.NO_LINK}
    inside = {200, 302, 409, 422}
    if response.status_code in inside:
        return Answer.IN
    return doors.get(response.status_code, response.status_code)


def knock(client, endpoint, path):
    if endpoint in GETS:
        return client.get(path)
    if endpoint in {"candidate.answer", "candidate.draft"}:
        return builders.send(client, path)
    token = builders.form_token(client)
    return client.post(path, data={"csrf_token": token})


def test_every_page_has_an_entry_in_the_table():
    assert set(ROUTES) == set(ACCESS)


def test_only_files_are_without_a_rule():
    assert {name for name, view in VIEWS.items() if rule_of(view) is None} == WITHOUT_RULE


@pytest.mark.parametrize("endpoint", sorted(ROUTES))
def test_the_rule_of_a_page_agrees_with_the_table(endpoint):
    rule, entry = rule_of(VIEWS[endpoint]), ACCESS[endpoint]
    roles = {role: visitor for visitor, role in MEMBERS.items()}

    assert (rule.scope is not None) == (rule.audience is Audience.PROGRAM)
    if rule.audience is Audience.STAFF:
        allowed = {role for role, visitor in roles.items() if entry[visitor] is not REFUSED}
        assert rule.roles == allowed
    else:
        assert SIGN_IN not in entry.values()


def boldest(endpoint):
    """The visitor who may most: the owner where that one comes in, else the first who does.

    Where nobody comes in, it is the one for whom the page is.
    """
    entry = ACCESS[endpoint]
    order = [Visitor.OWNER, Visitor.CANDIDATE, Visitor.INTERVIEWER, Visitor.RATER, Visitor.MONITOR]
    if endpoint.startswith("candidate."):
        order = [Visitor.CANDIDATE, Visitor.ANONYMOUS]
    return next((visitor for visitor in order if entry[visitor] is IN), order[0])


@pytest.mark.parametrize("endpoint", [name for name in POSTS if name not in WITHOUT_TOKEN])
def test_a_form_without_token_is_refused_and_stores_nothing(
    world, fresh, path_of, client_of, endpoint
):
    candidate = fresh()
    client = client_of(boldest(endpoint), candidate)
    before = world.digests()
    response = client.post(path_of(endpoint, candidate), data={"revision": "0", "skip": "1"})

    # Candidates get the page back with what they typed, or hear that there is no such page.
    is_shown_again = hasattr(VIEWS[endpoint], "shows_again")
    assert response.status_code in ({302, 404, 422} if is_shown_again else {400})
    assert world.digests() == before


@pytest.mark.parametrize("endpoint", sorted(WITHOUT_TOKEN))
def test_what_works_without_token_stores_nothing(world, fresh, path_of, client_of, endpoint):
    candidate = fresh()
    client = client_of(boldest(endpoint), candidate)
    before = world.digests()
    client.post(path_of(endpoint, candidate), data={"choice": "a"})

    assert world.digests() == before


@pytest.mark.parametrize("stage", ["started", "submitted"])
@pytest.mark.parametrize("endpoint", GETS)
def test_a_visit_changes_nothing(world, visited, path_of, client_of, endpoint, stage):
    candidate = world.submitted if stage == "submitted" else visited()
    client = client_of(boldest(endpoint), candidate)
    path = path_of(endpoint, candidate)
    before = world.digests()
    for ask in (client.get, client.head, client.options):
        ask(path)

    after = world.digests()
    changed = {name for name, digest in after.items() if digest != before[name]}
    assert changed - counted(endpoint) <= observed(endpoint)


def observed(endpoint):
    """The tables to which a visit appends: with an act of staff, where it came from."""
    tables = OBSERVATIONS.get(endpoint, set())
    is_of_staff = "audit_entry" in tables and not endpoint.startswith("candidate.")
    return tables | {"audit_source"} if is_of_staff else tables


def counted(endpoint):
    """The table in which a request is counted, where it is."""
    return {"throttle_count"} if endpoint in PACED else set()


def test_every_observation_on_the_list_is_really_made(world, fresh, scored, path_of, client_of):
    for endpoint in OBSERVATIONS:
        if endpoint in FILES:
            continue
        # That a result was read is noted once for each candidate.
        candidate = scored() if endpoint.startswith("candidate.") else fresh()
        candidate = world.submitted if "brief" in endpoint else candidate
        client = client_of(boldest(endpoint), candidate)
        before = world.digests()
        assert client.get(path_of(endpoint, candidate)).status_code == 200

        after = world.digests()
        changed = {name for name in after if after[name] != before[name]}
        assert changed == observed(endpoint) | counted(endpoint)


def test_a_page_has_one_address_and_one_way_in():
    assert set(GETS).isdisjoint(POSTS)
    assert set(GETS) | set(POSTS) == set(ROUTES)


# Last, since it makes more than a thousand people: the tests above read every row of the house.
@pytest.mark.parametrize("visitor", Visitor, ids=lambda visitor: visitor.name.lower())
@pytest.mark.parametrize("endpoint", sorted(ACCESS))
def test_a_door_answers_as_the_table_says(fresh, visited, path_of, client_of, endpoint, visitor):
    candidate = visited() if endpoint in GETS else fresh()
    client = client_of(visitor, candidate)

    response = knock(client, endpoint, path_of(endpoint, candidate))
    assert answered(response) is ACCESS[endpoint][visitor]
