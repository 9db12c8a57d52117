"""Every named constraint has a row that the database refuses because of it.

The table below is checked against the tables themselves: a new constraint without a case fails.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    UniqueConstraint,
    func,
    insert,
    null,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import Insert, Update
from sqlmodel import SQLModel

from hiring import web  # noqa: F401 - registers every table
from hiring.db import db
from tests import applications, stores
from tests.builders import NOW
from tests.house.good_rows import good_rows

TABLES = SQLModel.metadata.tables
NOBODY = UUID(int=1)


@dataclass(frozen=True, slots=True)
class Rows:
    """A good row of every table, by table name, each pointing to the others by its id."""

    facts: dict[str, dict[str, Any]]

    def other(self, table: str, **changes: Any) -> dict[str, Any]:
        """A second good row of a table: unique values differ, everything else is as it was."""
        fresh = {"id": uuid4()} if "id" in TABLES[table].c else {}
        return self.facts[table] | fresh | UNIQUE_VALUES.get(table, dict)() | changes


UNIQUE_VALUES: dict[str, Callable[[], dict[str, Any]]] = {
    "answer": lambda: {"revision": 2},
    "audit_entry": lambda: {"number": 2},
    "audit_source": lambda: {"entry_id": NOBODY},
    "administration": lambda: {"number": 2},
    "bank_text": lambda: {"language": "de"},
    "bank_version": lambda: {"version": "2.0.0"},
    "candidate": lambda: {"code": "C-2", "email": "two@example.org"},
    "candidate_access": lambda: {"token_hash": "2"},
    "bank_media": lambda: {"name": "b.png"},
    "conditions": lambda: {"candidate_id": NOBODY},
    "draft": lambda: {"page_id": "2"},
    "late_answer": lambda: {"page_id": "2"},
    "mail": lambda: {"unique_key": "two"},
    "webhook_delivery": lambda: {"unique_key": "two"},
    "notice": lambda: {"digest": "e" * 64},
    "pulse": lambda: {"name": "two"},
    "invitation": lambda: {"candidate_id": NOBODY, "token_hash": "2"},
    "job": lambda: {"unique_key": "two"},
    "key_version": lambda: {"key_version": "2"},
    "norm_group": lambda: {"digest": "e" * 64},
    "response_quality": lambda: {"sitting_id": NOBODY},
    "membership": lambda: {"staff_id": NOBODY},
    "score": lambda: {"code": "2", "replaces_id": None},
    "sitting": lambda: {"attempt": 2, "receipt": "2"},
    "staff": lambda: {"email": "two@example.org"},
    "staff_session": lambda: {"token_hash": "2"},
    "authenticator": lambda: {"staff_id": NOBODY},
    "half_sign_in": lambda: {"token_hash": "2"},
    "known_browser": lambda: {"token_hash": "2"},
    "passkey": lambda: {"credential_id": "2"},
    "recovery_code": lambda: {"code_hash": "2"},
    "throttle_count": lambda: {"key": "two"},
    "opening_template": lambda: {"name": "Other"},
    "cut_score": lambda: {"number": 2},
    "candidate_tag": lambda: {"word": "mail"},
    "saved_view": lambda: {"name": "Yours"},
    "telling": lambda: {"decision_id": NOBODY},
    "headcount": lambda: {"opening_id": NOBODY},
    "whereabouts": lambda: {"candidate_id": NOBODY},
    "share_link": lambda: {"token_hash": "2"},
    "api_key": lambda: {"token_hash": "2"},
    "api_key_opening": lambda: {"opening_id": NOBODY},
    "api_order": lambda: {"candidate_id": NOBODY, "idempotency_hash": "2"},
    "shared_candidate": lambda: {"candidate_id": NOBODY},
    "interview_plan": lambda: {"opening_id": NOBODY},
    "plan_question": lambda: {"position": 2},
    "interview": lambda: {"interviewer_id": NOBODY},
    "scorecard": lambda: {"number": 2},
    "question_rating": lambda: {"question_id": NOBODY},
    "rated_answer": lambda: {"item": "a/c"},
    "rating": lambda: {"rater_id": NOBODY},
    "benchmark_rating": lambda: {"rater_id": NOBODY},
    "batch_brief": lambda: {"candidate_id": NOBODY, "position": 2},
}


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def filled(request, tmp_path_factory):
    """A session and one good row in every table. Every test takes back what it did."""
    folder = tmp_path_factory.mktemp("constraints")
    app = applications.build(stores.settings_for(folder, blank(request, folder)))
    with app.app_context():
        session = db.sessionmaker()
    yield session, fill(session)
    session.close()
    applications.close(app)


def blank(request, folder):
    """The address of a migrated database without rows."""
    if request.param == "sqlite":
        return stores.copied(request.getfixturevalue("sqlite_template"), folder)
    stores.empty(request.getfixturevalue("postgres_connection"))
    return request.getfixturevalue("postgres_database")


def fill(session):
    ids = {name: uuid4() for name in TABLES}
    facts = good_rows(ids)
    for table in SQLModel.metadata.sorted_tables:
        own = {"id": ids[table.name]} if "id" in table.c else {}
        session.execute(insert(table).values(own | facts[table.name]))
        facts[table.name] = own | facts[table.name]
    session.commit()
    return Rows(facts)


@pytest.fixture
def session(filled):
    yield filled[0]
    filled[0].rollback()


@pytest.fixture
def rows(filled):
    """The good rows by table."""
    return filled[1]


BEFORE = NOW - timedelta(seconds=1)

# Constraint → what is wrong with an otherwise good row.
CHECKS: dict[str, list[dict[str, Any]]] = {
    "ck_administration_acknowledgement_is_whole": [
        {"acknowledged_by_id": None},
        {"acknowledged_at": None},
    ],
    "ck_administration_number_counts_from_one": [{"number": 0}],
    "ck_answer_answered_has_value": [
        {"state": "answered", "value": None},
        {"state": "skipped", "value": "a"},
        {"state": "void", "value": "a"},
    ],
    "ck_answer_revision_counts_from_one": [{"revision": 0}],
    "ck_answer_state_is_known": [{"state": "not_reached", "value": None}],
    "ck_bank_text_kind_is_known": [{"kind": "poem"}],
    "ck_candidate_case_acknowledgement_is_whole": [
        {"acknowledged_at": None},
        {"acknowledged_by_id": None},
    ],
    "ck_candidate_case_decision_is_whole": [
        {"decided_at": None},
        {"decided_by_id": None},
        {"outcome": None},
        {"status": "asked"},
    ],
    "ck_candidate_case_kind_is_known": [{"kind": "wish"}],
    "ck_candidate_case_status_is_known": [
        {"status": "lost", "decided_at": None, "decided_by_id": None, "outcome": None}
    ],
    "ck_conditions_extra_minutes_is_sensible": [{"extra_minutes": -1}, {"extra_minutes": 1441}],
    "ck_conditions_extra_percent_is_sensible": [{"extra_percent": -1}, {"extra_percent": 901}],
    "ck_decision_more_than_the_score": [{"considered": "the score"}],
    "ck_decision_outcome_is_known": [{"outcome": "reject"}],
    "ck_decision_reason_is_given": [{"reason": ""}, {"reason": "because ."}],
    "ck_decision_viewed_before_deciding": [{"decided_at": BEFORE}],
    "ck_draft_number_counts_from_one": [{"number": 0}],
    "ck_draft_revision_is_not_negative": [{"revision": -1}],
    "ck_invitation_generation_counts_from_one": [{"generation": 0}],
    "ck_job_only_running_has_lease": [
        {"state": "running"},
        {"lease_until": NOW},
        {"state": "done", "lease_until": NOW},
    ],
    "ck_job_progress_is_a_percentage": [{"progress_percent": -1}, {"progress_percent": 101}],
    "ck_job_state_is_known": [{"state": "lost"}],
    "ck_key_version_acceptance_is_whole": [{"accepted_by_id": None}, {"accepted_at": None}],
    "ck_key_version_status_is_known": [{"status": "good"}],
    "ck_late_answer_acceptance_is_whole": [
        {"accepted_at": None},
        {"accepted_by_id": None},
        {"reason": None},
    ],
    "ck_linking_study_enough_people": [{"n_new": 49}, {"n_old": 49}],
    "ck_linking_study_error_is_not_negative": [{"standard_error": -0.1}],
    "ck_linking_study_retirement_is_whole": [{"retired_at": None}, {"retired_by_id": None}],
    "ck_mail_sent_has_a_time": [{"sent_at": None}, {"state": "queued"}],
    "ck_mail_state_is_known": [{"state": "lost", "sent_at": None}],
    "ck_mail_taken_without_words": [{"server_words": "550 no such user"}],
    "ck_norm_group_last_after_first": [{"last_submitted_at": BEFORE}],
    "ck_norm_group_more_than_one_sitting": [{"n": 1}],
    "ck_norm_group_people_is_known": [{"people": "everybody"}],
    "ck_norm_group_retirement_is_whole": [{"retired_at": None}, {"retired_by_id": None}],
    "ck_norm_group_spread_is_above_zero": [{"sd": 0.0}],
    "ck_notice_kind_is_known": [{"kind": "poem"}],
    "ck_opening_feedback_date_is_set": [{"feedback": "on_date"}, {"feedback_from": NOW}],
    "ck_opening_feedback_is_known": [{"feedback": "never"}],
    "ck_opening_no_feedback_has_a_reason": [
        {"feedback": "off"},
        {"feedback_off_reason": "ten letters"},
    ],
    "ck_opening_paper_is_known": [{"paper": "A5"}],
    "ck_outage_outage_has_length": [{"until_at": NOW}],
    "ck_precision_snapshot_error_is_above_zero": [{"sem": 0.0}, {"sem": -1.0}],
    "ck_precision_snapshot_mean_only_when_measured": [{"mean": 50.0}, {"rung": "measured"}],
    "ck_precision_snapshot_rung_is_known": [{"rung": "guessed"}],
    "ck_rescoring_reason_is_given": [{"reason": ""}, {"reason": "because  "}],
    "ck_rescoring_somebody_to_score": [{"n_sittings": 0}],
    "ck_score_total_on_scale": [{"total": -0.1}, {"total": 100.1}],
    "ck_sitting_attempt_counts_from_one": [{"attempt": 0}],
    "ck_sitting_clock_runs_or_stands": [
        {"submitted_at": None, "receipt": None, "deadline_at": None},
        {"submitted_at": None, "receipt": None, "paused_at": NOW},
    ],
    "ck_sitting_closer_is_known": [{"closed_by": "machine"}],
    "ck_sitting_no_clock_without_limit": [
        {"limit_seconds": None, "left_seconds": None},
        {"limit_seconds": None, "deadline_at": None},
    ],
    "ck_sitting_receipt_goes_with_submission": [{"receipt": None}, {"submitted_at": None}],
    "ck_sitting_submitted_after_start": [{"submitted_at": BEFORE}],
    "ck_sitting_voided_after_submission": [
        {"submitted_at": None, "receipt": None, "voided_at": NOW}
    ],
    "ck_staff_role_is_known": [{"role": "chief"}],
    "ck_survey_reply_clarity_on_scale": [{"clarity": 0}, {"clarity": 6}],
    "ck_survey_reply_fairness_on_scale": [{"fairness": 0}, {"fairness": 6}],
    "ck_technical_report_count_is_not_negative": [{"n_sittings": -1}],
    "ck_time_change_kind_is_known": [{"kind": "magic"}],
    "ck_whereabouts_decision_is_whole": [
        {"decided_at": None},
        {"outcome": None},
        {"decision_id": None},
    ],
    "ck_whereabouts_only_started_is_sent": [{"started_at": None}],
    "ck_time_change_time_is_only_given": [{"seconds": -1}],
    "ck_batch_expires_later": [{"expires_at": NOW}],
    "ck_batch_brief_made_has_a_time": [{"made_at": None}, {"state": "waiting"}],
    "ck_batch_brief_not_made_has_a_reason": [
        {"fault": "no score"},
        {"state": "not_made", "made_at": None},
    ],
    "ck_batch_brief_position_counts_from_one": [{"position": 0}],
    "ck_batch_brief_state_is_known": [{"state": "lost", "made_at": None}],
    "ck_benchmark_reason_is_given": [{"reason": "because ."}],
    "ck_candidate_retake_reason_is_given": [{"retake_reason": "because ."}],
    "ck_candidate_tag_word_is_given": [{"word": ""}],
    "ck_cut_score_cut_on_scale": [{"cut_points": -1.0}, {"cut_points": 101.0}],
    "ck_cut_score_end_is_whole": [{"ended_at": None}, {"ended_by_id": None}],
    "ck_cut_score_method_is_known": [{"method": "guess"}],
    "ck_cut_score_number_counts_from_one": [{"number": 0}],
    "ck_cut_score_reason_is_given": [{"reason": "because ."}],
    "ck_decision_stage_is_known": [{"stage": "later"}],
    "ck_export_expires_later": [{"expires_at": NOW}],
    "ck_export_kind_is_known": [{"kind": "pdf"}],
    "ck_interview_plan_frozen_later": [{"frozen_at": BEFORE}],
    "ck_note_removal_is_whole": [{"removed_at": None}, {"removed_by_id": None}],
    "ck_note_text_is_given": [{"text": ""}],
    "ck_opening_keep_days_are_sensible": [{"keep_days": 0}, {"keep_days": 3651}],
    "ck_opening_link_days_are_sensible": [{"link_days": 0}, {"link_days": 366}],
    "ck_opening_retake_gap_is_sensible": [{"retake_after_days": 0}, {"retake_after_days": 1096}],
    "ck_opening_only_closed_is_archived": [{"closed_at": None}],
    "ck_opening_template_decide_days_are_sensible": [{"decide_days": 0}, {"decide_days": 366}],
    "ck_opening_template_feedback_days_are_set": [{"feedback": "on_date"}, {"feedback_days": 3}],
    "ck_opening_template_feedback_is_known": [{"feedback": "never"}],
    "ck_opening_template_keep_days_are_sensible": [{"keep_days": 0}, {"keep_days": 3651}],
    "ck_opening_template_link_days_are_sensible": [{"link_days": 0}, {"link_days": 366}],
    "ck_opening_template_retake_gap_is_sensible": [
        {"retake_after_days": 0},
        {"retake_after_days": 1096},
    ],
    "ck_opening_template_no_feedback_has_a_reason": [
        {"feedback": "off"},
        {"feedback_off_reason": "why"},
    ],
    "ck_opening_template_paper_is_known": [{"paper": "A5"}],
    "ck_opening_template_test_is_whole": [{"form_id": None}, {"key_version_id": None}],
    "ck_plan_question_guide_question_is_named": [{"guide_question": None}, {"origin": "own"}],
    "ck_plan_question_origin_is_known": [{"origin": "web", "guide_question": None}],
    "ck_plan_question_position_counts_from_one": [{"position": 0}],
    "ck_proposal_kind_is_known": [{"kind": "export"}],
    "ck_proposal_reason_is_given": [{"reason": "because  "}],
    "ck_proposal_settling_is_whole": [
        {"settled_at": None},
        {"settled_by_id": None},
        {"is_agreed": None},
    ],
    "ck_proposal_two_people_agree": [{"is_agreed": True}],
    "ck_question_rating_points_on_scale": [{"points": 0}, {"points": 6}],
    "ck_rated_answer_settling_is_whole": [{"settled_at": None}, {"is_settled": False}],
    "ck_rating_leased_or_filed": [{"filed_at": None}, {"leased_until": NOW}],
    "ck_rating_number_counts_from_one": [{"number": 0}, {"number": 10}],
    "ck_scorecard_filed_has_an_advice": [{"recommendation": None}],
    "ck_scorecard_number_counts_from_one": [{"number": 0}],
    "ck_scorecard_only_typed_is_confirmed": [{"typed_by_id": None}],
    "ck_scorecard_recommendation_is_known": [{"recommendation": "reject"}],
    "ck_scorecard_typed_is_filed": [{"filed_at": None}],
    "ck_api_key_ending_is_known": [{"ending": "lost"}],
    "ck_api_key_ending_is_whole": [{"ending": None}, {"ended_at": None}],
    "ck_api_key_expires_later": [{"expires_at": NOW}],
    "ck_api_key_may_do_something": [{"reads_catalogue": False}],
    "ck_share_link_expires_later": [{"expires_at": NOW}],
    "ck_share_link_revocation_is_whole": [{"revoked_at": None}, {"revoked_by_id": None}],
    "ck_share_link_shows_something": [{"shows_brief": False}],
    "ck_telling_way_is_known": [{"way": "letter"}],
    "ck_legal_hold_hold_has_an_end": [{"until": NOW}],
    "ck_legal_hold_lifted_after_it_began": [{"ended_at": BEFORE}],
    "ck_legal_hold_reason_is_given": [{"reason": "because ."}],
    "ck_removal_mark_erased_after_the_mark": [{"erase_from": BEFORE}],
    "ck_webhook_delivery_delivered_has_a_time": [{"delivered_at": None}, {"state": "waiting"}],
    "ck_webhook_delivery_call_fault_is_known": [{"call_fault": "magic"}],
    "ck_webhook_delivery_kind_is_known": [{"kind": "sitting.dreamt"}],
    "ck_webhook_delivery_state_is_known": [{"state": "lost", "delivered_at": None}],
    "ck_webhook_delivery_tried_has_a_time": [{"tried_at": None}, {"n_tries": 0}],
    "ck_webhook_endpoint_off_is_whole": [{"off_at": None}, {"off_reason": None}],
    "ck_webhook_endpoint_off_reason_is_known": [{"off_reason": "boredom"}],
    "ck_webhook_endpoint_old_key_is_whole": [{"sealed_old_key": None}, {"old_key_until": None}],
    "ck_webhook_endpoint_only_failing_is_retried": [{"failing_since": None}],
    "ck_vault_reply_age_band_is_known": [{"age_band": "38"}],
    "ck_vault_reply_disability_is_known": [{"disability": "asthma"}],
    "ck_vault_reply_ethnicity_is_known": [{"ethnicity": "unlisted"}],
    "ck_vault_reply_sex_is_known": [{"sex": "f"}],
    "ck_vault_reply_something_is_told": [
        {"sex": None, "ethnicity": None, "disability": None, "age_band": None}
    ],
}


def table_of(name: str) -> str:
    """The table in whose constraints a name stands."""
    return next(
        table.name for table in TABLES.values() if name in {c.name for c in table.constraints}
    )


def constraints(kind: type) -> list[Any]:
    """All constraints of a kind, in order of name."""
    found = [c for t in TABLES.values() for c in t.constraints if isinstance(c, kind)]
    return sorted(found, key=lambda c: str(c.name))


def refusal(session, statement: Insert | Update) -> str:
    with pytest.raises(IntegrityError) as caught:
        session.execute(statement)
    session.rollback()
    return str(caught.value.orig)


def spoilt(table: str, **values: Any) -> Update:
    """Make the only row of a table a wrong one."""
    return update(TABLES[table]).values(values)


def test_a_good_row_of_every_table_is_taken(session, rows):
    assert set(rows.facts) == set(TABLES)
    for table in TABLES.values():
        assert session.execute(select(func.count()).select_from(table)).scalar() >= 1


def test_every_check_has_a_case():
    assert {str(check.name) for check in constraints(CheckConstraint)} == set(CHECKS)


@pytest.mark.parametrize(
    ("name", "wrong"), [(name, wrong) for name, cases in CHECKS.items() for wrong in cases]
)
def test_a_row_that_breaks_a_check_is_refused(session, rows, name, wrong):
    assert name in refusal(session, spoilt(table_of(name), **wrong))


@pytest.mark.parametrize(
    "constraint", constraints(UniqueConstraint), ids=lambda constraint: str(constraint.name)
)
def test_a_second_row_with_a_unique_value_is_refused(session, rows, constraint):
    table = constraint.table.name
    same = {c.name: rows.facts[table][c.name] for c in constraint.columns}
    row = rows.other(table) | same

    # SQLite names the columns, PostgreSQL the constraint.
    message = refusal(session, insert(TABLES[table]).values(row))
    columns = ", ".join(f"{table}.{column.name}" for column in constraint.columns)
    assert str(constraint.name) in message or columns in message


def test_a_second_unfinished_rescoring_of_the_same_scores_is_refused(session, rows):
    message = refusal(session, insert(TABLES["rescoring"]).values(rows.other("rescoring")))

    assert "ix_rescoring_unfinished" in message or "rescoring.is_simulated" in message


def test_a_second_open_proposal_about_the_same_is_refused(session, rows):
    is_open = {"settled_at": None, "settled_by_id": None, "is_agreed": None}
    session.execute(spoilt("proposal", **is_open))
    message = refusal(session, insert(TABLES["proposal"]).values(rows.other("proposal", **is_open)))

    assert "ix_proposal_open" in message or "proposal.subject" in message


def test_a_second_rescoring_is_taken_once_the_first_has_finished(session, rows):
    session.execute(spoilt("rescoring", finished_at=NOW))
    session.execute(insert(TABLES["rescoring"]).values(rows.other("rescoring")))

    assert session.execute(select(func.count()).select_from(TABLES["rescoring"])).scalar() == 2


@pytest.mark.parametrize(
    "constraint", constraints(ForeignKeyConstraint), ids=lambda constraint: str(constraint.name)
)
def test_a_row_that_points_to_nothing_is_refused(session, rows, constraint):
    [column] = constraint.columns

    message = refusal(session, spoilt(constraint.table.name, **{column.name: uuid4()}))
    assert "FOREIGN KEY" in message or str(constraint.name) in message


@pytest.mark.parametrize("table", sorted(TABLES))
def test_the_same_primary_key_twice_is_refused(session, rows, table):
    message = refusal(session, insert(TABLES[table]).values(rows.facts[table]))

    assert "unique" in message.lower()


@pytest.mark.parametrize("table", sorted(TABLES))
def test_a_row_without_a_value_that_is_needed_is_refused(session, rows, table):
    for column in TABLES[table].c:
        if not column.nullable:
            message = refusal(session, spoilt(table, **{column.name: null()}))
            assert "null" in message.lower(), column.name
