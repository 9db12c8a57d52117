"""From the shipped texts and an employer's facts to the words that people read.

A text is a list of sections, each for certain kinds of notices and certain places. The sections
stand in data files, one for each language, all of one version; nothing here writes a sentence. A
paragraph that names a fact which this employer does not have is left out.
"""

import hashlib
import json
import re
import tomllib
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from hiring.errors import NoControllerError, NotFoundError
from hiring.notices.kinds import NoticeKind, Place

TEXTS = Path(__file__).with_name("texts")
DEFAULT_LANGUAGE = "en"
GOES_STALE_AFTER = timedelta(days=180)
HEADING_MARK = "## "
HOLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What is filled in. Days and names come as people read them in the notice's language.

    Attributes:
        employer: Who is responsible; no notice can do without.
        contact: Whom to write to.
        opening: The title of the opening.
        days_kept: Days until a candidate's data are erased.
        reply_by: The day by which everybody has an answer, in words.
        operator: Who runs the service for the employer; empty = the employer itself.
    """

    employer: str
    contact: str
    opening: str
    days_kept: int
    reply_by: str
    operator: str = ""


@dataclass(frozen=True, slots=True)
class NoticeSection:
    """One heading with its paragraphs. ``name`` tells pages what it is about."""

    name: str
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class NoticeText:
    """A notice as somebody reads it."""

    kind: NoticeKind
    place: Place
    language: str
    version: str
    sections: tuple[NoticeSection, ...]

    @property
    def text(self) -> str:
        """All words as plain text: to store, to copy, to print."""
        return self._laid_out("")

    @property
    def marked_text(self) -> str:
        """The same with a mark before each heading: what is stored, and can be laid out again."""
        return self._laid_out(HEADING_MARK)

    def _laid_out(self, mark: str) -> str:
        return "\n\n".join(
            part
            for section in self.sections
            for part in (mark + section.heading, *section.paragraphs)
            if part.removeprefix(HEADING_MARK)
        )

    @cached_property
    def digest(self) -> str:
        """The name of exactly this wording."""
        facts = [self.kind, self.place, self.language, self.version, self.marked_text]
        words = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(words.encode()).hexdigest()


def compose(kind: NoticeKind, place: Place, language: str, facts: NoticeFacts) -> NoticeText:
    """The notice of a kind for a place, in a language that has one, with the facts filled in.

    Raises:
        NoControllerError: Nobody is named as responsible.
        NotFoundError: The language has no notices; ask ``language_for`` first.
    """
    if not facts.employer.strip():
        raise NoControllerError("a notice must name the employer who is responsible")
    shipped = shipped_texts(language)
    words = _words(facts, shipped)
    sections = (_filled(one, words) for one in shipped["sections"] if _is_for(one, kind, place))
    return NoticeText(kind, place, language, shipped["version"], tuple(sections))


def languages() -> tuple[str, ...]:
    """The languages that have notices, sorted."""
    return tuple(sorted(path.stem for path in TEXTS.glob("*.toml")))


def language_for(wanted: str) -> str:
    """The language of the notice for somebody who reads ``wanted``: that one, else English."""
    return wanted if wanted in languages() else DEFAULT_LANGUAGE


def is_stale(version: str, *, today: date) -> bool:
    """Whether texts of this version are so old that somebody should look at the law again."""
    month, _, _number = version.partition(".")
    return today - date.fromisoformat(f"{month}-01") > GOES_STALE_AFTER


@lru_cache(maxsize=16)
def shipped_texts(language: str) -> dict[str, Any]:
    """The shipped texts of a language, as written down beside this module.

    Raises:
        NotFoundError: There are none.
    """
    if language not in languages():
        raise NotFoundError(f"there are no notices in the language {language}")
    return tomllib.loads((TEXTS / f"{language}.toml").read_text("utf-8"))


def _words(facts: NoticeFacts, shipped: dict[str, Any]) -> dict[str, str]:
    """What stands for each hole; facts that are absent are empty."""
    told = {name: str(value).strip() for name, value in asdict(facts).items()}
    form = "day" if facts.days_kept == 1 else "days"
    return told | {"days_kept": shipped["words"][form].replace("{n}", str(facts.days_kept))}


def _is_for(section: dict[str, Any], kind: NoticeKind, place: Place) -> bool:
    return kind.value in section["kinds"] and place.value in section.get("places", [place.value])


def _filled(section: dict[str, Any], words: dict[str, str]) -> NoticeSection:
    told = [one for one in section["paragraphs"] if all(words[name] for name in HOLE.findall(one))]
    return NoticeSection(
        name=section["name"],
        heading=section.get("heading", ""),
        paragraphs=tuple(_fill(paragraph, words) for paragraph in told),
    )


def _fill(paragraph: str, words: dict[str, str]) -> str:
    # In one pass, so that braces in an employer's name stay what they are.
    return HOLE.sub(lambda hole: words[hole[1]], paragraph)
