"""Every answer of every page bears the headers that keep it safe: errors and papers included."""

import pytest
from sqlalchemy.exc import OperationalError

from hiring.app import create_app
from hiring.web.access import public
from hiring.web.security import CONTENT_SECURITY_POLICY
from tests import stores
from tests.house.test_routes import (
    ROUTES,
    Visitor,
    boldest,
    client_of,  # noqa: F401 - a fixture
    path_of,  # noqa: F401 - a fixture
)

SECURE = "https://localhost"
ONE_YEAR = "max-age=31536000; includeSubDomains"
# What holds nobody's data, and may be kept.
MAY_BE_KEPT = {"public.script", "candidate.media_file"}


def assert_guarded(response, *, may_be_kept=False):
    headers = response.headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["Strict-Transport-Security"] == ONE_YEAR
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert may_be_kept or headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("endpoint", sorted(ROUTES))
def test_every_page_is_guarded_whoever_asks_for_it(world, fresh, path_of, client_of, endpoint):
    candidate = world.submitted if "brief" in endpoint else fresh()
    path = path_of(endpoint, candidate)
    for visitor in (boldest(endpoint), Visitor.ANONYMOUS):
        client = client_of(visitor, candidate)
        for ask in (client.get, client.post):
            answer = ask(path, base_url=SECURE)
            assert_guarded(answer, may_be_kept=endpoint in MAY_BE_KEPT)
            answer.close()


@pytest.mark.parametrize(
    ("fault", "status"),
    [(RuntimeError("x"), 500), (OperationalError("x", {}, RuntimeError()), 503)],
)
def test_an_error_that_nobody_foresaw_is_guarded_too(database_url, tmp_path, fault, status):
    app = create_app(stores.settings_for(tmp_path / "var", database_url))

    @app.get("/broken")
    @public
    def broken():
        raise fault

    answer = app.test_client().get("/broken", base_url=SECURE)
    assert answer.status_code == status
    assert_guarded(answer)
    stores.close(app)


def test_a_paper_is_guarded_and_taken_away_as_a_file(world, path_of, client_of):
    client = client_of(Visitor.OWNER, world.submitted)
    answer = client.get(path_of("recruiter.brief_pdf", world.submitted), base_url=SECURE)

    assert answer.mimetype == "application/pdf"
    assert_guarded(answer)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
