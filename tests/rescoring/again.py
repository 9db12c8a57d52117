"""What tests of scoring again do and look up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from sqlmodel import col, select

from hiring import openings, rescoring
from hiring.accounts import Role
from hiring.errors import RescoringFaultError
from hiring.openings import Outcome
from hiring.openings.decisions import ReasonCode, note_view
from hiring.sittings import Sitting

FAULTY = "wrong-bill/responses"
OTHER = "long-queue/responses"
REASON = "Two experts agreed that the option keyed best cannot work."
WORST = {"best": "d", "worst": "a"}
MOMENT = timedelta(seconds=1)


def run_all(session, row, now, size=2):
    """Every batch, as the job does it."""
    percents = []
    while not percents or percents[-1] < 100:
        percents.append(rescoring.score_batch(session, row.id, now=now, size=size))
        session.commit()
    rescoring.finish(session, row.id, now=now)
    session.commit()
    return percents


def sittings_of(session):
    return session.exec(select(Sitting).order_by(col(Sitting.id))).all()


def decided(session, house, opening, outcome=Outcome.ADVANCE):
    """A decision about the first candidate of an opening."""
    person = openings.list_candidates(session, opening.id)[0]
    owner = house.staff[Role.OWNER]
    at = house.session.exec(select(Sitting.submitted_at)).first() + MOMENT
    note_view(session, person, staff=owner, now=at)
    openings.decide(
        session,
        person,
        staff=owner,
        outcome=outcome,
        reason_code=ReasonCode.INTERVIEW,
        reason="A clear talk.",
        considered="The interview.",
        now=at,
    )
    session.commit()
    return person


def at_once(new_session, act, n=2):
    """What comes of doing it in several sessions at the same moment: results or faults' codes."""
    ready = Barrier(n)

    def run(own):
        ready.wait()
        try:
            found = act(own)
            own.commit()
        except RescoringFaultError as fault:
            own.rollback()
            return fault.code
        return found

    with ThreadPoolExecutor() as pool:
        return list(pool.map(run, [new_session() for _ in range(n)]))
