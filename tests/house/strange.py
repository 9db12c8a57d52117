"""Requests that nobody would send by hand: right addresses with wrong fields, and the reverse."""

import html
import json
import re
from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from typing import Any, TypeAlias
from urllib.parse import quote

Fields: TypeAlias = dict[str, Any]

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
ACTION = re.compile(r'\baction="([^"]*)"')
CONTROL = re.compile(r'<(?:input|button)\b[^>]*\bname="([^"]+)"(?:[^>]*\bvalue="([^"]*)")?')
CHOICES = re.compile(
    r'<(?:select|textarea)\b[^>]*\bname="([^"]+)"[^>]*>(.*?)</(?:select|textarea)>', re.DOTALL
)
VALUE = re.compile(r'<option\b[^>]*\bvalue="([^"]*)"')
STRANGE = (
    *("", " ", "0", "-1", "1e309", "NaN", "9" * 400, "0x10", "٣", "²", "½", "true", "null", "[]"),
    *("\x00", "a\x00b", "\x1b[31m", "\u202eabc", "\ud7ff", "🙂" * 60, "é́", "ß" * 500, "\ufeff"),
    *("<script>alert(1)</script>", "{{ 7*7 }}", "%s%n", "' OR 1=1 --", "=cmd|' /C calc'!A0"),
    *("../../etc/passwd", "file:///etc/passwd", "http://169.254.169.254/", "//example.org"),
    *("2026-02-30", "9999-12-31", "0001-01-01", "2026-11-22T25:61", "2026-W53-7", "31.12.2026"),
    *("00000000-0000-0000-0000-000000000000", "not-a-uuid", "a@b", "a@example.org\r\nBcc: x@y.z"),
    *("line\r\nline", "\t", "word " * 4000, "x" * 70_000, '{"a": {"b": []}}', "a,b;c|d", "%zz"),
)
METHODS = ("GET",) * 9 + ("POST",) * 10 + ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH")
LONGEST_IN_ADDRESS = 2000


@dataclass(slots=True)
class Forms:
    """What forms were seen so far: the fields behind each address, with values they offer."""

    fields: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def learn(self, path: str, page: str) -> None:
        """Note the forms of a page that was shown at ``path``."""
        for attributes, inside in FORM.findall(page):
            found = ACTION.search(attributes)
            known = self.fields.setdefault(_bare(found[1]) if found else _bare(path), {})
            for name, value in CONTROL.findall(inside):
                known.setdefault(name, []).append(html.unescape(value))
            for name, body in CHOICES.findall(inside):
                known.setdefault(name, []).extend(map(html.unescape, VALUE.findall(body)))

    def fill(self, path: str, rng: Random) -> Fields:
        """Fields for an address: mostly as its form offers them, each now and then strange."""
        known = self.fields.get(_bare(path), {})
        names = [name for name in known if name != "csrf_token" and rng.random() < 0.9]
        filled: Fields = {name: self._value(known[name], rng) for name in names}
        if rng.random() < 0.2:
            filled[rng.choice(("outcome", "role", "score", "is_active", "id", "x" * 300))] = "1"
        if rng.random() < 0.05:
            filled["file"] = (BytesIO(strange(rng).encode("utf-8", "replace")), "people.xlsx")
        return filled

    def _value(self, offered: list[str], rng: Random) -> str | list[str]:
        if rng.random() < 0.45 and offered:
            return rng.choice(offered)
        return [strange(rng), strange(rng)] if rng.random() < 0.1 else strange(rng)


def strange(rng: Random) -> str:
    """One value that no page asks for."""
    return rng.choice(STRANGE)


def spoiled(path: str, rng: Random) -> str:
    """An address of which, now and then, a part or the question behind it is strange."""
    parts = path.split("/")
    if rng.random() < 0.15:
        parts[rng.randrange(1, len(parts))] = quote(strange(rng)[:LONGEST_IN_ADDRESS], safe="")
    query = "&".join(_asked(rng) for _ in range(rng.choice((0, 0, 1, 2))))
    return "/".join(parts) + (f"?{query}" if query else "")


def call(rng: Random, *, opening_id: str, key: str) -> Fields:
    """Headers and body of a call by a program: mostly right, each part now and then strange."""
    body: Any = {
        "opening_id": opening_id,
        "name": "Ada Example",
        "email": f"{rng.random()}@example.org",
        rng.choice(("outcome", "role", "score", "id", "tenant")): 1,
    }
    if rng.random() < 0.5:
        body[rng.choice(sorted(body))] = rng.choice(
            (strange(rng), None, 1e308, True, [], {"a": [1]})
        )
    text = json.dumps(body) if rng.random() < 0.85 else strange(rng)
    headers = {
        "Authorization": f"Bearer {key}" if rng.random() < 0.9 else _sent(rng),
        "Idempotency-Key": str(rng.random()) if rng.random() < 0.7 else _sent(rng),
    }
    kind = "application/json" if rng.random() < 0.9 else "text/plain"
    return {"data": text.encode("utf-8", "replace"), "content_type": kind, "headers": headers}


def _sent(rng: Random) -> str:
    """What a server lets through in a header: one line of the first 256 signs."""
    line = strange(rng).encode("utf-8", "replace").decode("latin-1")
    return re.sub(r"[\r\n\0]", " ", line)[:LONGEST_IN_ADDRESS]


def _asked(rng: Random) -> str:
    names = ("after", "sort", "q", "state", "page", "language", "next", "look", "tag", "group")
    names += ("version", "back", "candidate", "opening", "saved", "before", "from", "until")
    return f"{rng.choice(names)}={quote(strange(rng)[:LONGEST_IN_ADDRESS], safe='')}"


def _bare(path: str) -> str:
    return html.unescape(path).split("?")[0]
