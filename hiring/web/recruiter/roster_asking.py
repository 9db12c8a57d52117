"""What an address asks of a list, and the address that asks for it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from hiring.openings.decisions import Outcome
from hiring.openings.notes import MAX_TAG_CHARS
from hiring.psychometrics.reliability.cut_groups import CutGroup
from hiring.scoring.listing import NOBODY_DECIDED, Asked, Sort
from hiring.scoring.looks import Look
from hiring.scoring.narrowing import Dated, Span
from hiring.scoring.roster import Progress
from hiring.scoring.searching import MAX_WORDS_CHARS
from hiring.web.language import zone_here
from hiring.web.masking import sees_names

YEARS = range(2000, 2200)
OUTCOMES = (*(one.value for one in Outcome), NOBODY_DECIDED)

_Kind = TypeVar("_Kind", bound=StrEnum)


def read_asked(sent: Mapping[str, str], *, has_cut: bool) -> Asked:
    """The question of an address; what it does not know stands for nothing.

    Without a cut score nobody stands in a group. Days are hidden from whoever sees no names, so
    that nobody can be found by them either.
    """
    sort = _find(Sort, sent.get("sort", "")) or Sort.NAME
    outcome = sent.get("outcome", "")
    return Asked(
        words=sent.get("q", "").strip()[:MAX_WORDS_CHARS],
        state=_find(Progress, sent.get("state", "")),
        tag=sent.get("tag", "")[:MAX_TAG_CHARS],
        outcome=outcome if outcome in OUTCOMES else "",
        group=_find(CutGroup, sent.get("group", "")) if has_cut else None,
        look=_find(Look, sent.get("look", "")),
        span=_find_span(sent) if sees_names() else None,
        bank=_find_id(sent.get("bank", "")),
        sort=Sort.NAME if sort is Sort.GROUP and not has_cut else sort,
        after=_find_id(sent.get("after", "")),
        before=_find_id(sent.get("before", "")),
    )


def read_query(query: str, *, has_cut: bool) -> Asked:
    """The question of a stored query."""
    return read_asked(dict(parse_qsl(query)), has_cut=has_cut)


def arguments_of(asked: Asked) -> dict[str, Any]:
    """The arguments of the address that asks this; what is usual is left out."""
    sort = "" if asked.sort is Sort.NAME else asked.sort.value
    everything = {
        "q": asked.words,
        "state": asked.state,
        "tag": asked.tag,
        "outcome": asked.outcome,
        "group": asked.group,
        "look": asked.look,
        **_span_arguments(asked.span),
        "bank": asked.bank,
        "sort": sort,
        "after": asked.after,
        "before": asked.before,
    }
    return {name: str(value) for name, value in everything.items() if value}


def query_of(asked: Asked) -> str:
    """The same as a query, from the beginning of the list."""
    return urlencode(arguments_of(asked.from_start))


def storable_query(asked: Asked) -> str:
    """What is kept of a list: never the words, which may name somebody who has been erased."""
    return query_of(replace(asked, words=""))


def _span_arguments(span: Span | None) -> dict[str, Any]:
    if span is None:
        return {}
    dated = "" if span.dated is Dated.ACTIVITY else span.dated
    return {"dated": dated, "since": span.since, "until": span.until}


def _find_span(sent: Mapping[str, str]) -> Span | None:
    """The days asked for, where the house is; two that were mixed up are put right."""
    since, until = _find_day(sent.get("since", "")), _find_day(sent.get("until", ""))
    if since is None and until is None:
        return None
    if since is not None and until is not None:
        since, until = sorted((since, until))
    return Span(_find(Dated, sent.get("dated", "")) or Dated.ACTIVITY, since, until, zone_here())


def _find_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _find(kind: type[_Kind], value: str) -> _Kind | None:
    return kind(value) if value in set(kind) else None


def _find_id(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
