"""Papers are made in a process of their own: no network, an end to time, memory and pages."""

import io
import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from gettext import NullTranslations

import pytest
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4

from hiring.briefs import press
from hiring.briefs.canvases import ONE_AT_A_TIME, new_paper
from hiring.briefs.content import compose
from hiring.briefs.document import render
from hiring.briefs.press import Limits, printed
from hiring.briefs.tagging.tags import MOST_PAGES
from hiring.errors import PaperLimitError

NASTY = (
    "A & B <b>bold</b> &amp; &#x41;",
    '<img src="file:///etc/passwd"/><img src="http://127.0.0.1:9/x.png"/>',
    '<font color="toColor(open(1))">red</font> [Color(1,0,0)] {{ 7 * 7 }}',
    '<a href="javascript:alert(1)">click</a> javascript:alert(1)',
    "<para><b unclosed",
    "abc\u202edef\u2066ghi\x00\x07\x1b",
    "long " * 20_000,
)


def who(_content):
    return str(os.getpid()).encode()


def spin(_content):
    while True:
        pass


def sleep(_content):
    time.sleep(60)


def swell(_content):
    return b"x" * (2 << 30)


def turn_pages(n_pages):
    with ONE_AT_A_TIME:
        file = io.BytesIO()
        tags = new_paper(file, A4, title="Pages", language="en")
        for _page in range(n_pages):
            tags.end_page()
        tags.close()
        tags.canvas.save()
        return file.getvalue()


def call(_content):
    return str(socket.socket().fileno()).encode()


def look_up(_content):
    return str(socket.getaddrinfo("localhost", 80)).encode()


def start(_content):
    return subprocess.run(["/bin/true"], check=True, capture_output=True).stdout


def write(path):
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
        return str(file.write("x")).encode()


def secrets(_content):
    return " ".join(os.environ).encode()


def links_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [note for page in pages for note in page.get("/Annots", [])]


@pytest.fixture
def content(facts):
    return compose(facts, NullTranslations())


def test_a_paper_from_the_press_has_the_bytes_of_one_made_here(content):
    assert printed(render, content) == render(content)


def test_the_press_is_another_process_and_stays_for_the_next_paper():
    first = int(printed(who, None))

    assert first != os.getpid()
    assert int(printed(who, None)) == first


@pytest.mark.parametrize(
    ("make", "limits"),
    [
        pytest.param(spin, Limits(processor=1), id="processor"),
        pytest.param(sleep, Limits(clock=1), id="clock"),
        pytest.param(swell, Limits(), id="memory"),
    ],
)
def test_a_paper_that_takes_too_much_is_stopped_and_the_next_one_is_made(make, limits):
    before = int(printed(who, None))
    with pytest.raises(PaperLimitError):
        printed(make, None, limits=limits)

    assert int(printed(who, None)) not in {before, os.getpid()}


def test_a_press_that_was_killed_while_idle_is_started_again():
    before = int(printed(who, None))
    os.kill(before, 9)
    os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)

    assert int(printed(who, None)) != before


def test_a_process_that_was_forked_starts_a_press_of_its_own():
    before = printed(who, None)
    read, write_end = os.pipe()
    if (child := os.fork()) == 0:
        os.write(write_end, printed(who, None))
        press.close()
        os._exit(0)
    os.waitpid(child, 0)

    assert os.read(read, 20) not in {before, b""}
    assert printed(who, None) == before
    os.close(read)
    os.close(write_end)


def test_a_request_that_was_broken_off_leaves_no_answer_for_the_next(monkeypatch):
    class BrokenOffError(Exception):
        pass

    def broken_off(_pipe):
        raise BrokenOffError

    before = printed(who, None)
    with monkeypatch.context() as patch:
        patch.setattr(press, "read_parcel", broken_off)
        with pytest.raises(BrokenOffError):
            printed(who, None)

    assert printed(who, None) not in {before, b""}


def test_pages_have_an_end():
    assert len(PdfReader(io.BytesIO(printed(turn_pages, MOST_PAGES))).pages) == MOST_PAGES
    with pytest.raises(PaperLimitError):
        printed(turn_pages, MOST_PAGES + 1)


@pytest.mark.parametrize("make", [call, look_up, start])
def test_the_press_has_no_network_and_starts_nothing(make):
    with pytest.raises(RuntimeError, match="the press does none of this"):
        printed(make, None)


def test_the_press_writes_no_files(tmp_path):
    with pytest.raises(RuntimeError, match="the press does none of this"):
        printed(write, str(tmp_path / "file"))

    assert list(tmp_path.iterdir()) == []


def test_the_press_is_told_no_settings(monkeypatch):
    monkeypatch.setenv("HIRING_SECRET_KEY", "s" * 40)
    monkeypatch.setenv("DATABASE_URL", "sqlite://")
    press.close()

    assert not {"HIRING_SECRET_KEY", "DATABASE_URL"} & set(printed(secrets, None).decode().split())


@pytest.mark.parametrize("text", NASTY, ids=lambda text: text[:12])
def test_whatever_somebody_wrote_prints_as_letters_on_two_sides(facts, text):
    named = replace(facts, candidate_name=text, opening_title=text, employer=text)
    pdf = printed(render, compose(named, NullTranslations()))

    reader = PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 2
    assert links_of(pdf) == []
    assert b"/JavaScript" not in pdf
    assert b"/URI" not in pdf
    shown = "".join(page.extract_text() for page in reader.pages)
    assert text[:3].strip() in shown


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="needs Linux: SCHED_IDLE")
@pytest.mark.parametrize(("nice", "policy"), [(1, "SCHED_IDLE"), (0, "SCHED_OTHER")])
def test_the_press_of_a_worker_prints_when_nobody_else_wants_the_processor(nice, policy):
    code = (
        "import os; from hiring.briefs import pressroom;"
        f"os.nice({nice});"
        "pressroom.stand_back(); print(os.sched_getscheduler(0))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert int(told.stdout) == getattr(os, policy)
