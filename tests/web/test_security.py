"""Headers on every answer, forged requests refused, and cookies bound to the host over https."""

import gzip

import pytest

from hiring.accounts import Role
from hiring.app import create_app
from hiring.web.cookies import CANDIDATE_COOKIE, SECURE_PREFIX, STAFF_COOKIE
from hiring.web.public import scripts_version
from tests import builders, stores
from tests.builders import PASSWORD, TOKEN

PAGES = ["/", "/sign-in", "/health", "/no-such-page", "/static/css/app.css", "/openings"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(client, path):
    headers = client.get(path, buffered=True).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "noindex" in headers["X-Robots-Tag"]


@pytest.mark.parametrize("path", PAGES)
def test_scripts_and_styles_come_from_files_of_ours_only(client, path):
    policy = client.get(path, buffered=True).headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy


@pytest.mark.parametrize("path", ["/", "/sign-in", "/openings", "/no-such-page"])
def test_pages_are_not_kept_in_caches(client, path):
    assert client.get(path, buffered=True).headers["Cache-Control"] == "no-store"


def test_static_files_of_a_version_are_kept_for_ever(client):
    answered = client.get("/static/css/app.css?v=1", buffered=True)

    assert "immutable" in answered.headers["Cache-Control"]


def test_static_files_without_a_version_are_asked_for_again(client):
    answered = client.get("/static/js/copies.js", buffered=True)

    assert answered.headers["Cache-Control"] == "no-cache"
    assert answered.headers["ETag"]


def test_scripts_of_this_state_are_kept_for_ever_and_so_is_what_they_import(client):
    for name in ("answer.js", "copies.js"):
        answered = client.get(f"/scripts/{scripts_version()}/{name}", buffered=True)
        assert (answered.status_code, answered.mimetype) == (200, "text/javascript")
        assert "immutable" in answered.headers["Cache-Control"]


def test_scripts_under_the_name_of_another_state_are_asked_for_again(client):
    answered = client.get("/scripts/older/copies.js", buffered=True)

    assert (answered.status_code, answered.headers["Cache-Control"]) == (200, "no-cache")


def test_static_addresses_carry_the_hash_of_their_content(client):
    assert "/static/css/app.css?v=" in client.get("/sign-in").text


def test_over_plain_http_browsers_are_not_told_to_insist_on_https(client):
    assert "Strict-Transport-Security" not in client.get("/").headers


def test_over_https_browsers_are_told_to_insist_on_it(client):
    headers = client.get("/", base_url="https://hiring.example").headers

    assert "max-age=" in headers["Strict-Transport-Security"]


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/openings/new"])
@pytest.mark.parametrize("token", [None, "", "made up"])
def test_a_form_without_a_good_token_is_refused(client, path, token):
    fields = {} if token is None else {"csrf_token": token}

    assert client.post(path, data=fields).status_code == 400


def test_the_token_of_another_browser_is_refused(app, client):
    other = builders.form_token(app.test_client())
    fields = {"csrf_token": other, "email": "a@example.org", "password": PASSWORD}
    client.get("/sign-in")

    assert client.post("/sign-in", data=fields).status_code == 400


def test_a_page_that_is_too_large_is_refused(client):
    too_large = {"email": "x" * 1_100_000}

    assert client.post("/sign-in", data=too_large).status_code in {400, 413}


def test_errors_tell_nothing_about_the_inside(client):
    page = client.get("/no-such-page").text

    assert "Traceback" not in page
    assert "werkzeug" not in page.lower()


@pytest.fixture
def secure(database_url, tmp_path):
    """The application as it runs behind https."""
    app = create_app(
        stores.settings_for(tmp_path / "var", database_url, public_url="https://hiring.example")
    )
    yield app
    stores.close(app)


def test_over_https_cookies_are_bound_to_the_host(secure, session, staff):
    client = secure.test_client()
    base = "https://hiring.example"
    token = TOKEN.search(client.get("/sign-in", base_url=base).text)[1]
    fields = {
        "csrf_token": token,
        "email": staff[Role.OWNER].email,
        "password": PASSWORD,
    }
    response = client.post("/sign-in", data=fields, base_url=base)

    cookie = next(c for c in response.headers.getlist("Set-Cookie") if STAFF_COOKIE in c)
    assert cookie.startswith(SECURE_PREFIX + STAFF_COOKIE)
    assert "Secure" in cookie
    assert "Domain" not in cookie


def test_over_https_a_cookie_without_the_prefix_opens_nothing(secure, small_house):
    candidate = small_house.candidate(small_house.opening())
    small_house.sitting(candidate)
    client = secure.test_client()
    client.set_cookie(CANDIDATE_COOKIE, "anything", domain="hiring.example")

    assert client.get("/assessment", base_url="https://hiring.example").status_code == 410


def test_the_secret_never_shows(client, settings):
    for path in PAGES:
        assert settings.secret_key.get_secret_value() not in client.get(path, buffered=True).text


def test_a_browser_that_reads_gzip_gets_it(client):
    plain = client.get("/sign-in", headers={"Accept-Encoding": "identity"})
    packed = client.get("/sign-in", headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    # The form token differs in every answer; the length does not.
    assert len(gzip.decompress(packed.data)) == pytest.approx(len(plain.data), abs=4)


def test_a_browser_that_does_not_read_gzip_gets_it_plain(client):
    response = client.get("/sign-in", headers={"Accept-Encoding": "identity"})

    assert "Content-Encoding" not in response.headers
