"""Every sentence of the brief, in one place and one voice.

Written for a reader in a hurry: short, plain, kind. Sentences speak of answers and of error, never
of the person; no sentence ranks, judges or recommends.
"""

from dataclasses import dataclass
from datetime import date

from hiring.banks.schema import KeyOrigin, KeyStatus
from hiring.briefs.cleaning import clean
from hiring.briefs.facts import BriefFacts, IntervalKind, NoScoreReason, ScoreFacts
from hiring.psychometrics.reliability.precision import Rung
from hiring.words import Translator, to_the_day

MAX_SHORT_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Phrases:
    """Says things in one language."""

    translator: Translator
    locale: str

    # Head of the sheet

    def document_title(self, code: str) -> str:
        """For the window and the metadata."""
        _ = self.translator.gettext
        return _("Interview brief {code}").format(code=code)

    def kicker(self) -> str:
        """What the sheet is."""
        _ = self.translator.gettext
        return _("Interview brief")

    def no_name(self) -> str:
        """Stands where a name is missing."""
        _ = self.translator.gettext
        return _("Name not given")

    def date_line(self, code: str, taken_at: date) -> str:
        """Code and day of the answers."""
        _ = self.translator.gettext
        return _("Candidate {code} · answered {date}").format(code=code, date=self.day(taken_at))

    def labels(self, facts: BriefFacts) -> tuple[str, ...]:
        """What must not be overlooked, most important first."""
        _ = self.translator.gettext
        simulated = (_("Simulated data"),) if facts.is_simulated else ()
        public = (_("Public key"),) if facts.provenance.is_key_public else ()
        match facts.provenance.key_status:
            case KeyStatus.PROVISIONAL:
                return (*simulated, _("Provisional key"), *public)
            case KeyStatus.CONFIRMED:
                return (*simulated, *public)

    def lead_one(self) -> str:
        """How to use the sheet."""
        _ = self.translator.gettext
        return _("Read this side before you meet. Rate before you discuss.")

    # The score

    def score_heading(self) -> str:
        """Over the score."""
        _ = self.translator.gettext
        return _("Score")

    def score_statement(self, facts: BriefFacts) -> str:
        """The score with its range, never alone."""
        _ = self.translator.gettext
        if facts.score is None:
            return _("No number on this brief")
        low, high = facts.score.interval_points
        return _("{score} of 100 points, likely range {low} to {high}").format(
            score=round(facts.score.shown_points), low=round(low), high=round(high)
        )

    def score_sentences(self, facts: BriefFacts) -> tuple[str, ...]:
        """What the figure and its range mean, or why there is none."""
        _ = self.translator.gettext
        if facts.score is None:
            return (self._no_score(facts.no_score_reason),)
        meaning = _("Points say how closely the answers match the scoring key.")
        return (f"{meaning} {self._interval(facts.score)}",)

    def _interval(self, score: ScoreFacts) -> str:
        _ = self.translator.gettext
        match score.interval_kind:
            case IntervalKind.TRUE_SCORE:
                return _(
                    "The answers score {score}; the figure above allows for error. The true score "
                    "lies in the likely range, 9 chances in 10."
                ).format(score=round(score.total_points))
            case IntervalKind.OBSERVED:
                return _("Error alone can move a score within the likely range.")

    def _no_score(self, reason: NoScoreReason | None) -> str:
        _ = self.translator.gettext
        match reason:
            case NoScoreReason.SEALED:
                return _("The number stays sealed until your scorecard is filed.")
            case NoScoreReason.BEING_RATED:
                return _("Open answers are being rated. The number follows once they are settled.")
            case NoScoreReason.TOO_FEW_ANSWERS | None:
                return _(
                    "There are too few answers for a number. That says nothing about the person."
                )

    def total(self) -> str:
        """Names the row of the total."""
        _ = self.translator.gettext
        return _("Total")

    def figures(self, points: float, interval: tuple[float, float]) -> str:
        """A score and its range, in whole points."""
        _ = self.translator.gettext
        low, high = interval
        return _("{score} ({low} to {high})").format(
            score=round(points), low=round(low), high=round(high)
        )

    def alternative(self, name: str, score: ScoreFacts) -> str:
        """The picture of the total in words."""
        _ = self.translator.gettext
        figures = self.figures(score.shown_points, score.interval_points)
        sentence = _("{name}: {figures} on a scale from 0 to 100.").format(
            name=name, figures=figures
        )
        if score.reference_points is None:
            return sentence
        low, high = score.reference_points
        return (
            sentence
            + " "
            + _("Comparable sittings lie in the middle from {low} to {high}.").format(
                low=round(low), high=round(high)
            )
        )

    def legend_estimate(self) -> str:
        """Beside the disc."""
        _ = self.translator.gettext
        return _("score")

    def legend_interval(self) -> str:
        """Beside the bar."""
        _ = self.translator.gettext
        return _("likely range, 9 chances in 10")

    def legend_reference(self) -> str:
        """Beside the band."""
        _ = self.translator.gettext
        return _("middle of comparable sittings")

    def legend_dots(self, n_dots: int) -> str:
        """Beside the ring."""
        return self.translator.ngettext(
            "{n} equally likely place of the true score",
            "{n} equally likely places of the true score",
            n_dots,
        ).format(n=n_dots)

    # The answers

    def nearest_heading(self) -> str:
        """Over the answers nearest to the key."""
        _ = self.translator.gettext
        return _("Closest to the key")

    def furthest_heading(self) -> str:
        """Over the answers furthest from the key."""
        _ = self.translator.gettext
        return _("Furthest from the key")

    def ask(self) -> str:
        """Before a probe."""
        _ = self.translator.gettext
        return _("Ask:")

    def quotation_marks(self) -> str:
        """The quotation marks of the language around a place for the text."""
        _ = self.translator.gettext
        return _("“{text}”")

    # The caution

    def caution_heading(self) -> str:
        """Over the caution."""
        _ = self.translator.gettext
        return _("Keep in mind")

    def cautions(self, facts: BriefFacts) -> tuple[str, ...]:
        """How far the sheet may be trusted."""
        validity = () if facts.score is None else (self._validity(), self._precision(facts))
        key = self._key(facts.provenance.key_status, facts.provenance.key_origin)
        return (*validity, *((key,) if key else ()))

    def _validity(self) -> str:
        # Top quarter at validity .26: scoring reference, case R-27.
        _ = self.translator.gettext
        return _(
            "Of 100 people in the top quarter on such tests, about 63 do better than average "
            "at work; by lot, 50 would (literature average .26)."
        )

    def _precision(self, facts: BriefFacts) -> str:
        _ = self.translator.gettext
        rung, n = facts.precision.rung, facts.precision.n_sittings
        if facts.is_simulated and rung is not Rung.PLANNED:
            return _("Precision: {rung}, from {n} simulated sittings of this form.").format(
                rung=_("measured") if rung is Rung.MEASURED else _("pooled"), n=n
            )
        match rung:
            case Rung.MEASURED:
                return self.translator.ngettext(
                    "Precision: measured. The error comes from {n} sitting of this form.",
                    "Precision: measured. The error comes from {n} sittings of this form.",
                    n,
                ).format(n=n)
            case Rung.POOLED:
                return self.translator.ngettext(
                    "Precision: pooled. The error is estimated from {n} sitting of this form.",
                    "Precision: pooled. The error is estimated from {n} sittings of this form.",
                    n,
                ).format(n=n)
            case Rung.PLANNED:
                return _(
                    "Precision: planned. Until there are enough sittings, the error is assumed."
                )

    def _key(self, status: KeyStatus, origin: KeyOrigin) -> str:
        _ = self.translator.gettext
        if status is KeyStatus.CONFIRMED:
            return ""
        match origin:
            case KeyOrigin.THEORY:
                return _(
                    "Provisional key: written from theory, not yet confirmed by a panel of experts."
                )
            case KeyOrigin.PANEL:
                return _("Provisional key: rated by experts, not yet confirmed.")
            case KeyOrigin.EMPIRICAL:
                return _(
                    "Provisional key: drawn from answers, not yet confirmed by a panel of experts."
                )

    # Side two

    def questions_heading(self, n_questions: int) -> str:
        """Over the core questions."""
        return self.translator.ngettext(
            "{n} question for everyone", "{n} questions for everyone", n_questions
        ).format(n=n_questions)

    def lead_two(self) -> str:
        """How to use side two, and which questions differ from one candidate to the next."""
        _ = self.translator.gettext
        return _(
            "Same words for all; only the questions on side one differ. Note what was said, then "
            "mark one box."
        )

    def areas(self, names: tuple[str, ...]) -> str:
        """Facets worth a question, or nothing."""
        _ = self.translator.gettext
        if not names:
            return ""
        listed = ", ".join(clean(name, MAX_SHORT_CHARACTERS) for name in names)
        return _("Areas to explore: {areas}").format(areas=listed)

    def anchor_words(self) -> tuple[str, str, str]:
        """Before the anchors, from 1 to 5."""
        _ = self.translator.gettext
        return _("Weak:"), _("Fair:"), _("Strong:")

    def overall_heading(self) -> str:
        """Over the recommendation."""
        _ = self.translator.gettext
        return _("Overall")

    def overall_lead(self) -> str:
        """Said once more where the mark is made."""
        _ = self.translator.gettext
        return _("Rate before you discuss.")

    def recommendations(self) -> tuple[str, ...]:
        """The choices, none of them marked."""
        _ = self.translator.gettext
        return (
            _("Do not recommend"),
            _("More evidence needed"),
            _("Recommend with reservations"),
            _("Recommend"),
        )

    def signature_labels(self) -> tuple[str, str, str]:
        """Under the lines to sign on."""
        _ = self.translator.gettext
        return _("Interviewer"), _("Date"), _("Signature")

    # Foot of the sheet

    def page(self, number: int) -> str:
        """Where one is."""
        _ = self.translator.gettext
        return _("Page {number} of 2").format(number=number)

    def letters_note(self) -> str:
        """Explains numbers in place of letters."""
        _ = self.translator.gettext
        return _("Letters that the fonts of this sheet lack are shown by number, as [U+0041].")

    def shortened_note(self) -> str:
        """Explains shortened texts."""
        _ = self.translator.gettext
        return _("Texts that end in … were shortened to fit; the full text is on screen.")

    def day(self, day: date) -> str:
        """A date as people of the language write it."""
        return to_the_day(day, self.locale)
