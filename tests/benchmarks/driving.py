"""What simulated candidates send, and how fast a server answers them."""

import json
import subprocess
import sys
from random import Random
from typing import Any, TypeAlias
from urllib.parse import urlencode

from hiring.rehearsal.choosing import choose
from tests.benchmarks.load import PASS_MARK
from tests.journeys.candidates import Browser, House
from tests.journeys.servers import ROOT, Server, clean_environment, group_cpu_seconds

CONCURRENCIES = (8, 32, 64)
WARM_UP_SECONDS = 0.5

Plan: TypeAlias = list[dict[str, Any]]
Result: TypeAlias = dict[str, Any]


def browser_plan(server: Server, house: House, token: str, number: int) -> dict[str, Any]:
    """One candidate past the start, and all that this candidate will send, pass after pass."""
    browser = Browser(server.url)
    browser.open_sitting(token)
    cookies = "; ".join(f"{name}={value}" for name, value in browser.client.cookies.items())
    rng = Random(number)  # noqa: S311 - choices, not secrets
    requests = []
    for page in house.pages[:-1]:
        browser.get(f"/assessment/{page.position}")
        fields, _value = choose(page.item, rng)
        form = {"page": browser.hidden["page"], "active": "3.2", **fields}
        body = urlencode(form, doseq=True).encode() + b"&revision=" + PASS_MARK
        requests.append(_request(page.position, cookies, body))
    browser.client.close()
    return {"requests": requests, "expected": [200] * len(requests), "at": [0, 0]}


def _request(position: int, cookies: str, body: bytes) -> str:
    """A whole request as text, one character a byte: an answer that asks for the next page."""
    lines = [
        f"POST /assessment/{position} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Cookie: {cookies}",
        "Accept-Encoding: gzip",
        "Accept-Language: en-GB,en;q=0.9",
        "Hiring-Answer: next",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join(lines) + "\r\n\r\n" + body.decode("latin-1")


def run_load(server: Server, plan: Plan, *, seconds: float, pause_seconds: float = 0.0) -> Result:
    """Let the load generator run and note where every browser stands afterwards.

    ``pause_seconds``: how long each browser rests between an answer and the next request.
    """
    asked = {
        "port": server.port,
        "browsers": plan,
        "warm_up_seconds": WARM_UP_SECONDS,
        "seconds": seconds,
        "pause_seconds": pause_seconds,
    }
    before = group_cpu_seconds(server.process.pid)
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load"],
        input=json.dumps(asked).encode(),
        cwd=ROOT,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        check=True,
    )
    result: Result = json.loads(done.stdout)
    used = group_cpu_seconds(server.process.pid) - before
    result["cpu_ms"] = 1000 * used / result["n_in_all"]
    for browser, at in zip(plan, result["at"], strict=True):
        browser["at"] = at
    return result
