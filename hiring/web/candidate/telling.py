"""What the script of a question page is told: what the server holds now, so that no device has to.

Nothing else lets a script forget a copy: that a page came back says nothing about what was sent.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from hiring.sittings import Step
from hiring.web.candidate.desk import now
from hiring.web.candidate.keeping import STORED_HEADER, Fate
from hiring.web.candidate.sent import Sent

NEXT_HEADER = "Hiring-Answer"


class Held(StrEnum):
    """What the server holds: the answer as it was sent, what stood in the page, or neither."""

    ANSWER = "answer"
    PAGE = "page"
    NOTHING = ""


def wants_next() -> bool:
    """Whether a script sent this and shows what comes back in place of its page."""
    return request.headers.get(NEXT_HEADER) == "next"


def led(endpoint: str, held: Held, **values: Any) -> ResponseReturnValue:
    """A way on. A script sees no header of a redirect, so the address tells it instead."""
    told = held.value if held and wants_next() else None
    return redirect(url_for(endpoint, **values, stored=told))


def tell(response: Response, held: Held) -> Response:
    """The same for a page that comes with the answer."""
    response.headers[STORED_HEADER] = held.value
    return response


def told_of_draft(step: Step, sent: Sent, at: datetime, number: int) -> dict[str, Any]:
    """What is said of a draft that is kept.

    ``is_begun``: something is chosen or written. ``is_whole``: it makes an answer.
    ``is_one_of_several``: other versions wait beside it.
    """
    others = step.stored.beside(sent.as_draft(number, at), but=sent.origin_of(step))
    return {
        "number": number,
        "saved_at": now().isoformat(),
        "is_begun": bool(sent.posted.shown),
        "is_whole": sent.value is not None,
        "is_one_of_several": bool(others),
    }


def told_after_end(fate: Fate) -> ResponseReturnValue:
    """What is said of a draft that came after the end.

    ``is_kept``: a person can look at it. ``is_known``: the server holds it.
    """
    is_known = fate in {Fate.LATE, Fate.PART, Fate.KNOWN}
    return {"why": "closed", "is_kept": fate is Fate.LATE, "is_known": is_known}, 410
