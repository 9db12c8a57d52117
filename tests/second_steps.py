"""What tests do about second factors: set up an app as a person would, and read its codes."""

import re
import time

import pyotp
from flask.testing import FlaskClient

from hiring.accounts.authenticators import STEP_SECONDS
from tests.builders import PASSWORD, send

CODE = re.compile(r'<span class="code">([0-9a-z-]{29})</span>')
KEY = re.compile(r'<span class="code">([A-Z2-7 ]+)</span>')


def code_of(key: str, steps: int = 1) -> str:
    """The code that an app with this key shows so many steps from now.

    With none or one it is right for half a minute at least, and the next one is later than any
    that was taken before.
    """
    return pyotp.TOTP(key).generate_otp(int(time.time()) // STEP_SECONDS + steps)


def set_up(client: FlaskClient) -> tuple[str, list[str]]:
    """Set up an app as a person would; its key and the recovery codes."""
    assert send(client, "/account/security/confirm/app", password=PASSWORD).status_code == 302
    shown = KEY.search(client.get("/account/security/app").text)
    assert shown is not None
    key = shown[1].replace(" ", "")
    page = send(client, "/account/security/app", code=code_of(key, 0))
    return key, CODE.findall(page.text)
