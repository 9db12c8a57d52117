"""The foot of the sheet: who may read it, what it rests on, how to check it."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel import Locale

from hiring.briefs.cleaning import clean
from hiring.briefs.facts import BriefFacts, PrecisionFacts
from hiring.briefs.norms import NormPhrases
from hiring.briefs.phrases import MAX_SHORT_CHARACTERS, Phrases
from hiring.words import Translator

MAX_LINE_CHARACTERS = 160


@dataclass(frozen=True, slots=True)
class Imprint:
    """Writes the foot in the language of ``phrases``."""

    phrases: Phrases

    @property
    def translator(self) -> Translator:
        """The catalogue of messages."""
        return self.phrases.translator

    def lines(self, facts: BriefFacts) -> tuple[str, ...]:
        """Readers; bank, key, form, software, precision and norms; dates; code; an older score."""
        lines = (self._readers(facts), self._provenance(facts), self._dates(facts))
        return (*lines, self._check(facts), *self._replaced(facts), *self._not_offered(facts))

    def _readers(self, facts: BriefFacts) -> str:
        _ = self.translator.gettext
        rule = _("Confidential: only for those who interview or decide. One input among several.")
        contact = clean(facts.contact, MAX_LINE_CHARACTERS)
        return f"{rule} {self._contact(contact)}" if contact else rule

    def _contact(self, contact: str) -> str:
        _ = self.translator.gettext
        return _("Questions: {contact}.").format(contact=contact.rstrip("."))

    def _provenance(self, facts: BriefFacts) -> str:
        _ = self.translator.gettext
        stated = facts.provenance
        parts = (
            f"{clean(stated.bank_title, MAX_SHORT_CHARACTERS)} {stated.bank_version}",
            _("key {version}").format(version=stated.key_version),
            clean(stated.form_title, MAX_SHORT_CHARACTERS),
            _("software {version}").format(version=stated.package_version),
            self._snapshot(facts.precision),
            NormPhrases(self.phrases).origin(facts.norm_group),
        )
        return _dotted(parts)

    def _snapshot(self, precision: PrecisionFacts) -> str:
        return self.translator.ngettext(
            "precision {code} ({n} sitting, {date})",
            "precision {code} ({n} sittings, {date})",
            precision.n_sittings,
        ).format(
            code=clean(precision.code, MAX_SHORT_CHARACTERS),
            n=precision.n_sittings,
            date=self.phrases.day(precision.made_on),
        )

    def _dates(self, facts: BriefFacts) -> str:
        _ = self.translator.gettext
        days = facts.days
        return _dotted(
            (
                _("Answered {date}").format(date=self.phrases.day(days.taken_on)),
                _("scored {date}").format(date=self.phrases.day(days.scored_on)),
                _("valid until {date}").format(date=self.phrases.day(days.valid_until)),
                _("days by UTC"),
            )
        )

    def _replaced(self, facts: BriefFacts) -> tuple[str, ...]:
        _ = self.translator.gettext
        if facts.replaced is None:
            return ()
        words = _(
            "Replaces {code} (the first 12 letters of its code): scored again on {date} with key "
            "{version}."
        )
        return (
            words.format(
                code=clean(facts.replaced.code, MAX_SHORT_CHARACTERS),
                date=self.phrases.day(facts.replaced.scored_again_on),
                version=facts.provenance.key_version,
            ),
        )

    def _not_offered(self, facts: BriefFacts) -> tuple[str, ...]:
        _ = self.translator.gettext
        if not facts.not_offered:
            return ()
        name = Locale.parse(facts.not_offered).get_display_name(facts.language)
        words = _("The language of this opening is {language}; briefs are not offered in it.")
        return (words.format(language=name or facts.not_offered),)

    def _check(self, facts: BriefFacts) -> str:
        """On a line of its own: a code that is broken over two is typed wrong."""
        _ = self.translator.gettext
        hint = clean(facts.verify_hint, MAX_LINE_CHARACTERS)
        code = clean(facts.verification_code, MAX_SHORT_CHARACTERS)
        checked = _("Code to verify: {code}").format(code=code)
        return f"{checked} ({hint})" if hint else checked


def _dotted(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
