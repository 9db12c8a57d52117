"""Media in the database: frozen with their version, and read piece by piece."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from hiring import audit
from hiring.banks.loader import load_bank
from hiring.banks.media import BankMedia, get_media, read_media, store_media
from hiring.banks.publishing import publish
from hiring.banks.versions import bank_document
from hiring.errors import AlreadyPublishedError, NotFoundError
from tests.banks.media import FRENCH, all_files, ogg, png, write_media_bank
from tests.builders import NOW


@pytest.fixture
def folder(tmp_path):
    return write_media_bank(tmp_path / "banks")


@pytest.fixture
def publish_folder(session):
    """Publish and commit what lies in a folder; the version."""

    def publish_one(folder):
        version = publish(
            session, load_bank(folder), actor=audit.SYSTEM_ACTOR, now=NOW, is_public=False
        )
        session.commit()
        return version

    return publish_one


@pytest.fixture
def version(publish_folder, folder):
    return publish_folder(folder)


def names(session):
    return sorted(session.exec(select(BankMedia.name)))


def test_publishing_stores_every_file_as_it_is(session, version):
    rows = session.exec(select(BankMedia).where(BankMedia.bank_version_id == version.id))

    assert {row.name: row.content for row in rows} == all_files()


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("shelf.png", "image/png"),
        ("call.ogg", "audio/ogg"),
        ("call.vtt", "text/vtt"),
        ("desk.webm", "video/webm"),
    ],
)
def test_a_file_is_described_without_its_bytes(session, version, name, mime):
    found = get_media(session, version.id, name)

    assert (found.name, found.mime, found.n_bytes) == (name, mime, len(all_files()[name]))


def test_the_stored_document_names_the_digest_of_each_file(session, version):
    media = bank_document(session, version.id).get_scenario("late-parts").media

    assert [one.file_digest for one in media] == [
        get_media(session, version.id, one.file).digest for one in media
    ]


@pytest.mark.parametrize(("start", "stop"), [(0, 1), (5, 60), (60, 67), (0, 67), (60, 99)])
def test_a_piece_holds_the_bytes_from_start_to_stop(session, version, start, stop):
    picture = get_media(session, version.id, "shelf.png")

    assert read_media(session, picture, start, stop) == png()[start:stop]


def test_reading_a_file_touches_no_other(session, version):
    version_id, asked = version.id, []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    read_media(session, get_media(session, version_id, "shelf.png"), 0, 9)

    whole = [one.replace("length(bank_media.content)", "") for one in asked]
    assert ["content" in one for one in whole] == [False, True]
    assert "substr(bank_media.content" in asked[1]


@pytest.mark.parametrize("name", ["no-such.png", "../bank.toml", "SHELF.png", ""])
def test_an_unknown_name_is_not_found(session, version, name):
    with pytest.raises(NotFoundError):
        get_media(session, version.id, name)


def test_each_version_has_its_own_file_of_a_name(session, version, publish_folder, tmp_path):
    changed = {"shelf.png": png() + b"\n"}
    other = publish_folder(write_media_bank(tmp_path / "new", files=changed, version="1.0.1"))
    found = [get_media(session, one.id, "shelf.png") for one in (version, other)]

    assert [read_media(session, one, 0, one.n_bytes) for one in found] == [png(), png() + b"\n"]


def test_publishing_again_stores_nothing_new(session, version, publish_folder, folder):
    again = publish_folder(folder)

    assert again.id == version.id
    assert names(session) == sorted(all_files())


def test_another_file_under_the_same_version_is_refused(version, publish_folder, tmp_path):
    changed = write_media_bank(tmp_path / "new", files={"shelf.png": png() + b"\n"})

    with pytest.raises(AlreadyPublishedError):
        publish_folder(changed)


def test_a_new_language_brings_its_own_files(session, publish_folder, folder, tmp_path):
    (folder / FRENCH).rename(tmp_path / "fr.toml")
    french = {name: None for name in all_files() if name.startswith("appel")}
    for name in french:
        (folder / "media" / name).rename(tmp_path / name)
    publish_folder(folder)
    before = names(session)

    (tmp_path / "fr.toml").rename(folder / FRENCH)
    for name in french:
        (tmp_path / name).rename(folder / "media" / name)
    publish_folder(folder)
    assert sorted({*before, *french}) == names(session)


def test_a_file_that_changes_between_check_and_publishing_is_refused(session, folder):
    loaded = load_bank(folder)
    (folder / "media" / "call.ogg").write_bytes(ogg(2))

    with pytest.raises(AlreadyPublishedError, match=r"call\.ogg changed"):
        publish(
            session,
            loaded,
            actor=audit.SYSTEM_ACTOR,
            now=NOW + timedelta(days=1),
            is_public=False,
        )


def test_storing_says_what_was_new(session, version, folder):
    loaded = load_bank(folder)

    assert store_media(session, version.id, loaded.media.values()) == []
