"""What a preview was made of, in sixty-four letters: whether a decision still rests on it.

A count was rejected: one person more and another one fewer would leave it as it was.
"""

import hashlib
from collections import Counter
from typing import Any

from sqlmodel import Session, col, select

from hiring.banks.digests import canonical_json
from hiring.db import whole_tables
from hiring.openings.decisions import Decision
from hiring.openings.records import Candidate
from hiring.scoring.records import Score
from hiring.scoring.snapshots import HasForm, stands
from hiring.sittings.records import Sitting


def fingerprint(session: Session, form: HasForm) -> str:
    """Of the sittings whose score counts now, these scores, and how often people were decided on.

    The same whatever order the database gives the rows in; it names nobody.
    """
    with whole_tables(session):
        scores = session.exec(_scores(form)).all()
        decided = session.exec(_decided(form)).all()
    sittings = sorted((str(sitting), digest) for sitting, digest in scores)
    decisions = Counter(map(str, decided))
    return hashlib.sha256(canonical_json([sittings, dict(decisions)]).encode()).hexdigest()


def _scores(form: HasForm) -> Any:
    query: Any = select(col(Sitting.id), col(Score.digest)).select_from(Score)
    return query.join(Sitting, col(Sitting.id) == col(Score.sitting_id)).where(*_counting(form))


def _decided(form: HasForm) -> Any:
    """The candidates who were decided on, once for each decision."""
    people: Any = select(col(Candidate.id)).select_from(Score)
    people = people.join(Sitting, col(Sitting.id) == col(Score.sitting_id))
    people = people.join(Candidate, col(Candidate.id) == col(Sitting.candidate_id))
    return select(col(Decision.candidate_id)).where(
        col(Decision.candidate_id).in_(people.where(*_counting(form)))
    )


def _counting(form: HasForm) -> tuple[Any, ...]:
    return (
        col(Score.key_version_id) == form.key_version_id,
        col(Sitting.form_id) == form.form_id,
        col(Sitting.is_simulated) == form.is_simulated,
        stands(),
        col(Sitting.voided_at).is_(None),
    )
