"""Handing a mail to the employer's mail server.

A mail leaves at least once: if the process dies between the server's "yes" and our note of it, the
mail leaves a second time, under the same message id, by which most mailboxes tell the two are one.
Errors are raised, so that the job tries again later, unless the server refused the mail for good;
they never repeat an address.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit
from uuid import UUID

from sqlmodel import Session

from hiring.errors import MailNotSentError, MailRefusedError, SettingsError
from hiring.mail.queueing import LINK, MailState, one_line
from hiring.mail.records import Mail
from hiring.openings.records import Candidate

TIMEOUT_SECONDS = 20  # well below the lease of a job: nobody else may start with it meanwhile
FOR_GOOD = 500
MAX_WORDS_CHARS = 300
PORTS = {"smtp": 587, "smtps": 465}
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
ADDRESS = re.compile(
    r"[a-zA-Z][a-zA-Z0-9+.-]*://[^\s<>]*"
    r"|\b(?:www\.|(?:mailto|tel|sms|data|javascript):)[^\s<>]+"
    r"|(?<![\w@.-])[\w-]+(?:\.[\w-]+)+/[^\s<>]*"
)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in, and by which name and password, if any."""

    host: str
    port: int
    is_tls: bool
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def from_url(cls, url: str) -> "MailServer | None":
        """Read ``smtp://user:password@host:port`` or ``smtps://…``; None for an empty text.

        Raises:
            SettingsError: It is neither; the text is not repeated, since it holds a password.
        """
        if not url.strip():
            return None
        try:
            parts = urlsplit(url.strip())
            port = parts.port
        except ValueError:
            raise SettingsError(BAD_URL) from None
        if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/"):
            raise SettingsError(BAD_URL)
        return cls(
            host=parts.hostname,
            port=port or PORTS[parts.scheme],
            is_tls=parts.scheme == "smtps",
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    @contextmanager
    def connected(self) -> Iterator[smtplib.SMTP]:
        """A session with the server, encrypted where the server can.

        Raises:
            MailNotSentError: A password would have to travel in the clear.
        """
        context = ssl.create_default_context()
        with self._session(context) as server:
            server.ehlo()
            if not self.is_tls and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            elif not self.is_tls and self.user and self.host not in LOCAL_HOSTS:
                raise MailNotSentError("the mail server offers no encryption for the password")
            if self.user:
                server.login(self.user, self.password)
            yield server

    def _session(self, context: ssl.SSLContext) -> smtplib.SMTP:
        if self.is_tls:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)


BAD_URL = (
    "HIRING_SMTP_URL is no address of a mail server. Write smtp://user:password@host:port "
    "or smtps://user:password@host:port, or leave it empty: mail is then not sent."
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom mail comes, where our own pages are, and each candidate's own link."""

    server: MailServer | None
    sender: str
    public_url: str
    link_of: Callable[[Session, Candidate], str]


@dataclass(frozen=True, slots=True)
class Note:
    """A mail as it leaves. ``to`` is name and address; ``name`` stays the same at every try."""

    to: tuple[str, str]
    subject: str
    body: str
    language: str
    name: str


def send_mail(session: Session, mail_id: UUID, *, envelope: Envelope, now: datetime) -> MailState:
    """Send a mail that is in the queue, and note how it went. Flushes; the caller commits.

    A mail that was sent is not sent again; one whose candidate was erased is gone.

    Raises:
        MailRefusedError: The server refused this mail or its addresses for good.
        MailNotSentError: The server could not be reached or did not take it; try again later.
    """
    mail = session.get(Mail, mail_id, with_for_update=True, populate_existing=True)
    if mail is None or mail.state != MailState.QUEUED.value:
        return MailState.SENT if mail is None else MailState(mail.state)
    candidate = session.get_one(Candidate, mail.candidate_id)
    if envelope.server is None or not candidate.email:
        mail.state = MailState.NO_SERVER.value
    else:
        body = shown_body(mail, envelope.link_of(session, candidate), envelope.public_url)
        _hand_in(envelope.server, _message(_note_of(mail, candidate, body), envelope, now))
        mail.state, mail.sent_at = MailState.SENT.value, now
    session.add(mail)
    session.flush()
    return MailState(mail.state)


def shown_body(mail: Mail, link: str, public_url: str) -> str:
    """The words as they leave: with the link, and with no other address that could be clicked.

    Titles and names are typed by people, or pasted; a mail from us must not carry somebody's trap.
    """
    ours = public_url.rstrip("/")
    words = ADDRESS.sub(lambda found: _tamed(found[0], ours), mail.body)
    return words.replace(LINK, link)


def _tamed(address: str, ours: str) -> str:
    if address == ours or address.startswith(f"{ours}/"):
        return address
    return address.replace("://", " ").replace(":", ": ").replace("@", " @ ").replace(".", " . ")


def send_note(note: Note, *, envelope: Envelope, now: datetime) -> bool:
    """Send a note to a colleague; False where there is no server.

    Raises:
        MailRefusedError: The server refused it or its addresses for good.
        MailNotSentError: The server could not be reached or did not take it; try again later.
    """
    if envelope.server is None:
        return False
    _hand_in(envelope.server, _message(note, envelope, now))
    return True


def _message(note: Note, envelope: Envelope, now: datetime) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = one_line(note.subject)
    message["From"] = _address(*parseaddr(envelope.sender))
    message["To"] = _address(*note.to)
    message["Date"] = format_datetime(now)
    host = urlsplit(envelope.public_url).hostname or "localhost"
    message["Message-ID"] = f"<{note.name}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = note.language
    message.set_content(note.body)
    return message


def _note_of(mail: Mail, candidate: Candidate, body: str) -> Note:
    to = (candidate.name, candidate.email or "")
    return Note(to, mail.subject, body, mail.language, name=str(mail.id))


def _address(name: str, address: str) -> Address:
    try:
        return Address(display_name=one_line(name), addr_spec=one_line(address))
    except (ValueError, IndexError, MessageError):
        raise MailRefusedError("an address of the mail cannot be written to") from None


def _hand_in(server: MailServer, message: EmailMessage) -> None:
    try:
        with server.connected() as session:
            session.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        raise _not_taken(*max(error.recipients.values())) from None
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise _not_taken(error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPResponseException as error:  # about us, not the mail: a password, say
        raise MailNotSentError(f"the mail server answered {error.smtp_code}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailNotSentError(f"the mail server: {type(error).__name__}") from None


def _not_taken(code: int, answer: bytes | str) -> MailNotSentError:
    """Codes from 500 on are for good, those below for now."""
    message = f"the mail server answered {code}"
    if code < FOR_GOOD:
        return MailNotSentError(message)
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return MailRefusedError(message, one_line(words))


def note_refusal(session: Session, mail_id: UUID, server_words: str) -> None:
    """Note that a mail was refused for good, and in which words. Flushes; the caller commits."""
    mail = session.get(Mail, mail_id)
    if mail is None or mail.state != MailState.QUEUED.value:
        return
    mail.state = MailState.REFUSED.value
    mail.server_words = server_words[:MAX_WORDS_CHARS] or None
    session.flush()


def drop_mail(session: Session, mail_id: UUID) -> None:
    """Note that there is no sense in a mail any more. Flushes; the caller commits."""
    mail = session.get(Mail, mail_id)
    if mail is not None and mail.state == MailState.QUEUED.value:
        mail.state = MailState.DROPPED.value
        session.flush()
