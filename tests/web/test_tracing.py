"""Every request has a name; what took long is told by the name of its route."""

import json

import pytest

from hiring.app import create_app
from hiring.web import tracing
from tests import stores

GIVEN = "3f2a-from-the-proxy"


@pytest.fixture
def behind_proxy(settings):
    app = create_app(settings.model_copy(update={"trusted_proxies": 1}))
    yield app.test_client()
    stores.close(app)


def name_of(answered):
    return answered.headers[tracing.NAME_HEADER]


def test_every_request_has_a_name_of_its_own(client):
    assert name_of(client.get("/")) != name_of(client.get("/"))


def test_the_name_that_our_proxy_gave_is_kept(behind_proxy):
    assert name_of(behind_proxy.get("/", headers={tracing.NAME_HEADER: GIVEN})) == GIVEN


@pytest.mark.parametrize("given", ["short", "x" * 65, 'a"} forged line', "naïve-request"])
def test_a_name_that_could_mislead_is_not_kept(behind_proxy, given):
    assert name_of(behind_proxy.get("/", headers={tracing.NAME_HEADER: given})) != given


def test_nobody_but_our_proxy_gives_names(client):
    assert name_of(client.get("/", headers={tracing.NAME_HEADER: GIVEN})) != GIVEN


def test_a_slow_request_is_told_by_its_route_and_not_by_its_path(client, capsys, monkeypatch):
    monkeypatch.setattr(tracing, "SLOW_SECONDS", 0.0)
    answered = client.get("/c/Ada-and-her-secret-link")
    told = capsys.readouterr().out
    line = json.loads(told.splitlines()[-1])

    assert (line["event"], line["route"]) == ("slow request", "candidate.invitation")
    assert line["request"] == name_of(answered)
    assert "secret-link" not in told
