"""Finding people by what somebody types: a part of a name, a code or a mail address."""

import unicodedata

from sqlalchemy import ColumnElement, or_
from sqlmodel import col

from hiring.openings.records import Candidate

MAX_WORDS_CHARS = 100


def matches(word: str, *, sees_names: bool) -> ColumnElement[bool]:
    """That a word stands somewhere in name, code or mail address.

    Who does not see names finds by code alone: a search that finds tells what it found.
    """
    places = (Candidate.name, Candidate.code, Candidate.email)
    searched = places if sees_names else (Candidate.code,)
    return or_(
        *(
            col(place).icontains(spelling, autoescape=True)
            for place in searched
            for spelling in spellings(word)
        )
    )


def spellings(word: str) -> list[str]:
    """The word in small and in capital letters.

    SQLite folds the case of A to Z alone, so that "élodie" would not find "Élodie".
    """
    whole = unicodedata.normalize("NFC", word)
    if whole.isascii():
        return [whole]
    return list(dict.fromkeys((whole, whole.lower(), whole.upper(), whole.title())))
