"""What simulated people tell about their background, so that there is something to count."""

from datetime import datetime, timedelta

import numpy as np
from sqlmodel import Session, col, select

from hiring import vault
from hiring.openings.records import Candidate, Opening
from hiring.sittings import Sitting
from hiring.vault import NOT_SAID, Topic

LAST_MONTH = timedelta(days=31)  # what was told counts when its month is over
SHARES = {
    Topic.SEX: {"female": 0.46, "male": 0.46, "other": 0.03, NOT_SAID: 0.05},
    Topic.DISABILITY: {"yes": 0.1, "no": 0.8, NOT_SAID: 0.1},
    Topic.AGE_BAND: {
        "under_25": 0.3,
        "25_to_39": 0.4,
        "40_to_54": 0.2,
        "55_or_over": 0.05,
        NOT_SAID: 0.05,
    },
}


def let_most_tell(
    session: Session, opening: Opening, *, rng: np.random.Generator, now: datetime
) -> None:
    """Ask everybody who has sent answers; nine in ten tell something."""
    opening.asks_background = True
    sent = session.exec(
        select(Candidate)
        .join(Sitting, col(Sitting.candidate_id) == col(Candidate.id))
        .where(Candidate.opening_id == opening.id, col(Sitting.submitted_at).is_not(None))
        .order_by(col(Candidate.added_at), col(Candidate.id))
    ).all()
    for candidate in sent:
        told: dict[Topic, str | None] = {
            topic: str(rng.choice(list(shares), p=list(shares.values())))
            for topic, shares in SHARES.items()
        }
        if rng.random() < 0.9:  # noqa: PLR2004 - said above
            vault.keep_reply(session, candidate, told, now=now - LAST_MONTH)
