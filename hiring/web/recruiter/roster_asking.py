"""What an address asks of a list, and the address that asks for it."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from hiring.openings.decisions import Outcome
from hiring.openings.notes import MAX_TAG_CHARS
from hiring.psychometrics.reliability.cut_groups import CutGroup
from hiring.scoring.listing import NOBODY_DECIDED, Asked, Sort
from hiring.scoring.looks import Look
from hiring.scoring.roster import Progress
from hiring.scoring.searching import MAX_WORDS_CHARS

OUTCOMES = (*(one.value for one in Outcome), NOBODY_DECIDED)

_Kind = TypeVar("_Kind", bound=StrEnum)


def read_asked(sent: Mapping[str, str], *, has_cut: bool) -> Asked:
    """The question of an address; what it does not know stands for nothing.

    Without a cut score nobody stands in a group.
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


def _find(kind: type[_Kind], value: str) -> _Kind | None:
    return kind(value) if value in set(kind) else None


def _find_id(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
