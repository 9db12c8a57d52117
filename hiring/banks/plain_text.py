"""Words, sentences and reading level of plain text. Small pure functions, no judgement."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"\w+(?:[-'\u2019]\w+)*")
_SENTENCE_END = re.compile(r"[.!?…]+(?=[\s\"”\u2019»)]|$)|\n\s*\n")
_VOWELS = re.compile(r"[aeiouy]+")

# Endings whose e is not spoken, unless it is the only vowel or a syllable of its own ("wanted").
_SILENT_ED = re.compile(r"[^aeiouytd]ed$")
_SILENT_ES = re.compile(r"[^aeiouyszxcgh]es$")
_SILENT_E = re.compile(r"[^aeiouyl]e$|[aeiouy]le$")


def n_words(text: str) -> int:
    """Words in a text; "don't" and "follow-up" count once, numbers count as words."""
    return len(_WORD.findall(text))


def n_sentences(text: str) -> int:
    """Sentences in a text, at least 1. A blank line ends a sentence as well."""
    parts = _SENTENCE_END.split(text)
    return max(1, sum(1 for part in parts if _WORD.search(part)))


def n_syllables(word: str) -> int:
    """Syllables of an English word, at least 1: groups of vowels, less the silent endings.

    A rule of thumb that is right for about nine words in ten; enough for a mean over a text.
    """
    letters = re.sub(r"[^a-z]", "", word.lower())
    n_groups = len(_VOWELS.findall(letters))
    is_shorter = any(ending.search(letters) for ending in (_SILENT_E, _SILENT_ED, _SILENT_ES))
    return max(1, n_groups - is_shorter)


def reading_grade(text: str) -> float:
    """Flesch-Kincaid grade of an English text, in years of US schooling; 0 for no words.

    Source:
        Kincaid, Fishburne, Rogers & Chissom (1975): 0.39 words per sentence
        + 11.8 syllables per word - 15.59. Syllables by ``n_syllables``.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    syllables = sum(n_syllables(word) for word in words)
    return 0.39 * len(words) / n_sentences(text) + 11.8 * syllables / len(words) - 15.59


def found_words(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """Those of ``words`` that stand in the text as whole words, whatever their case, sorted."""
    lowered = text.lower().replace("\u2019", "'")
    return tuple(sorted(word for word in words if _stands_in(word.lower(), lowered)))


def _stands_in(word: str, lowered: str) -> bool:
    # The plain test first: it is cheap and nearly always says no.
    return word in lowered and bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lowered))
