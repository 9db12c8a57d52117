"""The candidate's side: drafts, clocks, conditions, cases, notices, mail, media

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-22

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '0003'
down_revision: Union[str, Sequence[str], None] = '0002'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('notice',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('place', sa.String(length=20), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('version', sa.String(length=20), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("kind IN ('posting', 'invitation', 'pretest')", name=op.f('ck_notice_kind_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('digest', name=op.f('uq_notice_digest'))
    )
    op.create_table('outage',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('from_at', sa.DateTime(), nullable=False),
    sa.Column('until_at', sa.DateTime(), nullable=False),
    sa.Column('n_sittings', sa.Integer(), nullable=False),
    sa.CheckConstraint('until_at > from_at', name=op.f('ck_outage_outage_has_length')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outage'))
    )
    op.create_table('pulse',
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('beat_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_pulse'))
    )
    op.create_table('bank_media',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bank_version_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('mime', sa.String(length=40), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['bank_version_id'], ['bank_version.id'], name=op.f('fk_bank_media_bank_version_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank_media')),
    sa.UniqueConstraint('bank_version_id', 'name', name=op.f('uq_bank_media_bank_version_id_name'))
    )
    with op.batch_alter_table('bank_media', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bank_media_bank_version_id'), ['bank_version_id'], unique=False)

    op.create_table('survey_reply',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('fairness', sa.Integer(), nullable=True),
    sa.Column('clarity', sa.Integer(), nullable=True),
    sa.Column('month', sa.Date(), nullable=False),
    sa.CheckConstraint('clarity IS NULL OR clarity BETWEEN 1 AND 5', name=op.f('ck_survey_reply_clarity_on_scale')),
    sa.CheckConstraint('fairness IS NULL OR fairness BETWEEN 1 AND 5', name=op.f('ck_survey_reply_fairness_on_scale')),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_survey_reply_opening_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_reply'))
    )
    with op.batch_alter_table('survey_reply', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_survey_reply_opening_id'), ['opening_id'], unique=False)

    op.create_table('candidate_case',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('wishes', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('words', sa.String(length=4000), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('acknowledge_by', sa.DateTime(), nullable=False),
    sa.Column('decide_by', sa.DateTime(), nullable=False),
    sa.Column('acknowledged_at', sa.DateTime(), nullable=True),
    sa.Column('acknowledged_by_id', sa.Uuid(), nullable=True),
    sa.Column('handler_id', sa.Uuid(), nullable=True),
    sa.Column('outcome', sa.String(length=20), nullable=True),
    sa.Column('reply', sa.String(length=4000), nullable=False),
    sa.Column('details', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("(status = 'decided') = (decided_at IS NOT NULL AND decided_by_id IS NOT NULL AND outcome IS NOT NULL)", name=op.f('ck_candidate_case_decision_is_whole')),
    sa.CheckConstraint("kind IN ('adjustment', 'correction', 'contest', 'erasure')", name=op.f('ck_candidate_case_kind_is_known')),
    sa.CheckConstraint("status IN ('asked', 'acknowledged', 'decided', 'taken_back')", name=op.f('ck_candidate_case_status_is_known')),
    sa.CheckConstraint('(acknowledged_at IS NULL) = (acknowledged_by_id IS NULL)', name=op.f('ck_candidate_case_acknowledgement_is_whole')),
    sa.ForeignKeyConstraint(['acknowledged_by_id'], ['staff.id'], name=op.f('fk_candidate_case_acknowledged_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_candidate_case_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['staff.id'], name=op.f('fk_candidate_case_decided_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['handler_id'], ['staff.id'], name=op.f('fk_candidate_case_handler_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_candidate_case'))
    )
    with op.batch_alter_table('candidate_case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_candidate_case_candidate_id'), ['candidate_id'], unique=False)
        batch_op.create_index('ix_candidate_case_status_decide_by', ['status', 'decide_by'], unique=False)

    op.create_table('conditions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.Column('extra_percent', sa.Integer(), nullable=False),
    sa.Column('extra_minutes', sa.Integer(), nullable=False),
    sa.Column('is_untimed', sa.Boolean(), nullable=False),
    sa.Column('may_pause', sa.Boolean(), nullable=False),
    sa.Column('large_print', sa.Boolean(), nullable=False),
    sa.Column('plain_text', sa.Boolean(), nullable=False),
    sa.Column('has_assistant', sa.Boolean(), nullable=False),
    sa.Column('decided_by_id', sa.Uuid(), nullable=False),
    sa.Column('decided_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint('extra_minutes >= 0 AND extra_minutes <= 1440', name=op.f('ck_conditions_extra_minutes_is_sensible')),
    sa.CheckConstraint('extra_percent >= 0 AND extra_percent <= 900', name=op.f('ck_conditions_extra_percent_is_sensible')),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_conditions_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['staff.id'], name=op.f('fk_conditions_decided_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conditions')),
    sa.UniqueConstraint('candidate_id', name=op.f('uq_conditions_candidate_id'))
    )
    op.create_table('mail',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('unique_key', sa.String(length=120), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('queued_at', sa.DateTime(), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f('ck_mail_sent_has_a_time')),
    sa.CheckConstraint("state IN ('queued', 'sent', 'no_server')", name=op.f('ck_mail_state_is_known')),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_mail_candidate_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail')),
    sa.UniqueConstraint('unique_key', name=op.f('uq_mail_unique_key'))
    )
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_candidate_id'), ['candidate_id'], unique=False)

    op.create_table('draft',
    sa.Column('sitting_id', sa.Uuid(), nullable=False),
    sa.Column('item', sa.String(length=90), nullable=False),
    sa.Column('page_id', sa.String(length=24), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('fields', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('value', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('shown_at', sa.DateTime(), nullable=True),
    sa.Column('active_seconds', sa.Float(), nullable=True),
    sa.Column('entered_by', sa.String(length=120), nullable=True),
    sa.Column('received_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint('number >= 1', name=op.f('ck_draft_number_counts_from_one')),
    sa.CheckConstraint('revision >= 0', name=op.f('ck_draft_revision_is_not_negative')),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_draft_sitting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('sitting_id', 'item', 'page_id', name=op.f('pk_draft'))
    )
    op.create_table('late_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('sitting_id', sa.Uuid(), nullable=False),
    sa.Column('item', sa.String(length=90), nullable=False),
    sa.Column('page_id', sa.String(length=24), nullable=False),
    sa.Column('value', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('arrived_at', sa.DateTime(), nullable=False),
    sa.Column('accepted_at', sa.DateTime(), nullable=True),
    sa.Column('accepted_by_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=True),
    sa.CheckConstraint('(accepted_at IS NULL) = (accepted_by_id IS NULL) AND (accepted_at IS NULL) = (reason IS NULL)', name=op.f('ck_late_answer_acceptance_is_whole')),
    sa.ForeignKeyConstraint(['accepted_by_id'], ['staff.id'], name=op.f('fk_late_answer_accepted_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_late_answer_sitting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_late_answer')),
    sa.UniqueConstraint('sitting_id', 'item', 'page_id', name=op.f('uq_late_answer_sitting_id_item_page_id'))
    )
    op.create_table('time_change',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('sitting_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('deadline_at', sa.DateTime(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("kind IN ('started', 'break', 'request', 'resumed', 'conditions', 'outage', 'staff')", name=op.f('ck_time_change_kind_is_known')),
    sa.CheckConstraint('seconds >= 0', name=op.f('ck_time_change_time_is_only_given')),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_time_change_sitting_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_time_change_staff_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_time_change'))
    )
    with op.batch_alter_table('time_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_time_change_sitting_id'), ['sitting_id'], unique=False)

    # The defaults stay in the database: taking them away would make SQLite copy every answer there is.
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('shown_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('active_seconds', sa.Float(), nullable=True))
        batch_op.add_column(sa.Column('is_in_grace', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('is_from_draft', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('entered_by', sa.String(length=120), nullable=True))

    with op.batch_alter_table('candidate', schema=None) as batch_op:
        batch_op.add_column(sa.Column('has_rated', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('withdrawn_at', sa.DateTime(), nullable=True))
    with op.batch_alter_table('candidate', schema=None) as batch_op:
        batch_op.alter_column('has_rated', server_default=None)

    with op.batch_alter_table('candidate_access', schema=None) as batch_op:
        batch_op.add_column(sa.Column('assistant_name', sa.String(length=120), nullable=True))

    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.add_column(sa.Column('place', sa.String(length=20), nullable=False, server_default='other'))
        batch_op.add_column(sa.Column('posted_notice_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('feedback', sa.String(length=10), nullable=False, server_default='at_once'))
        batch_op.add_column(sa.Column('feedback_from', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('feedback_off_reason', sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column('may_void', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.create_check_constraint(batch_op.f('ck_opening_feedback_is_known'), "feedback IN ('at_once', 'at_close', 'on_date', 'off')")
        batch_op.create_check_constraint(batch_op.f('ck_opening_feedback_date_is_set'), "(feedback = 'on_date') = (feedback_from IS NOT NULL)")
        batch_op.create_check_constraint(batch_op.f('ck_opening_no_feedback_has_a_reason'), "(feedback = 'off') = (feedback_off_reason IS NOT NULL)")
    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.alter_column('place', server_default=None)
        batch_op.alter_column('feedback', server_default=None)
        batch_op.alter_column('may_void', server_default=None)

    with op.batch_alter_table('sitting', schema=None) as batch_op:
        batch_op.add_column(sa.Column('closed_by', sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column('voided_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('interface_language', sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column('notice_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('limit_seconds', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('deadline_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('paused_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('left_seconds', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_sitting_deadline_at'), ['deadline_at'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_sitting_notice_id'), 'notice', ['notice_id'], ['id'], ondelete='RESTRICT')
        batch_op.create_check_constraint(batch_op.f('ck_sitting_closer_is_known'), "closed_by IN ('candidate', 'server')")
        batch_op.create_check_constraint(batch_op.f('ck_sitting_clock_runs_or_stands'), "limit_seconds IS NULL OR submitted_at IS NOT NULL OR (deadline_at IS NULL) = (paused_at IS NOT NULL)")
        batch_op.create_check_constraint(batch_op.f('ck_sitting_no_clock_without_limit'), "limit_seconds IS NOT NULL OR (deadline_at IS NULL AND left_seconds IS NULL)")
        batch_op.create_check_constraint(batch_op.f('ck_sitting_voided_after_submission'), "voided_at IS NULL OR submitted_at IS NOT NULL")
    op.execute("UPDATE sitting SET closed_by = 'candidate' WHERE submitted_at IS NOT NULL")



def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table('sitting', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_sitting_closer_is_known'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_sitting_clock_runs_or_stands'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_sitting_no_clock_without_limit'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_sitting_voided_after_submission'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_sitting_notice_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_sitting_deadline_at'))
        batch_op.drop_column('left_seconds')
        batch_op.drop_column('paused_at')
        batch_op.drop_column('deadline_at')
        batch_op.drop_column('limit_seconds')
        batch_op.drop_column('notice_id')
        batch_op.drop_column('interface_language')
        batch_op.drop_column('voided_at')
        batch_op.drop_column('closed_by')

    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_opening_feedback_is_known'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_opening_feedback_date_is_set'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_opening_no_feedback_has_a_reason'), type_='check')
        batch_op.drop_column('may_void')
        batch_op.drop_column('feedback_off_reason')
        batch_op.drop_column('feedback_from')
        batch_op.drop_column('feedback')
        batch_op.drop_column('posted_notice_at')
        batch_op.drop_column('place')

    with op.batch_alter_table('candidate_access', schema=None) as batch_op:
        batch_op.drop_column('assistant_name')

    with op.batch_alter_table('candidate', schema=None) as batch_op:
        batch_op.drop_column('withdrawn_at')
        batch_op.drop_column('has_rated')

    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.drop_column('entered_by')
        batch_op.drop_column('is_from_draft')
        batch_op.drop_column('is_in_grace')
        batch_op.drop_column('active_seconds')
        batch_op.drop_column('shown_at')

    with op.batch_alter_table('time_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_time_change_sitting_id'))

    op.drop_table('time_change')
    op.drop_table('late_answer')
    op.drop_table('draft')
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mail_candidate_id'))

    op.drop_table('mail')
    op.drop_table('conditions')
    with op.batch_alter_table('candidate_case', schema=None) as batch_op:
        batch_op.drop_index('ix_candidate_case_status_decide_by')
        batch_op.drop_index(batch_op.f('ix_candidate_case_candidate_id'))

    op.drop_table('candidate_case')
    with op.batch_alter_table('survey_reply', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_survey_reply_opening_id'))

    op.drop_table('survey_reply')
    with op.batch_alter_table('bank_media', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bank_media_bank_version_id'))

    op.drop_table('bank_media')
    op.drop_table('pulse')
    op.drop_table('outage')
    op.drop_table('notice')
