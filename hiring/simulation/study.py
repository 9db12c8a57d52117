"""The whole question, put once: do the numbers of this form tell the truth?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from hiring.psychometrics.reliability.precision import (
    MIN_MEASURED_SITTINGS,
    MIN_POOLED_SITTINGS,
    Rung,
)
from hiring.scoring.plan import ScoringPlan
from hiring.simulation.assumptions import Assumptions
from hiring.simulation.biases import Bias, style_biases
from hiring.simulation.calibration import calibrated, mean_scenario_correlation
from hiring.simulation.expected import true_scores
from hiring.simulation.impact_figures import ImpactFigures, cut_that_selects, impact_figures
from hiring.simulation.norm_widths import NormFigures, norm_figures
from hiring.simulation.people import Population
from hiring.simulation.rungs import RungFigures, rung_figures, scenarios_needed
from hiring.simulation.sitting_tables import House, World
from hiring.simulation.views import form_view

N_CANDIDATES = 20_000  # "everybody": from whom cuts and true percentiles are taken
MIN_HOUSES = 2
MAX_SITTINGS = 100_000
MAX_HOUSES = 100_000


@dataclass(frozen=True, slots=True)
class Study:
    """What is asked.

    Attributes:
        measured_sittings: Sittings of a house on the measured rung.
        pooled_sittings: Of a house on the pooled and on the planned rung.
        n_houses: Houses drawn for each rung.
        seed: The same seed gives the same figures.
        cut_points: Cut of the impact section; None = the one that selects ``selected_share``.
        selected_share: Share of the reference group to select where no cut is given.
        assumptions: The simulated people.
    """

    measured_sittings: int = 500
    pooled_sittings: int = 40
    n_houses: int = 200
    seed: int = 1
    cut_points: float | None = None
    selected_share: float = 0.5
    assumptions: Assumptions = field(default_factory=Assumptions)

    def __post_init__(self) -> None:
        faults = list(_faults(self))
        if faults:
            raise ValueError("; ".join(faults))

    @property
    def n_steps(self) -> int:
        """How often ``run`` reports progress."""
        return (len(Rung) + 1) * self.n_houses


@dataclass(frozen=True, slots=True)
class Findings:
    """What came out.

    ``mean_points``, ``sd_points`` and ``scenario_correlation`` describe the scores of
    ``N_CANDIDATES`` candidates; ``biases`` is empty for no style.
    """

    population: Population
    n_scenarios: int
    mean_points: float
    sd_points: float
    true_sd_points: float
    scenario_correlation: float
    rungs: tuple[RungFigures, ...]
    biases: tuple[Bias, ...]
    impact: ImpactFigures
    norms: NormFigures


def run(study: Study, plan: ScoringPlan, advance: Callable[[], None] = lambda: None) -> Findings:
    """Simulate and count.

    Args:
        study: What is asked.
        plan: The form and its key.
        advance: Called ``study.n_steps`` times on the way.

    Raises:
        ValueError: The form cannot be simulated under these assumptions; the message says why
            and what to change.
    """
    # One stream for each question: asking one of them differently leaves the others as they are.
    looks, fitting, everybody, planned, pooled, measured, styles, impact, norms = (
        np.random.SeedSequence(study.seed).spawn(9)
    )
    assumed = study.assumptions
    form = form_view(plan, assumed.flattery_agreement, np.random.default_rng(looks))
    population = calibrated(form, assumed, fitting)
    world = World(form, population, true_scores(form, population))
    candidates = world.house(np.random.default_rng(everybody), N_CANDIDATES)
    streams = {Rung.PLANNED: planned, Rung.POOLED: pooled, Rung.MEASURED: measured}
    return Findings(
        population=population,
        n_scenarios=form.n_scenarios,
        mean_points=float(candidates.totals.mean()),
        sd_points=float(candidates.totals.std(ddof=1)),
        true_sd_points=float(candidates.true.std(ddof=1)),
        scenario_correlation=mean_scenario_correlation(candidates.scenarios),
        rungs=tuple(_rung(study, world, rung, streams[rung], advance) for rung in streams),
        biases=style_biases(world, styles),
        impact=_impact(study, world, candidates, impact, advance),
        norms=norm_figures(candidates.totals, np.random.default_rng(norms)),
    )


def sittings_of(study: Study, rung: Rung) -> int:
    """How many sittings a house has; on the planned rung there are people, but nothing to learn."""
    match rung:
        case Rung.MEASURED:
            return study.measured_sittings
        case Rung.POOLED | Rung.PLANNED:
            return study.pooled_sittings


def _rung(
    study: Study,
    world: World,
    rung: Rung,
    seed: np.random.SeedSequence,
    advance: Callable[[], None],
) -> RungFigures:
    houses = world.houses(np.random.default_rng(seed), sittings_of(study, rung), study.n_houses)
    figures = rung_figures(rung, houses, advance)
    needed = scenarios_needed(world.form.n_scenarios, figures.true_r)
    return replace(figures, scenarios_needed=needed)


def _impact(
    study: Study,
    world: World,
    candidates: House,
    seed: np.random.SeedSequence,
    advance: Callable[[], None],
) -> ImpactFigures:
    cut = study.cut_points
    if cut is None:
        cut = cut_that_selects(candidates, study.selected_share)
    houses = world.houses(np.random.default_rng(seed), study.measured_sittings, study.n_houses)
    return impact_figures(houses, cut, study.assumptions.group_difference, advance)


def _faults(study: Study) -> Iterator[str]:
    if not MIN_MEASURED_SITTINGS <= study.measured_sittings <= MAX_SITTINGS:
        yield (
            f"the measured rung needs {MIN_MEASURED_SITTINGS} to {MAX_SITTINGS:,} sittings, "
            f"not {study.measured_sittings}: choose --sittings in between"
        )
    if not MIN_POOLED_SITTINGS <= study.pooled_sittings < MIN_MEASURED_SITTINGS:
        yield (
            f"the pooled rung needs {MIN_POOLED_SITTINGS} to {MIN_MEASURED_SITTINGS - 1} sittings, "
            f"not {study.pooled_sittings}: choose --pooled-sittings in between"
        )
    if not MIN_HOUSES <= study.n_houses <= MAX_HOUSES:
        yield (
            f"{MIN_HOUSES} to {MAX_HOUSES:,} houses can be drawn, not {study.n_houses}: "
            "choose --replications in between"
        )
    if study.cut_points is not None and not 0 <= study.cut_points <= 100:  # noqa: PLR2004 - points
        yield f"a cut lies in 0..100 points, not at {study.cut_points:g}: choose another --cut"
    if not 0 < study.selected_share < 1:
        yield f"a share lies between 0 and 1, not at {study.selected_share:g}: change --selected"
    if study.seed < 0:
        yield f"a seed is a whole number of 0 or more, not {study.seed}: choose another --seed"
