"""A real receiver with https on loopback, and a house that may call it."""

import datetime as dt
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hiring import webhooks
from hiring.accounts import Role
from hiring.webhooks import Caller, EventKind, Outside
from tests import stores
from tests.builders import NOW

HOST = "hooks.example.org"
OURS = "https://hiring.example.org"


class Inbox(BaseHTTPRequestHandler):
    """Keeps what it is sent and answers as it is told to."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.got.append((self.path, dict(self.headers), self.rfile.read(length)))
        answer = self.server.answers.pop(0) if self.server.answers else 204
        self.send_response_only(answer)
        for name, value in self.server.extra.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words):
        """Say nothing."""


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for the receiver's name, which is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    today = dt.datetime.now(dt.UTC)
    places = [x509.DNSName(HOST), x509.DNSName("localhost")]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(places), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("certificate")
    (folder / "it.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "key.pem").write_bytes(secret)
    return folder


@pytest.fixture(scope="session")
def trusting(certificate):
    """Believes the receiver's certificate, and no other."""
    return ssl.create_default_context(cafile=str(certificate / "it.pem"))


@pytest.fixture(scope="session")
def https_server(certificate):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Inbox)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "it.pem", certificate / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # a caller may hang up in the midst of a word
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def receiver(https_server):
    https_server.got, https_server.answers, https_server.extra = [], [], {}
    return https_server


@pytest.fixture
def address(receiver):
    return f"https://{HOST}:{receiver.server_port}/in"


@pytest.fixture
def allowed(receiver):
    return frozenset({f"{HOST}:{receiver.server_port}"})


@pytest.fixture
def make_caller(allowed, trusting):
    """A caller that looks names up in a table of the test."""

    def make(found=("127.0.0.1",), private=(HOST,), seconds=60.0, hosts=allowed, context=trusting):
        return Caller(
            allowed=hosts,
            private_hosts=frozenset(private),
            resolve=lambda _host, _port: found,
            context=context,
            seconds=seconds,
        )

    return make


@pytest.fixture
def outside(make_caller):
    return Outside(caller=make_caller(), secret=stores.SECRET, public_url=OURS)


@pytest.fixture
def registered(session, staff, address, allowed):
    """An address that hears of everything, and its key."""
    endpoint, key = webhooks.register(
        session,
        address,
        list(EventKind),
        allowed=allowed,
        owner=staff[Role.OWNER],
        secret=stores.SECRET,
        now=NOW,
    )
    session.commit()
    return endpoint, key


@pytest.fixture
def silent_port():
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]
