"""Adding a list through the pages: looked at first, then everybody or nobody."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from hiring import openings
from hiring.accounts import Role
from hiring.mail import Mail
from hiring.openings import Candidate, Opening, open_links
from hiring.openings.records import get_administration
from hiring.sittings import withdraw
from hiring.web.recruiter import desk
from tests.builders import NOW, House, send, sign_in
from tests.openings.test_listed import workbook
from tests.web.test_recruiter import NEXT_MONTH

CARRIED = re.compile(r'name="people" value="([^"]*)"')
GOOD = "Ada Example <ada@example.org>\n\nBo Sample, bo@example.org\nCy Instance\n"


@pytest.fixture
def owner(session: Session, client: FlaskClient, house: House) -> FlaskClient:
    return sign_in(session, client, house.staff[Role.OWNER])


@pytest.fixture
def with_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A house with a mail server: nothing is handed to it in these tests."""
    monkeypatch.setattr("hiring.web.recruiter.adding_views.has_mail", lambda: True)
    monkeypatch.setattr("hiring.web.recruiter.delivery_views.has_mail", lambda: True)
    monkeypatch.setattr("hiring.web.recruiter.delivery_pages.has_mail", lambda: True)
    monkeypatch.setattr("hiring.web.recruiter.ending_views.has_mail", lambda: True)
    monkeypatch.setattr("hiring.web.recruiter.link_views.has_mail", lambda: True)


@pytest.fixture
def look(owner: FlaskClient, opening: Opening) -> Callable[..., str]:
    def look_at(people: str = "", *, file: bytes = b"", status: int = 200) -> str:
        answer = send(
            owner,
            f"/openings/{opening.id}/add-many",
            people=people,
            valid_until_all=NEXT_MONTH,
            **({"file": (io.BytesIO(file), "people.xlsx")} if file else {}),
        )
        assert answer.status_code == status
        return answer.text

    return look_at


def found(session: Session, opening: Opening) -> set[tuple[str, str | None]]:
    session.rollback()
    query = select(Candidate).where(Candidate.opening_id == opening.id)
    return {(one.name, one.email) for one in session.exec(query)}


def confirm(owner: FlaskClient, opening: Opening, page: str, **fields: str) -> str:
    carried = CARRIED.search(page)
    assert carried is not None
    answer = send(
        owner,
        f"/openings/{opening.id}/add-list",
        people=carried[1],
        valid_until_all=NEXT_MONTH,
        **fields,
    )
    assert answer.status_code == 302
    return owner.get(answer.location).text


def test_a_list_is_looked_at_before_anything_is_stored(
    session: Session, opening: Opening, look: Callable[..., str]
) -> None:
    text = look(GOOD)

    assert "Add 3 people" in text
    assert "Add and invite" not in text
    assert found(session, opening) == set()


def test_a_list_that_was_looked_at_is_added_once(
    owner: FlaskClient, session: Session, opening: Opening, look: Callable[..., str]
) -> None:
    page = look(GOOD)
    assert "3 candidates are added. Copy the links" in confirm(owner, opening, page)
    assert found(session, opening) == {
        ("Ada Example", "ada@example.org"),
        ("Bo Sample", "bo@example.org"),
        ("Cy Instance", None),
    }

    assert "Nobody was added" in confirm(owner, opening, page)
    assert len(found(session, opening)) == 3
    assert "Nobody new" in look(GOOD)


def test_one_faulty_row_stores_nobody_and_all_faults_are_told_at_once(
    session: Session, house: House, opening: Opening, look: Callable[..., str]
) -> None:
    house.candidate(opening, "Di Case", "di@example.org")
    pasted = (
        "Ada <ada@example.org>\nBo, bo@@x\nEva, ADA@example.org\nfe@example.org\nDi, di@example.org"
    )
    text = look(pasted, status=422)

    faults = text[text.index('id="faults"') : text.index("</table>")]
    assert re.findall(r'<th scope="row">Row (\d+)</th>', faults) == ["2", "3", "4"]
    assert "1 is in this opening already" in text
    assert "Bo, bo@@x" in text
    assert "Add 1 person" not in text
    assert len(found(session, opening)) == 1


def test_a_list_changed_by_hand_is_checked_again(
    owner: FlaskClient, session: Session, opening: Opening
) -> None:
    answer = send(
        owner,
        f"/openings/{opening.id}/add-list",
        people="Name\tMail\nAda\tno address",
        valid_until_all=NEXT_MONTH,
    )

    assert answer.status_code == 422
    assert found(session, opening) == set()


def test_a_spreadsheet_is_read_like_a_paste(
    session: Session, opening: Opening, owner: FlaskClient, look: Callable[..., str]
) -> None:
    page = look(file=workbook(("Nom", "Courriel"), ("Zoé <b>", "zoe@example.org")))
    assert "Zoé &lt;b&gt;" in page
    confirm(owner, opening, page.replace("&lt;", "<").replace("&gt;", ">"))

    assert found(session, opening) == {("Zoé <b>", "zoe@example.org")}


@pytest.mark.parametrize("file", [b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old"])
def test_a_file_that_is_no_list_is_refused_in_words(look: Callable[..., str], file: bytes) -> None:
    assert 'href="#file"' in look(file=file, status=422)


def test_an_empty_form_says_what_to_do(look: Callable[..., str]) -> None:
    assert "Paste a list or choose a file" in look(status=422)


def test_before_an_owner_has_accepted_the_key_the_list_says_that_links_start_nothing(
    session: Session, look: Callable[..., str], opening: Opening
) -> None:
    words = "These links start nothing until an owner has accepted the key"
    assert words not in look(GOOD)

    terms = get_administration(session, opening.id)
    terms.acknowledged_by_id, terms.acknowledged_at = None, None
    session.commit()

    assert words in look(GOOD)


def test_twins_are_told_and_added_all_the_same(
    house: House, opening: Opening, look: Callable[..., str]
) -> None:
    house.candidate(opening, "Ada Example", "ada@example.org")
    text = look("Ada Example, ada+jobs@example.org")

    assert "most likely leads to the same mailbox as that of Ada Example in this opening" in text
    assert "Add 1 person" in text


@pytest.mark.usefixtures("with_mail")
def test_with_a_mail_server_people_are_added_and_invited(look: Callable[..., str]) -> None:
    text = look(GOOD)

    assert "Add and invite 3 people" in text
    assert "nothing is sent" not in text


def test_without_a_mail_server_every_page_on_the_way_says_that_nothing_is_sent(
    owner: FlaskClient, opening: Opening, look: Callable[..., str]
) -> None:
    first, second = owner.get(f"/openings/{opening.id}/add").text, look(GOOD)
    third = confirm(owner, opening, second)

    for text in (first, second, third):
        assert "No mail server is set, so nothing is sent" in text
        assert "send it by mail from here" not in text


def test_links_stand_fifty_on_a_page_and_the_file_holds_them_all(
    owner: FlaskClient,
    session: Session,
    house: House,
    opening: Opening,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(open_links, "PAGE_LINKS", 2)
    people = {name: house.candidate(opening, name) for name in ("=Ada", "Bo", "Cy", "Di", "Eve")}
    withdraw(session, people["Di"], now=NOW)
    session.commit()
    path, shown = f"/openings/{opening.id}/links", []
    while path:
        text = owner.get(path).text
        shown.append(re.findall(r"<h2><bdi>([^<]+)", text))
        onward = re.search(r'href="([^"]+)" rel="next"', text)
        path = onward[1] if onward else ""
    file = owner.get(f"/openings/{opening.id}/links.csv")
    rows = list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"))))

    assert shown == [["=Ada", "Bo"], ["Cy", "Eve"]]
    assert [row["name"] for row in rows] == ["'=Ada", "Bo", "Cy", "Eve"]
    assert rows[1]["link"] in owner.get(f"/openings/{opening.id}/links").text
    assert file.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("with_mail")
@pytest.mark.parametrize(("tick", "n_mails"), [("y", 2), ("", 0)])
def test_invitations_are_mailed_where_that_is_wanted(
    owner: FlaskClient,
    session: Session,
    opening: Opening,
    look: Callable[..., str],
    tick: str,
    n_mails: int,
) -> None:
    confirm(owner, opening, look(GOOD), **({"send_mail": tick} if tick else {}))
    session.rollback()

    assert [one.kind for one in session.exec(select(Mail))] == ["invitation"] * n_mails


def test_nothing_is_added_to_a_closed_opening(
    owner: FlaskClient, session: Session, house: House, opening: Opening, look: Callable[..., str]
) -> None:
    page = look(GOOD)
    openings.close_opening(session, opening, staff=house.staff[Role.OWNER], now=desk.now())
    session.commit()
    look(GOOD, status=302)

    confirm(owner, opening, page)
    assert found(session, opening) == set()
    assert "This opening is closed" in owner.get(f"/openings/{opening.id}/add").text
