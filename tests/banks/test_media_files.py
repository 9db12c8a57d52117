"""Files beside the stems: of a known type, of a bearable size, and what their names say."""

import pytest

from hiring.banks.faults import BankFaultsError
from hiring.banks.loader import load_bank
from tests.banks.media import all_files, vtt, write_files, write_media_bank

FTYP = b"\x00\x00\x00\x18ftyp"
RIFF = b"RIFF\x00\x00\x00\x00"
MATROSKA = b"\x1a\x45\xdf\xa3\x8f\x42\x82\x88matroska"

# A name, its first bytes, and whether they fit.
CONTENTS = [
    ("a.png", b"\x89PNG\r\n\x1a\n", True),
    ("a.png", b"\xff\xd8\xff\xe0", False),
    ("a.jpg", b"\xff\xd8\xff\xe0", True),
    ("a.jpeg", b"\xff\xd8\xff\xdb", True),
    ("a.jpeg", b"<svg xmlns=", False),
    ("a.webp", RIFF + b"WEBP", True),
    ("a.webp", RIFF + b"WAVE", False),
    ("a.mp3", b"ID3\x04", True),
    ("a.mp3", b"\xff\xfb\x90\x00", True),
    ("a.mp3", b"\xff\xf1\x50\x80", False),  # raw AAC
    ("a.mp3", b"", False),
    ("a.ogg", b"OggS", True),
    ("a.ogg", RIFF + b"WAVE", False),
    ("a.m4a", FTYP + b"M4A ", True),
    ("a.m4a", FTYP + b"avif", False),
    ("a.mp4", FTYP + b"isom", True),
    ("a.mp4", FTYP + b"M4A ", False),  # sound without a picture
    ("a.mp4", FTYP + b"qt  ", False),
    ("a.webm", MATROSKA, False),
    ("a.webm", MATROSKA.replace(b"\x88matroska", b"\x84webm"), True),
]

# A name, what is in it, a piece of the one message.
UNFIT = [
    ("a.svg", b"<svg/>", "not used"),
    ("a.wav", RIFF + b"WAVE", "not used"),
    ("a.PNG", b"\x89PNG\r\n\x1a\n", "not used"),
    (".DS_Store", b"", "not used"),
    ("a.vtt", b"1\n00:00.000 --> 00:01.000\nHello\n", "do not start with WEBVTT"),
    ("a.vtt", b"WEBVTT\n\nHello\n", "no captions"),
    ("a.vtt", b"WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHello\n", "cannot be read"),
    ("a.vtt", b"WEBVTT\n\n00:02.000 --> 00:01.000\nHello\n", "ends before it starts"),
    ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n\nHello\n", "says nothing"),
    ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n\xe9t\xe9\n", "not UTF-8"),
]
UNUSED = "No scenario uses this file."


@pytest.fixture
def folder(tmp_path):
    return write_media_bank(tmp_path)


def faults_of(folder):
    with pytest.raises(BankFaultsError) as caught:
        load_bank(folder)
    return caught.value.faults


def messages(folder, name):
    """What is said about a file that no scenario uses, other than that."""
    found = [fault.message for fault in faults_of(folder) if fault.file == f"media/{name}"]
    return [message for message in found if message != UNUSED]


@pytest.mark.parametrize(("name", "head", "fits"), CONTENTS)
def test_a_file_must_be_what_its_name_says(folder, name, head, fits):
    write_files(folder, {name: head})

    expected = [] if fits else [f"The file's first bytes are not those of a {name[1:]} file."]
    assert messages(folder, name) == expected


@pytest.mark.parametrize(("name", "content", "message"), UNFIT, ids=[case[2] for case in UNFIT])
def test_a_file_that_cannot_be_used_is_named(folder, name, content, message):
    write_files(folder, {name: content})

    (found,) = messages(folder, name)
    assert message in found


@pytest.mark.parametrize(
    ("name", "n_bytes", "message"),
    [
        ("a.png", 1_000_000, "The file is larger than 1 MB."),
        ("a.ogg", 10_000_000, "The file is larger than 10 MB."),
        ("a.webm", 60_000_000, "The file is larger than 60 MB."),
        ("a.vtt", 200_000, "The file is larger than 200 kB."),
    ],
)
def test_a_file_has_a_largest_size(folder, name, n_bytes, message):
    with (folder / "media" / name).open("wb") as stream:
        stream.truncate(n_bytes)
    before = messages(folder, name)
    with (folder / "media" / name).open("ab") as stream:
        stream.truncate(n_bytes + 1)

    assert (message in before, messages(folder, name)) == (False, [message])


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(b"\xef\xbb\xbf" + vtt(), id="a byte order mark"),
        pytest.param(vtt().replace(b"\n", b"\r\n"), id="lines of another system"),
        pytest.param(b"WEBVTT - A call\n\nNOTE of mine\n\n" + vtt()[8:], id="a title and a note"),
        pytest.param(b"WEBVTT\n\nfirst\n00:01.000 --> 01:00:02.500 line:1\nHello\n", id="settings"),
    ],
)
def test_captions_may_be_written_as_the_standard_allows(folder, words):
    write_files(folder, {"call.vtt": words})

    assert load_bank(folder).media["call.vtt"].mime == "text/vtt"


def test_a_fault_of_captions_has_its_line(folder):
    write_files(folder, {"call.vtt": vtt() + b"\n00:05 --> 00:06\nAnd?\n"})

    assert [(fault.file, fault.line) for fault in faults_of(folder)] == [("media/call.vtt", 6)]


def test_a_link_is_not_followed(folder, tmp_path):
    (tmp_path / "elsewhere.png").write_bytes(all_files()["shelf.png"])
    (folder / "media" / "shelf.png").unlink()
    (folder / "media" / "shelf.png").symlink_to(tmp_path / "elsewhere.png")

    assert messages(folder, "shelf.png") == ["This is not a plain file."]


def test_a_linked_folder_is_not_followed(folder, tmp_path):
    (folder / "media").rename(tmp_path / "elsewhere")
    (folder / "media").symlink_to(tmp_path / "elsewhere")

    assert ("media", "This folder is a link.") in {
        (fault.file, fault.message) for fault in faults_of(folder)
    }


def test_a_folder_within_the_folder_is_a_fault(folder):
    (folder / "media" / "old").mkdir()

    assert messages(folder, "old") == ["There is a folder in the folder."]


def test_more_files_than_anybody_needs_are_refused(folder):
    write_files(folder, {f"n{number}.png": b"" for number in range(200)})

    assert "The folder holds more than 200 files." in {one.message for one in faults_of(folder)}


def test_a_bank_without_the_folder_has_no_media(tmp_path):
    folder = write_media_bank(tmp_path)
    for file in (folder / "media").iterdir():
        file.unlink()
    (folder / "media").rmdir()

    assert {one.message for one in faults_of(folder)} >= {
        "There is no file “shelf.png” in the folder media."
    }
