"""What a real server writes while people come in by their links: no link, no token, no name."""

import httpx
import pytest

from tests.journeys.candidates import Browser, furnish
from tests.journeys.servers import AT_HOME, Place, serve

UNKNOWN = "unknown-link-of-somebody"


@pytest.fixture
def house(tmp_path):
    return furnish(Place(tmp_path / "var"), n_candidates=1)


def test_a_server_writes_no_link_into_its_log(house):
    server = serve(house.place, settings={"HIRING_DEMO": "0", "HIRING_EMPLOYER": "Example Stores"})
    try:
        server.wait()
        browser = Browser(server.url)
        browser.open_sitting(house.tokens[0])
        browser.get("/assessment/1")
        browser.client.close()
        for path in (f"/c/{UNKNOWN}", f"/c/{house.tokens[0]}?x={UNKNOWN}", f"/nowhere/{UNKNOWN}"):
            httpx.get(server.url + path, **AT_HOME)
        server.process.terminate()
        server.process.wait(15)
        told = server.log.read_text()
    finally:
        server.stop()

    assert "requests of a minute" in told  # so the log was written, and read to its end
    assert house.tokens[0] not in told
    assert UNKNOWN not in told
