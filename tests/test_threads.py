"""Linear algebra takes one thread in every process of ours, unless an operator says otherwise."""

import subprocess
import sys

import pytest

from tests.journeys.servers import clean_environment

LOOK = (
    "import {what}; import numpy, threadpoolctl;"
    "print(max(pool['num_threads'] for pool in threadpoolctl.threadpool_info()))"
)
NAMES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def n_threads(what, **wanted):
    clean = {name: value for name, value in clean_environment().items() if name not in NAMES}
    done = subprocess.run(
        [sys.executable, "-c", LOOK.format(what=what)],
        env=clean | wanted,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


@pytest.mark.parametrize(
    "what", ["hiring.app", "hiring.cli", "hiring.queue", "hiring.psychometrics"]
)
def test_a_process_of_ours_takes_one_thread(what):
    assert n_threads(what) == 1


def test_an_operator_who_says_two_gets_two():
    assert n_threads("hiring.app", **dict.fromkeys(NAMES, "2")) == 2
