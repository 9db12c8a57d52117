"""Mail to candidates: plain text, to their own address, with links to our own host only.

``records`` holds the table, ``queueing`` puts a mail in the queue, ``sending`` hands it to the
employer's mail server. Without a server nothing is sent, and staff are told so.
"""

from hiring.mail.queueing import LINK, MailState, get_mail, list_mail, queue_mail, without_links
from hiring.mail.records import Mail
from hiring.mail.sending import Envelope, MailServer, send_mail, shown_body

__all__ = [
    "LINK",
    "Envelope",
    "Mail",
    "MailServer",
    "MailState",
    "get_mail",
    "list_mail",
    "queue_mail",
    "send_mail",
    "shown_body",
    "without_links",
]
