"""What tests do about second factors: set up an app as a person would, and read its codes."""

import re
import time

import pyotp
from flask.testing import FlaskClient

from hiring.accounts.authenticators import STEP_SECONDS
from tests.builders import PASSWORD, send

CODE = re.compile(r'<span class="code">([0-9a-z-]{29})</span>')
KEY = re.compile(r'<span class="code">([A-Z2-7 ]+)</span>')


def code_of(key: str, steps: int = 0) -> str:
    """The code that an app with this key shows now, or so many steps later."""
    return pyotp.TOTP(key).generate_otp(int(time.time()) // STEP_SECONDS + steps)


def set_up(client: FlaskClient) -> tuple[str, list[str]]:
    """Set up an app as a person would; its key and the recovery codes."""
    assert send(client, "/account/security/confirm/app", password=PASSWORD).status_code == 302
    shown = KEY.search(client.get("/account/security/app").text)
    assert shown is not None
    key = shown[1].replace(" ", "")
    if time.time() % STEP_SECONDS > STEP_SECONDS - 2:  # not across the end of a step
        time.sleep(2)
    # The step before this one: a test signs in with later ones.
    page = send(client, "/account/security/app", code=code_of(key, -1))
    return key, CODE.findall(page.text)
