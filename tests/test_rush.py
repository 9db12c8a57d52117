"""A worker rests after printing while many candidates answer on its machine, and only then."""

import pytest
from flask import Blueprint, Flask

from hiring import rush
from hiring.rush import FILE, LONGEST_REST_SECONDS, MANY_PER_SECOND, REST_TIMES, Courtesy

WORK_SECONDS = 0.04


class Machine:
    """A clock that moves while somebody sleeps or works, and candidates who answer meanwhile."""

    def __init__(self, folder, per_second):
        self.file, self.per_second = folder / FILE, per_second
        self.now, self.sleeps, self._left = 100.0, [], 0.0
        self.courtesy = Courtesy(folder, clock=lambda: self.now, sleep=self.sleep)

    def sleep(self, seconds):
        self.sleeps.append(seconds)
        self.pass_by(seconds)

    def pass_by(self, seconds):
        self.now += seconds
        n, self._left = divmod(self._left + seconds * self.per_second, 1)
        with self.file.open("ab") as file:
            file.write(b"." * int(n))

    def print_for(self, seconds=WORK_SECONDS):
        """The rest after a print that took so long; the look around before it does not count."""
        self.courtesy.after(self.pass_by)(seconds)
        before = len(self.sleeps)
        self.courtesy.rest()
        return sum(one for one in self.sleeps[before:] if one != rush.GLANCE_SECONDS)


@pytest.fixture
def busy(tmp_path):
    return Machine(tmp_path, 10 * MANY_PER_SECOND)


def test_while_many_answer_printing_takes_a_tenth_of_the_time(busy):
    assert busy.print_for() == pytest.approx(REST_TIMES * WORK_SECONDS)
    assert busy.print_for() == pytest.approx(REST_TIMES * WORK_SECONDS)


def test_nobody_who_waits_behind_a_print_waits_long(busy):
    assert busy.print_for(20.0) == LONGEST_REST_SECONDS


def test_while_few_answer_there_is_no_rest(tmp_path):
    assert Machine(tmp_path, MANY_PER_SECOND - 1).print_for() == 0


def test_other_work_is_not_followed_by_a_rest(busy):
    busy.print_for()
    before = list(busy.sleeps)
    busy.pass_by(WORK_SECONDS)
    busy.courtesy.rest()
    assert busy.sleeps == before


def test_where_nobody_tells_of_arrivals_there_is_no_rest(busy):
    busy.per_second = 0
    busy.file.unlink(missing_ok=True)
    assert busy.print_for() == 0


def test_the_rests_end_soon_after_the_rush(busy):
    assert busy.print_for() > 0
    busy.per_second = 0
    rests = [busy.print_for() for _number in range(4)]
    assert rests[-1] == 0


def test_the_rests_begin_with_a_rush_that_came_later(tmp_path):
    machine = Machine(tmp_path, 0)
    assert machine.print_for() == 0
    machine.per_second = 10 * MANY_PER_SECOND
    rests = [machine.print_for() for _number in range(30)]
    assert rests[-1] > 0


def test_a_print_that_went_wrong_is_followed_by_a_rest_too(busy):
    def go_wrong(seconds):
        busy.pass_by(seconds)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - the one raised above
        busy.courtesy.after(go_wrong)(WORK_SECONDS)
    busy.courtesy.rest()
    assert busy.sleeps[-1] == pytest.approx(REST_TIMES * WORK_SECONDS)


def test_a_long_file_begins_anew_and_counting_goes_on(busy):
    busy.file.write_bytes(b"." * (rush.LARGEST_BYTES + 1))
    assert busy.print_for() > 0
    assert busy.file.stat().st_size < rush.LARGEST_BYTES
    assert busy.print_for() > 0


@pytest.fixture
def pages():
    """An application with a page for candidates and one for staff."""
    app = Flask("pages")
    for name in ("candidate", "recruiter"):
        part = Blueprint(name, name, url_prefix=f"/{name}")
        part.add_url_rule("/", "page", lambda: "", methods=["GET", "POST"])
        app.register_blueprint(part)
    return app


def test_what_candidates_send_is_told_and_nothing_else(pages, tmp_path):
    rush.note_arrivals(pages, tmp_path)
    visitor = pages.test_client()
    for _number in range(3):
        visitor.post("/candidate/")
    visitor.get("/candidate/")
    visitor.post("/recruiter/")
    assert (tmp_path / FILE).read_bytes() == b"..."


def test_where_nothing_can_be_written_pages_are_answered_all_the_same(pages, tmp_path):
    (tmp_path / "taken").write_text("a file where the folder should be")
    rush.note_arrivals(pages, tmp_path / "taken")
    assert pages.test_client().post("/candidate/").status_code == 200
