"""A score as a desk shows it: picture, sentence, and a table with every figure."""

from dataclasses import dataclass
from functools import cached_property

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from hiring.banks.schema import BankDocument
from hiring.briefs.codes import verification_code
from hiring.briefs.sources import cluster_facts
from hiring.charts import Whisker, whisker
from hiring.comparison import ScoredPerson
from hiring.psychometrics.reliability.precision import Rung
from hiring.scoring import PrecisionSnapshot
from hiring.web.masking import day_of, minute_of, who
from hiring.web.score_words import points, precision_words

Figures = list[tuple[str, str]]


@dataclass(frozen=True)
class Profile:
    """A scored person in the words of a page; ``bank`` speaks the opening's language.

    ``base`` is the precision of the form on whose scale the person is shown, where that is not the
    person's own: the light band then shows the sittings of that form.
    """

    person: ScoredPerson
    bank: BankDocument
    base: PrecisionSnapshot | None = None

    @property
    def has_number(self) -> bool:
        """Whether enough was answered for a number."""
        return self.person.score.total is not None

    @property
    def is_measured(self) -> bool:
        """Whether the estimate is one of the true score."""
        return self.person.snapshot.rung == Rung.MEASURED

    @cached_property
    def whisker(self) -> Whisker:
        """Where the marks go. Only for a person with a number."""
        low, high = self._ends
        return whisker(
            self.person.estimate_points or 0.0,
            (low, high),
            reference_points=_reference(self.base or self.person.snapshot),
            likely_points=self.person.likely_points,
        )

    @property
    def headline(self) -> str:
        """The score and its likely range in a line."""
        low, high = self._ends
        return str(
            _(
                "%(score)s of 100 points, likely range %(low)s to %(high)s",
                score=round(self.person.estimate_points or 0.0),
                low=round(low),
                high=round(high),
            )
        )

    @property
    def short(self) -> str:
        """Estimate and range as they stand under a small picture."""
        low, high = self._ends
        return str(
            _(
                "%(score)s (%(low)s to %(high)s)",
                score=round(self.person.estimate_points or 0.0),
                low=round(low),
                high=round(high),
            )
        )

    @property
    def sentence(self) -> str:
        """What the picture means."""
        low, high = (round(end) for end in self._ends)
        name = who(self.person.candidate)
        if self.is_measured:
            return str(
                _(
                    "The true score is likely between %(low)s and %(high)s (9 chances in 10). "
                    "The dot is the estimated true score: scores far from the middle of all "
                    "sittings tend to move towards it when %(name)s takes a similar test again.",
                    low=low,
                    high=high,
                    name=name,
                )
            )
        return str(
            _(
                "Likely between %(low)s and %(high)s (9 chances in 10). Error alone can move a "
                "score within this range.",
                low=low,
                high=high,
            )
        )

    @property
    def alternative(self) -> str:
        """The picture for readers who do not see it."""
        words = str(_("%(figures)s on a scale from 0 to 100.", figures=self.short))
        band = _reference(self.base or self.person.snapshot)
        if band is None:
            return words
        middle = _(
            "The middle half of comparable sittings lies between %(low)s and %(high)s.",
            low=round(band[0]),
            high=round(band[1]),
        )
        return f"{words} {middle}"

    @property
    def dots_alternative(self) -> str:
        """The twenty dots for readers who do not see them."""
        places = self.person.likely_points
        return str(
            _(
                "Twenty dots between %(low)s and %(high)s, crowded around %(middle)s.",
                low=round(min(places)),
                high=round(max(places)),
                middle=round(self.person.estimate_points or 0.0),
            )
        )

    @property
    def too_few_words(self) -> str:
        """Why there is no number."""
        if self.person.score.is_being_rated:
            return str(
                _(
                    "Open answers are being rated by people. The number follows once they are "
                    "settled, and takes the place of this score by itself."
                )
            )
        return str(
            _(
                "%(n)s of %(total)s scenarios were answered. A number needs at least four fifths "
                "of them. That says nothing about the person; look at the answers instead.",
                n=self.person.score.n_answered,
                total=self.person.score.n_scenarios,
            )
        )

    @property
    def figures(self) -> Figures:
        """Every figure with its name: the person's own, then what they rest on."""
        return [*self.own_figures, *self.shared_figures]

    @property
    def code(self) -> str:
        """The code of this score with its precision, as it is printed."""
        return verification_code(self.person)

    @property
    def topics(self) -> dict[str, str]:
        """Name of a figure → its section on the page of method, where it has one."""
        return {
            **{name: "parts" for name, _value in (self._clusters if self.has_number else [])},
            str(_("Score, in points of 100")): "score",
            str(_("The same on the form's own scale")): "score",
            str(_("Estimated true score")): "range",
            str(_("Likely range, 90 % interval")): "range",
            band_words(self.person.snapshot)
            or str(_("Middle half of comparable sittings")): "norms",
            str(_("Middle half of the form's own sittings")): "norms",
            str(_("Standard error of measurement")): "reliability",
            str(_("Reliability")): "reliability",
        }

    @property
    def own_figures(self) -> Figures:
        """What belongs to this person alone."""
        score, taken_at = self.person.score, self.person.sitting.submitted_at
        answered = _("%(n)s of %(total)s", n=score.n_answered, total=score.n_scenarios)
        return [
            *([*self.total_figures, *self._clusters] if self.has_number else []),
            (_("Scenarios answered"), answered),
            (_("Answers sent"), day_of(taken_at or score.scored_at)),
            (_("Scored"), minute_of(score.scored_at)),
            (_("Code to verify"), self.code),
        ]

    @property
    def total_figures(self) -> Figures:
        """What the score says, on its scale and on the form's own. Only with a number."""
        estimated = [(_("Estimated true score"), points(self.person.estimate_points or 0.0))]
        return [
            (_("Score, in points of 100"), points(self.person.shown_total or 0.0)),
            *self._own_scale,
            *(estimated if self.is_measured else []),
            (_("Likely range, 90 % interval"), _range(*self._ends)),
        ]

    @property
    def shared_figures(self) -> Figures:
        """What everybody with this test, key and precision has in common."""
        snapshot, form_id = self.person.snapshot, self.person.sitting.form_id
        return [
            (band_words(snapshot) or _("Middle half of comparable sittings"), _band(snapshot)),
            (_("Standard error of measurement"), points(snapshot.sem)),
            (_("Reliability"), _reliability(snapshot)),
            (_("Spread, standard deviation"), points(snapshot.sd)),
            (_("Margin of error"), precision_words(snapshot)),
            (_("Test"), f"{self.bank.title} {self.bank.version}"),
            (_("Form"), self.bank.get_form(form_id).title),
            (_("Scoring key"), self.person.document.key_version),
        ]

    @property
    def _ends(self) -> tuple[float, float]:
        interval = self.person.interval
        return (0.0, 0.0) if interval is None else (interval.low, interval.high)

    @property
    def _own_scale(self) -> Figures:
        """The score as it was on its own form, where it is shown on the scale of another."""
        if self.person.scale_points is None:
            return []
        return [(_("The same on the form's own scale"), points(self.person.score.total or 0.0))]

    @property
    def _clusters(self) -> Figures:
        if self.person.scale_points is not None:
            return []
        return [
            (one.name, f"{points(one.points)} ({_range(*one.interval_points)})")
            for one in cluster_facts(self.person, self.bank)
        ]


def band_words(snapshot: PrecisionSnapshot) -> str:
    """What the light band shows, or nothing where there is none."""
    if _reference(snapshot) is None:
        return ""
    return str(
        ngettext(
            "Middle half of %(num)d comparable sitting",
            "Middle half of %(num)d comparable sittings",
            snapshot.n,
        )
    )


def _reference(snapshot: PrecisionSnapshot) -> tuple[float, float] | None:
    low, high = snapshot.reference_low, snapshot.reference_high
    return None if low is None or high is None else (low, high)


def _band(snapshot: PrecisionSnapshot) -> str:
    band = _reference(snapshot)
    return str(_("not yet known")) if band is None else _range(*band)


def _range(low: float, high: float) -> str:
    return str(_("%(low)s to %(high)s", low=points(low), high=points(high)))


def _reliability(snapshot: PrecisionSnapshot) -> str:
    figure = str(format_decimal(snapshot.r, "0.00"))
    if snapshot.rung == Rung.PLANNED:
        return str(_("%(figure)s, assumed", figure=figure))
    return figure
