"""A real mail server in the test process, which keeps what it is handed."""

import email
import email.policy
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller

from tests import stores
from tests.journeys.servers import PATIENCE_SECONDS, free_port


class Postbox:
    """Keeps messages; refuses as many as it is told to, or a person for good."""

    def __init__(self):
        self.messages, self.raw, self.n_refusals = [], [], 0
        self.refusal, self.unknown = "451 try again later", ""

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address == self.unknown:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the server's name
        if self.n_refusals:
            self.n_refusals -= 1
            return self.refusal
        self.raw.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        self.messages.append(
            email.message_from_bytes(envelope.content, policy=email.policy.default)
        )
        return "250 taken"


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Controller]:
    server = Controller(
        Postbox(), hostname="127.0.0.1", port=free_port(), ready_timeout=PATIENCE_SECONDS
    )
    server.start()
    yield server
    server.stop()


@pytest.fixture
def postbox(mail_server):
    box = mail_server.handler
    box.__init__()
    return box


@pytest.fixture
def smtp_url(mail_server, postbox):
    return f"smtp://127.0.0.1:{mail_server.port}"


@pytest.fixture
def database_url(sqlite_template, data_dir):
    """SQLite only: how a mail leaves does not depend on the database."""
    return stores.copied(sqlite_template, data_dir)
