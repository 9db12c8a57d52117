"""Whatever happens in whatever order, an attempt moves along the table of its states only."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from hiring import openings, retention, sittings
from hiring.accounts import Role
from hiring.errors import HiringError
from hiring.openings.invitations import get_invitation_of
from hiring.sittings import TRANSITIONS, AttemptState, attempt_state, find_sitting
from hiring.sittings.closing import close_if_over
from hiring.sittings.records import Sitting
from tests import stores

HOUR = timedelta(hours=1)
EVENTS = (
    "open",
    "start",
    "submit",
    "close",
    "withdraw",
    "void",
    "renew",
    "revoke",
    "days_pass",
    "erase",
)


class Life:
    """One candidate to whom things happen, sensible or not."""

    def __init__(self, session: Session, house, opening, now: datetime):
        self.session, self.house, self.opening, self.now = session, house, opening, now
        self.candidate = house.candidate(opening, expires_at=now + timedelta(days=2))
        self.candidate_id = self.candidate.id

    @property
    def state(self):
        found = self.session.get(openings.Candidate, self.candidate_id)
        if found is None:
            return AttemptState.DELETED
        return attempt_state(self.session, found, now=self.now)

    def happens(self, event):
        self.now += HOUR
        try:
            getattr(self, f"_{event}")()
            self.session.commit()
        except HiringError:
            self.session.rollback()
        self.session.expire_all()

    def _invitation(self):
        return get_invitation_of(self.session, self.candidate_id)

    def _sitting(self) -> Sitting | None:
        return find_sitting(self.session, self.candidate_id)

    def _open(self):
        token = openings.invitation_token(self._invitation(), stores.SECRET)
        sittings.exchange_token(self.session, token, now=self.now)

    def _start(self):
        # As the page does: nobody starts without having opened the link that holds now.
        if self.state is AttemptState.OPENED:
            notice = self.house.notice(self.candidate)
            facts = {"language": "en", "notice_id": notice.id, "now": self.now}
            sittings.start_sitting(self.session, self.candidate_id, **facts)

    def _submit(self):
        if (sitting := self._sitting()) is not None:
            sittings.submit(self.session, sitting, now=self.now)

    def _close(self):
        sitting = self._sitting()
        if sitting is not None and sitting.submitted_at is None:
            sitting.limit_seconds, sitting.deadline_at = 60, self.now - timedelta(minutes=10)
            self.session.commit()
            close_if_over(self.session, sitting, now=self.now)

    def _withdraw(self):
        sittings.withdraw(self.session, self.candidate, now=self.now)

    def _void(self):
        if (sitting := self._sitting()) is not None:
            sittings.void(self.session, self.candidate, sitting, now=self.now)

    def _renew(self):
        openings.reissue(
            self.session,
            self._invitation(),
            opening=self.opening,
            actor=self.house.staff[Role.OWNER],
            secret=stores.SECRET,
            expires_at=self.now + timedelta(days=2),
            now=self.now,
        )

    def _revoke(self):
        openings.revoke(
            self.session,
            self._invitation(),
            opening=self.opening,
            actor=self.house.staff[Role.OWNER],
            now=self.now,
        )

    def _days_pass(self):
        self.now += timedelta(days=3)

    def _erase(self):
        retention.erase(self.session, [self.candidate], now=self.now)


@pytest.fixture
def database_url(sqlite_template, data_dir):
    """SQLite only: the table of states does not depend on the database."""
    return stores.copied(sqlite_template, data_dir)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(events=st.lists(st.sampled_from(EVENTS), max_size=9))
def test_no_order_of_events_leaves_the_table(session, small_house, now, events):
    opening = small_house.opening()
    life = Life(session, small_house, opening, now)
    before = life.state
    for event in events:
        if before is AttemptState.DELETED:
            break
        life.happens(event)
        after = life.state
        assert after is before or after in TRANSITIONS[before], (event, before, after)
        before = after


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([], AttemptState.INVITED),
        (["open"], AttemptState.OPENED),
        (["open", "days_pass"], AttemptState.EXPIRED),
        (["revoke"], AttemptState.EXPIRED),
        (["open", "renew"], AttemptState.INVITED),
        (["open", "start"], AttemptState.STARTED),
        (["open", "start", "days_pass"], AttemptState.STARTED),
        (["open", "start", "submit"], AttemptState.SUBMITTED),
        (["open", "start", "close"], AttemptState.SUBMITTED),
        (["open", "start", "submit", "void"], AttemptState.VOIDED),
        (["open", "start", "submit", "void", "withdraw"], AttemptState.WITHDRAWN),
        (["withdraw", "open", "start", "submit"], AttemptState.WITHDRAWN),
        (["open", "start", "withdraw", "close", "submit"], AttemptState.WITHDRAWN),
        (["open", "start", "submit", "erase"], AttemptState.DELETED),
    ],
)
def test_every_state_can_be_reached(session, small_house, now, events, state):
    life = Life(session, small_house, small_house.opening(), now)
    for event in events:
        life.happens(event)

    assert life.state is state


def test_the_table_has_every_state_and_ends_in_one():
    assert set(TRANSITIONS) == set(AttemptState)
    assert [state for state, after in TRANSITIONS.items() if not after] == [AttemptState.DELETED]
