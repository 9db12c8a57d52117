"""A printed paper opened again: its structure as who listens gets it, and what must hold for all.

The checks are ours and look for what PDF/UA-1 asks of papers like these; they are no validator.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pikepdf
from fontTools.ttLib import TTFont
from pdfua import Validator
from pypdf import PdfReader

PAINTING = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh"}
GROUPING = {"Document", "Sect"}
KIDS = {"L": {"LI"}, "LI": {"Lbl", "LBody"}, "Table": {"Caption", "TR"}, "TR": {"TH", "TD"}}
INLINE = {"Form"}  # may stand in any text
_PAIR = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4,})>")


@dataclass
class Node:
    """An element of the tree; ``text`` is what its own marks show, page by page."""

    role: str
    scope: str = ""
    alternative: str = ""
    language: str = ""
    has_box: bool = False
    marks: list[tuple[int, int]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    kids: list["Node"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words of the element and of all below it."""
        return " ".join(" ".join([*self.texts, *(kid.text for kid in self.kids)]).split())

    def walk(self) -> Iterator["Node"]:
        """The element and all below it."""
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def find(self, *roles: str) -> list["Node"]:
        """Elements of these roles in the order of reading."""
        return [node for node in self.walk() if node.role in roles]


def words_of(pdf: bytes, page: int | None = None) -> str:
    """The text of all pages or of one, as a reader copies it."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    chosen = pages if page is None else [pages[page]]
    text = "\n".join(one.extract_text() for one in chosen)
    # A part of a letter is copied out as a zero-width space.
    return " ".join(text.replace("\u200b", "").split())


def tree_of(pdf: bytes) -> Node:
    """The document's structure with the words of each element."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        shown = [_shown(page) for page in opened.pages]
        numbers = {page.objgen: number for number, page in enumerate(opened.pages)}
        return _node(opened.Root.StructTreeRoot.K, shown, numbers)


def check_tagged(pdf: bytes, *, language: str, title: str, n_titles: int = 1) -> Node:
    """Hold a paper against everything that must be true of all; its tree for further questions.

    ``n_titles`` is how many papers stand in the file, each with a heading of the first rank.
    """
    tree = tree_of(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        _check_file(opened, language, title)
        _check_places(opened)
        for page in opened.pages:
            _check_content(page)
        _check_bookmarks(opened)
    _check_tree(tree, n_titles)
    return tree


def faults_found(pdf: bytes, folder: Path) -> list[str]:
    """What the checker finds, and which checks gave up: a skipped check has found nothing."""
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    report = Validator().validate(str(file))
    found = [str(finding) for outcome in report.outcomes for finding in outcome.findings]
    skipped = (one for one in report.outcomes if one.skipped_reason)
    return found + [f"{one.rule_id} skipped: {one.skipped_reason}" for one in skipped]


def check_fonts(pdf: bytes) -> None:
    """Every letter shown has a glyph, its width and a meaning."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            used = _bytes_shown(page)
            for name, font in page.Resources.Font.items():
                _check_font(font, used.get(str(name), set()))


def _check_file(opened: pikepdf.Pdf, language: str, title: str) -> None:
    root = opened.Root
    assert opened.pdf_version == "1.7"
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == language
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(opened.docinfo["/Title"]) == title
    with opened.open_metadata() as described:
        assert described["dc:title"] == title
        assert described["pdfuaid:part"] == "1"
    assert b"pdfuaid:part" in root.Metadata.read_raw_bytes()  # uncompressed
    assert {"/OpenAction", "/AA", "/AcroForm"}.isdisjoint(root.keys())


def _check_places(opened: pikepdf.Pdf) -> None:
    """From each mark to its element and back."""
    nums = opened.Root.StructTreeRoot.ParentTree.Nums
    places = {int(key): list(value) for key, value in zip(nums[::2], nums[1::2], strict=True)}
    assert int(opened.Root.StructTreeRoot.ParentTreeNextKey) == len(opened.pages)
    for number, page in enumerate(opened.pages):
        assert int(page.StructParents) == number
        assert str(page.Tabs) == "/S"
        marks = [mark for mark, _text in _shown(page)]
        assert marks == list(range(len(marks)))
        assert len(places[number]) == len(marks)
        for mark, element in zip(marks, places[number], strict=True):
            assert (page.objgen, mark) in set(_marks(element))


def _check_content(page: pikepdf.Page) -> None:
    """All that is drawn is an element or an artifact, never both, never none."""
    open_marks: list[str] = []
    for step in pikepdf.parse_content_stream(page):
        operator = str(step.operator)
        if operator in {"BMC", "BDC"}:
            kind = str(step.operands[0])
            assert kind == "/Span" or not open_marks
            open_marks.append(kind)
        elif operator == "EMC":
            open_marks.pop()
        elif operator in PAINTING:
            assert open_marks
    assert not open_marks


def _check_bookmarks(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        is_long = len(opened.pages) > 4
        assert bool(outline.root) == is_long


def _check_tree(tree: Node, n_titles: int) -> None:
    assert tree.role == "Document"
    ranks = [int(node.role[1]) for node in tree.find("H1", "H2", "H3")]
    assert ranks[0] == 1
    assert ranks.count(1) == n_titles
    assert all(after - before <= 1 for before, after in pairwise(ranks))
    for node in tree.walk():
        allowed = KIDS.get(node.role)
        assert allowed is None or {kid.role for kid in node.kids} <= allowed, node.role
        assert node.role not in {"H1", "H2", "H3", "P", "TH", "LBody"} or node.marks
        assert not node.marks or node.role not in GROUPING | KIDS.keys(), node.role
        assert node.role not in {"Figure", "Form"} or node.alternative
        assert node.role != "Figure" or node.has_box
        assert node.role != "TH" or node.scope in {"Column", "Row"}
    for table in tree.find("Table"):
        widths = {len(row.kids) for row in table.find("TR")}
        assert len(widths) == 1, table.text


def _node(element: pikepdf.Object, shown: list, numbers: dict) -> Node:
    attributes = element.get("/A", {})
    node = Node(
        role=str(element.S)[1:],
        scope=str(attributes.get("/Scope", ""))[1:],
        alternative=str(element.get("/Alt", "")),
        language=str(element.get("/Lang", "")),
        has_box="/BBox" in attributes,
    )
    kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            node.kids.append(_node(kid, shown, numbers))
            continue
        is_reference = isinstance(kid, pikepdf.Dictionary)
        page = numbers[(kid if is_reference else element).Pg.objgen]
        mark = int(kid.MCID) if is_reference else int(kid)
        node.marks.append((page, mark))
        node.texts.append(dict(shown[page])[mark])
    return node


def _marks(element: pikepdf.Object) -> Iterator[tuple[tuple[int, int], int]]:
    for kid in element.K if isinstance(element.K, pikepdf.Array) else [element.K]:
        if isinstance(kid, pikepdf.Dictionary):
            if "/MCID" in kid:
                yield kid.Pg.objgen, int(kid.MCID)
        else:
            yield element.Pg.objgen, int(kid)


def _shown(page: pikepdf.Page) -> list[tuple[int, str]]:
    """The marks of a page with their words, in the order of drawing."""
    meanings = {name: _meanings(font) for name, font in page.Resources.Font.items()}
    found: list[tuple[int, str]] = []
    stack: list[tuple[str, int | None]] = []
    font: dict[int, str] = {}
    for step in pikepdf.parse_content_stream(page):
        match str(step.operator):
            case "BDC" | "BMC":
                facts = step.operands[1] if len(step.operands) > 1 else {}
                stack.append((str(facts.get("/ActualText", "")), None))
                if "/MCID" in facts:
                    found.append((int(facts["/MCID"]), ""))
                    stack[-1] = ("", int(facts["/MCID"]))
            case "EMC":
                said, _number = stack.pop()
                if said and any(number is not None for _said, number in stack):
                    found[-1] = (found[-1][0], found[-1][1] + said)
            case "Tf":
                font = meanings[str(step.operands[0])]
            case "Tj" | "TJ" if any(number is not None for _said, number in stack):
                if not any(said for said, _number in stack):
                    text = "".join(font[byte] for byte in _bytes(step.operands))
                    found[-1] = (found[-1][0], found[-1][1] + text)
    return found


def _bytes(operands: pikepdf.Object) -> bytes:
    parts = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
    return b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))


def _bytes_shown(page: pikepdf.Page) -> dict[str, set[int]]:
    used: dict[str, set[int]] = {}
    font = ""
    for step in pikepdf.parse_content_stream(page):
        if str(step.operator) == "Tf":
            font = str(step.operands[0])
        elif str(step.operator) in {"Tj", "TJ"}:
            used.setdefault(font, set()).update(_bytes(step.operands))
    return used


def _meanings(font: pikepdf.Object) -> dict[int, str]:
    pairs = _PAIR.findall(font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _check_font(font: pikepdf.Object, used: set[int]) -> None:
    program = TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
    assert int(font.FontDescriptor.Flags) & 4  # symbolic, so no table of letters beside its own
    assert "/Encoding" not in font
    (table,) = program["cmap"].tables
    meanings, first = _meanings(font), int(font.FirstChar)
    scale = 1000 / program["head"].unitsPerEm
    for code in used:
        glyph = table.cmap[code]
        assert program.getGlyphID(glyph) != 0
        assert meanings[code]
        width = program["hmtx"][glyph][0] * scale
        assert abs(float(font.Widths[code - first]) - width) <= 1
