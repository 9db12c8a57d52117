"""The effect of scoring again in words and tables; the templates only lay them out."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask_babel import format_decimal, format_percent, ngettext
from flask_babel import gettext as _

from hiring.banks.schema import BankDocument
from hiring.banks.versions import KeyVersion
from hiring.openings.decisions import Outcome
from hiring.psychometrics.reliability.precision import Precision, Rung
from hiring.psychometrics.reliability.rescoring import QUANTILES
from hiring.rescoring import Counting, Effect, Weight, Weights, WhyNotAgain

Rows = list[tuple[str, ...]]
NOTHING = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """One opening of an effect in words."""

    title: str
    n_people: int
    n_moved: int
    pairs: str
    decided: tuple[str, ...]


@dataclass(frozen=True)
class EffectWords:
    """An effect as a page shows it; ``titles`` are those of the openings."""

    effect: Effect
    titles: Mapping[UUID, str]

    @property
    def sentences(self) -> list[str]:
        """What matters, in a few sentences."""
        return [self._moved, self._dependable, self._pairs, self._decided]

    @property
    def moves(self) -> Rows:
        """Name, points, and the same in standard errors of measurement."""
        found = self.effect.moves
        shares = zip(QUANTILES, found.quantiles, strict=False)
        return [
            self._move(_("Mean"), found.mean),
            self._move(_("Largest"), found.largest),
            *(
                self._move(_("%(share)s of the moves lie at or below", share=_share(at)), move)
                for at, move in shares
            ),
            (_("Standard deviation"), signless(found.sd), signless(self._in_errors(found.sd))),
        ]

    @property
    def pairs(self) -> Rows:
        """What changes in the words about two people of one opening."""
        found = self.effect.pairs
        return [
            (_("Pairs looked at"), str(found.n_pairs)),
            (_("No dependable difference any more"), str(found.n_lost)),
            (_("A difference where there was none"), str(found.n_gained)),
            (_("The other person would be called higher"), str(found.n_reversed)),
            (_("“Higher” and “probably higher” change places"), str(found.n_weight)),
            *(
                [
                    (
                        _("People beyond the first thousand of an opening, not looked at"),
                        str(found.n_left_out),
                    )
                ]
                if found.n_left_out
                else []
            ),
        ]

    @property
    def precision(self) -> Rows:
        """The figures of precision before and after."""
        return precision_rows(self.effect.before, self.effect.after, self.effect.before_code)

    @property
    def openings(self) -> list[OpeningLine]:
        """The openings, those with touched decisions first."""
        return [
            OpeningLine(
                title=self.titles.get(one.opening_id, NOTHING),
                n_people=one.n_people,
                n_moved=one.n_moved,
                pairs=_("%(n)s of %(total)s", n=one.pairs.n_changed, total=one.pairs.n_pairs),
                decided=tuple(
                    _(
                        "%(code)s: %(outcome)s; %(move)s points%(mark)s",
                        code=decided.code,
                        outcome=outcome_words(decided.outcome),
                        move=signed(decided.move),
                        mark=_(", more than error explains") if decided.is_dependable else "",
                    )
                    for decided in one.decided
                ),
            )
            for one in self.effect.openings
        ]

    @property
    def _moved(self) -> str:
        found, n = self.effect.moves, self.effect.n_sittings
        return str(
            ngettext(
                "%(num)d sitting would be scored again; %(moved)s get another score.",
                "%(num)d sittings would be scored again; %(moved)s get another score.",
                n,
                moved=found.n_moved,
            )
        )

    @property
    def _dependable(self) -> str:
        n = self.effect.moves.n_dependable
        if n == 0:
            return str(_("Nobody's score moves further than error alone explains."))
        return str(
            ngettext(
                "%(num)d score moves further than error explains: its old estimate lies outside "
                "its new likely range.",
                "%(num)d scores move further than error explains: their old estimates lie outside "
                "their new likely ranges.",
                n,
            )
        )

    @property
    def _pairs(self) -> str:
        found = self.effect.pairs
        return str(
            _(
                "Of %(total)s pairs within openings, %(n)s would be described in other words.",
                total=found.n_pairs,
                n=found.n_changed,
            )
        )

    @property
    def _decided(self) -> str:
        n = self.effect.n_decided
        if n == 0:
            return str(_("No decision that somebody has made is touched."))
        return str(
            ngettext(
                "%(num)d person whose score moves has been decided about. Please look at it again.",
                "%(num)d people whose scores move have been decided about. Please look at them "
                "again.",
                n,
            )
        )

    def _move(self, name: str, points: float | None) -> tuple[str, ...]:
        return (name, signed(points), signed(self._in_errors(points)))

    def _in_errors(self, points: float | None) -> float | None:
        return None if points is None else points / self.effect.before.sem


def precision_rows(before: Precision, after: Precision, code: str) -> Rows:
    """Rung, N, reliability and errors, before and after."""
    return [
        (_("Rung of the precision ladder"), rung_words(before.rung), rung_words(after.rung)),
        (_("Sittings it stands on (N)"), str(before.n), str(after.n)),
        (_("Reliability"), two_decimals(before.r), two_decimals(after.r)),
        (_("Standard error of measurement, points"), signless(before.sem), signless(after.sem)),
        (_("Spread, standard deviation"), signless(before.sd), signless(after.sd)),
        (_("Precision snapshot"), code or NOTHING, _("made when decided")),
    ]


def weight_rows(weights: Weights, bank: BankDocument) -> Rows:
    """Scenarios and clusters with their share of the total before and after."""
    clusters = {one.id: one.name for one in bank.clusters}
    return [
        *(_weight(bank.get_scenario(one.name).title, one) for one in weights.scenarios),
        *(_weight(_("Area: %(name)s", name=clusters[one.name]), one) for one in weights.clusters),
    ]


def rung_words(rung: str) -> str:
    """The rung in a word."""
    match Rung(rung):
        case Rung.MEASURED:
            return str(_("measured"))
        case Rung.POOLED:
            return str(_("pooled"))
        case Rung.PLANNED:
            return str(_("planned"))


def key_words(key: KeyVersion) -> str:
    """A key's version and how far it can be trusted."""
    notes = [str(_("key %(key)s", key=key.key_version))]
    notes.append(str(_("provisional") if key.is_provisional else _("confirmed")))
    return ", ".join([*notes, str(_("public"))] if key.is_public else notes)


def outcome_words(outcome: str) -> str:
    """What a person decided."""
    words: dict[Outcome, str] = {
        Outcome.ADVANCE: _("goes on to the next step"),
        Outcome.HOLD: _("on hold"),
        Outcome.NOT_ADVANCE: _("does not go on"),
    }
    return words[Outcome(outcome)]


def fault_words(code: str) -> str:
    """Why nobody can be scored again like that, and what to do."""
    words: dict[str, str] = {
        WhyNotAgain.SAME_KEY: _("These scores are by this key already. Choose another key."),
        WhyNotAgain.OTHER_BANK: _(
            "This key belongs to another version of the bank. Choose a key of the version that was "
            "answered."
        ),
        WhyNotAgain.OTHER_CRITERIA: _(
            "The other key rates open answers by other criteria. What people gave would not fit, "
            "so choose a key with the same criteria."
        ),
        WhyNotAgain.NOBODY: _(
            "Nobody's score is by this key, so there is nothing to do. Choose the other kind of "
            "people, or another form."
        ),
        WhyNotAgain.REASON_TOO_SHORT: _("Give the reason in words, 10 to 2000 characters"),
        WhyNotAgain.STILL_RUNNING: _(
            "These sittings are being scored again at this moment. Wait until that has finished."
        ),
        WhyNotAgain.PREVIEW_IS_OLD: _(
            "Meanwhile scores or decisions have changed. Read the new figures on this page and "
            "decide again."
        ),
        WhyNotAgain.NEEDS_OWNER: _(
            "The other key is less sure than the one these scores stand on, so only an owner can "
            "decide this. Please ask one."
        ),
        "nothing_named": _("Tick at least one item."),
        "not_fitting": _(
            "These items cannot be set aside: they are set aside already, or nothing would be left "
            "that tells people apart. Tick fewer."
        ),
        "reason_too_short": _("Give the reason in words, 10 to 2000 characters"),
    }
    return words[code]


def signed(value: float | None) -> str:
    """A move with its sign and one decimal."""
    if value is None:
        return NOTHING
    shown = round(value, 1)
    return str(format_decimal(abs(shown) if shown == 0 else shown, "+0.0;-0.0" if shown else "0.0"))


def signless(value: float | None) -> str:
    """A figure with one decimal."""
    return NOTHING if value is None else str(format_decimal(round(value, 1), "0.0"))


def two_decimals(value: float) -> str:
    """A coefficient with two decimals."""
    return str(format_decimal(round(value, 2), "0.00"))


def _weight(name: str, one: Weight) -> tuple[str, ...]:
    return (
        name,
        _weight_share(one.before),
        _weight_share(one.after),
        _counting_words(one.counting),
    )


def _weight_share(value: float | None) -> str:
    return NOTHING if value is None else str(format_percent(value, "0.0 %"))


def _share(value: float) -> str:
    return str(format_percent(value, "0 %"))


def _counting_words(counting: Counting) -> str:
    words: dict[Counting, str] = {
        Counting.IN_FULL: _("counts"),
        Counting.IN_PART: _("counts in part"),
        Counting.SAME_FOR_ALL: _("full credit for everybody who was shown it"),
        Counting.NOT_AT_ALL: _("counts for nobody"),
    }
    return words[counting]
