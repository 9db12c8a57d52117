"""Rich text of an item as the plain text that a bank holds, and the pictures and sounds in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from hiring.banks.blanks import FILL_IN
from hiring.banks.qti.elements import Element, Words

MEDIA = frozenset({"img", "audio", "video", "object"})

# Their look is lost, their words are kept. Those in the first set say nothing by their look.
_BARE = frozenset({"span", "bdi", "label"})
_EMPHASIS = frozenset(
    {"a", "abbr", "acronym", "b", "big", "cite", "code", "dfn", "em", "i", "kbd", "mark", "q", "s"}
    | {"samp", "small", "strong", "tt", "u", "var"}
)
_RAISED = frozenset({"sub", "sup"})
_PLAIN_BLOCKS = frozenset({"p", "div", "prompt", "section", "article", "itemBody", "contentBody"})
_BLOCKS = frozenset(
    {"address", "aside", "blockquote", "caption", "dd", "dl", "dt", "figcaption", "figure"}
    | {"footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "ol", "pre", "ul"}
    | {"table", "tbody", "tfoot", "thead"}
)
# What is shown at other times than the question leaves no gap in its text.
_AT_OTHER_TIMES = frozenset({"feedbackBlock", "feedbackInline", "modalFeedback", "rubricBlock"})
BULLET = "\N{EN DASH} "  # before each entry of a list

_SPACES = re.compile(r"[ \t\r\f\v\n]+")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(slots=True)
class Prose:
    """What was read so far.

    Attributes:
        media: Pictures, sounds and films, which nobody has looked for yet.
        interactions: What is to be answered, in the order of the text.
        rubrics: Words for somebody else than the candidate, or for them before they start.
    """

    media: list[Element] = field(default_factory=list)
    interactions: list[Element] = field(default_factory=list)
    rubrics: list[Element] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _line: str = ""

    def text(self) -> str:
        """The paragraphs, with a blank line between them."""
        self._end_line()
        return "\n".join(self._lines).strip("\n")

    def read(self, children: Iterable[Element | Words]) -> None:
        """Read on; what is not understood stays unused, and leaves a gap to fill in."""
        for child in children:
            if isinstance(child, Words):
                child.is_used = True
                self._say(child.text)
            else:
                self._read_element(child)

    def _read_element(self, element: Element) -> None:
        if element.name == "mediaInteraction":
            self._player(element)
        elif element.name.endswith("Interaction"):
            self.interactions.append(element)
        elif element.name == "rubricBlock":
            self.rubrics.append(element)
        elif element.name in MEDIA:
            self.media.append(element)
        elif element.name in _BARE | _EMPHASIS | _RAISED:
            self._inline(element)
        elif element.name in _PLAIN_BLOCKS | _BLOCKS:
            self._block(element)
        elif element.name in {"br", "hr", "li", "tr", "td", "th"}:
            self._piece(element)
        elif element.name not in _AT_OTHER_TIMES:
            self._say(f" {FILL_IN} ")

    def _inline(self, element: Element) -> None:
        if element.name in _RAISED:
            element.change("Raised or lowered signs stand in the line; check what they mean now.")
        elif element.name in _EMPHASIS:
            element.change("Its words are kept as plain text, without their look.")
        self.read(element.use().children)

    def _player(self, element: Element) -> None:
        element.change("Its sound or film is shown after the stem; what was asked of it is lost.")
        self.read(element.use().elements(*MEDIA, "prompt"))

    def _block(self, element: Element) -> None:
        if element.name in _BLOCKS:
            element.change("Its words are kept as plain lines, without their look.")
        self._end_line(gap=True)
        self.read(element.use().children)
        self._end_line(gap=True)

    def _piece(self, element: Element) -> None:
        """A row, a cell, an entry of a list, the end of a line."""
        element.use()
        if element.name in {"td", "th"}:
            self._say(" | " if self._line.strip() else "")
        else:
            self._end_line()
        if element.name == "li":
            self._say(BULLET)
        self.read(element.children)
        if element.name in {"li", "tr"}:
            self._end_line()

    def _say(self, text: str) -> None:
        plain = _SPACES.sub(" ", _NOT_TEXT.sub("\N{REPLACEMENT CHARACTER}", text))
        self._line += plain.lstrip(" ") if not self._line or self._line.endswith(" ") else plain

    def _end_line(self, *, gap: bool = False) -> None:
        if self._line.strip():
            self._lines.append(self._line.strip(" "))
        if gap and self._lines and self._lines[-1]:
            self._lines.append("")
        self._line = ""


def plain_text(children: Iterable[Element | Words]) -> Prose:
    """The plain text of some nodes, and what else stands among them."""
    prose = Prose()
    prose.read(children)
    return prose
