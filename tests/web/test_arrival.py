"""Requests are stamped before any work is done for them, by our clock alone."""

from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from hiring.web.arrival import stamping


def test_the_server_stamps_the_arrival_whatever_the_client_claims():
    seen = {}

    def view(environ, start_response):
        seen.update(environ)
        start_response("200 OK", [])
        return [b""]

    environ = EnvironBuilder(headers={"Hiring-Arrived-At": "2001-01-01"}).get_environ()
    run_wsgi_app(stamping(view), environ | {"hiring.arrived_at": "2001-01-01"})

    assert abs(seen["hiring.arrived_at"] - datetime.now(UTC)) < timedelta(seconds=30)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_stamp_comes_before_all_other_work(app):
    assert app.wsgi_app.__qualname__.startswith(stamping.__name__)
