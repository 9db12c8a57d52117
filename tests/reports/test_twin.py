"""The report on paper and the report on screen say the same."""

from types import SimpleNamespace

from hiring.reports.paper import render_report
from tests.papers import tree_of
from tests.twins import blocks_of, only_on_page, only_on_paper, page_of


def test_the_report_on_paper_and_on_screen_say_the_same(content):
    around = {"form": SimpleNamespace(address={}), "row": SimpleNamespace(id=1)}
    page = page_of("analyst/report.html", content=content, audience="staff", **around)
    tree = tree_of(render_report(content))

    assert len(blocks_of(page)) > 200
    assert only_on_page(page, tree) == [content.footer]  # at the foot of each side of paper
    assert only_on_paper(page, tree) == list(content.labels)  # the page has them in its head
