"""The codes printed on a brief: that of its own score, and that of a score it replaces."""

from sqlmodel import Session

from hiring.briefs.facts import ReplacedFacts
from hiring.comparison import ScoredPerson
from hiring.scoring import Score

GROUP_CHARS = 4


def verification_code(person: ScoredPerson) -> str:
    """The code of score and precision snapshot, in groups of four letters."""
    return in_groups(person.score.code + person.snapshot.code)


def in_groups(letters: str) -> str:
    """A code as it is printed, in groups of four letters."""
    starts = range(0, len(letters), GROUP_CHARS)
    return "-".join(letters[start : start + GROUP_CHARS] for start in starts)


def replaced_facts(session: Session, person: ScoredPerson) -> ReplacedFacts | None:
    """The score before this one, whatever the reason for scoring again; None for a first score.

    By its own letters only: those of the precision that were printed behind them are those of the
    day of printing, which nobody stores.
    """
    old = session.get(Score, person.score.replaces_id) if person.score.replaces_id else None
    if old is None:
        return None
    return ReplacedFacts(in_groups(old.code), person.score.scored_at.date())
