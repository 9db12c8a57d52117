"""Smaller pages for slow connections: HTML, styles and scripts go out gzipped.

A compression library would bring three codecs; one call of zlib at its quickest level is what a
page of some kilobytes needs. A reverse proxy that compresses itself finds nothing left to do.
Pages hold no secret next to reflected input: the form token is signed anew with the time, and
cookies are not in the page.
"""

import gzip

from flask import Flask, request
from werkzeug.wrappers import Response

MIN_BYTES = 900
LEVEL = 1
KINDS = ("text/html", "text/css", "text/javascript", "application/json", "image/svg+xml")


def register(app: Flask) -> None:
    """Compress answers where the browser says it can read them."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """The same answer, gzipped where that helps."""
    if not _helps(response):
        return response
    response.direct_passthrough = False
    response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    response.headers.add("Vary", "Accept-Encoding")
    return response


def _helps(response: Response) -> bool:
    return (
        "gzip" in request.headers.get("Accept-Encoding", "")
        and response.status_code == 200  # noqa: PLR2004 - HTTP's own number
        and response.mimetype in KINDS
        and "Content-Encoding" not in response.headers
        and (response.content_length or 0) >= MIN_BYTES
    )
