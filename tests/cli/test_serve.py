"""Starting a server, as far as it can be told without one."""

import os
import socket
import subprocess
import sys

import pytest

from hiring.cli.serve import WORKER_NICENESS, require_free_port
from hiring.errors import SettingsError
from tests.journeys.servers import SECRET, clean_environment, free_port


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_refused_with_a_way_out(taken_port):
    with pytest.raises(SettingsError, match="choose another port with --port"):
        require_free_port("127.0.0.1", taken_port)


def test_a_free_port_is_taken_as_it_is(taken_port):
    free = free_port()
    require_free_port("127.0.0.1", free)
    assert free != taken_port


def test_a_worker_leaves_the_processors_to_web_processes_first():
    code = "import os; from hiring.cli import serve; serve._stand_back(); print(os.nice(0))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert int(told.stdout) == min(os.nice(0) + WORKER_NICENESS, 19)


def test_what_stays_as_long_as_a_web_process_is_not_looked_through_again(tmp_path):
    code = (
        "import gc; from hiring.cli.serve import web_app; web_app(); print(gc.get_freeze_count())"
    )
    given = clean_environment() | {"HIRING_DATA_DIR": str(tmp_path), "HIRING_SECRET_KEY": SECRET}
    told = subprocess.run(
        [sys.executable, "-c", code], env=given, capture_output=True, check=True, text=True
    )

    assert int(told.stdout) > 100_000
