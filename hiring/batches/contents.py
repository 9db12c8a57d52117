"""The words of one candidate's brief, for a page, a paper or a batch."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlmodel import Session

from hiring.briefs.content import BriefContent, compose
from hiring.briefs.facts import brief_language
from hiring.briefs.sources import brief_facts
from hiring.openings.records import Candidate, get_opening
from hiring.psychometrics.norms.floors import NormFloors
from hiring.words import Translator


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name briefs are made; ``translator_for`` finds the catalogue of a language.

    ``floors`` say how many people a norm group needs in this house.
    """

    employer: str
    contact: str
    translator_for: Callable[[str], Translator]
    floors: NormFloors


def brief_content(
    session: Session, candidate: Candidate, *, sender: Sender, name: str, is_sealed: bool
) -> BriefContent:
    """A candidate's brief in the language of the opening, under the name that its reader may know.

    Raises:
        NotScorableError: The candidate has no score yet.
    """
    language = brief_language(get_opening(session, candidate.opening_id).language)
    translator = sender.translator_for(language)
    facts = brief_facts(
        session,
        candidate,
        employer=sender.employer or translator.gettext("The employer"),
        contact=sender.contact,
        translator=translator,
        is_sealed=is_sealed,
        floors=sender.floors,
    )
    return compose(replace(facts, candidate_name=name), translator)
