"""What a sealed brief says instead of a score: what to explore, and when the number opens."""

from dataclasses import dataclass

from hiring.briefs.cleaning import clean
from hiring.briefs.facts import BriefFacts
from hiring.briefs.phrases import MAX_SHORT_CHARACTERS, Phrases


@dataclass(frozen=True, slots=True)
class SealedPhrases:
    """Says in the language of ``phrases`` what stands before any number does."""

    phrases: Phrases

    def label(self) -> str:
        """What must not be overlooked."""
        _ = self.phrases.translator.gettext
        return _("Score sealed")

    def heading(self) -> str:
        """Over the areas, where a summary has the score."""
        _ = self.phrases.translator.gettext
        return _("To explore")

    def statement(self, facts: BriefFacts) -> str:
        """The facets that the core questions ask about."""
        _ = self.phrases.translator.gettext
        names = [clean(name, MAX_SHORT_CHARACTERS) for name in facts.area_names]
        return ", ".join(names) or _("The questions on the other side")

    def answers_heading(self) -> str:
        """Over the answers, of which none is called near or far."""
        _ = self.phrases.translator.gettext
        return _("Answers to ask about")

    def cautions(self) -> tuple[str, ...]:
        """When the number opens, and what the answers above are not."""
        _ = self.phrases.translator.gettext
        return (
            _("The number stays sealed until your scorecard is filed."),
            _("The answers stand in the order of the assessment: ask, do not judge yet."),
        )
