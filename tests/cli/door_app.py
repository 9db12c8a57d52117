"""A small application behind the door, with short times: it tells what reached it."""

import json

from hiring.cli.door import Door

SILENT_SECONDS, WHOLE_SECONDS = 1.0, 2.0
MAX_WAITING_BYTES = 500_000
reached: list[str] = []


def tell(environ, start_response):
    """What stood in the request, and which requests with a body came this far."""
    body = environ["wsgi.input"].read()
    if environ["REQUEST_METHOD"] == "POST":
        reached.append(environ["PATH_INFO"])
    seen = {name: value for name, value in environ.items() if isinstance(value, str)}
    told = {"environ": seen, "n_bytes": len(body), "reached": reached}
    start_response("200 OK", [("Content-Type", "application/json"), ("X-Two", "a"), ("X-Two", "b")])
    return [json.dumps(told).encode()]


def make():
    return Door(
        tell,
        silent_seconds=SILENT_SECONDS,
        whole_seconds=WHOLE_SECONDS,
        max_waiting_bytes=MAX_WAITING_BYTES,
    )
