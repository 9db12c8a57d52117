"""Promised and kept, computed from logs as web servers write them."""

import json

import pytest

EVENT = "requests of a minute"


@pytest.fixture
def log(place):
    """Write a log of these lines, and give its name."""

    def write(*lines, name="web.log"):
        (place / name).write_text("".join(f"{line}\n" for line in lines))
        return name

    return write


def minute(at, answering=0, answering_failed=0, staff=0, staff_failed=0):
    counts = {"answering": answering, "answering_failed": answering_failed}
    counts |= {"staff": staff, "staff_failed": staff_failed}
    return json.dumps({"minute": f"{at}+00:00", "event": EVENT, "level": "info"} | counts)


def test_shares_budgets_and_worst_days_are_those_worked_out_by_hand(hiring, log):
    web = log(
        "Serving https://hiring.example.org Stop with Ctrl+C.",
        minute("2026-11-01T09:00", answering=6000, answering_failed=2, staff=100),
        minute("2026-11-01T09:01", answering=2000, answering_failed=1, staff=50, staff_failed=1),
        '{"event": "slow request", "route": "candidate.answer", "status": 200, "seconds": 2.4}',
        minute("2026-11-02T00:00", answering=2000, answering_failed=2, staff=1850, staff_failed=1),
    )
    result = hiring("service-levels", web)

    # Answering: 5 of 10,000; 10 are allowed. Staff pages: 2 of 2,000; again 10 are allowed.
    assert result.output.splitlines() == [
        "2026-11-01 to 2026-11-02 (UTC)",
        (
            "Answering: 99.950 % of 10,000 requests, 5 went wrong; promised 99.9 %: "
            "50 % of the errors we allow are left."
        ),
        (
            "Staff pages: 99.900 % of 2,000 requests, 2 went wrong; promised 99.5 %: "
            "80 % of the errors we allow are left."
        ),
        "Worst days:",
        "  2026-11-01  Staff pages: 99.333 %, 1 of 150 went wrong",
        "  2026-11-02  Answering: 99.900 %, 2 of 2,000 went wrong",
        "  2026-11-02  Staff pages: 99.945 %, 1 of 1,850 went wrong",
        "  2026-11-01  Answering: 99.962 %, 3 of 8,000 went wrong",
    ]
    assert result.exit_code == 0


def test_logs_of_several_servers_are_added_up(hiring, log):
    one = log(minute("2026-11-01T09:00", answering=600), name="one.log")
    other = log(minute("2026-11-01T09:00", answering=400, answering_failed=1), name="two.log")

    assert "99.900 % of 1,000 requests, 1 went wrong" in hiring("service-levels", one, other).output


def test_an_overdrawn_budget_is_told_by_the_status(hiring, log):
    web = log(minute("2026-11-01T09:00", answering=1000, answering_failed=3))
    result = hiring("service-levels", web)

    assert "overdrawn by 200 %" in result.output
    assert "Staff pages: no requests." in result.output
    assert result.exit_code == 1


def test_what_is_not_quite_kept_does_not_read_as_kept(hiring, log):
    web = log(minute("2026-11-01T09:00", staff=100_000, staff_failed=501))
    result = hiring("service-levels", web)

    assert "Staff pages: 99.499 %" in result.output
    assert result.exit_code == 1


def test_days_before_the_first_one_asked_for_are_left_out(hiring, log):
    bad = minute("2026-10-31T23:59", answering=10, answering_failed=10)
    web = log(bad, minute("2026-11-01T00:00", answering=1000))

    told = hiring("service-levels", "--since", "2026-11-01", web).output
    assert "100.000 % of 1,000 requests" in told


def test_words_before_a_line_and_lines_that_were_cut_off_do_no_harm(hiring, log):
    whole = minute("2026-11-01T09:00", answering=1000)
    web = log(f"Nov 01 09:01:00 web-1 hiring[7]: {whole}", whole[: len(whole) // 2])

    assert "100.000 % of 1,000 requests" in hiring("service-levels", web).output


def test_logs_that_count_nothing_are_told_as_such(hiring, log):
    result = hiring("service-levels", log("Serving."))

    assert result.exit_code == 1
    assert "no count of requests" in result.output
