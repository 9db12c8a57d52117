"""Makes a brief fit: the largest type that two sides hold, shorter texts only if none does.

Each side is measured at five sizes from 11 down to 9 points. If even 9 points are too many, the
quoted answers lose words, then the bank's own texts do; the sheet then says that texts were
shortened. Nothing is ever dropped without its "…".
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from hiring.briefs.cleaning import shorten
from hiring.briefs.columns import Column, height_of
from hiring.briefs.content import BriefContent
from hiring.briefs.parts import Question
from hiring.briefs.sides import TYPES, side_one, side_two
from hiring.briefs.told_answers import AnswerNote, shorten_choices
from hiring.briefs.typesetting import Line, break_lines, has_missing_letters, ink

SIDE_MARGIN, TOP_MARGIN, FOOT_MARGIN = 48.0, 38.0, 36.0
FOOTER_SIZE, FOOTER_LEADING, FOOTER_GAP = 7.75, 9.75, 12.0
FOOTER_COLUMN = 84.0
MOST_AIR = 12.0
LINE_PITCH, MIN_PITCH, MAX_PITCH = 19.0, 17.0, 22.0
MIN_LINES, MAX_LINES = 2, 6
TEXT_LIMITS = (240, 210, 180, 160, 140, 120, 100, 80, 60, 40)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is drawn, decided: page size, footer and two columns, all in points."""

    page: tuple[float, float]
    footer: tuple[tuple[Line, ...], ...]
    columns: tuple[Column, Column] = ((), ())  # type: ignore[assignment]

    @property
    def width(self) -> float:
        """Of the text."""
        return self.page[0] - 2 * SIDE_MARGIN

    @property
    def footer_top(self) -> float:
        """From the lower edge of the paper."""
        return FOOT_MARGIN + sum(map(len, self.footer)) * FOOTER_LEADING

    @property
    def top(self) -> float:
        """Where the text begins, from the lower edge of the paper."""
        return self.page[1] - TOP_MARGIN

    @property
    def height(self) -> float:
        """Of the room for text."""
        return self.top - self.footer_top - FOOTER_GAP


def plan(content: BriefContent, page: tuple[float, float]) -> Plan:
    """The fullest texts that fit on two sides, set as large as possible.

    Raises:
        ValueError: Even the shortest texts do not fit.

    """
    notes = (content.letters_note,) if has_missing_letters(content) else ()
    drawn = Plan(page, _footer((*content.footer, *notes), page[0]))
    one, two = _fit_side_one(content, drawn), _fit_side_two(content, drawn)
    if one is None or two is None:
        lines = (*content.footer, *notes, content.shortened_note)
        drawn = Plan(page, _footer(lines, page[0]))
        one = _first(_fit_side_one(version, drawn) for version in _shorter_ones(content))
        two = _first(_fit_side_two(version, drawn) for version in _shorter_twos(content))
    return replace(drawn, columns=(one, two))


def _first(columns: Iterable[Column | None]) -> Column:
    for column in columns:
        if column is not None:
            return column
    raise ValueError("the texts of this brief do not fit on two sides")


def _footer(texts: tuple[str, ...], page_width: float) -> tuple[tuple[Line, ...], ...]:
    """The lines of each paragraph."""
    width = page_width - 2 * SIDE_MARGIN - FOOTER_COLUMN
    return tuple(break_lines((ink(text),), FOOTER_SIZE, width) for text in texts)


def _fit_side_one(content: BriefContent, drawn: Plan) -> Column | None:
    for kind in TYPES:
        spare = drawn.height - height_of(side_one(content, kind, drawn.width, 0), drawn.width)
        if spare >= 0:
            # White is shared out among the gaps; side_one says how much each of them takes.
            n_sections = len(content.side_one.groups) + 2
            air = min(MOST_AIR, spare / (1.5 + n_sections * 4 / 3))
            return side_one(content, kind, drawn.width, air)
    return None


def _fit_side_two(content: BriefContent, drawn: Plan) -> Column | None:
    """The largest type that leaves two lines to write on for each question, else one line."""
    for n_least in (MIN_LINES, 1):
        for kind in TYPES:
            blank = side_two(content, kind, drawn.width, 0, 0)
            spare = drawn.height - height_of(blank, drawn.width)
            room = spare / max(1, len(content.side_two.questions))
            if room >= n_least * MIN_PITCH:
                n_lines = max(n_least, min(MAX_LINES, int(room / LINE_PITCH)))
                pitch = min(MAX_PITCH, room / n_lines)
                return side_two(content, kind, drawn.width, n_lines, pitch)
    return None


def _shorter_ones(content: BriefContent) -> Iterator[BriefContent]:
    """Side one as it is, with shorter quotes, then with shorter texts about answers."""
    yield content
    for n_words in (14, 8, 4):
        yield _with_notes(content, partial(shorten_choices, n_words=n_words))
    for limit in TEXT_LIMITS:
        yield _with_notes(content, partial(_shorter_note, limit=limit))


def _shorter_twos(content: BriefContent) -> Iterator[BriefContent]:
    """Side two as it is, then with shorter texts."""
    yield content
    for limit in TEXT_LIMITS:
        two = replace(
            content.side_two,
            questions=tuple(
                _shorter_question(question, limit) for question in content.side_two.questions
            ),
            areas=shorten(content.side_two.areas, limit),
        )
        yield replace(content, side_two=two)


def _with_notes(content: BriefContent, change: Callable[[AnswerNote], AnswerNote]) -> BriefContent:
    groups = tuple(
        replace(group, notes=tuple(change(note) for note in group.notes))
        for group in content.side_one.groups
    )
    return replace(content, side_one=replace(content.side_one, groups=groups))


def _shorter_note(note: AnswerNote, limit: int) -> AnswerNote:
    gist, probe = shorten(note.gist, limit), shorten(note.probe, limit)
    return replace(shorten_choices(note, 4), gist=gist, probe=probe)


def _shorter_question(question: Question, limit: int) -> Question:
    weak, fair, strong = (shorten(anchor, limit * 3 // 4) for anchor in question.anchors)
    return Question(
        number=question.number,
        text=shorten(question.text, limit),
        probe=shorten(question.probe, limit),
        anchors=(weak, fair, strong),
        language=question.language,
    )
