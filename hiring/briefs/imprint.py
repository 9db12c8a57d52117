"""The foot of the sheet: who may read it, what it rests on, how to check it."""

from collections.abc import Iterable
from dataclasses import dataclass

from hiring.briefs.cleaning import clean
from hiring.briefs.facts import BriefFacts, NormFacts
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
        """Readers; bank, key, form, software, precision and norms; dates and code."""
        return (self._readers(facts), self._provenance(facts), self._dates(facts))

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
        parts = (
            f"{clean(facts.bank_title, MAX_SHORT_CHARACTERS)} {facts.bank_version}",
            _("key {version}").format(version=facts.key_version),
            clean(facts.form_title, MAX_SHORT_CHARACTERS),
            _("software {version}").format(version=facts.package_version),
            self._snapshot(facts),
            self._norms(facts.norm_group),
        )
        return _dotted(parts)

    def _snapshot(self, facts: BriefFacts) -> str:
        return self.translator.ngettext(
            "precision {code} ({n} sitting, {date})",
            "precision {code} ({n} sittings, {date})",
            facts.n_sittings,
        ).format(
            code=clean(facts.snapshot_code, MAX_SHORT_CHARACTERS),
            n=facts.n_sittings,
            date=self.phrases.day(facts.snapshot_at),
        )

    def _norms(self, group: NormFacts | None) -> str:
        _ = self.translator.gettext
        if group is None:
            return _("no norms")
        return _("norms: {name}, {n} people, {date}").format(
            name=clean(group.name, MAX_SHORT_CHARACTERS),
            n=group.n_people,
            date=self.phrases.day(group.dated_on),
        )

    def _dates(self, facts: BriefFacts) -> str:
        _ = self.translator.gettext
        scored = _("scored {date}") if facts.scored_at else _("not scored")
        return _dotted(
            (
                _("Answered {date}").format(date=self.phrases.day(facts.taken_at)),
                scored.format(date=self.phrases.day(facts.scored_at or facts.taken_at)),
                _("valid until {date}").format(date=self.phrases.day(facts.valid_until)),
                self._check(facts),
            )
        )

    def _check(self, facts: BriefFacts) -> str:
        _ = self.translator.gettext
        hint = clean(facts.verify_hint, MAX_LINE_CHARACTERS)
        code = clean(facts.verification_code, MAX_SHORT_CHARACTERS)
        checked = _("code to verify {code}").format(code=code)
        return f"{checked} ({hint})" if hint else checked


def _dotted(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
