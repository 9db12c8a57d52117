"""Monitoring vault, retention rules, holds

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-22

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '0007'
down_revision: Union[str, Sequence[str], None] = '0006'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('vault_link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_vault_link_candidate_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vault_link')),
    sa.UniqueConstraint('candidate_id', name=op.f('uq_vault_link_candidate_id'))
    )
    op.create_table('vault_reply',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('link_id', sa.Uuid(), nullable=False),
    sa.Column('sex', sa.String(length=20), nullable=True),
    sa.Column('ethnicity', sa.String(length=20), nullable=True),
    sa.Column('disability', sa.String(length=20), nullable=True),
    sa.Column('age_band', sa.String(length=20), nullable=True),
    sa.Column('month', sa.Date(), nullable=False),
    sa.CheckConstraint("sex IN ('female', 'male', 'other', 'not_said')", name=op.f('ck_vault_reply_sex_is_known')),
    sa.CheckConstraint("ethnicity IN ('hispanic', 'white', 'black', 'pacific_islander', 'asian', 'native_american', 'two_or_more', 'not_said')", name=op.f('ck_vault_reply_ethnicity_is_known')),
    sa.CheckConstraint("disability IN ('yes', 'no', 'not_said')", name=op.f('ck_vault_reply_disability_is_known')),
    sa.CheckConstraint("age_band IN ('under_25', '25_to_39', '40_to_54', '55_or_over', 'not_said')", name=op.f('ck_vault_reply_age_band_is_known')),
    sa.CheckConstraint('sex IS NOT NULL OR ethnicity IS NOT NULL OR disability IS NOT NULL OR age_band IS NOT NULL', name=op.f('ck_vault_reply_something_is_told')),
    sa.ForeignKeyConstraint(['link_id'], ['vault_link.id'], name=op.f('fk_vault_reply_link_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vault_reply')),
    sa.UniqueConstraint('link_id', name=op.f('uq_vault_reply_link_id'))
    )
    op.create_table('legal_hold',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('began_at', sa.DateTime(), nullable=False),
    sa.Column('until', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('ended_at >= began_at', name=op.f('ck_legal_hold_lifted_after_it_began')),
    sa.CheckConstraint('length(reason) >= 10', name=op.f('ck_legal_hold_reason_is_given')),
    sa.CheckConstraint('until > began_at', name=op.f('ck_legal_hold_hold_has_an_end')),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_legal_hold_candidate_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_legal_hold'))
    )
    with op.batch_alter_table('legal_hold', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_legal_hold_candidate_id'), ['candidate_id'], unique=False)

    op.create_table('removal_mark',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.Column('marked_at', sa.DateTime(), nullable=False),
    sa.Column('erase_from', sa.DateTime(), nullable=False),
    sa.CheckConstraint('erase_from >= marked_at', name=op.f('ck_removal_mark_erased_after_the_mark')),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_removal_mark_candidate_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_removal_mark')),
    sa.UniqueConstraint('candidate_id', name=op.f('uq_removal_mark_candidate_id'))
    )

    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.add_column(sa.Column('asks_background', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.alter_column('asks_background', server_default=None)

    with op.batch_alter_table('staff', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_staff_role_is_known'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_staff_role_is_known'), "role IN ('owner', 'recruiter', 'interviewer', 'analyst', 'rater', 'monitor')")


def downgrade() -> None:
    """Downgrade schema."""
    # The release before knows no monitors: who was one can no longer sign in.
    op.execute("UPDATE staff SET role = 'interviewer', is_active = false WHERE role = 'monitor'")
    with op.batch_alter_table('staff', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_staff_role_is_known'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_staff_role_is_known'), "role IN ('owner', 'recruiter', 'interviewer', 'analyst', 'rater')")

    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.drop_column('asks_background')

    op.drop_table('removal_mark')
    with op.batch_alter_table('legal_hold', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_legal_hold_candidate_id'))

    op.drop_table('legal_hold')
    op.drop_table('vault_reply')
    op.drop_table('vault_link')
