"""Figures of scores in words: points, and what their margin of error stands on."""

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from hiring.psychometrics.reliability.precision import Rung
from hiring.scoring import PrecisionSnapshot


def points(value: float) -> str:
    """Scale points with one decimal, as tables show them."""
    return str(format_decimal(round(value, 1), "0.0"))


def precision_label(snapshot: PrecisionSnapshot) -> dict[str, str]:
    """The label that says what the margin of error stands on."""
    return {"kind": "precision", "text": precision_words(snapshot)}


def precision_words(snapshot: PrecisionSnapshot) -> str:
    """The rung of the precision ladder in a sentence."""
    sittings = _sittings_words(snapshot)
    match Rung(snapshot.rung):
        case Rung.MEASURED:
            return str(_("Precision: measured on %(sittings)s", sittings=sittings))
        case Rung.POOLED:
            return str(_("Precision: pooled, from %(sittings)s", sittings=sittings))
        case Rung.PLANNED:
            return str(_("Precision: planned, assumed until there are enough sittings"))


def _sittings_words(snapshot: PrecisionSnapshot) -> str:
    if snapshot.is_simulated:
        return str(ngettext("%(num)d simulated sitting", "%(num)d simulated sittings", snapshot.n))
    return str(ngettext("%(num)d sitting", "%(num)d sittings", snapshot.n))
