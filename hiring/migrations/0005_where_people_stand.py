"""Where people stand, beside each other in their opening

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-22

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '0005'
down_revision: Union[str, Sequence[str], None] = '0004'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

PARTS = (
    (
        'sent',
        ['opening_id', 'submitted_at', 'withdrawn_at'],
        'submitted_at IS NOT NULL AND withdrawn_at IS NULL',
    ),
    (
        'undecided',
        ['opening_id', 'submitted_at', 'withdrawn_at', 'decided_at'],
        'submitted_at IS NOT NULL AND withdrawn_at IS NULL AND decided_at IS NULL',
    ),
    (
        'untold',
        ['opening_id', 'outcome', 'withdrawn_at', 'submitted_at', 'added_at', 'decided_at', 'told_at'],
        'decided_at IS NOT NULL AND told_at IS NULL',
    ),
    (
        'at_work',
        ['opening_id', 'started_at', 'candidate_id', 'attempt', 'submitted_at', 'withdrawn_at', 'revoked_at'],
        'started_at IS NOT NULL AND submitted_at IS NULL AND withdrawn_at IS NULL AND revoked_at IS NULL',
    ),
    (
        'ending',
        ['opening_id', 'expires_at', 'attempt', 'withdrawn_at', 'revoked_at'],
        'attempt IS NULL AND withdrawn_at IS NULL AND revoked_at IS NULL',
    ),
)

# The few of large tables that desks ask for: what was taken back, and mail that did not leave.
FEW = (
    ('ix_sitting_taken_back', 'sitting', 'voided_at', 'voided_at IS NOT NULL'),
    ('ix_mail_unsent', 'mail', 'queued_at', 'sent_at IS NULL'),
)

# Whom the database knows already. Of what was taken back nothing else is kept; to be on hold is
# no news to tell.
FILL = """
INSERT INTO whereabouts (
    candidate_id, opening_id, added_at, opened_at, expires_at, revoked_at, withdrawn_at,
    attempt, is_taken_back, started_at, submitted_at, form_id, bank_version_id,
    key_version_id, scored_at, total, decision_id, outcome, decided_at, told_at
)
SELECT
    candidate.id, candidate.opening_id, candidate.added_at,
    (
        SELECT max(candidate_access.opened_at) FROM candidate_access
        WHERE candidate_access.candidate_id = candidate.id
    ),
    invitation.expires_at, invitation.revoked_at, candidate.withdrawn_at,
    sitting.attempt, sitting.voided_at IS NOT NULL,
    CASE WHEN sitting.voided_at IS NULL THEN sitting.started_at END,
    CASE WHEN sitting.voided_at IS NULL THEN sitting.submitted_at END,
    CASE WHEN sitting.voided_at IS NULL THEN sitting.form_id END,
    CASE WHEN sitting.voided_at IS NULL THEN sitting.bank_version_id END,
    score.key_version_id, score.scored_at, score.total,
    decision.id, decision.outcome, decision.decided_at, telling.told_at
FROM candidate
JOIN invitation ON invitation.candidate_id = candidate.id
LEFT JOIN sitting ON sitting.candidate_id = candidate.id AND sitting.attempt = (
    SELECT max(other.attempt) FROM sitting AS other WHERE other.candidate_id = candidate.id
)
LEFT JOIN score ON sitting.voided_at IS NULL AND score.id = (
    SELECT newest.id FROM score AS newest
    WHERE newest.sitting_id = sitting.id
    AND NOT EXISTS (SELECT 1 FROM score AS later WHERE later.replaces_id = newest.id)
    ORDER BY newest.scored_at DESC, newest.id DESC LIMIT 1
)
LEFT JOIN decision ON decision.id = (
    SELECT made.id FROM decision AS made WHERE made.candidate_id = candidate.id
    ORDER BY made.decided_at DESC, made.id LIMIT 1
)
LEFT JOIN telling ON telling.decision_id = decision.id AND decision.outcome <> 'hold'
"""


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('whereabouts',
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('added_at', sa.DateTime(), nullable=False),
    sa.Column('opened_at', sa.DateTime(), nullable=True),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('revoked_at', sa.DateTime(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(), nullable=True),
    sa.Column('attempt', sa.Integer(), nullable=True),
    sa.Column('is_taken_back', sa.Boolean(), nullable=False),
    sa.Column('started_at', sa.DateTime(), nullable=True),
    sa.Column('submitted_at', sa.DateTime(), nullable=True),
    sa.Column('form_id', sa.String(length=40), nullable=True),
    sa.Column('bank_version_id', sa.Uuid(), nullable=True),
    sa.Column('key_version_id', sa.Uuid(), nullable=True),
    sa.Column('scored_at', sa.DateTime(), nullable=True),
    sa.Column('total', sa.Float(), nullable=True),
    sa.Column('decision_id', sa.Uuid(), nullable=True),
    sa.Column('outcome', sa.String(length=20), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('told_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('(decided_at IS NULL) = (outcome IS NULL) AND (decided_at IS NULL) = (decision_id IS NULL)', name=op.f('ck_whereabouts_decision_is_whole')),
    sa.CheckConstraint('submitted_at IS NULL OR started_at IS NOT NULL', name=op.f('ck_whereabouts_only_started_is_sent')),
    sa.ForeignKeyConstraint(['bank_version_id'], ['bank_version.id'], name=op.f('fk_whereabouts_bank_version_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_whereabouts_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['key_version_id'], ['key_version.id'], name=op.f('fk_whereabouts_key_version_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_whereabouts_opening_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('candidate_id', name=op.f('pk_whereabouts'))
    )
    op.execute(sa.text(FILL))
    op.create_index('ix_whereabouts_counted', 'whereabouts', ['opening_id', 'started_at', 'submitted_at'], unique=False)
    for name, columns, condition in PARTS:
        where = sa.text(condition)
        op.create_index(f'ix_whereabouts_{name}', 'whereabouts', columns, unique=False, sqlite_where=where, postgresql_where=where)
    for name, table, column, condition in FEW:
        where = sa.text(condition)
        op.create_index(name, table, [column], unique=False, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Downgrade schema."""
    for name, table, _column, _condition in FEW:
        op.drop_index(name, table_name=table)
    for name, _columns, _condition in PARTS:
        op.drop_index(f'ix_whereabouts_{name}', table_name='whereabouts')
    op.drop_index('ix_whereabouts_counted', table_name='whereabouts')
    op.drop_table('whereabouts')
