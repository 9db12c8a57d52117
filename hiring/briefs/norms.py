"""The norm group on a brief: a percentile with its origin, from a hundred people on.

Paper travels further than a page and is read without us, so what a page says of smaller groups, a
quarter or the reason for nothing, stays on the page.
"""

from dataclasses import dataclass

from babel import Locale
from sqlmodel import Session

from hiring.briefs.cleaning import clean
from hiring.briefs.facts import BriefFacts, NormFacts
from hiring.briefs.phrases import MAX_SHORT_CHARACTERS, Phrases
from hiring.comparison import ScoredPerson
from hiring.norm_groups import NormGroup, People, find_place
from hiring.openings.records import Opening
from hiring.psychometrics.norms.display import NormDisplay, NormKind
from hiring.psychometrics.norms.floors import LOWEST, NormFloors


def norm_facts(
    session: Session, opening: Opening, person: ScoredPerson, floors: NormFloors = LOWEST
) -> NormFacts | None:
    """The percentile of a scored person; None where a brief shows none."""
    place = find_place(
        session,
        opening,
        sitting=person.sitting,
        score=person.score,
        interval=person.interval,
        floors=floors,
    )
    if place is None or place.display is None:
        return None
    match place.display.kind:
        case NormKind.NOTHING | NormKind.QUARTILE:
            return None
        case NormKind.ROUNDED_PERCENTILE | NormKind.PERCENTILE:
            return _facts(place.group, place.display)


@dataclass(frozen=True, slots=True)
class NormPhrases:
    """Says in the language of ``phrases`` where a score stands, and in which group."""

    phrases: Phrases

    def sentences(self, facts: BriefFacts) -> tuple[str, ...]:
        """The percentile with its range; nothing without a number or without a group."""
        group = facts.norm_group
        if facts.score is None or group is None:
            return ()
        _ = self.phrases.translator.gettext
        words = _(
            "Percentile {value} (likely {low} to {high}): among {n} people, about {value} in 100 "
            "score lower."
        )
        low, high = group.interval
        return (words.format(value=group.percentile, low=low, high=high, n=group.n_people),)

    def origin(self, group: NormFacts | None) -> str:
        """For the foot of the sheet: which group, who, when, by which code."""
        _ = self.phrases.translator.gettext
        if group is None:
            return _("no norms")
        return _(
            "norms: {name}, {people}, {role}, {languages}, {openings}, answered {first} to {last}, "
            "frozen {date}, code {code}; percentile: ties count half"
        ).format(
            name=clean(group.name, MAX_SHORT_CHARACTERS),
            people=self._people(group),
            role=clean(group.role_title, MAX_SHORT_CHARACTERS),
            languages=self._languages(group),
            openings=self._openings(group),
            first=self.phrases.day(group.first_on),
            last=self.phrases.day(group.last_on),
            date=self.phrases.day(group.dated_on),
            code=group.code,
        )

    def _languages(self, group: NormFacts) -> str:
        names = Locale.parse(self.phrases.locale).languages
        return ", ".join(names.get(code, code) for code in group.languages)

    def _openings(self, group: NormFacts) -> str:
        translator = self.phrases.translator
        words = translator.ngettext("{n} opening", "{n} openings", group.n_openings)
        return words.format(n=group.n_openings)

    def _people(self, group: NormFacts) -> str:
        translator = self.phrases.translator  # no shorter name: the extractor knows ngettext only
        match group.people:
            case People.APPLICANTS:
                words = translator.ngettext("{n} applicant", "{n} applicants", group.n_people)
            case People.INCUMBENTS:
                words = translator.ngettext(
                    "{n} person in the job", "{n} people in the job", group.n_people
                )
            case People.MIXED:
                words = translator.ngettext(
                    "{n} applicant or person in the job",
                    "{n} applicants and people in the job",
                    group.n_people,
                )
        return words.format(n=group.n_people)


def _facts(group: NormGroup, display: NormDisplay) -> NormFacts | None:
    if display.value is None or display.low is None or display.high is None:
        return None
    return NormFacts(
        name=group.name,
        n_people=group.n,
        people=People(group.people),
        languages=group.languages,
        n_openings=group.n_openings,
        role_title=group.role_title,
        first_on=group.first_submitted_at.date(),
        last_on=group.last_submitted_at.date(),
        dated_on=group.made_at.date(),
        code=group.code,
        percentile=display.value,
        interval=(display.low, display.high),
    )
