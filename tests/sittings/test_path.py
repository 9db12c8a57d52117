"""From a cookie to a stored answer: append-only, stale pages told, nothing lost between tabs."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from hiring import jobs, openings, sittings
from hiring.banks.versions import bank_document
from hiring.errors import NotFoundError, SittingClosedError, StaleAnswerError
from hiring.openings.invitations import get_invitation_of
from hiring.openings.records import get_administration
from hiring.sittings import (
    Answer,
    AnswerState,
    Arrived,
    load_step,
    open_step,
    ordered_options,
    pages_of,
    store_answer,
)
from tests import builders
from tests.stores import SECRET

RATED = {"a": 4, "b": 1, "c": 3, "d": 2}
OTHER = {"a": 1, "b": 1, "c": 1, "d": 1}


def arrived(value, seen_revision, now, **facts):
    """An answer as a page shown a minute ago sends it."""
    shown = {"page_id": "a" * 12, "shown_at": now - timedelta(minutes=1), "arrived_at": now}
    return Arrived(value=value, seen_revision=seen_revision, **(shown | facts))


@pytest.fixture
def somebody(small_house):
    """A candidate of the small bank who has started."""
    candidate = small_house.candidate(small_house.opening())
    small_house.sitting(candidate)
    return candidate


@pytest.fixture
def cookie(session, small_house, somebody, now):
    cookie = sittings.exchange_token(session, small_house.token(somebody), now=now)
    session.commit()
    return cookie


@pytest.fixture
def store(session, cookie, now):
    """Store a value as a page that had seen a revision would."""

    def store_one(value, seen_revision=0, position=1):
        step = load_step(session, cookie, position)
        if step is not None and not step.is_submitted:
            step = open_step(session, cookie, position, now=now)
        number = store_answer(session, step, arrived(value, seen_revision, now))
        session.commit()
        return number

    return store_one


def rows(session):
    found = session.exec(select(Answer).order_by(Answer.item, Answer.revision))
    return [(row.item, row.revision, row.state, row.value) for row in found]


def test_before_any_answer_a_step_is_not_reached(session, cookie):
    step = load_step(session, cookie, 1)

    assert (step.state, step.value, step.revision) == (AnswerState.NOT_REACHED, None, 0)


def test_a_step_knows_where_it_stands(session, cookie):
    step = load_step(session, cookie, 2)

    assert (step.page.position, step.n_pages, step.page.item_ref) == (2, 7, "wrong-bill/responses")


def test_an_unknown_cookie_has_no_step(session, cookie):
    assert load_step(session, cookie + "x", 1) is None


@pytest.mark.parametrize("position", [0, 8, -1])
def test_a_position_outside_the_form_is_not_found(session, cookie, position):
    with pytest.raises(NotFoundError):
        load_step(session, cookie, position)


def test_a_candidate_who_has_not_started_has_no_step(session, small_house, now):
    candidate = small_house.candidate(small_house.opening())
    cookie = sittings.exchange_token(session, small_house.token(candidate), now=now)

    assert load_step(session, cookie, 1) is None


def test_a_withdrawn_link_closes_the_steps(session, small_house, somebody, cookie, now):
    openings.revoke(
        session,
        get_invitation_of(session, somebody.id),
        opening=openings.get_opening(session, somebody.opening_id),
        actor=next(iter(small_house.staff.values())),
        now=now,
    )

    assert load_step(session, cookie, 1) is None


def test_a_stored_answer_shows_at_the_next_visit(session, cookie, store):
    store(RATED)
    step = load_step(session, cookie, 1)

    assert (step.state, step.value, step.revision) == (AnswerState.ANSWERED, RATED, 1)


def test_leaving_out_is_stored_as_skipped(session, cookie, store):
    store(None)
    step = load_step(session, cookie, 1)

    assert (step.state, step.value, step.revision) == (AnswerState.SKIPPED, None, 1)


def test_a_changed_answer_is_appended(session, store):
    store(RATED)
    store(OTHER, seen_revision=1)

    item = "late-parts/responses"
    assert rows(session) == [(item, 1, "answered", RATED), (item, 2, "answered", OTHER)]


def test_a_later_skip_keeps_the_earlier_answer_as_history(session, store):
    store(RATED)
    store(None, seen_revision=1)

    assert [row[2] for row in rows(session)] == ["answered", "skipped"]


def test_revisions_of_different_pages_count_by_themselves(store):
    store(RATED)

    assert store({"best": "a", "worst": "d"}, position=2) == 1


def test_a_stale_page_gets_the_stored_value_and_its_revision(store):
    store(RATED)
    with pytest.raises(StaleAnswerError) as caught:
        store(OTHER)
    assert (caught.value.stored, caught.value.revision) == (RATED, 1)


def test_a_stale_page_stores_nothing(session, store):
    store(RATED)
    with pytest.raises(StaleAnswerError):
        store(OTHER)
    assert len(rows(session)) == 1


def test_a_page_from_the_future_is_stale_too(store):
    with pytest.raises(StaleAnswerError):
        store(RATED, seen_revision=3)


@pytest.mark.parametrize("value", [RATED, None])
def test_the_same_answer_sent_twice_is_no_conflict(session, store, value):
    store(value)

    assert store(value) == 1
    assert len(rows(session)) == 1


def test_a_submitted_sitting_takes_no_answer(session, somebody, store, now):
    sittings.submit(session, sittings.find_sitting(session, somebody.id), now=now)
    session.commit()
    with pytest.raises(SittingClosedError):
        store(RATED)
    assert rows(session) == []


def test_a_submitted_sitting_is_not_opened_for_an_answer(session, somebody, cookie, now):
    sittings.submit(session, sittings.find_sitting(session, somebody.id), now=now)

    assert open_step(session, cookie, 1, now=now) is None


def test_an_answer_is_opened_with_the_page_that_follows(session, cookie, now):
    step = open_step(session, cookie, 1, now=now)

    assert step.following.page.item_ref == "wrong-bill/responses"
    assert open_step(session, cookie, 7, now=now).following is None


def test_an_answer_keeps_when_it_was_shown_and_believes_no_longer_time(session, cookie, now):
    for position, active in ((1, 30.0), (2, 999.0), (3, None)):
        step = open_step(session, cookie, position, now=now)
        store_answer(session, step, arrived(None, 0, now, active_seconds=active))
    session.commit()

    told = session.exec(select(Answer).order_by(Answer.item)).all()
    assert {(row.item, row.shown_at, row.active_seconds) for row in told} == {
        ("late-parts/responses", now - timedelta(minutes=1), 30.0),
        ("wrong-bill/responses", now - timedelta(minutes=1), 60.0),
        ("long-queue/responses", now - timedelta(minutes=1), None),
    }


def test_an_answer_and_the_next_page_take_three_statements_and_one_commit(
    session, cookie, now, app
):
    load_step(session, cookie, 1)  # the bank is in the process by now
    session.rollback()
    told = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *facts: told.append(facts[2]))
    event.listen(engine, "commit", lambda _connection: told.append("COMMIT"))

    step = open_step(session, cookie, 1, now=now)
    store_answer(session, step, arrived(RATED, 0, now))
    session.commit()

    assert [one.split()[0] for one in told] == ["UPDATE", "SELECT", "INSERT", "COMMIT"]


def test_storing_notes_when_the_candidate_answered_last(session, somebody, store, now):
    store(RATED)
    session.expire_all()

    assert sittings.find_sitting(session, somebody.id).answered_at == now


def at_once(sessions, work):
    """Run a function in a thread for each session, all at once; what each returned or raised."""
    n = len(sessions)
    barrier, results = threading.Barrier(n), [None] * n

    def run(place):
        barrier.wait()
        try:
            results[place] = work(place)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[place] = error
            sessions[place].rollback()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_tabs_that_write_the_same_revision_at_once_one_wins(session, new_session, cookie, now):
    values = [RATED | {"a": n % 4 + 1, "b": n // 4 + 1} for n in range(6)]
    sessions = [new_session() for _ in values]

    def work(place):
        one = sessions[place]
        step = open_step(one, cookie, 1, now=now)
        number = store_answer(one, step, arrived(values[place], 0, now))
        one.commit()
        return number

    results = at_once(sessions, work)
    assert results.count(1) == 1
    winner = values[results.index(1)]
    assert rows(session) == [("late-parts/responses", 1, "answered", winner)]
    losers = [result for result in results if result != 1]
    assert {(type(one), one.revision) for one in losers} == {(StaleAnswerError, 1)}
    assert all(one.stored == winner for one in losers)


def test_the_same_answer_sent_many_times_at_once_is_stored_once(session, new_session, cookie, now):
    sessions = [new_session() for _ in range(6)]

    def work(place):
        one = sessions[place]
        number = store_answer(one, open_step(one, cookie, 1, now=now), arrived(RATED, 0, now))
        one.commit()
        return number

    assert at_once(sessions, work) == [1] * 6
    assert rows(session) == [("late-parts/responses", 1, "answered", RATED)]


def test_twenty_submissions_at_once_give_one_receipt_and_one_job(
    session, new_session, somebody, now
):
    sessions = [new_session() for _ in range(20)]
    own = []
    for one in sessions:
        own.append(sittings.find_sitting(one, somebody.id))
        one.commit()

    def work(place):
        one = sessions[place]
        receipt = sittings.submit(one, own[place], now=now + timedelta(seconds=place))
        jobs.ask_for_score(one, own[place].id, now=now)
        one.commit()
        return receipt

    receipts = at_once(sessions, work)
    assert len(set(receipts)) == 1
    assert receipts[0] == session.exec(select(sittings.Sitting.receipt)).one()
    assert len(session.exec(select(jobs.Job.id)).all()) == 1


def test_starts_at_once_are_one_sitting(session, small_house, new_session, now):
    candidate = small_house.candidate(small_house.opening())
    person, notice = candidate.id, small_house.notice(candidate).id
    session.commit()
    sessions = [new_session() for _ in range(8)]

    def work(place):
        own = sessions[place]
        sitting = sittings.start_sitting(own, person, language="en", notice_id=notice, now=now)
        own.commit()
        return sitting.id

    started = at_once(sessions, work)
    assert set(started) == {session.exec(select(sittings.Sitting.id)).one()}


@pytest.fixture
def late_parts(small_folder):
    bank = builders.small_bank(small_folder / "open", builders.WITH_OPEN_TEXT).bank
    return bank.get_scenario("late-parts").items[0]


def test_options_keep_their_order_at_every_visit(late_parts):
    orders = {ordered_options(late_parts, seed=7, item_ref="late-parts/responses") for _ in "123"}

    assert len(orders) == 1


def test_every_option_is_shown_once(late_parts):
    shown = ordered_options(late_parts, seed=7, item_ref="late-parts/responses")

    assert sorted(option.id for option in shown) == list("abcd")


def test_the_order_differs_between_seeds(late_parts):
    orders = {
        tuple(o.id for o in ordered_options(late_parts, seed=seed, item_ref="x"))
        for seed in range(200)
    }

    assert len(orders) == 24


def test_the_order_differs_between_items_of_a_sitting(late_parts):
    orders = {ordered_options(late_parts, seed=7, item_ref=f"item-{n}") for n in range(20)}

    assert len(orders) > 1


def test_pages_follow_the_form(small_folder):
    bank = builders.small_bank(small_folder / "open", builders.WITH_OPEN_TEXT).bank
    pages = pages_of(bank, "standard")

    assert [page.scenario.id for page in pages] == list(bank.default_form.scenarios)
    assert [page.position for page in pages] == list(range(1, 8))


def test_a_form_that_the_bank_does_not_have_is_not_found(small_folder):
    bank = builders.small_bank(small_folder / "open", builders.WITH_OPEN_TEXT).bank
    with pytest.raises(NotFoundError):
        pages_of(bank, "short")


def test_pinned_facts_do_not_move_when_a_new_version_is_published(
    session, small_house, somebody, cookie, small_folder
):
    before = load_step(session, cookie, 1)
    changed = ("bank.toml", "for late-parts are late.", "for late-parts are lost.")
    newer = builders.small_bank(small_folder / "newer", changed, version="1.1.0")
    key = builders.published(session, newer)
    terms = get_administration(session, somebody.opening_id)
    terms.bank_version_id, terms.key_version_id = key.bank_version_id, key.id
    session.commit()

    assert load_step(session, cookie, 1) == before
    assert load_step(session, cookie, 1).page.scenario.stem != newer.bank.scenarios[1].stem


def test_a_step_speaks_the_language_of_its_sitting(session, small_house, now):
    candidate = small_house.candidate(small_house.opening())
    small_house.sitting(candidate, language="fr")
    cookie = sittings.exchange_token(session, small_house.token(candidate), now=now)

    assert load_step(session, cookie, 1).page.scenario.title == "Scène late-parts"


def test_published_content_is_parsed_once_for_a_process(session, small_key):
    version = small_key.bank_version_id

    assert bank_document(session, version) is bank_document(session, version)


def test_the_token_of_the_link_is_not_the_cookie(small_house, somebody, cookie):
    assert cookie != openings.invitation_token(
        get_invitation_of(small_house.session, somebody.id), SECRET
    )


def test_requests_that_overtake_each_other_leave_the_last_moment(session, somebody, cookie, now):
    open_step(session, cookie, 1, now=now + timedelta(seconds=9))
    open_step(session, cookie, 1, now=now + timedelta(seconds=3))
    session.commit()

    assert sittings.find_sitting(session, somebody.id).answered_at == now + timedelta(seconds=9)
