"""The brief as a copier makes it: one bit a dot, 150 dots to the inch."""

import io
import re
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pikepdf
import pytest
from pypdf import PdfReader

from hiring.briefs.content import compose
from hiring.briefs.document import render
from hiring.briefs.facts import PageSize
from tests.papers import words_of

DOTS_AN_INCH = 150
DOTS = DOTS_AN_INCH / 72
NAMES = {
    "Arabic": "محمد عبد الله الخطيب",
    "Hebrew": "יעל כהן-לוי",
    "Chinese": "欧阳娜娜",
    "Devanagari": "सूर्यकांत त्रिपाठी",
    "Vietnamese": "Nguyễn Thị Hồng Nhung",
    "marks": "Z\u030ce\u0301lda \u1e69",
    "emoji": "Rosa 🌻 👍🏽",
}

pytestmark = pytest.mark.skipif(
    shutil.which("pdftoppm") is None, reason="needs pdftoppm and pdftotext of poppler-utils"
)


@pytest.fixture
def copied(tmp_path):
    def of(pdf, page=1):
        """True where there is ink, row by row from the top."""
        file = tmp_path / "brief.pdf"
        file.write_bytes(pdf)
        wanted = ["-mono", "-r", str(DOTS_AN_INCH), "-f", str(page), "-singlefile"]
        subprocess.run(["pdftoppm", *wanted, str(file), str(tmp_path / "copy")], check=True)
        return _bits((tmp_path / "copy.pbm").read_bytes())

    return of


def _bits(picture):
    head = re.match(rb"P4\s+(\d+) (\d+)\s", picture)
    width, height = map(int, head.groups())
    rows = np.frombuffer(picture[head.end() :], np.uint8).reshape(height, -1)
    return np.unpackbits(rows, axis=1)[:, :width].astype(bool)


def box_of_figure(pdf):
    """Left, top, right and bottom in dots."""
    with pikepdf.open(pdf) as opened:
        height = float(opened.pages[0].MediaBox[3])
        (box,) = [
            [float(edge) for edge in one.A.BBox]
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
    left, bottom, right, top = box
    edges = (left, height - top, right, height - bottom)
    return [round(edge * DOTS) for edge in edges]


def x_of(points, box):
    """The column of dots where so many points lie on the axis of the profile."""
    left, _top, right, _bottom = box
    room = 7 * DOTS
    return round(left + room + points / 100 * (right - left - 2 * room))


def place_of(words, pdf):
    """From where to where the figures of the profile stand, in dots."""
    found = []

    def visit(text, matrix, text_matrix, _font, size):
        if words in text and size:
            left = matrix[4] + text_matrix[4]
            found.append((left * DOTS, (left + 0.45 * size * len(text.strip())) * DOTS))

    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=visit)
    return found[-1]


def highest_column(bits, x, n_dots):
    """The most ink in any square of dots around a column."""
    return max(
        bits[y : y + n_dots, x - n_dots // 2 : x + n_dots // 2 + 1].mean()
        for y in range(bits.shape[0] - n_dots)
    )


@pytest.mark.parametrize("page_size", list(PageSize))
def test_score_range_and_band_survive_the_copier(facts, in_english, copied, tmp_path, page_size):
    pdf = render(in_english(replace(facts, page_size=page_size)))
    bits = copied(pdf)
    box = box_of_figure(tmp_path / "brief.pdf")
    plot = bits[box[1] : box[3]]

    assert highest_column(plot, x_of(66.3, box), 7) == 1  # the disc is full
    for end in (57.2, 75.4):  # the bar ends in a stroke across
        assert plot[:, x_of(end, box) - 2 : x_of(end, box) + 3].any(axis=1).sum() > 6 * DOTS
    inside = plot[2:30, x_of(52.5, box) + 2 : x_of(55, box)].mean()
    beyond = plot[2:30, x_of(85, box) : x_of(99, box)].mean()
    assert 0.02 < inside < 0.4
    assert beyond == 0


@pytest.mark.parametrize(
    ("interval", "band"),
    [((55.0, 71.0), (65.0, 75.0)), ((80.0, 93.0), (70.0, 97.0)), ((60.0, 70.0), (50.0, 90.0))],
)
def test_the_figures_beside_the_bar_are_never_printed_on_the_grey(
    facts, in_english, tmp_path, interval, band
):
    middle = sum(interval) / 2
    score = replace(
        facts.score, total_points=middle, interval_points=interval, reference_points=band
    )
    pdf = render(in_english(replace(facts, score=score)))
    (tmp_path / "brief.pdf").write_bytes(pdf)
    box = box_of_figure(tmp_path / "brief.pdf")
    left, right = place_of(f"{round(middle)} (", pdf)

    assert right < x_of(band[0], box) or left > x_of(band[1], box)


def test_the_name_stands_clear_of_the_line_below(facts, in_english, copied):
    """The last letter of the first name reaches far down."""
    alone = replace(facts, candidate_name="علي يحيى", opening_title=".", employer="")
    name = copied(render(in_english(alone)))
    both = copied(render(in_english(replace(alone, opening_title="Ålandsbanken"))))
    role = np.flatnonzero((both & ~name).any(axis=1))
    above = np.flatnonzero(name[: role[-1] - round(2 * DOTS)].any(axis=1))

    assert role[0] - above[-1] > 2 * DOTS  # 2 points of white


def test_lines_to_write_on_are_lines(facts, in_english, copied):
    bits = copied(render(in_english(facts)), page=2)
    middle = bits[:, bits.shape[1] // 4 : bits.shape[1] // 2]

    assert middle.all(axis=1).sum() >= 4 * 3


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_is_ink_and_never_a_black_box(facts, in_english, copied, name):
    bits = copied(render(in_english(replace(facts, candidate_name=name))))
    line = bits[round(75 * DOTS) : round(105 * DOTS), round(48 * DOTS) : round(300 * DOTS)]
    inked = line[:, np.flatnonzero(line.any(axis=0))]

    assert 0.05 < inked.mean() < 0.5


def test_names_of_two_people_are_two_pictures(facts, in_english, copied):
    pictures = [
        copied(render(in_english(replace(facts, candidate_name=name)))).tobytes()
        for name in NAMES.values()
    ]

    assert len(set(pictures)) == len(NAMES)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_letter_is_grey(longest, translations, language):
    content = compose(replace(longest, language=language), translations[language])
    with pikepdf.open(io.BytesIO(render(content))) as opened:
        for page in opened.pages:
            grey = 0.0
            for step in pikepdf.parse_content_stream(page):
                grey = float(step.operands[0]) if str(step.operator) == "g" else grey
                assert grey == 0 or str(step.operator) not in {"Tj", "TJ"}


def test_another_reader_finds_the_same_words(facts, in_english, tmp_path):
    pdf = render(in_english(facts))
    (tmp_path / "brief.pdf").write_bytes(pdf)
    asked = ["pdftotext", "-raw", str(tmp_path / "brief.pdf"), "-"]
    found = subprocess.run(asked, check=True, capture_output=True, text=True).stdout

    assert sorted(found.split()) == sorted(words_of(pdf).split())
