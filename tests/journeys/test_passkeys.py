"""Second factors in a real browser: a passkey of a made-up device, an app, and no scripts."""

import re
import threading

import pytest
from playwright.sync_api import expect
from werkzeug.serving import WSGIRequestHandler, make_server

from hiring.accounts import Role
from hiring.app import create_app
from hiring.db import db
from tests import builders, stores
from tests.builders import PASSWORD
from tests.journeys.servers import free_port
from tests.journeys.walking import assert_fits, assert_no_barriers, sign_in
from tests.second_steps import code_of

pytestmark = pytest.mark.browser

WIDTHS = [1280, 360]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Quiet(WSGIRequestHandler):
    def log_request(self, *_args):
        """Say nothing."""


@pytest.fixture
def shop(sqlite_template, tmp_path):
    """A house under a name, where browsers make passkeys; its address and a session beside it."""
    port = free_port()
    address = f"http://localhost:{port}"
    database = stores.copied(sqlite_template, tmp_path)
    app = create_app(stores.settings_for(tmp_path, database, public_url=address))
    with app.app_context():
        session = db.sessionmaker()
    builders.add_all_staff(session)
    server = make_server("127.0.0.1", port, app, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()
    session.close()
    stores.close(app)


def device_for(page, **changes):
    """A made-up device that holds keys and says yes to everything."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | changes})
    return cdp, made["authenticatorId"]


def enter(page, address):
    sign_in(page, address, f"{Role.RECRUITER.value}@example.org", PASSWORD)


def leave(page):
    page.get_by_role("button", name="Sign out").click()


def add_passkey(page, address, name="Work phone"):
    page.goto(f"{address}/account/security")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Make the passkey").click()


def add_first_passkey(page, address, name="Work phone"):
    """The same, until it is there: the device is asked by a script, which takes its time."""
    add_passkey(page, address, name)
    expect(page.locator(".codes .code")).to_have_count(10)


def set_up_app(page, address):
    """Set up an app; its key and the recovery codes."""
    page.goto(f"{address}/account/security/confirm/app")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    key = page.locator(".code").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(code_of(key, 0))
    page.get_by_role("button", name="Turn the second step on").click()
    expect(page.locator(".codes .code")).to_have_count(10)
    return key, page.locator(".codes .code").all_inner_texts()


def test_a_passkey_is_made_named_used_and_removed(new_page, shop):
    page = new_page()
    device_for(page)
    enter(page, shop)
    add_first_passkey(page, shop)
    leave(page)

    enter(page, shop)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    expect(page.get_by_text("Your passkey cannot be used here")).to_be_hidden()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/desk")

    page.goto(f"{shop}/account/security")
    expect(page.get_by_text("Work phone", exact=True)).to_be_visible()
    page.get_by_role("link", name=re.compile("^Remove.*Work phone")).click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    leave(page)
    enter(page, shop)
    page.wait_for_url("**/desk")


def test_a_device_that_holds_no_key_of_ours_opens_nothing_and_a_code_does(new_page, shop):
    page = new_page()
    cdp, device = device_for(page)
    enter(page, shop)
    add_first_passkey(page, shop)
    codes = page.locator(".codes .code").all_inner_texts()
    leave(page)
    cdp.send("WebAuthn.clearCredentials", {"authenticatorId": device})

    enter(page, shop)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("That did not work, or you stopped it.")).to_be_visible(timeout=150_000)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk")


def test_the_same_device_is_not_added_twice(new_page, shop):
    page = new_page()
    device_for(page)
    enter(page, shop)
    add_first_passkey(page, shop)
    add_passkey(page, shop, "The same again")

    expect(page.get_by_role("alert").locator(".notice")).to_contain_text("No passkey was made")


def test_an_answer_from_before_is_refused(new_page, shop):
    """What was caught of one sign-in does not open another."""
    page = new_page()
    device_for(page)
    enter(page, shop)
    add_first_passkey(page, shop)
    leave(page)
    enter(page, shop)
    caught = []
    page.on("request", lambda sent: caught.append(sent.post_data) if sent.post_data else None)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/desk")
    leave(page)

    enter(page, shop)
    answer = next(one for one in caught if "clientDataJSON" in one)
    answered = page.evaluate(
        """async (old) => {
            const body = new URLSearchParams(old);
            body.set("csrf_token", document.querySelector("main [name=csrf_token]").value);
            const sent = await fetch("/sign-in/second", { method: "POST", body });
            return [sent.status, sent.url];
        }""",
        answer,
    )
    assert answered[0] == 422


def test_without_scripts_an_app_and_recovery_codes_do(new_page, shop):
    page = new_page(javascript=False)
    enter(page, shop)
    key, codes = set_up_app(page, shop)
    assert len(codes) == 10
    leave(page)

    enter(page, shop)
    page.get_by_label("Code").fill(code_of(key))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk")


def test_without_scripts_a_recovery_code_stands_in_for_a_passkey(new_page, shop):
    page = new_page()
    device_for(page)
    enter(page, shop)
    add_first_passkey(page, shop)
    codes = page.locator(".codes .code").all_inner_texts()
    leave(page)

    plain = new_page(javascript=False)
    enter(plain, shop)
    expect(plain.get_by_text("Type one of your recovery codes instead.")).to_be_visible()
    expect(plain.get_by_role("button", name="Use a passkey")).to_be_hidden()
    plain.get_by_label("Code").fill(codes[0])
    plain.get_by_role("button", name="Sign in").click()
    plain.wait_for_url("**/desk")


def test_without_scripts_no_button_is_shown_that_does_nothing(new_page, shop):
    page = new_page(javascript=False)
    enter(page, shop)
    page.goto(f"{shop}/account/security/confirm/passkey")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()

    expect(page.get_by_role("button", name="Make the passkey")).to_be_hidden()
    expect(page.get_by_role("link", name="Set up an authenticator app")).to_be_visible()


def test_the_picture_shows_the_key_to_a_camera(new_page, shop):
    """The dark squares are those that a camera reads as the address of the key."""
    page = new_page()
    enter(page, shop)
    page.goto(f"{shop}/account/security/confirm/app")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    box = page.locator("svg.square").bounding_box()
    side = float(page.locator("svg.square").get_attribute("viewBox").split()[2])

    assert box["width"] == pytest.approx(box["height"])
    assert box["width"] / side >= 3  # pixels for each square
    drawn = page.locator("svg.square path").get_attribute("d")
    assert len(re.findall("M", drawn)) > 200


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_of_the_account_has_a_barrier(new_page, shop, width):
    page = new_page(width=width)
    device_for(page)
    enter(page, shop)
    seen = []

    def look():
        assert_no_barriers(page)
        assert_fits(page)
        seen.append(page.title())

    page.goto(f"{shop}/account/security")
    look()
    page.get_by_role("link", name="Add a passkey").click()
    look()
    page.get_by_role("button", name="Go on").click()
    look()  # with an error
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    look()
    page.get_by_label("Name").fill("A telephone with a rather long name, given by its owner")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.locator(".codes .code")).to_have_count(10)
    look()
    page.goto(f"{shop}/account/security/confirm/app")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    look()
    for part in ("", "/password"):
        page.goto(f"{shop}/account/security{part}")
        look()
    page.get_by_role("link", name="Your account").first.click()
    page.get_by_role("link", name=re.compile("^Remove.*A telephone")).click()
    look()
    leave(page)
    enter(page, shop)
    look()
    page.get_by_role("button", name="Sign in").click()
    look()

    assert len(seen) == 11


def test_the_whole_way_goes_by_keyboard_alone(new_page, shop):
    page = new_page()
    device_for(page)
    enter(page, shop)
    page.goto(f"{shop}/account/security")
    _tab_to(page, "Add a passkey")
    page.keyboard.press("Enter")
    page.wait_for_url("**/confirm/passkey")
    _type(page, PASSWORD)
    page.wait_for_url("**/security/passkey")
    _type(page, "Work phone")
    expect(page.locator(".codes li")).to_have_count(10)


def _tab_to(page, words):
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText ?? ''").startswith(words):
            return
    pytest.fail(f"the keyboard does not get to {words}")


def _type(page, words):
    """Type into the first box of the page, and send it."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('main input:not([type=hidden])')"):
            page.keyboard.type(words)
            page.keyboard.press("Enter")
            return
    pytest.fail("the keyboard does not get to a box")
