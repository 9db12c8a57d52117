"""What goes wrong, as problem details (RFC 9457): the only place where the API gives a status.

The sentences are for whoever writes the other program and stay in one language.
"""

from dataclasses import dataclass
from enum import StrEnum

import structlog
from flask import request
from pydantic import ValidationError
from werkzeug.wrappers import Response

from hiring import errors
from hiring.openings.orders import OrderFault
from hiring.web.api import schemas

PATH = "/api/"
MIME_TYPE = "application/problem+json"
TYPE = "urn:hiring:problem:"
RETRY_AFTER_SECONDS = 30
UNAUTHORISED, TOO_OFTEN, OUT_OF_ORDER = 401, 429, 503

log = structlog.get_logger()


class Code(StrEnum):
    """What can go wrong."""

    BAD_REQUEST = "bad_request"
    KEY_MISPLACED = "key_misplaced"
    NO_NAME_OF_REQUEST = "idempotency_key_missing"
    NO_KEY = "no_key"
    SCOPE_MISSING = "scope_missing"
    NOT_ALLOWED = "not_allowed"
    NOT_FOUND = "not_found"
    METHOD = "method_not_allowed"
    TOO_LARGE = "too_large"
    NOT_JSON = "not_json"
    FIELDS = "fields"
    REUSED = "idempotency_key_reused"
    NOT_OPEN = "opening_not_open"
    PRESENT = "present"
    ANSWERED_LATELY = "answered_lately"
    BLIND = "blind"
    SEALED = "sealed"
    WITHDREW = "withdrew"
    TAKEN_BACK = "taken_back"
    NOT_SENT = "not_submitted"
    NOT_SCORED = "not_scored"
    BEING_RATED = "being_rated"
    TOO_FEW_ANSWERS = "too_few_answers"
    TOO_OFTEN = "too_often"
    BROKEN = "broken"
    OUT_OF_ORDER = "out_of_order"


@dataclass(frozen=True, slots=True)
class Kind:
    """A status and its sentences."""

    status: int
    title: str
    detail: str


KINDS = {
    Code.BAD_REQUEST: Kind(400, "Bad request", "The request cannot be read."),
    Code.KEY_MISPLACED: Kind(
        400,
        "An API key in the wrong place",
        "An API key was sent in the address or the body, where logs keep it. If it was one of this "
        "house, it opens nothing any more. Ask an owner for a new one and send it in the header "
        "Authorization only.",
    ),
    Code.NO_NAME_OF_REQUEST: Kind(
        400,
        "No Idempotency-Key",
        "Send the header Idempotency-Key, 8 to 200 characters, a new one for each order and the "
        "same one when you try again.",
    ),
    Code.NO_KEY: Kind(
        401,
        "No valid API key",
        "Send an API key in the header Authorization, as Bearer, or as the user name of Basic. "
        "Keys that are unknown, over or withdrawn get this same answer.",
    ),
    Code.SCOPE_MISSING: Kind(
        403,
        "This API key may not do that",
        "Ask an owner for a key that may; the description names what each act needs.",
    ),
    Code.NOT_ALLOWED: Kind(403, "Not allowed", "That is not open to programs."),
    Code.NOT_FOUND: Kind(
        404, "Nothing here", "There is no such thing, or this API key may not know of it."
    ),
    Code.METHOD: Kind(405, "No such method here", "The description names the methods."),
    Code.TOO_LARGE: Kind(413, "Too large", "Send less at once."),
    Code.NOT_JSON: Kind(415, "No JSON", "Send the body as application/json."),
    Code.FIELDS: Kind(422, "Fields at fault", "Put right the fields named in faults."),
    Code.REUSED: Kind(
        422,
        "Idempotency-Key used before",
        "Another order was sent with this Idempotency-Key. Send a new one with each order.",
    ),
    Code.NOT_OPEN: Kind(
        409,
        "The opening takes nobody",
        "It is closed, or an owner has not yet accepted its scoring key.",
    ),
    Code.PRESENT: Kind(
        409,
        "Already in this opening",
        "This address is in the opening already. Nobody was invited a second time.",
    ),
    Code.ANSWERED_LATELY: Kind(
        409,
        "Answered lately",
        "The same mailbox answered the same test within the gap that the opening keeps. A person "
        "can invite on the pages, and says why.",
    ),
    Code.BLIND: Kind(
        409,
        "Blind opening",
        "This opening shows no names beside results. A result for the program that knows the name "
        "would; it stands on the pages, by code.",
    ),
    Code.SEALED: Kind(
        409,
        "Sealed",
        "In this opening results are sealed until every interview with the candidate is held and "
        "its scorecard filed.",
    ),
    Code.WITHDREW: Kind(409, "The candidate withdrew", "There is no result to tell any more."),
    Code.TAKEN_BACK: Kind(
        409, "Taken back", "The candidate took the answers back, and with them the result."
    ),
    Code.NOT_SENT: Kind(409, "Not sent in yet", "The candidate has not sent in the answers."),
    Code.NOT_SCORED: Kind(409, "Not scored yet", "The answers are in. Ask again in a minute."),
    Code.BEING_RATED: Kind(
        409,
        "Being rated",
        "People are rating open answers. There is a number once they are settled.",
    ),
    Code.TOO_FEW_ANSWERS: Kind(
        409,
        "Too few answers",
        "Too few scenarios were answered for a number. That says nothing about the person; look at "
        "the answers on the page.",
    ),
    Code.TOO_OFTEN: Kind(429, "Too often", "Wait a little before you ask again."),
    Code.BROKEN: Kind(500, "Something broke", "It is a fault of ours and was noted."),
    Code.OUT_OF_ORDER: Kind(
        503, "Out of order for a moment", "Nothing was stored. Send the same again shortly."
    ),
}
OF_ORDERS = {
    OrderFault.NOT_OPEN: Code.NOT_OPEN,
    OrderFault.PRESENT: Code.PRESENT,
    OrderFault.ANSWERED_LATELY: Code.ANSWERED_LATELY,
    OrderFault.REUSED: Code.REUSED,
}
OF_STATUS = {
    400: Code.BAD_REQUEST,
    403: Code.NOT_ALLOWED,
    404: Code.NOT_FOUND,
    405: Code.METHOD,
    413: Code.TOO_LARGE,
    429: Code.TOO_OFTEN,
}


class ApiError(Exception):
    """A program is told a problem.

    Attributes:
        code: Which one.
        faults: Fields at fault, where it is about fields.
    """

    def __init__(self, code: Code, faults: list[schemas.Fault] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.faults = faults or []


def is_for_programs() -> bool:
    """Whether a program sent this request, also where it asks for what is not there."""
    return request.path.startswith(PATH)


def problem(code: Code, faults: list[schemas.Fault] | None = None) -> Response:
    """A problem as an answer."""
    kind = KINDS[code]
    told = schemas.Problem(
        type=TYPE + code,
        title=kind.title,
        status=kind.status,
        detail=kind.detail,
        code=code,
        faults=faults or [],
    )
    response = Response(told.model_dump_json(), kind.status, content_type=MIME_TYPE)
    if kind.status == UNAUTHORISED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="api"'
    if kind.status in {TOO_OFTEN, OUT_OF_ORDER}:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def problem_of_status(status: int) -> Response:
    """The problem that an HTTP status is."""
    return problem(OF_STATUS.get(status, Code.BROKEN))


def problem_of_error(error: errors.HiringError) -> Response:
    """The problem that an error of the domain is."""
    match error:
        case errors.OrderFaultError():
            return problem(OF_ORDERS[OrderFault(error.code)])
        case errors.NotFoundError():
            return problem(Code.NOT_FOUND)
        case errors.NotAllowedError():
            return problem(Code.NOT_ALLOWED)
        case errors.OpeningClosedError():
            return problem(Code.NOT_OPEN)
        case errors.NotScoredYetError():
            return problem(Code.NOT_SCORED)
        case errors.TooOftenError():
            return problem(Code.TOO_OFTEN)
        case _:
            log.error("no answer for programs", fault=type(error).__name__)
            return problem(Code.BROKEN)


def faults_of(error: ValidationError) -> list[schemas.Fault]:
    """The fields at fault by name and kind; what was sent is not sent back."""
    return [
        schemas.Fault(field=".".join(map(str, one["loc"])), reason=one["type"])
        for one in error.errors(include_input=False, include_url=False, include_context=False)
    ]
