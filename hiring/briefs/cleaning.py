"""The border for every text that goes on a brief: what came in, made safe to print.

No mark-up language lies between a text and the paper (no XML, no tags, no links), so there is
nothing to escape into: ``<b>`` prints as ``<b>``. What remains dangerous is invisible, and is
removed here: control characters, orders to turn the writing direction, and sheer length.
"""

import re
import unicodedata

MAX_CHARACTERS = 1_000
ELLIPSIS = "…"
_ENDINGS = " ,;:.-\u2013"

# Turning the direction of writing by hand can make a text read as something else.
_DIRECTION_ORDERS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNPRINTABLE_CATEGORIES = frozenset({"Cc", "Cs", "Co"})
_INVISIBLE = frozenset("\u00ad\u061c\u180e\u200b\u200e\u200f\u2060\ufeff\ufff9\ufffa\ufffb")
# A no-break space holds French punctuation to its word, so only other blanks are folded.
_BEFORE_HIGH_POINT = re.compile("(?<=\u00ab) | (?=[;:!?\u00bb](?: |$))")
_BLANKS = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")


def clean(text: str, limit: int = MAX_CHARACTERS) -> str:
    """One line of text, composed, without control characters, at most ``limit`` characters.

    A longer text ends at a word's end in "…". Cleaning twice changes nothing.
    """
    # Cut before anything else: what follows takes time in proportion to the length.
    raw = _BLANKS.sub(" ", text[: 4 * limit])
    visible = "".join(char for char in _DIRECTION_ORDERS.sub("", raw) if _is_printable(char))
    composed = _BLANKS.sub(" ", unicodedata.normalize("NFC", visible)).strip()
    return shorten(_BEFORE_HIGH_POINT.sub("\u00a0", composed), limit)


def shorten(text: str, limit: int) -> str:
    """The text itself, or its first words and "…", within ``limit`` characters."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    at = head.rfind(" ")
    return (head if at < limit // 2 else head[:at]).rstrip(_ENDINGS) + ELLIPSIS


def shorten_to_words(text: str, n_words: int) -> str:
    """The text itself, or its first ``n_words`` words and "…"."""
    words = text.split(" ")
    if len(words) <= n_words:
        return text
    return " ".join(words[:n_words]).rstrip(_ENDINGS) + ELLIPSIS


def count_words(text: str) -> int:
    """How many words a reader sees; a lone dot or dash is none."""
    return sum(any(char.isalnum() for char in word) for word in text.split())


def _is_printable(char: str) -> bool:
    if char in _INVISIBLE:
        return False
    return unicodedata.category(char) not in _UNPRINTABLE_CATEGORIES
