"""The recruiter's desk: templates, cut scores, tags, sharing, interviews, ratings, batches, exports

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-22

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '0004'
down_revision: Union[str, Sequence[str], None] = '0003'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('benchmark',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('key_version_id', sa.Uuid(), nullable=False),
    sa.Column('item', sa.String(length=90), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('points', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('reason', sa.String(length=2000), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('retired_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('length(reason) >= 10', name=op.f('ck_benchmark_reason_is_given')),
    sa.ForeignKeyConstraint(['key_version_id'], ['key_version.id'], name=op.f('fk_benchmark_key_version_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['made_by_id'], ['staff.id'], name=op.f('fk_benchmark_made_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_benchmark'))
    )
    with op.batch_alter_table('benchmark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_benchmark_key_version_id'), ['key_version_id'], unique=False)

    op.create_table('opening_template',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('paper', sa.String(length=6), nullable=False),
    sa.Column('place', sa.String(length=20), nullable=False),
    sa.Column('key_version_id', sa.Uuid(), nullable=True),
    sa.Column('form_id', sa.String(length=40), nullable=True),
    sa.Column('feedback', sa.String(length=10), nullable=False),
    sa.Column('feedback_days', sa.Integer(), nullable=True),
    sa.Column('feedback_off_reason', sa.String(length=500), nullable=True),
    sa.Column('link_days', sa.Integer(), nullable=False),
    sa.Column('decide_days', sa.Integer(), nullable=False),
    sa.Column('keep_days', sa.Integer(), nullable=True),
    sa.Column('retake_after_days', sa.Integer(), nullable=True),
    sa.Column('may_void', sa.Boolean(), nullable=False),
    sa.Column('is_sealed', sa.Boolean(), nullable=False),
    sa.Column('is_blind', sa.Boolean(), nullable=False),
    sa.Column('has_reminders', sa.Boolean(), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('retired_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("(feedback = 'off') = (feedback_off_reason IS NOT NULL)", name=op.f('ck_opening_template_no_feedback_has_a_reason')),
    sa.CheckConstraint("(feedback = 'on_date') = (feedback_days IS NOT NULL)", name=op.f('ck_opening_template_feedback_days_are_set')),
    sa.CheckConstraint("feedback IN ('at_once', 'at_close', 'on_date', 'off')", name=op.f('ck_opening_template_feedback_is_known')),
    sa.CheckConstraint("paper IN ('A4', 'Letter')", name=op.f('ck_opening_template_paper_is_known')),
    sa.CheckConstraint('(key_version_id IS NULL) = (form_id IS NULL)', name=op.f('ck_opening_template_test_is_whole')),
    sa.CheckConstraint('decide_days BETWEEN 1 AND 365', name=op.f('ck_opening_template_decide_days_are_sensible')),
    sa.CheckConstraint('keep_days BETWEEN 1 AND 3650', name=op.f('ck_opening_template_keep_days_are_sensible')),
    sa.CheckConstraint('link_days BETWEEN 1 AND 365', name=op.f('ck_opening_template_link_days_are_sensible')),
    sa.CheckConstraint('retake_after_days BETWEEN 1 AND 1095', name=op.f('ck_opening_template_retake_gap_is_sensible')),
    sa.ForeignKeyConstraint(['key_version_id'], ['key_version.id'], name=op.f('fk_opening_template_key_version_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['made_by_id'], ['staff.id'], name=op.f('fk_opening_template_made_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening_template')),
    sa.UniqueConstraint('name', name=op.f('uq_opening_template_name'))
    )
    op.create_table('benchmark_rating',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('benchmark_id', sa.Uuid(), nullable=False),
    sa.Column('rater_id', sa.Uuid(), nullable=False),
    sa.Column('points', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('rated_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['benchmark_id'], ['benchmark.id'], name=op.f('fk_benchmark_rating_benchmark_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['rater_id'], ['staff.id'], name=op.f('fk_benchmark_rating_rater_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_benchmark_rating')),
    sa.UniqueConstraint('benchmark_id', 'rater_id', name=op.f('uq_benchmark_rating_benchmark_id_rater_id'))
    )
    with op.batch_alter_table('benchmark_rating', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_benchmark_rating_rater_id'), ['rater_id'], unique=False)

    op.create_table('batch',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('is_blind', sa.Boolean(), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('merged', sa.LargeBinary(), nullable=True),
    sa.Column('merged_of', sa.String(length=64), nullable=True),
    sa.CheckConstraint('expires_at > asked_at', name=op.f('ck_batch_expires_later')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['staff.id'], name=op.f('fk_batch_asked_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_batch_opening_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch'))
    )
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_batch_opening_id'), ['opening_id'], unique=False)

    op.create_table('cut_score',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('key_version_id', sa.Uuid(), nullable=False),
    sa.Column('form_id', sa.String(length=40), nullable=False),
    sa.Column('cut_points', sa.Float(), nullable=False),
    sa.Column('method', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.String(length=2000), nullable=False),
    sa.Column('is_before_scores', sa.Boolean(), nullable=False),
    sa.Column('set_by_id', sa.Uuid(), nullable=False),
    sa.Column('set_at', sa.DateTime(), nullable=False),
    sa.Column('ended_by_id', sa.Uuid(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("method IN ('panel', 'current_staff', 'places', 'other')", name=op.f('ck_cut_score_method_is_known')),
    sa.CheckConstraint('(ended_by_id IS NULL) = (ended_at IS NULL)', name=op.f('ck_cut_score_end_is_whole')),
    sa.CheckConstraint('cut_points >= 0 AND cut_points <= 100', name=op.f('ck_cut_score_cut_on_scale')),
    sa.CheckConstraint('length(reason) >= 10', name=op.f('ck_cut_score_reason_is_given')),
    sa.CheckConstraint('number >= 1', name=op.f('ck_cut_score_number_counts_from_one')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['staff.id'], name=op.f('fk_cut_score_ended_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['key_version_id'], ['key_version.id'], name=op.f('fk_cut_score_key_version_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_cut_score_opening_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['set_by_id'], ['staff.id'], name=op.f('fk_cut_score_set_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cut_score')),
    sa.UniqueConstraint('opening_id', 'number', name=op.f('uq_cut_score_opening_id_number'))
    )
    with op.batch_alter_table('cut_score', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cut_score_opening_id'), ['opening_id'], unique=False)

    op.create_table('export',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=4), nullable=False),
    sa.Column('is_blind', sa.Boolean(), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=True),
    sa.Column('n_rows', sa.Integer(), nullable=True),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("kind IN ('csv', 'xlsx', 'json')", name=op.f('ck_export_kind_is_known')),
    sa.CheckConstraint('expires_at > asked_at', name=op.f('ck_export_expires_later')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['staff.id'], name=op.f('fk_export_asked_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_export_opening_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_export'))
    )
    with op.batch_alter_table('export', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_export_opening_id'), ['opening_id'], unique=False)

    op.create_table('interview_plan',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('frozen_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('(frozen_at IS NULL) OR (frozen_at >= made_at)', name=op.f('ck_interview_plan_frozen_later')),
    sa.ForeignKeyConstraint(['made_by_id'], ['staff.id'], name=op.f('fk_interview_plan_made_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_interview_plan_opening_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interview_plan')),
    sa.UniqueConstraint('opening_id', name=op.f('uq_interview_plan_opening_id'))
    )
    op.create_table('saved_view',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('query', sa.String(length=500), nullable=False),
    sa.Column('saved_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_saved_view_opening_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_saved_view_staff_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_view')),
    sa.UniqueConstraint('staff_id', 'opening_id', 'name', name=op.f('uq_saved_view_staff_id_opening_id_name'))
    )
    with op.batch_alter_table('saved_view', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_saved_view_opening_id'), ['opening_id'], unique=False)

    op.create_table('share_link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('made_for', sa.String(length=120), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('shows_brief', sa.Boolean(), nullable=False),
    sa.Column('shows_comparison', sa.Boolean(), nullable=False),
    sa.Column('is_blind', sa.Boolean(), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('revoked_by_id', sa.Uuid(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('(revoked_at IS NULL) = (revoked_by_id IS NULL)', name=op.f('ck_share_link_revocation_is_whole')),
    sa.CheckConstraint('expires_at > made_at', name=op.f('ck_share_link_expires_later')),
    sa.CheckConstraint('shows_brief OR shows_comparison', name=op.f('ck_share_link_shows_something')),
    sa.ForeignKeyConstraint(['made_by_id'], ['staff.id'], name=op.f('fk_share_link_made_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_share_link_opening_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['revoked_by_id'], ['staff.id'], name=op.f('fk_share_link_revoked_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_share_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_share_link_token_hash'))
    )
    with op.batch_alter_table('share_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_share_link_opening_id'), ['opening_id'], unique=False)

    op.create_table('batch_brief',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('batch_id', sa.Uuid(), nullable=False),
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('fault', sa.String(length=200), nullable=True),
    sa.Column('made_at', sa.DateTime(), nullable=True),
    sa.Column('pdf', sa.LargeBinary(), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=True),
    sa.CheckConstraint("(state = 'made') = (made_at IS NOT NULL)", name=op.f('ck_batch_brief_made_has_a_time')),
    sa.CheckConstraint("(state = 'not_made') = (fault IS NOT NULL)", name=op.f('ck_batch_brief_not_made_has_a_reason')),
    sa.CheckConstraint("state IN ('waiting', 'made', 'not_made')", name=op.f('ck_batch_brief_state_is_known')),
    sa.CheckConstraint('position >= 1', name=op.f('ck_batch_brief_position_counts_from_one')),
    sa.ForeignKeyConstraint(['batch_id'], ['batch.id'], name=op.f('fk_batch_brief_batch_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_batch_brief_candidate_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch_brief')),
    sa.UniqueConstraint('batch_id', 'candidate_id', name=op.f('uq_batch_brief_batch_id_candidate_id')),
    sa.UniqueConstraint('batch_id', 'position', name=op.f('uq_batch_brief_batch_id_position'))
    )
    with op.batch_alter_table('batch_brief', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_batch_brief_candidate_id'), ['candidate_id'], unique=False)

    op.create_table('candidate_tag',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.Column('word', sa.String(length=40), nullable=False),
    sa.Column('added_by_id', sa.Uuid(), nullable=False),
    sa.Column('added_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint('length(word) >= 1', name=op.f('ck_candidate_tag_word_is_given')),
    sa.ForeignKeyConstraint(['added_by_id'], ['staff.id'], name=op.f('fk_candidate_tag_added_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_candidate_tag_candidate_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_candidate_tag')),
    sa.UniqueConstraint('candidate_id', 'word', name=op.f('uq_candidate_tag_candidate_id_word'))
    )
    with op.batch_alter_table('candidate_tag', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_candidate_tag_word'), ['word'], unique=False)

    op.create_table('interview',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.Column('interviewer_id', sa.Uuid(), nullable=False),
    sa.Column('assigned_by_id', sa.Uuid(), nullable=False),
    sa.Column('assigned_at', sa.DateTime(), nullable=False),
    sa.Column('planned_at', sa.DateTime(), nullable=True),
    sa.Column('held_at', sa.DateTime(), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['assigned_by_id'], ['staff.id'], name=op.f('fk_interview_assigned_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_interview_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['interviewer_id'], ['staff.id'], name=op.f('fk_interview_interviewer_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interview')),
    sa.UniqueConstraint('candidate_id', 'interviewer_id', name=op.f('uq_interview_candidate_id_interviewer_id'))
    )
    with op.batch_alter_table('interview', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interview_interviewer_id'), ['interviewer_id'], unique=False)

    op.create_table('note',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.String(length=4000), nullable=False),
    sa.Column('written_at', sa.DateTime(), nullable=False),
    sa.Column('removed_by_id', sa.Uuid(), nullable=True),
    sa.Column('removed_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('(removed_at IS NULL) = (removed_by_id IS NULL)', name=op.f('ck_note_removal_is_whole')),
    sa.CheckConstraint('length(text) >= 1', name=op.f('ck_note_text_is_given')),
    sa.ForeignKeyConstraint(['author_id'], ['staff.id'], name=op.f('fk_note_author_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_note_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['removed_by_id'], ['staff.id'], name=op.f('fk_note_removed_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note'))
    )
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_note_candidate_id'), ['candidate_id'], unique=False)

    op.create_table('plan_question',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('origin', sa.String(length=10), nullable=False),
    sa.Column('guide_question', sa.String(length=60), nullable=True),
    sa.Column('facets', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('text', sa.String(length=600), nullable=False),
    sa.Column('probe', sa.String(length=400), nullable=False),
    sa.Column('weak', sa.String(length=400), nullable=False),
    sa.Column('fair', sa.String(length=400), nullable=False),
    sa.Column('strong', sa.String(length=400), nullable=False),
    sa.CheckConstraint("(origin = 'guide') = (guide_question IS NOT NULL)", name=op.f('ck_plan_question_guide_question_is_named')),
    sa.CheckConstraint("origin IN ('guide', 'own')", name=op.f('ck_plan_question_origin_is_known')),
    sa.CheckConstraint('position >= 1', name=op.f('ck_plan_question_position_counts_from_one')),
    sa.ForeignKeyConstraint(['plan_id'], ['interview_plan.id'], name=op.f('fk_plan_question_plan_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_question')),
    sa.UniqueConstraint('plan_id', 'position', name=op.f('uq_plan_question_plan_id_position'))
    )
    op.create_table('shared_candidate',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('link_id', sa.Uuid(), nullable=False),
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_shared_candidate_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['link_id'], ['share_link.id'], name=op.f('fk_shared_candidate_link_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shared_candidate')),
    sa.UniqueConstraint('link_id', 'candidate_id', name=op.f('uq_shared_candidate_link_id_candidate_id'))
    )
    with op.batch_alter_table('shared_candidate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shared_candidate_candidate_id'), ['candidate_id'], unique=False)

    op.create_table('rated_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('sitting_id', sa.Uuid(), nullable=False),
    sa.Column('key_version_id', sa.Uuid(), nullable=False),
    sa.Column('item', sa.String(length=90), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('shuffle', sa.Integer(), nullable=False),
    sa.Column('is_settled', sa.Boolean(), nullable=False),
    sa.Column('points', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('is_settled = (settled_at IS NOT NULL)', name=op.f('ck_rated_answer_settling_is_whole')),
    sa.ForeignKeyConstraint(['key_version_id'], ['key_version.id'], name=op.f('fk_rated_answer_key_version_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_rated_answer_sitting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rated_answer')),
    sa.UniqueConstraint('sitting_id', 'item', name=op.f('uq_rated_answer_sitting_id_item'))
    )
    with op.batch_alter_table('rated_answer', schema=None) as batch_op:
        batch_op.create_index('ix_rated_answer_key_version_id_item', ['key_version_id', 'item'], unique=False)

    op.create_table('scorecard',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('interview_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('recommendation', sa.String(length=10), nullable=True),
    sa.Column('summary', sa.String(length=4000), nullable=False),
    sa.Column('draft', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('correction_reason', sa.String(length=500), nullable=True),
    sa.Column('typed_by_id', sa.Uuid(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(), nullable=True),
    sa.Column('started_at', sa.DateTime(), nullable=False),
    sa.Column('filed_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("recommendation IS NULL OR recommendation IN ('yes', 'reserved', 'maybe', 'no')", name=op.f('ck_scorecard_recommendation_is_known')),
    sa.CheckConstraint('(filed_at IS NULL) OR (recommendation IS NOT NULL)', name=op.f('ck_scorecard_filed_has_an_advice')),
    sa.CheckConstraint('(typed_by_id IS NULL) OR (filed_at IS NOT NULL)', name=op.f('ck_scorecard_typed_is_filed')),
    sa.CheckConstraint('(confirmed_at IS NULL) OR (typed_by_id IS NOT NULL)', name=op.f('ck_scorecard_only_typed_is_confirmed')),
    sa.CheckConstraint('number >= 1', name=op.f('ck_scorecard_number_counts_from_one')),
    sa.ForeignKeyConstraint(['interview_id'], ['interview.id'], name=op.f('fk_scorecard_interview_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['typed_by_id'], ['staff.id'], name=op.f('fk_scorecard_typed_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scorecard')),
    sa.UniqueConstraint('interview_id', 'number', name=op.f('uq_scorecard_interview_id_number'))
    )
    op.create_table('telling',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('decision_id', sa.Uuid(), nullable=False),
    sa.Column('way', sa.String(length=10), nullable=False),
    sa.Column('told_by_id', sa.Uuid(), nullable=False),
    sa.Column('told_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("way IN ('mail', 'phone', 'in_person', 'other')", name=op.f('ck_telling_way_is_known')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_telling_decision_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['told_by_id'], ['staff.id'], name=op.f('fk_telling_told_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_telling')),
    sa.UniqueConstraint('decision_id', name=op.f('uq_telling_decision_id'))
    )
    op.create_table('question_rating',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scorecard_id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=True),
    sa.Column('evidence', sa.String(length=4000), nullable=False),
    sa.CheckConstraint('points IS NULL OR points BETWEEN 1 AND 5', name=op.f('ck_question_rating_points_on_scale')),
    sa.ForeignKeyConstraint(['question_id'], ['plan_question.id'], name=op.f('fk_question_rating_question_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['scorecard_id'], ['scorecard.id'], name=op.f('fk_question_rating_scorecard_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_rating')),
    sa.UniqueConstraint('scorecard_id', 'question_id', name=op.f('uq_question_rating_scorecard_id_question_id'))
    )
    with op.batch_alter_table('question_rating', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_rating_question_id'), ['question_id'], unique=False)

    op.create_table('rating',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('answer_id', sa.Uuid(), nullable=False),
    sa.Column('rater_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('leased_until', sa.DateTime(), nullable=True),
    sa.Column('filed_at', sa.DateTime(), nullable=True),
    sa.Column('points', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('remark', sa.String(length=2000), nullable=False),
    sa.CheckConstraint('(filed_at IS NULL) <> (leased_until IS NULL)', name=op.f('ck_rating_leased_or_filed')),
    sa.CheckConstraint('number BETWEEN 1 AND 9', name=op.f('ck_rating_number_counts_from_one')),
    sa.ForeignKeyConstraint(['answer_id'], ['rated_answer.id'], name=op.f('fk_rating_answer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['rater_id'], ['staff.id'], name=op.f('fk_rating_rater_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rating')),
    sa.UniqueConstraint('answer_id', 'rater_id', name=op.f('uq_rating_answer_id_rater_id'))
    )
    with op.batch_alter_table('rating', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rating_rater_id'), ['rater_id'], unique=False)

    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stage', sa.String(length=10), nullable=False, server_default='screen'))
        batch_op.create_check_constraint(batch_op.f('ck_decision_stage_is_known'), "stage IN ('screen', 'interview', 'offer')")
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.alter_column('stage', server_default=None)

    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_sealed', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('is_blind', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('has_reminders', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('link_days', sa.Integer(), nullable=False, server_default='14'))
        batch_op.add_column(sa.Column('keep_days', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('retake_after_days', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('closed_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('archived_at', sa.DateTime(), nullable=True))
        batch_op.create_check_constraint(batch_op.f('ck_opening_only_closed_is_archived'), 'archived_at IS NULL OR closed_at IS NOT NULL')
        batch_op.create_check_constraint(batch_op.f('ck_opening_link_days_are_sensible'), 'link_days BETWEEN 1 AND 365')
        batch_op.create_check_constraint(batch_op.f('ck_opening_keep_days_are_sensible'), 'keep_days BETWEEN 1 AND 3650')
        batch_op.create_check_constraint(batch_op.f('ck_opening_retake_gap_is_sensible'), 'retake_after_days BETWEEN 1 AND 1095')
    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.alter_column('is_sealed', server_default=None)
        batch_op.alter_column('is_blind', server_default=None)
        batch_op.alter_column('has_reminders', server_default=None)
        batch_op.alter_column('link_days', server_default=None)

    with op.batch_alter_table('candidate', schema=None) as batch_op:
        batch_op.add_column(sa.Column('retake_reason', sa.String(length=500), nullable=True))
        batch_op.create_check_constraint(batch_op.f('ck_candidate_retake_reason_is_given'), 'length(retake_reason) >= 10')

    with op.batch_alter_table('staff', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sees_names', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.drop_constraint(batch_op.f('ck_staff_role_is_known'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_staff_role_is_known'), "role IN ('owner', 'recruiter', 'interviewer', 'analyst', 'rater')")
    with op.batch_alter_table('staff', schema=None) as batch_op:
        batch_op.alter_column('sees_names', server_default=None)

    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_mail_state_is_known'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_mail_state_is_known'), "state IN ('queued', 'sent', 'no_server', 'refused', 'dropped')")
        batch_op.add_column(sa.Column('server_words', sa.String(length=300), nullable=True))
        batch_op.create_check_constraint(batch_op.f('ck_mail_taken_without_words'), "server_words IS NULL OR state <> 'sent'")



def downgrade() -> None:
    """Downgrade schema."""
    op.execute("DELETE FROM mail WHERE state IN ('refused', 'dropped')")
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_mail_taken_without_words'), type_='check')
        batch_op.drop_column('server_words')
        batch_op.drop_constraint(batch_op.f('ck_mail_state_is_known'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_mail_state_is_known'), "state IN ('queued', 'sent', 'no_server')")

    # The release before knows no raters: who was one can no longer sign in.
    op.execute("UPDATE staff SET role = 'interviewer', is_active = false WHERE role = 'rater'")
    with op.batch_alter_table('staff', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_staff_role_is_known'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_staff_role_is_known'), "role IN ('owner', 'recruiter', 'interviewer', 'analyst')")
        batch_op.drop_column('sees_names')

    with op.batch_alter_table('candidate', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_candidate_retake_reason_is_given'), type_='check')
        batch_op.drop_column('retake_reason')

    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_opening_only_closed_is_archived'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_opening_link_days_are_sensible'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_opening_keep_days_are_sensible'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_opening_retake_gap_is_sensible'), type_='check')
        batch_op.drop_column('archived_at')
        batch_op.drop_column('closed_at')
        batch_op.drop_column('retake_after_days')
        batch_op.drop_column('keep_days')
        batch_op.drop_column('link_days')
        batch_op.drop_column('has_reminders')
        batch_op.drop_column('is_blind')
        batch_op.drop_column('is_sealed')

    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_decision_stage_is_known'), type_='check')
        batch_op.drop_column('stage')

    with op.batch_alter_table('rating', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rating_rater_id'))

    op.drop_table('rating')
    with op.batch_alter_table('question_rating', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_rating_question_id'))

    op.drop_table('question_rating')
    op.drop_table('telling')
    op.drop_table('scorecard')
    with op.batch_alter_table('rated_answer', schema=None) as batch_op:
        batch_op.drop_index('ix_rated_answer_key_version_id_item')

    op.drop_table('rated_answer')
    with op.batch_alter_table('shared_candidate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_shared_candidate_candidate_id'))

    op.drop_table('shared_candidate')
    op.drop_table('plan_question')
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_note_candidate_id'))

    op.drop_table('note')
    with op.batch_alter_table('interview', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interview_interviewer_id'))

    op.drop_table('interview')
    with op.batch_alter_table('candidate_tag', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_candidate_tag_word'))

    op.drop_table('candidate_tag')
    with op.batch_alter_table('batch_brief', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_batch_brief_candidate_id'))

    op.drop_table('batch_brief')
    with op.batch_alter_table('share_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_share_link_opening_id'))

    op.drop_table('share_link')
    with op.batch_alter_table('saved_view', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_saved_view_opening_id'))

    op.drop_table('saved_view')
    op.drop_table('interview_plan')
    with op.batch_alter_table('export', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_export_opening_id'))

    op.drop_table('export')
    with op.batch_alter_table('cut_score', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cut_score_opening_id'))

    op.drop_table('cut_score')
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_batch_opening_id'))

    op.drop_table('batch')
    with op.batch_alter_table('benchmark_rating', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_benchmark_rating_rater_id'))

    op.drop_table('benchmark_rating')
    op.drop_table('opening_template')
    with op.batch_alter_table('benchmark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_benchmark_key_version_id'))

    op.drop_table('benchmark')
