"""A paper and its page on screen, block by block: everything on the one stands on the other.

Compared are letters and figures alone: how a list of words is joined, or on which line a label
stands, may differ. Furniture is left out: of the page its links and pictures, of the paper what is
an artifact (numbers of pages, repeated heads and footers).
"""

import html.parser

from flask import Flask, render_template
from flask_wtf import CSRFProtect

from hiring.places import STATIC, templates_folder
from hiring.web import language
from tests.papers import Node

BLOCKS = {"p", "h1", "h2", "h3", "li", "th", "td", "caption", "dt", "dd", "figcaption"}
FURNITURE = {"nav", "svg", "button", "form", "header", "footer"}
EMPTY = {"br", "hr", "img", "input", "link", "meta", "path", "line", "circle", "rect", "wbr", "use"}


def page_of(template: str, language_of_page: str = "en", **variables: object) -> str:
    """A page as its template makes it, without an application behind it."""
    app = Flask("hiring", template_folder=str(templates_folder()), static_folder=str(STATIC))
    app.secret_key = "for this test only, thirty-two characters"
    language.register(app)
    CSRFProtect(app)
    app.url_build_error_handlers.append(lambda *_asked: "#")
    with app.test_request_context("/"):
        language.speak(language_of_page)
        return render_template(template, **variables)


def only_on_page(page: str, tree: Node) -> list[str]:
    """Blocks of the page that nothing on the paper says."""
    paper = _letters(tree.text + _alternatives(tree))
    return [block for block in blocks_of(page) if _letters(block) not in paper]


def only_on_paper(page: str, tree: Node) -> list[str]:
    """Elements of the paper that nothing on the page says."""
    screen = _letters(" ".join(blocks_of(page)))
    leaves = [
        node.text for node in tree.walk() if node.marks and node.role not in {"Figure", "Form"}
    ]
    return [text for text in leaves if _letters(text) not in screen]


def blocks_of(page: str) -> list[str]:
    """The words of each block of a page's main part, in order."""
    reading = _Reading()
    reading.feed(page)
    return [" ".join(words.split()) for words in reading.blocks if _letters(words)]


class _Reading(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in EMPTY:
            return
        classes = (dict(attrs).get("class") or "").split()
        is_link = tag == "a" and ({"back", "btn", "skip"} & set(classes))
        is_aside = bool({"noprint", "key"} & set(classes))
        self._open.append((tag, tag in FURNITURE or bool(is_link) or is_aside))
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            while self._open and self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _is_furniture in self._open]
        is_furniture = any(is_furniture for _tag, is_furniture in self._open)
        if "main" in tags and not is_furniture and BLOCKS & set(tags) and self.blocks:
            self.blocks[-1] += data


def _alternatives(tree: Node) -> str:
    return " ".join(node.alternative for node in tree.find("Figure"))


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
