"""Smaller pages for slow connections: HTML, styles and scripts go out gzipped.

A compression library would bring three codecs; one call of zlib at its quickest level is what a
page of some kilobytes needs. A reverse proxy that compresses itself finds nothing left to do.
Pages hold no secret next to reflected input: the form token is signed anew with the time, and
cookies are not in the page.
"""

import zlib

from flask import Flask, request
from werkzeug.wrappers import Response

MIN_BYTES = 900
LEVEL = 1
MIN_WINDOW_BITS, MAX_WINDOW_BITS = 9, 15
GZIP_BITS = 16  # added to those of the window, they ask for gzip's own header
# A page of some kilobytes took longer to make room for than to compress: with a window no wider
# than the page and the smaller table it takes half the time and comes out as small.
MEMORY_LEVEL = 7
KINDS = ("text/html", "text/css", "text/javascript", "application/json", "image/svg+xml")


def register(app: Flask) -> None:
    """Compress answers where the browser says it can read them."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """The same answer, gzipped where that helps."""
    if not _helps(response):
        return response
    response.direct_passthrough = False
    response.set_data(zipped(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    response.headers.add("Vary", "Accept-Encoding")
    return response


def zipped(data: bytes) -> bytes:
    """The same bytes, gzipped."""
    window_bits = min(max(len(data).bit_length(), MIN_WINDOW_BITS), MAX_WINDOW_BITS)
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP_BITS + window_bits, MEMORY_LEVEL)
    return packer.compress(data) + packer.flush()


def _helps(response: Response) -> bool:
    return (
        "gzip" in request.headers.get("Accept-Encoding", "")
        and response.status_code == 200  # noqa: PLR2004 - HTTP's own number
        and response.mimetype in KINDS
        and "Content-Encoding" not in response.headers
        and (response.content_length or 0) >= MIN_BYTES
    )
