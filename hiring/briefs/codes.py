"""The codes printed on a brief: that of its own score, and that of a score it replaces."""

from sqlmodel import Session

from hiring.briefs.facts import ReplacedFacts
from hiring.comparison import ScoredPerson
from hiring.scoring import PrecisionSnapshot, Score

GROUP_CHARS = 4


def verification_code(person: ScoredPerson) -> str:
    """The code of score and precision snapshot, in groups of four letters."""
    return in_groups(person.score.code + person.snapshot.code)


def in_groups(letters: str) -> str:
    """A code as it is printed, in groups of four letters."""
    starts = range(0, len(letters), GROUP_CHARS)
    return "-".join(letters[start : start + GROUP_CHARS] for start in starts)


def replaced_facts(session: Session, person: ScoredPerson) -> ReplacedFacts | None:
    """The score before this one, with the letters of the precision that went with it."""
    if person.score.rescoring_id is None:
        return None
    old = session.get(Score, person.score.replaces_id)
    if old is None:
        return None
    snapshot = session.get(PrecisionSnapshot, old.snapshot_id)
    letters = old.code + ("" if snapshot is None else snapshot.code)
    return ReplacedFacts(in_groups(letters), person.score.scored_at.date())
