"""What stands where on the two sides, at a given size of type.

Each function returns a column of blocks from top to bottom; the document decides which size fits.
Side one has a narrow column of headings and a wide one of text; side two uses the whole width.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hiring.briefs.columns import Column, Placed
from hiring.briefs.content import BriefContent
from hiring.briefs.fields import Anchors, Choices, NumberedHeading, ProbeWithBoxes, Signature
from hiring.briefs.flowables import (
    MUTED,
    Block,
    Gap,
    Labels,
    MarginHeading,
    Rule,
    RuledLines,
    Text,
)
from hiring.briefs.fonts import Weight, split_by_font
from hiring.briefs.parts import AnswerGroup, Question
from hiring.briefs.profile import ProfileChart
from hiring.briefs.tagging import Role
from hiring.briefs.told_answers import AnswerNote, Choice
from hiring.briefs.typesetting import Span, break_lines, ink, ink_in, ink_parts

NAME_SIZES = (24.0, 20.0, 17.0, 14.0)
MARGIN_COLUMN, GUTTER = 92.0, 18.0
NUMBER_COLUMN = 20.0
LINE_PITCH = 19.0


@dataclass(frozen=True, slots=True)
class Type:
    """Sizes in points: of the text, its lines, and what is set smaller."""

    size: float
    leading: float

    @property
    def small(self) -> tuple[float, float]:
        """For anchors and remarks, never under 9 points."""
        size = max(9.0, self.size - 1.5)
        return size, round(size * 1.24, 2)


TYPES = (Type(11, 15), Type(10.5, 14.25), Type(10, 13.5), Type(9.5, 12.75), Type(9, 12))


def side_one(content: BriefContent, kind: Type, width: float, air: float) -> Column:
    """Who, how to use the sheet, score, answers, caution. ``air`` widens the gaps."""
    head = Placed(Labels(content.kicker, content.labels))
    column = [head, Placed(Gap(14 + air)), Placed(_name(content, width))]
    column += [
        Placed(Gap(_room_below(content.candidate_name))),
        Placed(Text(ink_parts(content.role_line), *_main(kind))),
        Placed(_text(content.date_line, _main(kind), grey=MUTED)),
        Placed(Gap(6 + air / 2)),
        Placed(_text(content.side_one.lead, _main(kind))),
    ]
    for heading, blocks in _sections(content, kind):
        column += [Placed(Gap(8 + air)), Placed(Rule(7 + air / 3))]
        column += _section(heading, blocks, kind)
    return column


def side_two(content: BriefContent, kind: Type, width: float, n_lines: int, pitch: float) -> Column:
    """The core questions with room to write, then the overall view."""
    two = content.side_two
    column = [*_person_lines(content, kind, width), Placed(Gap(6))]
    column.append(Placed(_heading(two.heading, (16, 21))))
    column.append(Placed(_text(two.lead, _main(kind))))
    if two.areas:
        column.append(Placed(_text(two.areas, kind.small, grey=MUTED)))
    for question in two.questions:
        column += _question(question, content, kind, n_lines, pitch)
    return column + _overall(content, kind)


def _person_lines(content: BriefContent, kind: Type, width: float) -> Column:
    """Who this is about, again, beside the labels where the name leaves them room."""
    is_blind = content.candidate_name == content.candidate_code
    beside = "" if is_blind else content.candidate_code
    labels = Labels(content.candidate_name, content.labels, beside)
    if labels.fits(width):
        labels.is_again = True
        return [Placed(labels)]
    head = Labels(content.kicker, content.labels)
    head.is_again = True
    name = replace(ink(content.candidate_name, Weight.SEMIBOLD), is_apart=True)
    code = Span(f"   {ink(content.candidate_code).text}", Weight.SEMIBOLD)
    return [Placed(head), Placed(Text((name, code), *_main(kind), role=Role.ARTIFACT))]


def _sections(content: BriefContent, kind: Type) -> list[tuple[str, list[Block]]]:
    one = content.side_one
    sizes = (kind.size + 2, kind.leading + 3)
    score: list[Block] = [_text(one.score_statement, sizes, weight=Weight.SEMIBOLD)]
    if one.profile is not None:
        score += [Gap(5), ProfileChart(one.profile)]
    score.append(Gap(4))
    score += [_text(sentence, _main(kind)) for sentence in one.score_sentences]
    answers = [(group.heading, _answers(group, content, kind)) for group in one.groups]
    cautions: list[Block] = _spaced([[_text(text, _main(kind))] for text in one.cautions], 2)
    caution = [(one.caution_heading, cautions)] if cautions else []
    return [(one.score_heading, score), *answers, *caution]


def _section(heading: str, blocks: Sequence[Block], kind: Type) -> Column:
    """The heading in the margin column, level with the first line of the text."""
    left = MARGIN_COLUMN + GUTTER
    words = _heading(heading, _main(kind))
    beside = Placed(MarginHeading(words, MARGIN_COLUMN), is_floating=True)
    return [beside, *(Placed(block, left) for block in blocks)]


def _answers(group: AnswerGroup, content: BriefContent, kind: Type) -> list[Block]:
    return _spaced([_answer(note, content, kind) for note in group.notes], kind.leading * 0.45)


def _answer(note: AnswerNote, content: BriefContent, kind: Type) -> list[Block]:
    title = ink_in(content.bank_language, note.title, Weight.SEMIBOLD)
    gist = ink_in(content.guide_language, note.gist)
    blocks: list[Block] = [_labelled(title, gist, kind, joint=". ")]
    blocks += [_quoted(choice, content, kind) for choice in note.choices]
    if note.probe:
        probe = ink_in(content.guide_language, note.probe)
        blocks.append(_labelled(ink(content.ask, Weight.SEMIBOLD), probe, kind))
    return blocks


def _labelled(label: Span, text: Span, kind: Type, *, joint: str = " ") -> Text:
    """A semibold beginning and the text that goes with it, or the beginning alone."""
    if not text.text:
        return Text((label,), *_main(kind))
    between = joint if label.text[-1:].isalnum() else " "
    return Text((label, Span(between, Weight.SEMIBOLD), text), *_main(kind))


def _quoted(choice: Choice, content: BriefContent, kind: Type) -> Text:
    label = Span(f"{ink(choice.label).text} " if choice.label else "", Weight.REGULAR)
    return Text((label, ink_in(content.bank_language, choice.text)), *_main(kind))


def _question(
    question: Question, content: BriefContent, kind: Type, n_lines: int, pitch: float
) -> Column:
    language = question.language
    asked = (Span(f"{ink(content.ask).text} ", Weight.SEMIBOLD), ink_in(language, question.probe))
    words = ink_in(language, question.text, Weight.SEMIBOLD)
    heading = NumberedHeading(question.number, words, _main(kind), NUMBER_COLUMN)
    told = tuple(ink_in(language, anchor) for anchor in question.anchors)
    anchors = Anchors(content.side_two.anchor_words, told, *kind.small)
    return [
        Placed(Gap(kind.size)),
        Placed(heading, NUMBER_COLUMN),
        Placed(Gap(2), NUMBER_COLUMN),
        Placed(ProbeWithBoxes(asked, *kind.small), NUMBER_COLUMN),
        Placed(Gap(4), NUMBER_COLUMN),
        Placed(anchors, NUMBER_COLUMN),
        Placed(RuledLines(n_lines, pitch), NUMBER_COLUMN),
    ]


def _overall(content: BriefContent, kind: Type) -> Column:
    two = content.side_two
    lead = Span(f"   {ink(two.overall_lead).text}", Weight.REGULAR)
    words = (ink(two.overall_heading, Weight.SEMIBOLD), lead)
    return [
        Placed(Gap(kind.size + 1)),
        Placed(Rule(6)),
        Placed(Text(words, *_main(kind), role=Role.HEADING_2)),
        Placed(Gap(3)),
        Placed(Choices(two.recommendations, *kind.small)),
        Placed(Signature(two.signature_labels, 8.5)),
    ]


def _name(content: BriefContent, width: float) -> Text:
    """As large as two lines allow."""
    spans = (ink(content.candidate_name, Weight.SEMIBOLD),)
    fitting = (size for size in NAME_SIZES if len(break_lines(spans, size, width)) <= 1)
    size = next(fitting, NAME_SIZES[-1])
    return Text(spans, size, size * 1.2, role=Role.HEADING_1)


def _room_below(name: str) -> float:
    """More below the letters of other scripts, some of which reach far down."""
    is_latin = all(run.font in set(Weight) for run in split_by_font(name, Weight.SEMIBOLD))
    return 3 if is_latin else 9


def _heading(text: str, sizes: tuple[float, float]) -> Text:
    return Text((ink(text, Weight.SEMIBOLD),), *sizes, role=Role.HEADING_2)


def _text(
    text: str, sizes: tuple[float, float], *, grey: float = 0.0, weight: Weight = Weight.REGULAR
) -> Text:
    return Text((ink(text, weight),), *sizes, grey=grey)


def _main(kind: Type) -> tuple[float, float]:
    return kind.size, kind.leading


def _spaced(groups: list[list[Block]], points: float) -> list[Block]:
    blocks: list[Block] = []
    for group in groups:
        blocks += [Gap(points), *group] if blocks else group
    return blocks
