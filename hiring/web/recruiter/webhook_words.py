"""What other systems hear and how it went, in words for owners."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hiring.webhooks import AddressFault, CallFault, EventKind

TROUBLE = {
    CallFault.HOST_NOT_ALLOWED: _l(
        "The host may no longer be called. Whoever runs this server can allow it."
    ),
    CallFault.NO_KEY: _l("The key cannot be read here any more. Please make a new one."),
    CallFault.NO_ADDRESS: _l("The host was not found."),
    CallFault.INNER_ADDRESS: _l("The host lies inside a network, where nothing is called."),
    CallFault.NO_CONNECTION: _l("There was no connection."),
    CallFault.NO_TRUST: _l("The certificate of the host is not trusted."),
    CallFault.NO_ANSWER: _l("There was no answer within five seconds."),
    CallFault.NO_HTTP: _l("The answer was not that of a web server."),
    CallFault.REDIRECT: _l("The answer %(code)s leads elsewhere, which is not followed."),
    CallFault.STATUS: _l("The answer was %(code)s."),
}


def event_words(kind: EventKind) -> str:
    """What has happened."""
    match kind:
        case EventKind.SITTING_FINISHED:
            return str(_("Somebody has sent their answers"))
        case EventKind.SITTING_SCORED:
            return str(_("Answers have been scored"))
        case EventKind.SITTING_TAKEN_BACK:
            return str(_("Answers were taken back"))
        case EventKind.DECISION_ANNOUNCED:
            return str(_("Somebody was told of a decision"))
        case EventKind.CANDIDATE_WITHDREW:
            return str(_("Somebody has withdrawn"))


def address_words(fault: AddressFault) -> str:
    """What to do about an address that cannot be registered."""
    match fault:
        case AddressFault.NOT_AN_ADDRESS:
            return str(_("Write a whole web address, such as https://hooks.example.org/hiring"))
        case AddressFault.NOT_HTTPS:
            return str(_("Begin the address with https://"))
        case AddressFault.HAS_CREDENTIALS:
            return str(_("Leave out the name and password: every message is signed instead"))
        case AddressFault.HOST_NOT_ALLOWED:
            return str(_("This host may not be called. Ask whoever runs this server to allow it"))
        case AddressFault.KNOWN_ALREADY:
            return str(_("This address stands in the list already"))
        case AddressFault.NO_EVENTS:
            return str(_("Choose at least one event"))


def trouble_words(fault: CallFault, code: int | None) -> str:
    """Why an event was not taken at the last try."""
    return str(TROUBLE[fault]) % {"code": code}
