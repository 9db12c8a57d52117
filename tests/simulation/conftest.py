"""Forms to simulate: the shipped bank, and a small one with every method."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from hiring.psychometrics.reliability.precision import Rung
from hiring.scoring.plan import ScoringPlan, scoring_plan
from hiring.simulation import Assumptions, Study, run
from hiring.simulation.calibration import calibrated
from hiring.simulation.expected import true_scores
from hiring.simulation.rungs import rung_figures
from hiring.simulation.sitting_tables import World
from hiring.simulation.views import form_view
from tests import builders
from tests.banks.folders import write_bank

PLAIN_PEOPLE = Assumptions(shares={})


def plan_of(loaded) -> ScoringPlan:
    return scoring_plan(loaded.bank, loaded.latest_key, loaded.bank.default_form.id)


def world_of(plan: ScoringPlan, assumptions: Assumptions | None = None, seed: int = 1) -> World:
    """A form with its people, as ``run`` makes them."""
    assumed = assumptions or Assumptions()
    looks, fitting = np.random.SeedSequence(seed).spawn(2)
    form = form_view(plan, assumed.flattery_agreement, np.random.default_rng(looks))
    population = calibrated(form, assumed, fitting)
    return World(form, population, true_scores(form, population))


@pytest.fixture(scope="session")
def shipped_plan():
    return plan_of(builders.shipped_bank())


@pytest.fixture(scope="session")
def small_plan(tmp_path_factory):
    """One scenario of every method: half credit, footrule, best and worst, weights, members."""
    from hiring.banks.loader import load_bank  # noqa: PLC0415

    folder: Path = write_bank(tmp_path_factory.mktemp("every-method"))
    return plan_of(load_bank(folder))


@pytest.fixture(scope="session")
def shipped_world(shipped_plan):
    return world_of(shipped_plan)


@pytest.fixture(scope="session")
def small_world(small_plan):
    return world_of(small_plan)


@pytest.fixture(scope="session")
def plain_world(shipped_plan):
    """People who differ in judgement and in nothing else."""
    return world_of(shipped_plan, PLAIN_PEOPLE)


@pytest.fixture(scope="session")
def new_world():
    return world_of


@pytest.fixture(scope="session", params=["shipped_world", "small_world"])
def world(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def measured(world):
    """What the measured rung keeps with 500 sittings."""
    houses = world.houses(np.random.default_rng(20), 500, 40)
    return rung_figures(Rung.MEASURED, houses)


@pytest.fixture(scope="session")
def run_shipped(shipped_plan):
    """A study of the shipped bank, small enough for a test."""
    return partial(_run, shipped_plan)


def _run(plan: ScoringPlan, **asked):
    return run(Study(n_houses=4, measured_sittings=100, pooled_sittings=10, **asked), plan)
