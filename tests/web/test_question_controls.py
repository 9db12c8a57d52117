"""Each format of a question in the page as parsed: one heading, a question, native controls."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from hiring.banks.schema import ItemFormat
from hiring.banks.versions import bank_document
from hiring.sittings.steps import pages_of
from tests.web.first_page import begun

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

CONTROLS = {
    ItemFormat.RATE_EACH: "radio",
    ItemFormat.BEST_WORST: "radio",
    ItemFormat.RANK_ALL: "select",
    ItemFormat.PICK_BEST: "radio",
    ItemFormat.EMOTION_MCQ: "radio",
    ItemFormat.PICK_N: "checkbox",
    ItemFormat.OPEN_TEXT: "textarea",
}
NATIVE = {"input", "select", "textarea"}
# Roles that would make a control out of something that is none.
CUSTOM = {"radio", "radiogroup", "checkbox", "listbox", "option", "combobox", "slider", "textbox"}


@dataclass
class Control:
    """A native control inside the question: its kind, and what names it."""

    kind: str
    id: str
    is_in_label: bool


@dataclass
class Question(HTMLParser):
    """What the parsed page holds."""

    headings: list[str] = field(default_factory=list)
    legends: list[str] = field(default_factory=list)
    n_fieldsets: int = 0
    controls: list[Control] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    empty_labels: int = 0
    _open: list[str] = field(default_factory=list)
    _said: str = ""

    def __post_init__(self):
        super().__init__()

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        self.roles.add(facts.get("role"))
        self.n_fieldsets += tag == "fieldset"
        if tag in {"h1", "legend", "label"}:
            self._said = ""
        if tag == "label" and "for" in facts:
            self.labels.add(facts["for"])
        if tag in NATIVE and "fieldset" in self._open and facts.get("type") != "hidden":
            kind = facts.get("type", tag)
            self.controls.append(Control(kind, facts.get("id"), "label" in self._open))
        if tag in {"fieldset", "label", "h1", "legend"}:
            self._open.append(tag)

    def handle_data(self, data):
        self._said += data

    def handle_endtag(self, tag):
        if tag in {"fieldset", "label", "h1", "legend"}:
            self._open.remove(tag)
        if tag == "h1":
            self.headings.append(self._said.strip())
        if tag == "legend":
            self.legends.append(self._said.strip())
        if tag == "label":
            self.empty_labels += not self._said.strip()


@pytest.fixture
def question(client, small_house):
    """The first page of a format, as it was sent, with its scenario."""

    def of(kind):
        bank = bank_document(small_house.session, small_house.key.bank_version_id)
        pages = pages_of(bank, "standard")
        page = next(page for page in pages if page.item.format is kind)
        browser = begun(client, small_house, small_house.candidate(small_house.opening()))
        parsed = Question()
        parsed.feed(browser.get(f"/assessment/{page.position}").text)
        return page, parsed

    return of


@pytest.mark.parametrize("kind", ItemFormat)
def test_a_question_has_one_heading_one_fieldset_and_native_controls(question, kind):
    page, shown = question(kind)

    assert shown.headings == [page.scenario.title]
    assert (shown.n_fieldsets, shown.legends) == (1, [page.item.question])
    assert {control.kind for control in shown.controls} == {CONTROLS[kind]}
    assert not shown.roles & CUSTOM


@pytest.mark.parametrize("kind", ItemFormat)
def test_every_control_of_a_question_has_a_label_of_words(question, kind):
    _page, shown = question(kind)

    assert shown.controls
    assert [one for one in shown.controls if not (one.is_in_label or one.id in shown.labels)] == []
    assert shown.empty_labels == 0
