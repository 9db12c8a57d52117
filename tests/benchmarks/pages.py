"""Requests and bytes of the pages a candidate opens, as a browser fetches them."""

import re
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import urljoin, urlsplit

from hiring.rehearsal.choosing import choose
from tests.benchmarks.report import Table
from tests.journeys.candidates import BROWSER_HEADERS, Browser, House, furnish
from tests.journeys.servers import Place, serve

LINKS = re.compile(r'<(?:link|script|img)[^>]+(?:href|src)="([^"]+)"')
IMPORTS = re.compile(r'^(?:import|\} from|import .* from) "([^"]+)"', re.MULTILINE)
NEXT = {"Hiring-Answer": "next"}
HEADER_SEPARATORS = len(b": \r\n")


@dataclass(frozen=True, slots=True)
class Weight:
    """Requests, and bytes of bodies as sent, of whole answers as sent, and of bodies unpacked."""

    n_requests: int = 0
    sent_bytes: int = 0
    with_headers_bytes: int = 0
    unpacked_bytes: int = 0

    def __add__(self, other: "Weight") -> "Weight":
        return Weight(
            self.n_requests + other.n_requests,
            self.sent_bytes + other.sent_bytes,
            self.with_headers_bytes + other.with_headers_bytes,
            self.unpacked_bytes + other.unpacked_bytes,
        )


def measure(folder: Path) -> list[Table]:
    """Walk a whole form and weigh every page."""
    house = furnish(Place(folder), n_candidates=1)
    server = serve(house.place)
    try:
        server.wait()
        return [_table(*_weigh(Browser(server.url), house))]
    finally:
        server.stop()


def _weigh(browser: Browser, house: House) -> tuple[Weight, list[Weight]]:
    browser.open_sitting(house.tokens[0])
    first = _with_files(browser, "/assessment/1")
    rng = Random(1)  # noqa: S311 - choices, not secrets
    further = []
    for page in house.pages[:-1]:
        fields, _value = choose(page.item, rng)
        path = f"/assessment/{page.position}"
        browser.get(path)
        form: dict[str, str | list[str]] = {**browser.hidden, **fields}
        weight, text = _fetch(browser, "POST", path, form, NEXT)
        if f"Scenario {page.position + 1} of" not in text:
            raise RuntimeError(f"{path} did not bring the next page:\n{text[:1000]}")
        further.append(weight)
    return first, further


def _with_files(browser: Browser, path: str) -> Weight:
    """A page with its style sheet, scripts, what those import, and icon, each once."""
    total, text = _fetch(browser, "GET", path)
    waiting, seen = _targets(LINKS, text, path), set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        weight, text = _fetch(browser, "GET", address)
        total += weight
        waiting += (
            _targets(IMPORTS, text, address) if urlsplit(address).path.endswith(".js") else []
        )
    return total


def _targets(pattern: re.Pattern[str], text: str, base: str) -> list[str]:
    return [urljoin(base, found) for found in pattern.findall(text)]


def _fetch(
    browser: Browser,
    method: str,
    path: str,
    form: dict[str, str | list[str]] | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[Weight, str]:
    sent = BROWSER_HEADERS | (headers or {})
    request = browser.client.build_request(method, path, data=form, headers=sent)
    answer = browser.client.send(request)
    body = answer.num_bytes_downloaded
    headers = sum(len(name) + len(value) + HEADER_SEPARATORS for name, value in answer.headers.raw)
    return Weight(1, body, body + headers, len(answer.content)), answer.text


def _table(first: Weight, further: list[Weight]) -> Table:
    rows = [
        _row("first page, with style, scripts and icon", [first]),
        _row("each further page, median", further),
        _row("each further page, heaviest", [max(further, key=lambda w: w.with_headers_bytes)]),
    ]
    return Table(
        "Requests and bytes per page",
        ("page", "requests", "compressed", "with headers", "not compressed"),
        rows,
        "Aims: first page below 100 kB; further pages 1 request and at most 6 kB compressed.",
    )


def _row(words: str, weights: list[Weight]) -> tuple[str, ...]:
    n_requests = median(weight.n_requests for weight in weights)
    sizes = (
        median(weight.sent_bytes for weight in weights),
        median(weight.with_headers_bytes for weight in weights),
        median(weight.unpacked_bytes for weight in weights),
    )
    return (words, f"{n_requests:.0f}", *(f"{size / 1000:.1f} kB" for size in sizes))
