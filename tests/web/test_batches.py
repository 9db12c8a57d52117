"""Briefs and tables as files: asked for, watched, fetched by who may, and noted."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from sqlmodel import SQLModel, select

from hiring import jobs
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.scoring import score_sitting
from tests.builders import BEST_ANSWERS, send
from tests.web.small_opening import opening, owner  # noqa: F401 - fixtures

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def people(session, small_house, opening, now):
    found = [small_house.candidate(opening, name) for name in ("Ada Example", "Bo Sample")]
    for one in found:
        score_sitting(session, small_house.submitted(one, BEST_ANSWERS).id, now=now)
    session.commit()
    return found


@pytest.fixture
def work(app, settings, new_session):
    """Run every job that waits, as the workers do."""

    def work():
        session = new_session()
        moment = datetime.now(UTC)
        for job_id in jobs.due_job_ids(session, moment):
            jobs.run_job(session, job_id, clock=lambda: moment, runners=jobs.runners_with(settings))

    return work


def acts(session):
    session.rollback()
    return [one.act for one in session.exec(select(AuditEntry).order_by(AuditEntry.number))]


def asked(client, path, **fields):
    answer = send(client, path, **fields)
    assert answer.status_code == 302
    return answer.location


def test_briefs_are_asked_for_watched_and_fetched(session, owner, opening, people, work):
    here = asked(owner, f"/openings/{opening.id}/briefs")
    assert "0 of 2 briefs made" in owner.get(here).text
    assert "data-busy" in owner.get(here).text
    work()
    page = owner.get(here).text
    answer = owner.get(f"{here}/briefs.zip")

    assert "2 of 2 briefs made" in page
    assert "data-busy" not in page
    assert len(zipfile.ZipFile(io.BytesIO(answer.data)).namelist()) == 3
    answer.close()
    assert answer.headers["Cache-Control"] == "no-store"
    assert acts(session).count("brief.exported") == 2


def test_one_file_for_printing_is_made_when_somebody_wants_it(owner, opening, people, work):
    here = asked(owner, f"/openings/{opening.id}/briefs")
    work()
    assert owner.get(f"{here}/briefs.pdf").status_code == 404
    asked(owner, f"{here}/merged")
    work()

    assert "Fetch one file for printing" in owner.get(here).text
    assert owner.get(f"{here}/briefs.pdf").data.startswith(b"%PDF")


def test_briefs_of_those_ticked_only(owner, opening, people, work):
    ticked = str(people[0].id)
    where = asked(owner, f"/openings/{opening.id}/people", act="briefs", id=ticked)
    assert f'name="who" value="{ticked}"' in owner.get(where).text
    here = asked(owner, f"/openings/{opening.id}/briefs", who=ticked)
    work()

    assert "1 of 1 brief made" in owner.get(here).text


def test_without_a_score_there_is_nothing_to_ask_for(owner, opening):
    path = f"/openings/{opening.id}/briefs"

    assert "There is no brief to make yet" in owner.get(path).text
    assert send(owner, path).status_code == 422


def test_a_batch_with_names_is_not_for_who_sees_none(
    session, small_house, owner, opening, people, work
):
    here = asked(owner, f"/openings/{opening.id}/briefs")
    work()
    small_house.staff[Role.OWNER].sees_names = False
    session.commit()

    page = owner.get(here).text
    assert "Fetch the archive" not in page
    assert "Ada" not in page
    assert owner.get(f"{here}/briefs.zip").status_code == 404


def test_a_table_is_asked_for_and_fetched(session, owner, opening, people, work):
    page = f"/openings/{opening.id}/exports"
    asked(owner, page, kind="csv")
    assert "Being made" in owner.get(page).text
    work()
    text = owner.get(page).text
    path = text.split("/file", 1)[0].rsplit('"', 1)[1] + "/file"

    assert owner.get(path).data.startswith(b"code,")
    assert owner.get(f"{path}?bom=1").data.startswith(b"\xef\xbb\xbfcode,")
    assert acts(session).count("export.downloaded") == 2


def test_fetching_files_appends_to_the_audit_and_changes_nothing_else(
    session, owner, opening, people, work
):
    here = asked(owner, f"/openings/{opening.id}/briefs")
    work()
    asked(owner, f"{here}/merged")
    page = f"/openings/{opening.id}/exports"
    asked(owner, page, kind="csv")
    work()
    table = owner.get(page).text.split("/file", 1)[0].rsplit('"', 1)[1] + "/file"

    for path in (f"{here}/briefs.zip", f"{here}/briefs.pdf", table):
        before = contents(session)
        owner.get(path).close()
        after = contents(session)
        changed = {name for name in after if after[name] != before[name]}
        # Who fetched it and from where, and how often files were fetched.
        assert changed == {"audit_entry", "audit_source", "throttle_count"}


def contents(session):
    """Table → its rows as text; when a browser was last seen is no business state."""
    session.rollback()
    tables = [one for one in SQLModel.metadata.sorted_tables if one.name != "staff_session"]
    return {one.name: sorted(map(repr, session.execute(select(one)).all())) for one in tables}


def test_a_kind_that_there_is_not_is_refused_in_words(owner, opening):
    answer = send(owner, f"/openings/{opening.id}/exports", kind="pdf")

    assert answer.status_code == 422
    assert "Choose what kind of file you need." in answer.text


def test_the_dictionary_is_a_table_of_its_own(owner, opening):
    text = owner.get(f"/openings/{opening.id}/exports/dictionary.csv").text

    assert "interval_low" in text


def test_the_profile_holds_score_and_decisions(session, owner, people):
    text = owner.get(f"/candidates/{people[0].id}/profile").text

    assert "of 100 points, likely range" in text
    assert "Nobody has decided yet." in text
    assert "candidate.viewed" in acts(session)
