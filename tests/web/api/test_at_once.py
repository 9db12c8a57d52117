"""The same order several times at the same moment, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlmodel import select

from hiring.openings import Candidate

N_AT_ONCE = 8


def test_many_at_once_with_one_name_invite_one_person(session, program_with, token, opening):
    start = Barrier(N_AT_ONCE)

    def ask(_number):
        program = program_with(token)
        start.wait()
        return program.order(opening)

    with ThreadPoolExecutor(N_AT_ONCE) as pool:
        answers = list(pool.map(ask, range(N_AT_ONCE)))

    assert sorted(one.status_code for one in answers) == [200] * (N_AT_ONCE - 1) + [201]
    assert len({one.json["order_id"] for one in answers}) == 1
    assert len(session.exec(select(Candidate)).all()) == 1


def test_one_address_under_many_names_is_invited_once(session, program_with, token, opening):
    start = Barrier(N_AT_ONCE)

    def ask(number):
        program = program_with(token)
        start.wait()
        return program.order(opening, key=f"request-{number}")

    with ThreadPoolExecutor(N_AT_ONCE) as pool:
        answers = list(pool.map(ask, range(N_AT_ONCE)))

    assert sorted(one.status_code for one in answers) == [201] + [409] * (N_AT_ONCE - 1)
    assert {one.json.get("code") for one in answers} == {None, "present"}
    assert len(session.exec(select(Candidate)).all()) == 1
