"""What all who write sentences for people share: a catalogue, and names set apart in a sentence.

The middle returns codes and numbers; pages, papers and commands turn them into sentences. They
share this narrow view of a message catalogue, so nothing here needs Flask-Babel.
"""

import re
import unicodedata
from datetime import date, datetime
from typing import Literal, Protocol

from babel.dates import format_date, format_time, get_datetime_format

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
# Whatever stands between these two is read in the direction of its own first letter, and turns
# nothing around it.
APART, TOGETHER = "\u2068", "\u2069"
_LEFTWARD = frozenset({"R", "AL"})


class Translator(Protocol):
    """The part of ``gettext.NullTranslations`` that we use."""

    def gettext(self, message: str) -> str:
        """The message in the reader's language, or as it is."""
        ...

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form of the message that goes with ``n``."""
        ...


def locale_of(language: str) -> str:
    """Whose dates and times a language is read with: day, month in words, year; 24 hours."""
    return "en_GB" if language == "en" else language


def to_the_day(day: date, language: str, style: Literal["long", "full"] = "long") -> str:
    """A day as all pages, papers and mails write it; in full with the day of the week."""
    return format_date(day, style, locale_of(language))


def to_the_minute(moment: datetime, language: str) -> str:
    """Day and time without seconds, which nobody who reads needs."""
    locale = locale_of(language)
    time = format_time(moment, "short", locale=locale)
    both = str(get_datetime_format("medium", locale=locale))
    return f"{both.replace('{1}', to_the_day(moment, language)).replace('{0}', time)} UTC"


def is_leftward(language: str) -> bool:
    """Whether a language is written from right to left."""
    return language.partition("-")[0].partition("_")[0] in RIGHT_TO_LEFT


def runs_against(text: str, language: str) -> bool:
    """Whether a text has letters that run against the language it is quoted in."""
    against = {"L"} if is_leftward(language) else _LEFTWARD
    return any(unicodedata.bidirectional(char) in against for char in text)


def set_apart(text: str, language: str) -> str:
    """A name, a title or somebody's words, for a plain sentence of a language.

    Without the marks, the full stops and quotation marks around an English title move to its other
    end in an Arabic sentence. Where nothing runs against the sentence, the text stays as it is.
    """
    return apart(text) if runs_against(text, language) else text


def parts_of(sentence: str) -> list[tuple[str, bool]]:
    """The parts of a sentence, and whether each is set apart from the others."""
    parts = re.split(f"[{APART}{TOGETHER}]", sentence)
    return [(part, at % 2 == 1) for at, part in enumerate(parts) if part]


def apart(text: str) -> str:
    """A text that runs in its own direction, whatever stands around it."""
    inner = text.replace(APART, "").replace(TOGETHER, "")
    return f"{APART}{inner}{TOGETHER}"
