"""How simulated people come to an end: most send their answers in, some leave in other ways."""

from datetime import datetime, timedelta

import numpy as np
from sqlmodel import Session, col, select

from hiring import sittings, surveys
from hiring.openings.records import Candidate, Opening
from hiring.sittings import Sitting

N_SILENT, N_REPLIES = 3, 23  # the first few are there for the reader to try things with
LAST_MONTH = timedelta(days=31)  # replies are shown when their month is over
STEP_SHARES = (0.04, 0.08, 0.2, 0.38, 0.3)


def let_some_leave(
    session: Session, opening: Opening, *, rng: np.random.Generator, now: datetime
) -> None:
    """One withdraws in the middle, one takes answers back, some tell how it was."""
    sat = session.exec(
        select(Candidate, Sitting)
        .join(Sitting, col(Sitting.candidate_id) == col(Candidate.id))
        .where(Candidate.opening_id == opening.id)
        .order_by(col(Candidate.added_at), col(Candidate.id))
    ).all()
    sent = [(one, sitting) for one, sitting in sat if sitting.submitted_at is not None]
    at_work = [one for one, sitting in sat if sitting.submitted_at is None]
    sittings.void(session, *sent[-1], now=now)
    sittings.withdraw(session, at_work[0], now=now)
    for one, _sitting in sent[N_SILENT : N_SILENT + N_REPLIES]:
        fairness, clarity = (int(rng.choice(surveys.STEPS, p=STEP_SHARES)) for _ in range(2))
        surveys.mark_rated(session, one)
        rating = surveys.Rating(fairness, clarity)
        surveys.keep_rating(session, opening.id, rating, now=now - LAST_MONTH)
