"""Mail to candidates: plain text, to their own address, with links to our own host only.

``records`` holds the table, ``queueing`` puts a mail in the queue, ``sending`` hands it to the
employer's mail server. Without a server nothing is sent, and staff are told so.
"""

from hiring.mail.queueing import (
    LINK,
    Letter,
    MailState,
    get_mail,
    list_mail,
    queue_mail,
    queue_many,
    without_links,
)
from hiring.mail.records import Mail
from hiring.mail.sending import (
    Envelope,
    MailServer,
    Note,
    drop_mail,
    note_refusal,
    send_mail,
    send_note,
    shown_body,
)

__all__ = [
    "LINK",
    "Envelope",
    "Letter",
    "Mail",
    "MailServer",
    "MailState",
    "Note",
    "drop_mail",
    "get_mail",
    "list_mail",
    "note_refusal",
    "queue_mail",
    "queue_many",
    "send_mail",
    "send_note",
    "shown_body",
    "without_links",
]
