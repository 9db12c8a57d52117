"""Other programs by key and by message; counts the database keeps; erasing openings; days as days

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-22

"""
from typing import Any, Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '0008'
down_revision: Union[str, Sequence[str], None] = '0007'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

# Count → whom it counts, of a row or table called "{0}".
COUNTED = {
    'n_people': '{0}.candidate_id IS NOT NULL',
    'n_started': '{0}.started_at IS NOT NULL',
    'n_sent': '{0}.submitted_at IS NOT NULL',
    'n_undecided': '{0}.submitted_at IS NOT NULL AND {0}.withdrawn_at IS NULL AND {0}.decided_at IS NULL',
    'n_untold': "{0}.outcome <> 'hold' AND {0}.told_at IS NULL",
    'n_on_hold': "{0}.outcome = 'hold' AND {0}.told_at IS NULL AND {0}.withdrawn_at IS NULL",
}
COUNTS = ', '.join(COUNTED)
READS = 'started_at, submitted_at, withdrawn_at, decided_at, outcome, told_at'


def ones(row: str) -> dict[str, str]:
    """What one row adds to each count."""
    return {
        name: f'CASE WHEN {condition.format(row)} THEN 1 ELSE 0 END'
        for name, condition in COUNTED.items()
    }


def each(table: str, sign: str = '') -> str:
    """A query of what every row of a table adds, or takes away."""
    facts = ', '.join(f'{sign}{one} AS {name}' for name, one in ones(table).items())
    return f'SELECT {table}.opening_id, {facts} FROM {table}'


def sums(rows: str) -> str:
    """A query of what rows come to, by opening."""
    facts = ', '.join(f'sum({name}) AS {name}' for name in COUNTED)
    return f'SELECT opening_id, {facts} FROM ({rows}) AS one GROUP BY opening_id'


def changed(rows: str) -> str:
    """A statement that adds what rows come to; where that is nothing, nobody waits for a lock."""
    facts = ', '.join(f'{name} = headcount.{name} + moved.{name}' for name in COUNTED)
    some = ' OR '.join(f'sum({name}) <> 0' for name in COUNTED)
    return (
        f'UPDATE headcount SET {facts} FROM ({sums(rows)} HAVING {some}) AS moved'
        ' WHERE headcount.opening_id = moved.opening_id'
    )


ADDED = ', '.join(f'{name} = headcount.{name} + excluded.{name}' for name in COUNTED)
ON_CONFLICT = f'ON CONFLICT (opening_id) DO UPDATE SET {ADDED}'
FILL = f"INSERT INTO headcount (opening_id, {COUNTS}) {sums(each('whereabouts'))}"


def on_sqlite() -> list[str]:
    """Statements that make the counts follow, row by row."""
    new, old = ones('NEW'), ones('OLD')
    moved = ', '.join(f'{name} = {name} + {new[name]} - {old[name]}' for name in COUNTED)
    gone = ', '.join(f'{name} = {name} - {old[name]}' for name in COUNTED)
    acts = {
        'added AFTER INSERT': f"INSERT INTO headcount (opening_id, {COUNTS})"
        f" SELECT NEW.opening_id, {', '.join(new.values())} WHERE true {ON_CONFLICT}",
        f'moved AFTER UPDATE OF {READS}': f'UPDATE headcount SET {moved} WHERE opening_id = NEW.opening_id',
        'gone AFTER DELETE': f'UPDATE headcount SET {gone} WHERE opening_id = OLD.opening_id',
    }
    return [
        f'CREATE TRIGGER headcount_{when} ON whereabouts FOR EACH ROW BEGIN {act}; END'
        for when, act in acts.items()
    ]


def on_postgresql() -> list[str]:
    """The same once a statement: ten thousand people added at once are one change of a row."""
    old, new = 'OLD TABLE AS old_rows', 'NEW TABLE AS new_rows'
    moved = f"{each('new_rows')} UNION ALL {each('old_rows', '-')}"
    add = f"INSERT INTO headcount (opening_id, {COUNTS}) {sums(each('new_rows'))} {ON_CONFLICT}"
    acts = (
        ('added', 'INSERT', new, add),
        ('moved', 'UPDATE', f'{old} {new}', changed(moved)),
        ('gone', 'DELETE', old, changed(each('old_rows', '-'))),
    )
    return [
        statement
        for name, when, tables, act in acts
        for statement in (
            f'CREATE FUNCTION headcount_{name}() RETURNS trigger LANGUAGE plpgsql'
            f' AS $$ BEGIN {act}; RETURN NULL; END $$',
            f'CREATE TRIGGER headcount_{name} AFTER {when} ON whereabouts REFERENCING {tables}'
            f' FOR EACH STATEMENT EXECUTE FUNCTION headcount_{name}()',
        )
    ]


def off() -> list[str]:
    """Statements that end it."""
    names = ('headcount_added', 'headcount_moved', 'headcount_gone')
    if op.get_bind().dialect.name == 'sqlite':
        return [f'DROP TRIGGER {name}' for name in names]
    triggers = [f'DROP TRIGGER {name} ON whereabouts' for name in names]
    return [*triggers, *(f'DROP FUNCTION {name}()' for name in names)]


# In this order somebody who waits too long is found by the first columns alone.
UNTOLD = ('submitted_at', 'added_at', 'outcome', 'withdrawn_at', 'decided_at', 'told_at')
UNTOLD_BEFORE = ('outcome', 'withdrawn_at', 'submitted_at', 'added_at', 'decided_at', 'told_at')


def put_untold(columns: Sequence[str]) -> None:
    """Make the index of those who wait to be told anew, in another order."""
    where = sa.text('decided_at IS NOT NULL AND told_at IS NULL')
    op.drop_index('ix_whereabouts_untold', table_name='whereabouts')
    op.create_index('ix_whereabouts_untold', 'whereabouts', ['opening_id', *columns], unique=False, sqlite_where=where, postgresql_where=where)


def add_sources() -> None:
    """Room for the request behind an act, and, apart from it, for the address."""
    op.add_column('audit_entry', sa.Column('request', sa.String(length=64), nullable=True))
    op.add_column('audit_entry', sa.Column('source_digest', sa.String(length=64), nullable=True))
    op.create_table('audit_source',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('address', sa.String(length=45), nullable=False),
    sa.Column('salt', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['audit_entry.id'], name=op.f('fk_audit_source_entry_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_source')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_audit_source_entry_id'))
    )
    op.create_index(op.f('ix_audit_source_at'), 'audit_source', ['at'], unique=False)


def keep_in_details() -> None:
    """Let entries fit their digests in the version before as well: it reads a request in no other place."""
    entry = sa.table('audit_entry', *(sa.column(name) for name in ('id', 'request', 'source_digest')), sa.column('details', sa.JSON()))
    noted = (entry.c.request, entry.c.source_digest)
    found = op.get_bind().execute(sa.select(entry.c.id, entry.c.details, *noted).where(sa.or_(*(one.is_not(None) for one in noted))))
    for id_, details, request, source_digest in found.all():
        more = {'request': request, 'source_digest': source_digest}
        details |= {name: value for name, value in more.items() if value is not None}
        op.get_bind().execute(sa.update(entry).where(entry.c.id == id_).values(details=details))


def drop_sources() -> None:
    """Take it away again."""
    keep_in_details()
    op.drop_index(op.f('ix_audit_source_at'), table_name='audit_source')
    op.drop_table('audit_source')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_column('source_digest')
        batch_op.drop_column('request')


# Whose newest score has no number only because people are still rating an open answer. A server
# default, so that whoever does not know the column may write beside us.
RATED_IN = ('score', 'whereabouts')
MARK_SCORES = '''
UPDATE score SET is_being_rated = true
WHERE total IS NULL AND document LIKE '%:"being_rated"%'
'''
MARK_PEOPLE = '''
UPDATE whereabouts SET is_being_rated = true
WHERE scored_at IS NOT NULL AND total IS NULL AND EXISTS (
    SELECT 1 FROM sitting JOIN score ON score.sitting_id = sitting.id
    WHERE sitting.candidate_id = whereabouts.candidate_id
    AND sitting.attempt = whereabouts.attempt AND score.is_being_rated
    AND NOT EXISTS (SELECT 1 FROM score AS later WHERE later.replaces_id = score.id)
)
'''


def note_being_rated() -> None:
    """Tell those who are being rated from those who have a score."""
    for name in RATED_IN:
        op.add_column(name, sa.Column('is_being_rated', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(MARK_SCORES)
    op.execute(MARK_PEOPLE)


def forget_being_rated() -> None:
    """The release before calls both of them scored."""
    for name in RATED_IN:
        op.drop_column(name, 'is_being_rated')


def store_days() -> None:
    """The day of decision as a day; what was stored is its last second in coordinated universal time."""
    _exchange(sa.DateTime(), sa.Date(), 'date(was)')


def store_moments() -> None:
    """The day of decision as its last second."""
    is_sqlite = op.get_bind().dialect.name == 'sqlite'
    _exchange(sa.Date(), sa.DateTime(), "was || ' 23:59:59.000000'" if is_sqlite else "was + time '23:59:59'")


def _exchange(old: sa.types.TypeEngine[Any], new: sa.types.TypeEngine[Any], how: str) -> None:
    """Give decide_by another type. Not by altering it: SQLite would read a day as a number."""
    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.alter_column('decide_by', new_column_name='was', existing_type=old, existing_nullable=False)
    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.add_column(sa.Column('decide_by', new, nullable=True))
    op.execute(f'UPDATE opening SET decide_by = {how}')
    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.alter_column('decide_by', existing_type=new, nullable=False)
        batch_op.drop_column('was')


KINDS_BEFORE = "kind IN ('feedback_off', 'rescoring')"
KINDS = "kind IN ('feedback_off', 'rescoring', 'opening_erasure')"


def put_kinds(kinds: str) -> None:
    """Say anew what two people decide. The index is made again: it holds for open rows alone."""
    where = sa.text('settled_at IS NULL')
    op.drop_index('ix_proposal_open', table_name='proposal')
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_proposal_kind_is_known'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_proposal_kind_is_known'), kinds)
    op.create_index('ix_proposal_open', 'proposal', ['kind', 'subject'], unique=True, sqlite_where=where, postgresql_where=where)


def let_openings_be_erased() -> None:
    """People may be marked because two owners want their whole opening erased."""
    op.add_column('removal_mark', sa.Column('is_of_opening', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('removal_mark', schema=None) as batch_op:
        batch_op.alter_column('is_of_opening', server_default=None)
    put_kinds(KINDS)


def keep_openings() -> None:
    """The release before erases by clock alone: a mark that is not due by it does nothing there."""
    op.execute("DELETE FROM proposal WHERE kind = 'opening_erasure'")
    put_kinds(KINDS_BEFORE)
    with op.batch_alter_table('removal_mark', schema=None) as batch_op:
        batch_op.drop_column('is_of_opening')


def add_api_keys() -> None:
    """Other programs come in by keys, and have candidates invited."""
    op.create_table('api_key',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('reads_catalogue', sa.Boolean(), nullable=False),
    sa.Column('places_orders', sa.Boolean(), nullable=False),
    sa.Column('reads_status', sa.Boolean(), nullable=False),
    sa.Column('reads_results', sa.Boolean(), nullable=False),
    sa.Column('is_bound', sa.Boolean(), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('ending', sa.String(length=20), nullable=True),
    sa.CheckConstraint('reads_catalogue OR places_orders OR reads_status OR reads_results', name=op.f('ck_api_key_may_do_something')),
    sa.CheckConstraint('expires_at > made_at', name=op.f('ck_api_key_expires_later')),
    sa.CheckConstraint('(ended_at IS NULL) = (ending IS NULL)', name=op.f('ck_api_key_ending_is_whole')),
    sa.CheckConstraint("ending IN ('revoked', 'burnt', 'account_closed')", name=op.f('ck_api_key_ending_is_known')),
    sa.ForeignKeyConstraint(['made_by_id'], ['staff.id'], name=op.f('fk_api_key_made_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_key')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_api_key_token_hash'))
    )
    op.create_index(op.f('ix_api_key_made_by_id'), 'api_key', ['made_by_id'], unique=False)
    op.create_table('api_key_opening',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('api_key_id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['api_key_id'], ['api_key.id'], name=op.f('fk_api_key_opening_api_key_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_api_key_opening_opening_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_key_opening')),
    sa.UniqueConstraint('api_key_id', 'opening_id', name=op.f('uq_api_key_opening_api_key_id_opening_id'))
    )
    op.create_index(op.f('ix_api_key_opening_opening_id'), 'api_key_opening', ['opening_id'], unique=False)
    op.create_table('api_order',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('api_key_id', sa.Uuid(), nullable=False),
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.Column('idempotency_hash', sa.String(length=64), nullable=False),
    sa.Column('request_hash', sa.String(length=64), nullable=False),
    sa.Column('ordered_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['api_key_id'], ['api_key.id'], name=op.f('fk_api_order_api_key_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_api_order_candidate_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_order')),
    sa.UniqueConstraint('api_key_id', 'idempotency_hash', name=op.f('uq_api_order_api_key_id_idempotency_hash')),
    sa.UniqueConstraint('candidate_id', name=op.f('uq_api_order_candidate_id'))
    )


def drop_api_keys() -> None:
    """Nobody but people comes in again; who was invited stays invited."""
    op.drop_table('api_order')
    op.drop_index(op.f('ix_api_key_opening_opening_id'), table_name='api_key_opening')
    op.drop_table('api_key_opening')
    op.drop_index(op.f('ix_api_key_made_by_id'), table_name='api_key')
    op.drop_table('api_key')


def keep_counts() -> None:
    """One row for each opening, which the triggers change with every change of a person's place."""
    op.create_table('headcount',
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTED),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_headcount_opening_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('opening_id', name=op.f('pk_headcount'))
    )
    is_sqlite = op.get_bind().dialect.name == 'sqlite'
    for statement in on_sqlite() if is_sqlite else on_postgresql():
        op.execute(statement)
    # A trigger is made while nobody writes, and nobody does before this has ended.
    op.execute(FILL)


def drop_counts() -> None:
    """Let pages count again."""
    for statement in off():
        op.execute(statement)
    op.drop_table('headcount')


def add_webhooks() -> None:
    """Addresses that are told of events, and what was told."""
    op.create_table('webhook_endpoint',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('address', sa.String(length=500), nullable=False),
    sa.Column('events', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('sealed_key', sa.String(length=200), nullable=False),
    sa.Column('sealed_old_key', sa.String(length=200), nullable=True),
    sa.Column('old_key_until', sa.DateTime(), nullable=True),
    sa.Column('added_by_id', sa.Uuid(), nullable=False),
    sa.Column('added_at', sa.DateTime(), nullable=False),
    sa.Column('failing_since', sa.DateTime(), nullable=True),
    sa.Column('retry_at', sa.DateTime(), nullable=True),
    sa.Column('off_at', sa.DateTime(), nullable=True),
    sa.Column('off_reason', sa.String(length=10), nullable=True),
    sa.Column('removed_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('(sealed_old_key IS NULL) = (old_key_until IS NULL)', name=op.f('ck_webhook_endpoint_old_key_is_whole')),
    sa.CheckConstraint('(off_at IS NULL) = (off_reason IS NULL)', name=op.f('ck_webhook_endpoint_off_is_whole')),
    sa.CheckConstraint("off_reason IN ('owner', 'silence')", name=op.f('ck_webhook_endpoint_off_reason_is_known')),
    sa.CheckConstraint('retry_at IS NULL OR failing_since IS NOT NULL', name=op.f('ck_webhook_endpoint_only_failing_is_retried')),
    sa.ForeignKeyConstraint(['added_by_id'], ['staff.id'], name=op.f('fk_webhook_endpoint_added_by_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook_endpoint'))
    )
    op.create_table('webhook_delivery',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('endpoint_id', sa.Uuid(), nullable=False),
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('unique_key', sa.String(length=120), nullable=False),
    sa.Column('happened_at', sa.DateTime(), nullable=False),
    sa.Column('body', sa.Text(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('n_tries', sa.Integer(), nullable=False),
    sa.Column('tried_at', sa.DateTime(), nullable=True),
    sa.Column('answer_code', sa.Integer(), nullable=True),
    sa.Column('call_fault', sa.String(length=20), nullable=True),
    sa.Column('delivered_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("kind IN ('sitting.finished', 'sitting.scored', 'sitting.taken_back', 'decision.announced', 'candidate.withdrew')", name=op.f('ck_webhook_delivery_kind_is_known')),
    sa.CheckConstraint("state IN ('waiting', 'delivered', 'dropped')", name=op.f('ck_webhook_delivery_state_is_known')),
    sa.CheckConstraint("call_fault IN ('host_not_allowed', 'no_key', 'no_address', 'inner_address', 'no_connection', 'no_trust', 'no_answer', 'no_http', 'redirect', 'status')", name=op.f('ck_webhook_delivery_call_fault_is_known')),
    sa.CheckConstraint("(state = 'delivered') = (delivered_at IS NOT NULL)", name=op.f('ck_webhook_delivery_delivered_has_a_time')),
    sa.CheckConstraint('(n_tries > 0) = (tried_at IS NOT NULL)', name=op.f('ck_webhook_delivery_tried_has_a_time')),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_webhook_delivery_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['endpoint_id'], ['webhook_endpoint.id'], name=op.f('fk_webhook_delivery_endpoint_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook_delivery')),
    sa.UniqueConstraint('unique_key', name=op.f('uq_webhook_delivery_unique_key'))
    )
    with op.batch_alter_table('webhook_delivery', schema=None) as batch_op:
        batch_op.create_index('ix_webhook_delivery_endpoint', ['endpoint_id', 'happened_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_webhook_delivery_candidate_id'), ['candidate_id'], unique=False)


def drop_webhooks() -> None:
    """Nobody is told any more."""
    with op.batch_alter_table('webhook_delivery', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webhook_delivery_candidate_id'))
        batch_op.drop_index('ix_webhook_delivery_endpoint')
    op.drop_table('webhook_delivery')
    op.drop_table('webhook_endpoint')


def upgrade() -> None:
    """Upgrade schema."""
    add_api_keys()
    add_webhooks()
    let_openings_be_erased()
    add_sources()
    # Before the triggers: they would not outlive a table that is made anew.
    note_being_rated()
    store_days()
    keep_counts()
    put_untold(UNTOLD)


def downgrade() -> None:
    """Downgrade schema."""
    put_untold(UNTOLD_BEFORE)
    drop_counts()
    store_moments()
    forget_being_rated()
    drop_sources()
    keep_openings()
    drop_webhooks()
    drop_api_keys()
