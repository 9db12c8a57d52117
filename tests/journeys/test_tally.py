"""A real server leaves counts of requests in its log, the last minute's too when it is stopped."""

import httpx
from click.testing import CliRunner

from hiring.cli import cli
from tests.journeys.candidates import furnish
from tests.journeys.servers import AT_HOME, STOP_SECONDS, Place, serve

REAL = {"HIRING_DEMO": "0", "HIRING_EMPLOYER": "Example Stores"}
N_REQUESTS = 3


def test_what_a_server_answered_stands_in_its_log_when_it_has_stopped(tmp_path):
    server = serve(furnish(Place(tmp_path / "var"), n_candidates=1).place, settings=REAL)
    try:
        server.wait()
        for _ in range(N_REQUESTS):
            httpx.get(f"{server.url}/sign-in", **AT_HOME)
        server.process.terminate()
        server.process.wait(STOP_SECONDS)
        told = CliRunner().invoke(cli, ["service-levels", str(server.log)])
    finally:
        server.stop()

    assert f"Staff pages: 100.000 % of {N_REQUESTS} requests, 0 went wrong" in told.output
