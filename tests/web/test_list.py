"""The list of an opening, its cut score, tags and notes, the desk and who is at work, by page."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import event
from sqlmodel import select

from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.banks.versions import BankVersion
from hiring.db import db
from hiring.openings import CutScore, Note, SavedView
from hiring.openings.notes import tags_of
from hiring.openings.records import Administration
from hiring.scoring import listing, score_sitting
from hiring.sittings.leaving import COMPARED
from tests.builders import NOW, published, send, sign_in, small_bank
from tests.crowded import crowd
from tests.norms import add_scored, spread

PEOPLE = re.compile(r"<th scope=\"row\"><a href=\"/candidates/[^\"]+\"><bdi>([^<]+)</bdi>")


@pytest.fixture
def owner(app, session, house):
    return sign_in(session, app.test_client(), house.staff[Role.OWNER])


@pytest.fixture
def recruiter(app, session, house, opening):
    return sign_in(session, app.test_client(), house.join(opening, Role.RECRUITER))


@pytest.fixture
def score(session, house, opening):
    def scored(name, skill=0.6):
        candidate = house.candidate(opening, name)
        sitting = house.submitted(candidate, house.drawn_answers(seed=len(name), skill=skill))
        score_sitting(session, sitting.id, now=NOW)
        session.commit()
        return candidate

    return scored


@pytest.fixture
def other_terms(session, opening, small_folder):
    """Go on with another bank; its version."""

    def changed():
        key = published(session, small_bank(small_folder))
        session.get_one(BankVersion, key.bank_version_id).published_at = NOW - timedelta(days=20)
        session.add(
            Administration(
                opening_id=opening.id,
                number=2,
                bank_version_id=key.bank_version_id,
                key_version_id=key.id,
                form_id="standard",
            )
        )
        session.commit()
        return key.bank_version_id

    return changed


def n_statements(app, act):
    """How many statements this sends to the database."""
    sent = []

    def note(_connection, _cursor, statement, *_more):
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    return len(sent)


def people(client, opening, query=""):
    answer = client.get(f"/openings/{opening.id}?{query}")
    assert answer.status_code == 200
    return PEOPLE.findall(answer.text)


def cut_fields(points="60"):
    return {"cut_points": points, "method": "panel", "reason": "Two panels of six agreed."}


def test_a_list_says_no_number_until_somebody_asks(owner, session, opening, score):
    score("Ada Example")
    score("Bo Sample")
    plain = owner.get(f"/openings/{opening.id}").text
    by_score = owner.get(f"/openings/{opening.id}?sort=score").text

    assert "likely range" not in plain
    assert "This order is not firm" in by_score
    assert "Precision: planned" in by_score
    assert re.search(r"\d+ \(\d+ to \d+\)", by_score)
    assert not re.search(r"\brank|\bplace \d|\bnumber 1\b", by_score, re.IGNORECASE)


def test_who_looks_at_scores_in_a_list_is_noted_as_in_a_comparison(owner, session, opening, score):
    ada = score("Ada Example")
    owner.get(f"/openings/{opening.id}")
    owner.get(f"/openings/{opening.id}?sort=score")

    noted = session.exec(select(AuditEntry).where(AuditEntry.act == COMPARED)).all()
    assert [one.details["candidates"] for one in noted] == [[str(ada.id)]]


def test_pages_follow_each_other_and_keep_the_filters(owner, house, opening, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_ROWS", 2)
    for name in ("Ada", "Bo", "Cy", "Di"):
        house.candidate(opening, name)
    first = owner.get(f"/openings/{opening.id}?state=invited").text
    onward = re.search(r'href="([^"]+)" rel="next"', first)[1].replace("&amp;", "&")

    assert parse_qs(urlsplit(onward).query)["state"] == ["invited"]
    assert PEOPLE.findall(owner.get(onward).text) == ["Cy", "Di"]
    assert "Cy" not in onward


def test_nonsense_in_an_address_shows_everybody(owner, house, opening):
    house.candidate(opening, "Ada")
    nonsense = "state=x&sort=x&group=above&look=x&outcome=x&after=x&before=1"

    assert people(owner, opening, nonsense) == ["Ada"]


def test_a_search_that_finds_nobody_leads_back(owner, house, opening):
    house.candidate(opening, "Ada")
    text = owner.get(f"/openings/{opening.id}?q=nobody").text

    assert "Nobody here fits these filters" in text
    was = re.search(r'href="([^"]+was=[^"]+)"', text)[1].replace("&amp;", "&")
    assert "Put them back" in owner.get(was).text


def test_tags_are_put_on_many_and_the_change_is_undone(owner, session, house, opening):
    ids = [str(house.candidate(opening, name).id) for name in ("Ada", "Bo", "Cy")]
    send(owner, f"/openings/{opening.id}/people", act="tag", word="phone", id=ids[:2])
    page = owner.get(f"/openings/{opening.id}").text
    assert people(owner, opening, "tag=phone") == ["Ada", "Bo"]
    fields = dict(re.findall(r'name="(word|added_at|people)" value="([^"]*)"', page))
    assert "Undo the last change of tags" in page
    assert "Undo the last change of tags" not in owner.get(f"/openings/{opening.id}").text

    send(owner, f"/openings/{opening.id}/undo", **fields)

    assert people(owner, opening, "tag=phone") == []


def test_a_tag_that_was_taken_off_comes_back(owner, session, house, opening):
    ada = house.candidate(opening, "Ada")
    path, fields = f"/openings/{opening.id}/people", {"word": "phone", "id": [str(ada.id)]}
    send(owner, path, act="tag", **fields)
    owner.get(f"/openings/{opening.id}")
    send(owner, path, act="untag", **fields)
    page = owner.get(f"/openings/{opening.id}").text
    undo = dict(re.findall(r'name="(word|added_at|people)" value="([^"]*)"', page))

    send(owner, f"/openings/{opening.id}/undo", **undo)

    assert tags_of(session, [ada.id]) == {ada.id: ["phone"]}
    assert "candidates.untagged" in set(session.exec(select(AuditEntry.act)))


def test_everybody_in_a_narrowed_list_is_tagged_and_nobody_else(owner, house, opening, score):
    score("Ada Example")
    house.candidate(opening, "Bo")
    path = f"/openings/{opening.id}/people"
    send(owner, path, act="tag_all", word="waiting", query="state=invited")

    assert people(owner, opening, "tag=waiting") == ["Bo"]


def test_the_people_ticked_go_to_comparison_and_decision(owner, opening, score):
    one, other = score("Ada Example"), score("Bo Sample")
    path, ids = f"/openings/{opening.id}/people", [str(one.id), str(other.id)]

    assert send(owner, path, act="compare", id=ids).location.count("id=") == 2
    assert send(owner, path, act="decide", id=ids).location.count("who=") == 2


def test_a_kept_list_never_holds_the_words_of_a_search(owner, session, house, opening):
    house.candidate(opening, "Ada")
    path = f"/openings/{opening.id}/views"
    send(owner, path, name="Mine", query="q=Ada&state=invited&sort=added")
    view = session.exec(select(SavedView)).one()

    assert view.query == "state=invited&sort=added"
    assert f'?{view.query.replace("&", "&amp;")}">Mine' in owner.get(f"/openings/{opening.id}").text
    send(owner, f"{path}/remove", view=str(view.id))
    session.expire_all()
    assert session.exec(select(SavedView)).all() == []


def test_days_narrow_the_list_and_a_chip_takes_them_out(owner, house, opening, score):
    score("Ada")
    house.candidate(opening, "Bo")
    sent = f"dated=sent&since={NOW.date()}&until={NOW.date()}"

    assert people(owner, opening, sent) == ["Ada"]
    text = owner.get(f"/openings/{opening.id}?{sent}&tag=").text
    (chip,) = re.findall(r'<a class="tag" href="([^"]+)">Answers sent: on 4 May 2026', text)
    assert parse_qs(urlsplit(chip).query) == {}
    assert f'name="since" value="{NOW.date()}"' in text


@pytest.mark.parametrize(
    ("zone", "day"), [("UTC", "2026-05-04"), ("Pacific/Pago_Pago", "2026-05-03")]
)
def test_the_days_of_a_list_are_those_where_the_house_is(
    app, owner, opening, score, monkeypatch, zone, day
):
    settings = app.extensions["hiring_settings"].model_copy(update={"time_zone": zone})
    monkeypatch.setitem(app.extensions, "hiring_settings", settings)
    score("Ada")
    found = {
        one: people(owner, opening, f"dated=sent&since={one}&until={one}")
        for one in ("2026-05-03", "2026-05-04")
    }

    assert [one for one, names in found.items() if names] == [day]


def test_two_days_that_were_mixed_up_are_put_right(owner, opening, score):
    score("Ada")

    assert people(owner, opening, "dated=sent&since=2026-05-05&until=2026-05-03") == ["Ada"]


@pytest.mark.parametrize("query", ["since=soon", "until=9999-12-31", "bank=1.0", "dated=birth"])
def test_days_and_versions_that_are_none_leave_out_nobody(owner, house, opening, query):
    house.candidate(opening, "Ada")

    assert people(owner, opening, query) == ["Ada"]


def test_a_kept_list_keeps_days_and_bank_version(owner, session, house, opening):
    version = house.key.bank_version_id
    query = f"dated=sent&since=2026-05-01&bank={version}"
    send(owner, f"/openings/{opening.id}/views", query=query, name="May")

    (kept,) = session.exec(select(SavedView)).all()
    assert parse_qs(kept.query) == parse_qs(query)


def test_bank_versions_are_offered_once_there_are_two(
    owner, session, house, opening, score, other_terms
):
    score("Ada")
    assert "Bank version answered" not in owner.get(f"/openings/{opening.id}").text
    old = house.key.bank_version_id
    new = other_terms()

    text = owner.get(f"/openings/{opening.id}").text
    assert re.findall(r'<option value="([^"]+)">[^<]* \d+\.\d+\.\d+<', text) == [str(old), str(new)]
    assert people(owner, opening, f"bank={old}") == ["Ada"]
    assert people(owner, opening, f"bank={new}") == []


@pytest.mark.parametrize(
    "query", ["", "dated=sent&since=2026-05-01", "until=2026-05-09&look=stuck"]
)
def test_a_narrowed_list_takes_as_many_statements_for_many_as_for_few(
    app, owner, opening, score, query
):
    score("Ada")
    few = n_statements(app, lambda: people(owner, opening, query))
    for name in ("Bo", "Cy", "Di"):
        score(name)

    assert n_statements(app, lambda: people(owner, opening, query)) == few


def test_one_does_not_remove_the_lists_of_others(owner, recruiter, session, opening, house):
    house.candidate(opening, "Ada")
    send(owner, f"/openings/{opening.id}/views", name="Mine", query="state=invited")
    view = session.exec(select(SavedView)).one()
    send(recruiter, f"/openings/{opening.id}/views/remove", view=str(view.id))

    session.expire_all()
    assert len(session.exec(select(SavedView)).all()) == 1
    assert "Mine" not in recruiter.get(f"/openings/{opening.id}").text


# Without the permission to see names


def test_without_names_neither_page_nor_search_tells_one(owner, session, house, opening, score):
    candidates = [score("Ada Example")]
    house.staff[Role.OWNER].sees_names = False
    session.add(house.staff[Role.OWNER])
    session.commit()

    for query in ("", "sort=score", "sort=added", "state=scored"):
        assert "Ada" not in owner.get(f"/openings/{opening.id}?{query}").text
    assert people(owner, opening, "q=Ada") == []
    assert people(owner, opening, "until=2001-01-01") == [one.code for one in candidates]
    assert 'type="date"' not in owner.get(f"/openings/{opening.id}").text
    assert "Ada" not in owner.get(f"/openings/{opening.id}/live").text


# The cut score


def test_a_cut_is_set_with_its_reason_and_groups_people(owner, session, opening, score):
    score("Ada Example", skill=0.99)
    page = owner.get(f"/openings/{opening.id}/cut").text
    assert "Nobody has looked at a score of this opening yet" in page
    assert "impact" not in page.lower()

    send(owner, f"/openings/{opening.id}/cut", **cut_fields("20"))

    text = owner.get(f"/openings/{opening.id}/cut").text
    assert "Set before the first score was seen" in text
    assert "role Monitor alone, and by nobody who sets a cut or decides" in text
    assert people(owner, opening, "group=above&sort=group") == ["Ada Example"]
    assert people(owner, opening, "group=below") == []
    acts = [one.act for one in session.exec(select(AuditEntry)).all()]
    assert acts.count("cut.set") == 1


def test_what_a_cut_means_is_shown_for_a_crowd_and_beside_it(owner, house, opening, score):
    score("Ada Example")
    send(owner, f"/openings/{opening.id}/cut", **cut_fields("60"))
    few = owner.get(f"/openings/{opening.id}/cut").text
    assert "Shown once 30 people here have a score" in few
    add_scored(house, opening, spread(39))

    page = owner.get(f"/openings/{opening.id}/cut").text
    text = page[: page.index('id="record"')]
    rows = re.findall(r'<th scope="row">(\d+\.\d)[^<]*</th>((?:<td[^>]*>[^<]*</td>){4})', text)
    assert [cut for cut, _cells in rows] == ["57.5", "60.0", "62.5"]
    cells = [re.findall(r">([^<]*)</td>", one) for _cut, one in rows]
    assert [sum(map(int, row[:3])) for row in cells] == [40, 40, 40]
    assert re.fullmatch(r"about \d+, between \d+ and \d+", cells[1][3])
    assert "by a colleague with the role Monitor alone" in text


def test_a_cut_is_written_and_shown_with_the_comma_of_the_page(owner, opening, score):
    score("Ada Example")
    send(owner, f"/openings/{opening.id}/cut", **cut_fields("62,5"))

    french = {"Accept-Language": "fr"}
    assert "62,5" in owner.get(f"/openings/{opening.id}/cut", headers=french).text
    assert "62,5" in owner.get(f"/openings/{opening.id}?group=around", headers=french).text
    assert "62.5" in owner.get(f"/openings/{opening.id}/cut").text


def test_another_cut_ends_the_first_and_both_stay(owner, session, opening, score):
    ada = score("Ada Example")
    send(owner, f"/openings/{opening.id}/cut", **cut_fields("50"))
    owner.get(f"/candidates/{ada.id}")
    send(owner, f"/openings/{opening.id}/cut", **cut_fields("60"))
    send(owner, f"/openings/{opening.id}/cut/end")

    found = session.exec(select(CutScore).order_by(CutScore.number)).all()
    assert [(one.cut_points, one.is_before_scores) for one in found] == [(50, True), (60, False)]
    assert all(one.ended_at for one in found)
    assert "set after it was seen" in owner.get(f"/openings/{opening.id}/cut").text
    assert "cut.ended" in set(session.exec(select(AuditEntry.act)))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("cut_points", "101", "Give a number from 0 to 100"),
        ("cut_points", "", "Give a number from 0 to 100"),
        ("cut_points", "nan", "Give a number from 0 to 100"),
        ("reason", "because", "at least 10 characters"),
    ],
)
def test_a_faulty_cut_is_refused_in_words(owner, session, opening, field, value, words):
    answer = send(owner, f"/openings/{opening.id}/cut", **(cut_fields() | {field: value}))

    assert answer.status_code == 422
    assert words in answer.text
    assert session.exec(select(CutScore)).all() == []


# Notes


def test_a_note_is_written_taken_away_and_brought_back(owner, session, house, opening):
    ada = house.candidate(opening, "Ada")
    send(owner, f"/candidates/{ada.id}/notes", text="Prefers mornings.")
    note = session.exec(select(Note)).one()
    assert "Prefers mornings." in owner.get(f"/candidates/{ada.id}").text

    send(owner, f"/notes/{note.id}/remove")
    assert "1 note taken away" in owner.get(f"/candidates/{ada.id}").text
    send(owner, f"/notes/{note.id}/restore")

    text = owner.get(f"/candidates/{ada.id}").text
    assert "Prefers mornings." in text
    assert "taken away" not in text.partition("Notes and tags")[2].partition("</section>")[0]
    acts = set(session.exec(select(AuditEntry.act)))
    assert {"note.written", "note.removed", "note.restored"} <= acts


def test_a_note_of_a_colleague_is_left_alone(owner, recruiter, session, house, opening):
    ada = house.candidate(opening, "Ada")
    send(owner, f"/candidates/{ada.id}/notes", text="Prefers mornings.")
    note = session.exec(select(Note)).one()

    send(recruiter, f"/notes/{note.id}/remove")

    session.expire_all()
    assert session.exec(select(Note)).one().removed_at is None


# The desk, and who is at work


def test_an_empty_house_and_a_quiet_day_are_told_apart(owner, house):
    assert "Create the first opening" in owner.get("/desk").text
    house.opening()
    assert "Nobody waits for you." in owner.get("/desk").text


def test_where_very_many_wait_the_desk_says_more_than_a_hundred(owner, session, house, opening):
    crowd(session, house, opening, 404, now=datetime.now(UTC))
    desk = owner.get("/desk").text

    assert "More than 100 people have started and been silent for 3 days" in desk
    assert "101 people were decided about and are not told yet" in desk
    assert f"202 people in {opening.title}" in owner.get("/openings").text


def test_every_number_on_the_desk_leads_to_as_many_people(owner, session, house, opening, score):
    score("Ada Example")
    score("Bo Sample")
    house.sitting(house.candidate(opening, "Cy"), started=datetime.now(UTC) - timedelta(days=9))
    soon = datetime.now(UTC) + timedelta(days=2)
    house.candidate(opening, "Di", expires_at=soon)
    page = owner.get("/desk").text
    lines = re.findall(r'<a href="(/openings/[^"]+look=[^"]+)">(\d+)', page)

    assert len(lines) >= 3
    for path, n in lines:
        assert len(PEOPLE.findall(owner.get(path).text)) == int(n)


def test_the_page_of_those_at_work_tells_where_they_are_and_nothing_they_said(
    owner, session, house, opening, score
):
    score("Ada Example")
    cy = house.candidate(opening, "Cy")
    first, second = house.refs()[:2]
    answers = house.drawn_answers(seed=3)
    house.sitting(cy, {first: answers[first], second: answers[second]})
    text = owner.get(f"/openings/{opening.id}/live").text

    assert re.search(r"Scenario [12] of 26", text)
    assert "Ada Example" not in text
    for value in ("likely", "score", "points"):
        assert value not in text.partition("<main")[2].lower()


def test_nobody_at_work_is_said_in_words(owner, opening):
    assert "Nobody is at work" in owner.get(f"/openings/{opening.id}/live").text
