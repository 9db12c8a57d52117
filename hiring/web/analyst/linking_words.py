"""Linking studies in words and tables."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from hiring.errors import LinkingFaultError
from hiring.linking_studies import Ground, LinkingStudy, WhyNotLinked, linking_of
from hiring.psychometrics.linking.anchors import AnchorFault, AnchorFaultKind
from hiring.psychometrics.linking.anchors import Undefined as DriftUndefined
from hiring.psychometrics.linking.conversion import ErrorSource
from hiring.psychometrics.linking.designs import Design, Grounds, Method
from hiring.web.analyst.rescoring_words import NOTHING, signless, two_decimals

TABLE_STEP = 5
Rows = list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Plot:
    """The conversion as lines in a square of 100 by 100, origin below on the left."""

    curve: str
    band: str


def design_words(design: Design) -> str:
    """Why two groups may be set side by side."""
    words: dict[Design, str] = {
        Design.COMMON_ANCHOR: _("They answered some of the same scenarios (anchors)"),
        Design.EQUIVALENT_GROUPS: _("People were dealt out to the two forms at random"),
        Design.SINGLE_GROUP: _("Everybody answered both forms"),
    }
    return words[design]


def method_words(method: Method) -> str:
    """A method by the name under which it is known."""
    words: dict[Method, str] = {
        Method.MEAN: _("Mean (random groups)"),
        Method.LINEAR: _("Linear (random groups)"),
        Method.EQUIPERCENTILE: _("Equipercentile, smoothed (random groups)"),
        Method.CHAINED_MEAN: _("Chained mean (anchors)"),
        Method.CHAINED_LINEAR: _("Chained linear (anchors)"),
        Method.TUCKER: _("Tucker (anchors)"),
        Method.LEVINE_OBSERVED: _("Levine, observed scores (anchors)"),
        Method.LEVINE_TRUE: _("Levine, true scores (anchors)"),
        Method.FREQUENCY_ESTIMATION: _("Frequency estimation, smoothed (anchors)"),
        Method.CHAINED_EQUIPERCENTILE: _("Chained equipercentile, smoothed (anchors)"),
    }
    return words[method]


def grounds_words(grounds: Grounds, n: int) -> str:
    """Why a method is suggested."""
    words: dict[Grounds, str] = {
        Grounds.TOO_FEW_PEOPLE: _("fewer than 50 people sat one of the forms"),
        Grounds.FEW_PEOPLE: _("%(n)s people on the smaller side can only show a shift", n=n),
        Grounds.SIMILAR_GROUPS: _("the groups are alike on the anchors"),
        Grounds.DIFFERENT_GROUPS: _("the groups differ on the anchors"),
        Grounds.EQUIVALENT_GROUPS: _("random groups of this size"),
    }
    return words[grounds]


def suggestion_words(ground: Ground, design: Design) -> str:
    """The method that fits a design here, and why."""
    found = ground.suggestion(design)
    why = grounds_words(found.grounds, found.n_smaller)
    if found.method is None:
        return str(_("No method: %(why)s.", why=why))
    return str(_("%(method)s: %(why)s.", method=method_words(found.method), why=why))


def drift_words(ground: Ground, titles: dict[str, str]) -> str:
    """Whether anchors have moved, and what was done about it."""
    if ground.drift is None:
        return str(_("Whether anchors have moved cannot be said with fewer than 50 people."))
    if ground.drift.undefined is not None:
        undefined: dict[DriftUndefined, str] = {
            DriftUndefined.TOO_FEW_SHIFTS: _(
                "Fewer than four anchors are too few to see whether one has moved."
            ),
            DriftUndefined.NO_SPREAD: _(
                "Most anchors stand exactly still, so the usual check for moved ones says nothing. "
                "Look at the others yourself."
            ),
        }
        return undefined[ground.drift.undefined]
    if not ground.dropped:
        return str(_("No anchor has moved more than its fellows."))
    named = ", ".join(titles.get(name, name) for name in ground.dropped)
    return str(
        _("These have moved more than their fellows and are left out: %(names)s.", names=named)
    )


def anchor_fault_words(fault: AnchorFault, areas: dict[str, str]) -> str:
    """One thing that an anchor lacks."""
    n, needed = fault.n_found, fault.n_needed
    words: dict[AnchorFaultKind, str] = {
        AnchorFaultKind.TOO_FEW_SCENARIOS: _(
            "%(n)s anchor scenarios; at least %(needed)s are needed.", n=n, needed=needed
        ),
        AnchorFaultKind.TOO_SMALL_SHARE_OF_NEW: _(
            "They are less than a fifth of the new form: %(n)s, and %(needed)s are needed.",
            n=n,
            needed=needed,
        ),
        AnchorFaultKind.TOO_SMALL_SHARE_OF_OLD: _(
            "They are less than a fifth of the older form: %(n)s, and %(needed)s are needed.",
            n=n,
            needed=needed,
        ),
        AnchorFaultKind.KIND_NOT_COVERED: _(
            "No anchor belongs to the area “%(area)s”.",
            area=areas.get(str(fault.label), str(fault.label)),
        ),
    }
    return words[fault.fault]


def fault_words(fault: LinkingFaultError, areas: dict[str, str]) -> tuple[str, str]:
    """The field that a refusal points at, and what is wrong and what to do in words."""
    facts: dict[str, Any] = fault.facts
    faults = " ".join(anchor_fault_words(one, areas) for one in facts.get("faults", ()))
    words: dict[WhyNotLinked, tuple[str, str]] = {
        WhyNotLinked.SAME_FORM: ("old", _("A form is not linked to itself. Choose another one.")),
        WhyNotLinked.SIMULATED_WITH_REAL: (
            "people",
            _("Made-up people do not link real ones. Choose one kind for both forms."),
        ),
        WhyNotLinked.DESIGN_NOT_OFFERED: (
            "design",
            _("Each candidate sits one form here, so nobody has sat both. Choose another ground."),
        ),
        WhyNotLinked.TOO_FEW_PEOPLE: (
            "old",
            _(
                "%(n_new)s people sat the new form and %(n_old)s the older one; linking needs "
                "%(n_needed)s on each. Until then the scores are not comparable. Build new forms "
                "to be as hard as the old ones meanwhile.",
                n_new=facts.get("n_new"),
                n_old=facts.get("n_old"),
                n_needed=facts.get("n_needed"),
            ),
        ),
        WhyNotLinked.UNKNOWN_ANCHORS: (
            "anchors",
            _(
                "Not shared by both forms: %(names)s. Choose among those shown.",
                names=", ".join(facts.get("names", ())),
            ),
        ),
        WhyNotLinked.ANCHOR_RULE: (
            "anchors",
            _(
                "These scenarios cannot carry the link. %(faults)s Share more scenarios word for "
                "word between the forms, marked as anchors and scored alike.",
                faults=faults,
            ),
        ),
        WhyNotLinked.METHOD_DOES_NOT_FIT: (
            "method",
            _("This method does not go with the ground chosen. Choose one that names it."),
        ),
        WhyNotLinked.METHOD_NEEDS_MORE: (
            "method",
            _(
                "With %(n)s people on the smaller side only a shift can be found; this method "
                "needs %(needed)s. Choose a mean.",
                n=facts.get("n"),
                needed=facts.get("n_needed"),
            ),
        ),
        WhyNotLinked.NO_CONVERSION: (
            "method",
            _("No conversion can be found: %(detail)s.", detail=facts.get("detail")),
        ),
        WhyNotLinked.REASON_TOO_SHORT: ("reason", _("Say it in words, 10 to 2000 characters")),
    }
    return words[WhyNotLinked(fault.code)]


def study_rows(study: LinkingStudy, titles: dict[str, str]) -> Rows:
    """Everything that a study states about itself."""
    kept, linking = study.conversion, linking_of(study)
    suggested = Method(kept["suggested"]) if kept["suggested"] else None
    source = {
        ErrorSource.DELTA: _("by formula (delta method)"),
        ErrorSource.BOOTSTRAP: ngettext(
            "from %(num)d drawn sample", "from %(num)d drawn samples", linking.n_replications
        ),
    }[linking.error_source]
    n_smaller = min(study.n_new, study.n_old)
    return [
        (_("People on the new form (N)"), str(study.n_new)),
        (_("People on the older form (N)"), str(study.n_old)),
        (_("Ground"), design_words(linking.design)),
        (_("Method"), method_words(linking.method)),
        (
            _("Method suggested"),
            NOTHING
            if suggested is None
            else f"{method_words(suggested)}; {grounds_words(Grounds(kept['grounds']), n_smaller)}",
        ),
        (_("Slope"), NOTHING if linking.slope is None else two_decimals(linking.slope)),
        (_("Standard error of linking, points"), signless(study.standard_error)),
        (_("Of this, from who sat the forms"), f"{signless(kept['summary_error'])}, {source}"),
        (_("Of this, from which anchors were chosen"), signless(kept["anchor_error"])),
        (_("Anchors"), _named(study.anchors, titles)),
        (_("Anchors left out because they moved"), _named(study.dropped_anchors, titles)),
        (_("Code of the study"), study.code),
    ]


def table_rows(study: LinkingStudy) -> Rows:
    """Scores on the new form, the same on the older one, and the error of saying it there."""
    linking = linking_of(study)
    at = [float(points) for points in range(0, 101, TABLE_STEP)]
    found = linking.equate(at)
    return [
        (str(round(points)), signless(moved), signless(error))
        for points, moved, error in zip(
            at, found.scores.tolist(), found.standard_error.tolist(), strict=True
        )
    ]


def plot(study: LinkingStudy) -> Plot:
    """The same as a picture: the curve, and a band of 1.645 errors on either side."""
    linking = linking_of(study)
    at = [float(points) for points in range(0, 101, 2)]
    found = linking.equate(at)
    middle, errors = found.scores.tolist(), found.standard_error.tolist()
    reach = [1.645 * max(error, study.standard_error) for error in errors]
    above = [_point(x, y + r) for x, y, r in zip(at, middle, reach, strict=True)]
    below = [_point(x, y - r) for x, y, r in zip(at, middle, reach, strict=True)]
    curve = " ".join(_point(x, y) for x, y in zip(at, middle, strict=True))
    return Plot(curve, " ".join([*above, *reversed(below)]))


def _point(x: float, y: float) -> str:
    return f"{x:.1f},{100 - min(100.0, max(0.0, y)):.1f}"


def _named(names: list[str], titles: dict[str, str]) -> str:
    return ", ".join(titles.get(name, name) for name in names) or NOTHING
