"""A copy of somebody's data as a page to read; the same facts for machines lie beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import format_datetime
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hiring.data_pack import DataPack, Seen
from hiring.sittings import Page
from hiring.web.candidate.pages import StartPage, chosen_words

# In the order of the page. Every table that hangs on a candidate has a heading.
TABLES = {
    "candidate": _l("About you"),
    "invitation": _l("Your link"),
    "candidate_access": _l("When your link was opened"),
    "conditions": _l("What was agreed with you"),
    "sitting": _l("Your assessment"),
    "time_change": _l("Changes of your time"),
    "answer": _l("Your answers"),
    "draft": _l("What stood in pages before you sent it"),
    "late_answer": _l("Answers after the end"),
    "score": _l("Your result"),
    "response_quality": _l("Signs about how answers were given"),
    "decision": _l("Decisions about you"),
    "candidate_case": _l("What you asked for"),
    "mail": _l("Mail to you"),
}
LABELS = {
    "accepted_at": _l("Accepted"),
    "acknowledged_at": _l("Seen by a person"),
    "acknowledged_by_id": _l("Seen by"),
    "active_seconds": _l("Seconds on the page"),
    "added_at": _l("Added"),
    "answered_at": _l("Answered"),
    "arrived_at": _l("Arrived"),
    "asked_at": _l("Asked"),
    "assistant_name": _l("Assistant"),
    "at": _l("When"),
    "attempt": _l("Attempt"),
    "bank_version_id": _l("Question bank"),
    "body": _l("Text"),
    "closed_by": _l("Sent in by"),
    "code": _l("Code"),
    "considered": _l("Also considered"),
    "deadline_at": _l("End of the time"),
    "decide_by": _l("Answer by"),
    "decided_at": _l("Decided"),
    "decided_by_id": _l("Decided by"),
    "email": _l("Mail address"),
    "entered_by": _l("Entered by"),
    "expires_at": _l("Valid until"),
    "extra_minutes": _l("Extra minutes"),
    "extra_percent": _l("Extra time in percent"),
    "form_id": _l("Form"),
    "generation": _l("Number of the link"),
    "has_assistant": _l("Assistant agreed"),
    "has_rated": _l("Two questions answered"),
    "interface_language": _l("Language of the pages"),
    "is_adjusted": _l("Adjusted conditions"),
    "is_flagged": _l("Worth a look by a person"),
    "is_from_draft": _l("Taken over from the page"),
    "is_simulated": _l("Simulated"),
    "is_untimed": _l("No time limit"),
    "item": _l("Scenario"),
    "key_version_id": _l("Key"),
    "kind": _l("Kind"),
    "language": _l("Language"),
    "large_print": _l("Large print"),
    "left_seconds": _l("Seconds left"),
    "limit_seconds": _l("Seconds in all"),
    "looked_at": _l("Looked at"),
    "may_pause": _l("Breaks"),
    "n_answered": _l("Scenarios answered"),
    "n_scenarios": _l("Scenarios in all"),
    "name": _l("Name"),
    "notice_id": _l("What you were told before"),
    "opened_at": _l("Opened"),
    "opening_id": _l("Opening"),
    "outcome": _l("Outcome"),
    "package_version": _l("Version of the software"),
    "paused_at": _l("Clock stopped"),
    "plain_text": _l("Plain text"),
    "queued_at": _l("Written"),
    "reason": _l("Reason"),
    "reason_code": _l("Ground"),
    "receipt": _l("Receipt"),
    "received_at": _l("Received"),
    "reply": _l("Our answer"),
    "rescoring_id": _l("Scored again because"),
    "revision": _l("Version of the answer"),
    "revoked_at": _l("Link withdrawn"),
    "scored_at": _l("Scored"),
    "seconds": _l("Seconds given"),
    "sent_at": _l("Sent"),
    "shown_at": _l("Shown"),
    "signs": _l("Signs"),
    "snapshot_id": _l("How exact the result is"),
    "staff_id": _l("By"),
    "started_at": _l("Started"),
    "state": _l("State"),
    "status": _l("State"),
    "subject": _l("Subject"),
    "submitted_at": _l("Sent in"),
    "total": _l("Points of 100"),
    "value": _l("Answer"),
    "viewed_at": _l("Page opened before"),
    "voided_at": _l("Taken back"),
    "wishes": _l("Wishes"),
    "withdrawn_at": _l("Withdrawn"),
    "words": _l("In your words"),
}


@dataclass(frozen=True, slots=True)
class PackSection:
    """One kind of fact: a heading, and for each row its facts by label."""

    heading: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class PackPage:
    """The words of the page to read."""

    sections: tuple[PackSection, ...]
    record: tuple[tuple[str, str, str], ...]
    made_at: datetime


def pack_page(pack: DataPack, page: StartPage) -> PackPage:
    """A pack in words."""
    items = {found.item_ref: found for found in page.pages}
    sections = tuple(
        PackSection(
            str(heading),
            tuple(_row(row, page, items) for row in _in_page_order(pack.tables[name], items)),
        )
        for name, heading in TABLES.items()
    )
    return PackPage(sections, tuple(map(_seen, pack.record)), pack.made_at)


def _in_page_order(rows: Iterable[dict[str, Any]], items: dict[str, Page]) -> list[dict[str, Any]]:
    """Answers in the order of the scenarios; whatever has no scenario stays as it is."""
    return sorted(
        rows, key=lambda row: items[row["item"]].position if row.get("item") in items else 0
    )


def _row(
    row: dict[str, Any], page: StartPage, items: dict[str, Page]
) -> tuple[tuple[str, str], ...]:
    found = items.get(row.get("item", ""))
    told = dict(row)
    if found is not None:
        told["item"] = f"{found.position}. {found.scenario.title}"
        told["value"] = "\n".join(
            " ".join(part for part in pair if part)
            for pair in chosen_words(found.item, row["value"], page.bank)
        )
    return tuple(_labelled(told))


def _labelled(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        words = _words(value) if name in LABELS else ""
        if words:
            yield str(LABELS[name]), words


def _words(value: Any) -> str:
    """A stored value for people; nothing for what is empty."""
    match value:
        case None:
            return ""
        case bool():
            return str(_("yes") if value else _("no"))
        case datetime():
            return f"{format_datetime(value, 'medium')} UTC"
        case date():
            return value.isoformat()
        case float():
            return f"{value:g}"
        case dict():
            return _words_of_parts(value)
        case list() | tuple():
            return ", ".join(map(_words, value))
        case _:
            return str(value)


def _words_of_parts(value: dict[str, Any]) -> str:
    """An opening by its title, a notice by its text, anything else part by part."""
    if "title" in value:
        return str(value["title"])
    if "text" in value:
        return str(value["text"]).replace("## ", "")
    parts = [(name, _words(part)) for name, part in value.items()]
    return "; ".join(f"{name}: {words}" for name, words in parts if words)


def _seen(one: Seen) -> tuple[str, str, str]:
    details = f" ({_words(dict(one.details))})" if one.details else ""
    return _words(one.at), f"{one.act}{details}", one.by
