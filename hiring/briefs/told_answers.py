"""What is told about single answers, from full to brief.

Ways of telling, in a fixed order: first fewer options, then fewer words of each, then no probes
for the answers nearest to the key, then no line about the scenario, and at the very last
no quotes. The titles and the probes of the furthest answers always stay.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hiring.briefs.cleaning import clean, shorten_to_words
from hiring.briefs.facts import AnswerFacts

MAX_TITLE_CHARACTERS = 60
MAX_LINE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """A label the person gave, or nothing, and the option's words in their quotation marks."""

    label: str
    words: str
    frame: str

    @property
    def text(self) -> str:
        """The words in quotation marks."""
        return self.frame.format(text=self.words)


@dataclass(frozen=True, slots=True)
class AnswerNote:
    """One answer as told on the brief; gist and probe may be empty."""

    title: str
    gist: str
    choices: tuple[Choice, ...]
    probe: str

    def texts(self, ask: str) -> tuple[str, ...]:
        """Everything that is printed, with the word before the probe."""
        choices = [text for choice in self.choices for text in (choice.label, choice.text)]
        asked = (ask, self.probe) if self.probe else ()
        return (self.title, self.gist, *choices, *asked)


@dataclass(frozen=True, slots=True)
class _Way:
    n_choices: int
    n_words: int
    has_near_probes: bool
    has_gists: bool


_WAYS = (
    _Way(2, 28, has_near_probes=True, has_gists=True),
    _Way(1, 28, has_near_probes=True, has_gists=True),
    _Way(1, 18, has_near_probes=True, has_gists=True),
    _Way(1, 28, has_near_probes=False, has_gists=True),
    _Way(1, 18, has_near_probes=False, has_gists=True),
    *(_Way(1, n, has_near_probes=False, has_gists=False) for n in (24, 20, 18, 16, 14, 12, 10, 8)),
    *(_Way(1, n, has_near_probes=False, has_gists=False) for n in (6, 4)),
    _Way(0, 0, has_near_probes=False, has_gists=False),
)

Notes = tuple[AnswerNote, ...]


def tell_answers(
    nearest: tuple[AnswerFacts, ...],
    furthest: tuple[AnswerFacts, ...],
    frame: str,
) -> Iterator[tuple[Notes, Notes]]:
    """The notes on nearest and furthest answers, each turn shorter than the one before."""
    for way in _WAYS:
        near = tuple(_note(answer, way, frame) for answer in nearest)
        if not way.has_near_probes:
            near = tuple(replace(note, probe="") for note in near)
        yield near, tuple(_note(answer, way, frame) for answer in furthest)


def shorten_choices(note: AnswerNote, n_words: int) -> AnswerNote:
    """The note with each quoted option cut to ``n_words`` words."""
    choices = tuple(
        replace(choice, words=shorten_to_words(choice.words, n_words)) for choice in note.choices
    )
    return replace(note, choices=choices)


def _note(answer: AnswerFacts, way: _Way, frame: str) -> AnswerNote:
    told = answer.chosen[: way.n_choices]
    return AnswerNote(
        title=clean(answer.scenario_title, MAX_TITLE_CHARACTERS),
        gist=clean(answer.gist, MAX_LINE_CHARACTERS) if way.has_gists else "",
        choices=tuple(
            Choice(
                label=clean(choice.label, MAX_TITLE_CHARACTERS),
                words=shorten_to_words(clean(choice.text), way.n_words),
                frame=frame,
            )
            for choice in told
        ),
        probe=clean(answer.probe, MAX_LINE_CHARACTERS),
    )
