"""A whole study: seeded, refused with advice, and written down whole."""

import json

import pytest

from hiring import __version__
from hiring.simulation import Study, run
from hiring.simulation.document import document_text, study_document
from tests import builders

TOP = ["bank", "caution", "findings", "schema", "study", "versions"]
RUNG = [
    "coverage_error",
    "covered",
    "covered_by_style",
    "n_houses",
    "n_on_rung",
    "n_sittings",
    "rung",
    "scenarios_needed",
    "sd_points",
    "stated_r",
    "true_r",
    "width_points",
    "words",
]
FINDINGS = [
    "biases",
    "impact",
    "judgement_sd",
    "mean_points",
    "n_scenarios",
    "norms",
    "rungs",
    "scenario_correlation",
    "sd_points",
    "true_sd_points",
]


@pytest.fixture(scope="module")
def written(run_shipped):
    def write(seed):
        study = Study(n_houses=4, measured_sittings=100, pooled_sittings=10, seed=seed)
        document = study_document(
            study,
            run_shipped(seed=seed),
            builders.shipped_bank(),
            key_version="1",
            form_id="standard",
        )
        return document_text(document)

    return write


@pytest.fixture(scope="module")
def document(written):
    return json.loads(written(1))


def test_the_same_seed_gives_the_same_bytes(written, document):
    assert json.loads(written(1)) == document
    assert written(1) == written(1)


def test_another_seed_gives_other_figures(written, document):
    other = json.loads(written(2))

    assert other["findings"]["rungs"] != document["findings"]["rungs"]


def test_a_cut_leaves_the_other_questions_as_they_are(run_shipped):
    without, with_cut = run_shipped(), run_shipped(cut_points=70.0)

    assert with_cut.impact != without.impact
    assert (with_cut.rungs, with_cut.biases) == (without.rungs, without.biases)


def test_the_document_has_its_names(document):
    assert sorted(document) == TOP
    assert sorted(document["findings"]) == FINDINGS
    assert [sorted(rung) for rung in document["findings"]["rungs"]] == [RUNG] * 3


def test_the_document_says_what_it_rests_on(document):
    loaded = builders.shipped_bank()

    assert document["schema"] == "hiring-simulation-1"
    assert document["versions"]["hiring"] == __version__
    assert document["bank"]["content_digest"] == loaded.content_digest
    assert document["bank"]["scoring_digest"] == loaded.scoring_digests["1"]
    assert document["study"]["seed"] == 1
    assert document["study"]["assumptions"]["scenario_correlation"] == 0.08


def test_the_document_warns_first(document):
    assert document["caution"] == "Simulated people. No evidence about real ones."


def test_progress_is_told_as_often_as_announced(shipped_plan):
    told = []
    study = Study(n_houses=3, measured_sittings=100, pooled_sittings=10)
    run(study, shipped_plan, lambda: told.append(1))

    assert len(told) == study.n_steps


@pytest.mark.parametrize(
    ("asked", "advice"),
    [
        ({"measured_sittings": 99}, "choose --sittings"),
        ({"pooled_sittings": 9}, "choose --pooled-sittings"),
        ({"pooled_sittings": 100}, "choose --pooled-sittings"),
        ({"n_houses": 1}, "choose --replications"),
        ({"cut_points": 101.0}, "choose another --cut"),
        ({"selected_share": 1.0}, "change --selected"),
        ({"seed": -1}, "choose another --seed"),
    ],
)
def test_what_cannot_be_simulated_is_refused_with_advice(asked, advice):
    with pytest.raises(ValueError, match=advice):
        Study(**asked)


def test_all_faults_are_named_at_once():
    with pytest.raises(ValueError, match=r"--sittings.*--replications"):
        Study(measured_sittings=5, n_houses=0)
