"""Which form a text was copied from, as far as its words tell.

A scenario counts as found when half of its words stand in the text in runs. Wordings are then told
apart by single words and pairs of words: those of a wording that stand there. A tie is a tie: a
copy without the detail that differs could come from any of them, and nothing else is said of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from operator import itemgetter

from hiring.banks.loader import LoadedBank
from hiring.banks.localised import localise
from hiring.banks.schema import BankDocument, Scenario
from hiring.banks.wordings import plain_words

MIN_RUN = 3  # shorter runs of words stand in any two texts
MIN_SHARE = 0.5
SLACK = 4  # a copy may be longer by a fourth of the scenario before its beginning and after its end

Words = tuple[str, ...]
Marks = frozenset[Words]


@dataclass(frozen=True, slots=True)
class Trace:
    """One scenario that stands in a text.

    Attributes:
        scenario: Its id.
        title: Its title in the language of the wording.
        language: In which of the bank's languages it stands there.
        share: How many of its words stand there in runs, 0 to 1.
        nearest: Forms whose words are nearest, in the order of the bank; several where the text
            does not tell them apart. Empty where no form shows the scenario.
        others: Forms that show it in words that are further away.
        telling: Words of the text that stand in the nearest wording and not in all others.
        contrary: Words of the text that stand in a wording further away only.
    """

    scenario: str
    title: str
    language: str
    share: float
    nearest: Words
    others: Words
    telling: Words
    contrary: Words


def trace(loaded: LoadedBank, text: str) -> tuple[Trace, ...]:
    """Every scenario of the bank that stands in the text, in each of its languages."""
    words = plain_words(text)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(words)
    translations = (None, *(loaded.languages[name] for name in sorted(loaded.languages)))
    banks = [localise(loaded.bank, one) for one in translations]
    return tuple(
        found
        for bank in banks
        for scenario in bank.scenarios
        if (found := _find(bank, scenario, words, matcher)) is not None
    )


def _find(
    bank: BankDocument, scenario: Scenario, words: Words, matcher: "SequenceMatcher[str]"
) -> Trace | None:
    wordings = _wordings(bank, scenario)
    parts = [(one, _part(one, words, matcher)) for one in wordings]
    share, part = max(((_share(one, part), part) for one, part in parts), key=itemgetter(0))
    return None if share < MIN_SHARE else _told(bank, scenario, wordings, share, part)


def _wordings(bank: BankDocument, scenario: Scenario) -> dict[Words, Words]:
    """Forms by the words in which they show a scenario; the bank's own words where none does."""
    found: dict[Words, Words] = {}
    for form in bank.forms:
        if scenario.id in form.shown:
            words = plain_words(form.wordings.get(scenario.id, scenario.stem))
            found[words] = (*found.get(words, ()), form.id)
    return found or {plain_words(scenario.stem): ()}


def _part(wording: Words, words: Words, matcher: "SequenceMatcher[str]") -> Words:
    """The part of the text where the wording would stand, by its longest run."""
    matcher.set_seq1(wording)
    run = matcher.find_longest_match()
    slack = len(wording) // SLACK
    first = run.b - run.a - slack
    return words[max(0, first) : max(0, first + len(wording) + 2 * slack)]


def _share(wording: Words, part: Words) -> float:
    runs = SequenceMatcher(None, wording, part, autojunk=False).get_matching_blocks()
    n_found = sum(run.size for run in runs if run.size >= MIN_RUN)
    return n_found / len(wording) if wording else 0.0


def _told(
    bank: BankDocument,
    scenario: Scenario,
    wordings: dict[Words, Words],
    share: float,
    part: Words,
) -> Trace:
    standing = {words: _marks(words) & _marks(part) for words in wordings}
    most = max(map(len, standing.values()))
    near = [words for words, marks in standing.items() if len(marks) == most]
    far = [words for words in wordings if words not in near]
    return Trace(
        scenario=scenario.id,
        title=scenario.title,
        language=bank.language,
        share=share,
        nearest=tuple(form for words in near for form in wordings[words]),
        others=tuple(form for words in far for form in wordings[words]),
        telling=tuple(_telling(near, far, standing)),
        contrary=tuple(_contrary(near, far, standing)),
    )


def _marks(words: Words) -> Marks:
    """Words and pairs of neighbours; a pair shows where something was left out."""
    return frozenset((*((word,) for word in words), *pairwise(words)))


def _telling(near: list[Words], far: list[Words], standing: dict[Words, Marks]) -> Iterator[str]:
    """What all the nearest have and not all others, for people to look up."""
    if far:
        shared = frozenset.intersection(*(standing[words] for words in near))
        yield from _spoken(shared - frozenset.intersection(*(standing[words] for words in far)))


def _contrary(near: list[Words], far: list[Words], standing: dict[Words, Marks]) -> Iterator[str]:
    if far:
        known = frozenset.union(*(standing[words] for words in near))
        yield from _spoken(frozenset.union(*(standing[words] for words in far)) - known)


def _spoken(marks: Marks) -> list[str]:
    """Single words where there are any, else pairs; sorted."""
    singles = sorted(mark[0] for mark in marks if len(mark) == 1)
    return singles or sorted(" ".join(mark) for mark in marks)
