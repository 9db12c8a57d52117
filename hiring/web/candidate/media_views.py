"""The pictures, sounds and films of a scenario, for who is at work on it and for nobody else.

Browsers ask for sound and film piece by piece, and jump to where somebody wants to listen again.
An answer to such a request holds one piece of a limited size; the browser asks for the next. A
route to static files was rejected: scenarios are shown to started sittings only.
"""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wrappers import Response

from hiring import sittings
from hiring.banks.media import StoredMedia, get_media, read_media
from hiring.db import db
from hiring.errors import NotFoundError
from hiring.sittings.clock import Arrival, judge
from hiring.web.access import for_candidates
from hiring.web.candidate.desk import bp, cookie, now

MAX_PIECE_BYTES = 2_000_000
PARTIAL_CONTENT = 206


@bp.get("/assessment/<int:position>/media/<name>")
@for_candidates
def media(position: int, name: str) -> ResponseReturnValue:
    """A file of the scenario at a position, or the piece of it that is asked for."""
    step = sittings.load_step(db.session, cookie(), position)
    if step is None or step.paused_at is not None:
        return redirect(url_for("candidate.start"))
    if _is_over(step) or name not in _files_of(step):
        raise NotFoundError("this page shows no such file")
    return _answer(get_media(db.session, step.bank_version_id, name))


def _is_over(step: sittings.Step) -> bool:
    arrival = judge(now(), deadline_at=step.deadline_at, is_paused=False)
    return step.is_submitted or arrival is Arrival.LATE


def _files_of(step: sittings.Step) -> set[str]:
    return {name for one in step.page.scenario.media for name in one.files}


def _answer(found: StoredMedia) -> Response:
    piece = _piece(found.n_bytes)
    start, stop = piece or (0, found.n_bytes)
    response = Response(read_media(db.session, found, start, stop), mimetype=found.mime)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Accept-Ranges"] = "bytes"
    if piece is not None:
        response.status_code = PARTIAL_CONTENT
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{found.n_bytes}"
    return response


def _piece(n_bytes: int) -> tuple[int, int] | None:
    """Start and end, without it, of the piece that is asked for; None for the whole file.

    Several pieces at once, and units other than bytes, are answered with the whole, as the standard
    allows. A condition is not met by anything: we send no marks that a browser could name.

    Raises:
        RequestedRangeNotSatisfiable: The piece lies behind the end.
    """
    wanted = request.range
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1:
        return None
    if "If-Range" in request.headers:
        return None
    found = wanted.range_for_length(n_bytes)
    if found is None:
        raise RequestedRangeNotSatisfiable(n_bytes)
    start, stop = found
    return start, min(stop, start + MAX_PIECE_BYTES)
