"""Second factors, passkeys and sessions of staff; acts that take two people

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-22

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '0006'
down_revision: Union[str, Sequence[str], None] = '0005'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('authenticator',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('sealed_secret', sa.String(length=200), nullable=False),
    sa.Column('last_step', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_authenticator_staff_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_authenticator')),
    sa.UniqueConstraint('staff_id', name=op.f('uq_authenticator_staff_id'))
    )
    op.create_table('half_sign_in',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('challenge', sa.String(length=90), nullable=False),
    sa.Column('n_wrong', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_half_sign_in_staff_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_half_sign_in')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_half_sign_in_token_hash'))
    )
    with op.batch_alter_table('half_sign_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_half_sign_in_staff_id'), ['staff_id'], unique=False)

    op.create_table('known_browser',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_known_browser_staff_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_browser')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_known_browser_token_hash'))
    )
    with op.batch_alter_table('known_browser', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_browser_staff_id'), ['staff_id'], unique=False)

    op.create_table('passkey',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('credential_id', sa.String(length=1400), nullable=False),
    sa.Column('public_key', sa.String(length=2000), nullable=False),
    sa.Column('sign_count', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_passkey_staff_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_passkey_credential_id'))
    )
    with op.batch_alter_table('passkey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passkey_staff_id'), ['staff_id'], unique=False)

    op.create_table('recovery_code',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_recovery_code_staff_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_recovery_code_code_hash'))
    )
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_code_staff_id'), ['staff_id'], unique=False)

    op.create_table('proposal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('subject', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('details', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('settled_by_id', sa.Uuid(), nullable=True),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.Column('is_agreed', sa.Boolean(), nullable=True),
    sa.CheckConstraint('(settled_by_id IS NULL) = (settled_at IS NULL) AND (is_agreed IS NULL) = (settled_at IS NULL)', name=op.f('ck_proposal_settling_is_whole')),
    sa.CheckConstraint('NOT is_agreed OR settled_by_id <> asked_by_id', name=op.f('ck_proposal_two_people_agree')),
    sa.CheckConstraint("kind IN ('feedback_off', 'rescoring')", name=op.f('ck_proposal_kind_is_known')),
    sa.CheckConstraint('length(trim(reason)) >= 10', name=op.f('ck_proposal_reason_is_given')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['staff.id'], name=op.f('fk_proposal_asked_by_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['settled_by_id'], ['staff.id'], name=op.f('fk_proposal_settled_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal'))
    )
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.create_index('ix_proposal_open', ['kind', 'subject'], unique=True, sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))

    # Who decided before two people were asked, decided alone.
    with op.batch_alter_table('rescoring', schema=None) as batch_op:
        batch_op.add_column(sa.Column('agreed_by_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_rescoring_agreed_by_id'), 'staff', ['agreed_by_id'], ['id'], ondelete='RESTRICT')

    # Sessions that are there began with a password alone, of at least fifteen characters.
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('browser', sa.String(length=20), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('system', sa.String(length=20), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('second_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('needs_more', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('challenge', sa.String(length=90), nullable=True))
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.alter_column('browser', server_default=None)
        batch_op.alter_column('system', server_default=None)
        batch_op.alter_column('needs_more', server_default=None)


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.drop_column('challenge')
        batch_op.drop_column('needs_more')
        batch_op.drop_column('second_at')
        batch_op.drop_column('system')
        batch_op.drop_column('browser')

    with op.batch_alter_table('rescoring', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_rescoring_agreed_by_id'), type_='foreignkey')
        batch_op.drop_column('agreed_by_id')

    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.drop_index('ix_proposal_open', sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))

    op.drop_table('proposal')
    op.drop_table('recovery_code')
    op.drop_table('passkey')
    op.drop_table('known_browser')
    op.drop_table('half_sign_in')
    op.drop_table('authenticator')
