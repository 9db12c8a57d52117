"""The forms of a page as a browser would send them, filled in plainly."""

import html
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from tests.builders import PASSWORD

# Type of a control → what somebody might put in.
PLAIN = {
    "email": "somebody@example.org",
    "number": "3",
    "date": "2026-12-01",
    "datetime-local": "2026-12-01T10:00",
    "password": PASSWORD,
    "search": "",
    "url": "https://example.org/hook",
}
WORDS = "Some words that somebody might write here."


@dataclass(slots=True)
class Form:
    """A form: where it goes, and name → values, as they are sent when everything is filled in."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class FormReader(HTMLParser):
    """Collects the forms of a page that are posted."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found, self._form = path, [], None
        self._select, self._area = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        name = facts.get("name", "")
        if tag == "form":
            is_posted = facts.get("method", "").lower() == "post"
            self._form = Form(facts.get("action") or self.path) if is_posted else None
            self.found += [] if self._form is None else [self._form]
        elif self._form is None or not (name or tag == "option"):
            return
        elif tag == "input":
            self._put(name, facts)
        elif tag == "button":
            self._form.fields.setdefault(name, [facts.get("value", "")])
        elif tag == "select":
            self._select = name
            self._form.fields.setdefault(name, [])
        elif tag == "textarea":
            self._area = name
            self._form.fields[name] = [""]
        elif tag == "option" and self._select and facts.get("value"):
            chosen = self._form.fields[self._select]
            if not chosen or "selected" in facts:
                chosen[:] = [facts["value"]]

    def handle_data(self, data: str) -> None:
        if self._area:
            self._form.fields[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            words = self._form.fields[self._area]
            words[0] = words[0].strip() or WORDS
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._form = None

    def _put(self, name: str, facts: dict[str, str]) -> None:
        fields, kind = self._form.fields, facts.get("type", "text")
        if kind == "file":
            return
        if kind == "checkbox":
            fields.setdefault(name, []).append(facts.get("value", "on"))
        elif kind in {"radio", "hidden", "submit"}:
            if name not in fields or "checked" in facts:
                fields[name] = [facts.get("value", "")]
        else:
            fields[name] = [facts.get("value") or PLAIN.get(kind, WORDS[:25])]


def forms_in(page: str, path: str) -> list[Form]:
    """The forms of a page that are posted."""
    reader = FormReader(path)
    reader.feed(page)
    return reader.found


def bare(path: str) -> str:
    """An address without the question behind it."""
    return html.unescape(path).split("?")[0]


def sent(form: Form | None) -> dict[str, Any]:
    """The fields of a form, without its token, for the test client."""
    return {} if form is None else {k: v for k, v in form.fields.items() if k != "csrf_token"}
