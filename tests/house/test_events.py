"""What the duties of six months, three and four years ask to be on record, and the test of each.

An act that lost its test, or is no longer written anywhere, fails here. Who, what, when and on what
stands in every entry; why, where somebody has to say it, with the thing itself.
"""

from datetime import UTC, timedelta

import pytest
from sqlmodel import select

from hiring import openings
from hiring.accounts import Role
from hiring.accounts.closing import close_account, reopen_account
from hiring.accounts.factors import remove_all_factors
from hiring.accounts.staff import add_staff, set_password
from hiring.audit import AuditEntry, first_altered
from hiring.banks.deriving import derive_key
from hiring.openings.decisions import Outcome, ReasonCode, decide, note_view
from hiring.openings.holds import end_hold, hold
from hiring.openings.invitations import get_invitation_of, reissue, revoke
from hiring.openings.members import add_member, remove_member
from hiring.openings.share_links import ShareTerms, share, withdraw_share
from hiring.openings.telling import ToldBy
from hiring.places import PACKAGE
from hiring.retention.staged import mark_due, spare
from tests import stores

HERE = "tests/house/test_events.py"
FORMS = "tests/house/test_strangers.py"  # each form of an owner and what it leaves in the record
PASSWORD = "a kettle of plum rain 7"
REQUIRED = {
    # What people are measured by
    "bank.published": HERE,
    "key.derived": HERE,
    "key.acknowledged": HERE,
    "key.accepted": "tests/legal/test_acceptance.py",
    "norm_group.made": "tests/test_norm_groups.py",
    "norm_group.retired": "tests/test_norm_groups.py",
    "linking.made": "tests/test_linking_studies.py",
    "linking.retired": "tests/test_linking_studies.py",
    "opening.norm_group_chosen": "tests/test_norm_groups.py",
    "opening.scored_again": "tests/rescoring/test_deciding.py",
    "rescoring.decided": "tests/rescoring/test_deciding.py",
    "rescoring.finished": "tests/rescoring/test_deciding.py",
    "rescoring.resumed": "tests/web/test_analyst_rescoring.py",
    "rating.filed": "tests/ratings/test_turns.py",
    # Openings, and who works on them
    "opening.created": "tests/openings/test_closing.py",
    "opening.setting_changed": "tests/openings/test_terms.py",
    "opening.place_set": "tests/notices/test_places.py",
    "opening.closed": "tests/openings/test_closing.py",
    "opening.archived": "tests/openings/test_closing.py",
    "feedback.set": "tests/feedback/test_timing.py",
    "cut.set": "tests/web/test_list.py",
    "cut.ended": "tests/web/test_list.py",
    "member.added": HERE,
    "member.removed": HERE,
    "opening.reopened": "tests/openings/test_closing.py",
    "opening.unarchived": "tests/openings/test_closing.py",
    "template.changed": "tests/openings/test_terms.py",
    "template.retired": "tests/openings/test_terms.py",
    "template.restored": "tests/web/test_recruiter_openings.py",
    "proposal.made": "tests/test_opening_erased.py",
    "proposal.agreed": "tests/test_opening_erased.py",
    "proposal.dropped": "tests/web/test_feedback.py",
    # Candidates
    "candidate.added": HERE,
    "invitation.reissued": HERE,
    "invitation.revoked": HERE,
    "conditions.agreed": "tests/cases/test_adjusting.py",
    "sitting.time_given": "tests/web/test_time_staff.py",
    "late_answer.accepted": "tests/sittings/test_late_answers.py",
    "candidate.retake_allowed": "tests/sittings/test_retakes.py",
    "candidate.withdrew": "tests/sittings/test_leaving.py",
    "sitting.taken_back": "tests/sittings/test_leaving.py",
    "case.asked": "tests/cases/test_handling.py",
    "case.decided": "tests/cases/test_adjusting.py",
    "case.acknowledged": "tests/cases/test_handling.py",
    "case.viewed": "tests/web/cases/test_answering.py",
    "candidate.adjusted": "tests/test_response_quality.py",
    "assistant.named": "tests/sittings/test_assistants.py",
    # Who saw, took away, decided and told
    "candidate.viewed": "tests/web/test_recruiter.py",
    "candidates.compared": "tests/web/test_recruiter.py",
    "candidate.unblinded": "tests/web/test_comparison_page.py",
    "brief.read": "tests/web/test_recruiter.py",
    "brief.exported": "tests/web/test_recruiter.py",
    "export.downloaded": "tests/web/test_batches.py",
    "candidate.data_taken": "tests/web/test_data_pack_page.py",
    "result.fetched": "tests/web/api/test_results.py",
    "sheet.read": "tests/web/test_item_sheets.py",
    "candidate.shared": HERE,
    "opening.share_withdrawn": HERE,
    "candidates.tagged": FORMS,
    "candidates.untagged": "tests/web/test_list.py",
    "note.written": FORMS,
    "note.removed": FORMS,
    "note.restored": "tests/web/test_list.py",
    "batch.asked": FORMS,
    "export.asked": FORMS,
    "interview.planned": FORMS,
    "interview.held": FORMS,
    "interview.cancelled": "tests/web/test_interviews.py",
    "receipt.checked": "tests/web/after/test_desk.py",
    "score.verified": "tests/web/test_verifying.py",
    "report.made": "tests/reports/test_document.py",
    "impact.viewed": "tests/web/test_monitoring.py",
    "impact.exported": "tests/web/test_monitoring.py",
    "scorecard.filed": "tests/interviews/test_scorecards.py",
    "candidate.decided": "tests/openings/test_decisions.py",
    "candidate.told": HERE,
    # Keeping and erasing
    "candidate.held": HERE,
    "candidate.hold_ended": HERE,
    "candidate.marked": HERE,
    "candidate.spared": HERE,
    "opening.marked": "tests/test_opening_erased.py",
    "opening.spared": "tests/test_opening_erased.py",
    "candidate.erased": "tests/test_retention.py",
    "score.erased": "tests/scoring/test_verifying.py",
    # What other systems are told
    "webhook.added": "tests/webhooks/test_registering.py",
    "webhook.key_changed": "tests/webhooks/test_registering.py",
    "webhook.switched_off": "tests/webhooks/test_delivering.py",
    "webhook.switched_on": FORMS,
    "webhook.removed": FORMS,
    "webhook.told_again": "tests/webhooks/test_pages.py",
    # Staff
    "api_key.made": "tests/web/api/test_keys.py",
    "api_key.ended": "tests/web/test_api_keys.py",
    "staff.added": HERE,
    "staff.signed_in": "tests/web/test_locked_out.py",
    "staff.signed_out": "tests/web/test_own_account.py",
    "staff.password_changed": HERE,
    "staff.app_added": "tests/web/test_second_factor.py",
    "staff.app_removed": "tests/web/test_second_factor.py",
    "staff.recovery_codes_made": "tests/web/test_second_factor.py",
    "staff.recovery_code_used": "tests/web/test_second_factor.py",
    "staff.second_factor_removed": HERE,
    "staff.closed": HERE,
    "staff.reopened": HERE,
    "staff.names_hidden": "tests/test_accounts.py",
}


@pytest.fixture
def lived(session, staff, small_house, now):
    """A house in which each of these acts was done once."""
    owner = staff[Role.OWNER]
    opening = small_house.opening()
    ada = small_house.candidate(opening)
    _about_the_opening(session, staff, opening, ada, now)
    _about_the_person(session, staff[Role.OWNER], ada, now)
    reason = "A fault in the wording was found."
    derive_key(
        session,
        small_house.key,
        dropped=["wrong-bill/responses"],
        neutralised=[],
        reason=reason,
        actor=staff[Role.ANALYST].id,
        now=now,
    )
    new = add_staff(
        session, email="n@example.org", name="N", role=Role.RATER, password=PASSWORD, now=now
    )
    set_password(session, new, PASSWORD + "x", actor=owner.id, now=now)
    remove_all_factors(session, new, actor=owner.id, now=now)
    close_account(session, new, actor=owner.id, now=now)
    reopen_account(session, new, actor=owner.id, now=now)
    session.commit()
    return opening


def _about_the_opening(session, staff, opening, ada, now):
    owner, recruiter = staff[Role.OWNER], staff[Role.RECRUITER]
    add_member(session, opening, recruiter, actor=owner, now=now)
    remove_member(session, opening, recruiter.id, actor=owner, now=now)
    terms = ShareTerms(made_for="Manager")
    link = share(session, opening, [ada], terms=terms, staff=owner, secret=stores.SECRET, now=now)
    withdraw_share(session, opening, link.id, staff=owner, now=now)
    later = now + timedelta(days=9)
    invitation = get_invitation_of(session, ada.id)
    reissue(
        session,
        invitation,
        opening=opening,
        actor=owner,
        secret=stores.SECRET,
        expires_at=later,
        now=now,
    )
    revoke(session, get_invitation_of(session, ada.id), opening=opening, actor=owner, now=now)


def _about_the_person(session, owner, ada, now):
    note_view(session, ada, staff=owner, now=now)
    decision = decide(
        session,
        ada,
        staff=owner,
        outcome=Outcome.ADVANCE,
        reason_code=ReasonCode.INTERVIEW,
        reason="Calm with customers in the interview.",
        considered="The interview and the answers.",
        now=now,
    )
    openings.tell(session, ada, decision, way=ToldBy.PHONE, staff=owner, now=now)
    hold(session, ada, reason="A claim is open.", until=now + timedelta(days=3), now=now)
    end_hold(session, ada, now=now)
    much_later = now + timedelta(days=9 * 365)
    mark_due(session, keep_days=365, now=much_later)
    spare(session, ada, now=much_later)


@pytest.fixture(scope="module")
def written():
    """Everything that the package says."""
    return "".join(one.read_text(encoding="utf-8") for one in PACKAGE.glob("**/*.py"))


@pytest.mark.parametrize(("act", "where"), REQUIRED.items())
def test_a_required_event_has_a_test_and_a_place_where_it_is_written(root, written, act, where):
    assert f'"{act}"' in written
    assert f'"{act}"' in (root / where).read_text(encoding="utf-8")


def test_each_is_recorded_with_who_what_when_and_on_which_object(session, lived):
    entries = session.exec(select(AuditEntry)).all()
    found = {one.act: one for one in entries}

    assert {act for act, where in REQUIRED.items() if where == HERE} <= set(found)
    assert all(one.actor and one.object_id and one.at.tzinfo is UTC for one in entries)
    assert first_altered(session, str(lived.id)) is None
