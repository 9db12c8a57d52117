"""A small application behind doors of different patience: it tells what reached it."""

import json

from hiring.cli.door import Door

SOON, NEVER = 1.0, 600.0  # seconds
# How long a door waits between two pieces of a body, and for all of it.
IMPATIENT = {"/silent": (SOON, NEVER), "/drip": (NEVER, 2 * SOON)}
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


class Doors:
    """An impatient door for some paths, and a patient one for all others."""

    def __init__(self):
        self.impatient = {path: door(*seconds) for path, seconds in IMPATIENT.items()}
        self.patient = door(NEVER, NEVER)

    async def __rsgi__(self, scope, protocol):
        """Answer one request."""
        await self.impatient.get(scope.path, self.patient).__rsgi__(scope, protocol)


def door(silent_seconds, whole_seconds):
    return Door(
        tell,
        silent_seconds=silent_seconds,
        whole_seconds=whole_seconds,
        max_waiting_bytes=MAX_WAITING_BYTES,
    )


def make():
    return Doors()
