"""A package that could do harm is refused as a whole, quickly, with everything that is wrong."""

import io
import stat
import struct
import time
import tracemalloc
import zipfile

import pytest

from hiring.banks.faults import BankFaultsError
from hiring.banks.qti.importing import import_package
from hiring.banks.qti.packages import MANIFEST, MAX_PARTS, find_within
from tests.banks.qti import packages

BOMB = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>
<assessmentItem>&c;</assessmentItem>"""
MOST_BYTES = 100_000_000
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><assessmentItem/>"""


def refused(path, tmp_path):
    """The messages of a refusal, which took less than a second and left nothing."""
    assert memory_of_refusing(path, tmp_path) < MOST_BYTES
    started = time.process_time()
    with pytest.raises(BankFaultsError) as caught:
        import_package(path, tmp_path / "out")
    assert time.process_time() - started < 1
    assert not (tmp_path / "out").exists()
    return [fault.message for fault in caught.value.faults]


def memory_of_refusing(path, tmp_path):
    """The most bytes that it took; measured by itself, since measuring takes time."""
    tracemalloc.start()
    try:
        with pytest.raises(BankFaultsError):
            import_package(path, tmp_path / "out")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def zipped(tmp_path, *entries):
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(MANIFEST, packages.manifest([]))
        for name, content in entries:
            parts.writestr(name, content)
    return path


def linked(name):
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize("text", [BOMB, OUTSIDE])
def test_document_types_are_refused_where_they_begin(tmp_path, text):
    path = packages.write(tmp_path / "package.zip", {"pick": text})

    assert refused(path, tmp_path) == [
        "The file declares a document type, which could define entities."
    ]


def test_an_item_alone_is_held_to_the_same(tmp_path):
    path = tmp_path / "item.xml"
    path.write_text(BOMB)

    assert len(refused(path, tmp_path)) == 1


@pytest.mark.parametrize(
    "name", ["../up.png", "/etc/up.png", "a/../../up.png", "C:/up.png", "a\\..\\up.png", "a\x01b"]
)
def test_names_that_lead_elsewhere_are_refused(tmp_path, name):
    assert len(refused(zipped(tmp_path, (name, b"")), tmp_path)) == 1


def test_links_are_refused(tmp_path):
    path = zipped(tmp_path, (linked("item.xml"), "/etc/passwd"))

    assert refused(path, tmp_path) == ["This is a link or a device."]


def test_a_file_that_grows_without_measure_is_refused(tmp_path):
    path = zipped(tmp_path, ("large.mp4", b"\0" * 30_000_000))

    assert refused(path, tmp_path) == ["It grows more than 200 times when it is unpacked."]


def test_files_that_lie_over_each_other_are_refused(tmp_path):
    path = zipped(tmp_path, ("one.png", b"one" * 900), ("two.png", b"two" * 900))
    content = bytearray(path.read_bytes())
    first = content.rindex(b"PK\x01\x02", 0, content.rindex(b"two.png"))
    at = content.rindex(b"PK\x01\x02", 0, first)
    content[first + 42 : first + 46] = content[at + 42 : at + 46]
    path.write_bytes(content)

    assert "Files of the package lie over each other." in refused(path, tmp_path)


def test_a_hundred_thousand_files_are_refused_before_they_are_listed(tmp_path):
    path = tmp_path / "package.zip"
    entry = struct.pack(
        "<4s4B4HL2L5H2L", b"PK\x01\x02", *(0,) * 4, *(0,) * 4, *(0,) * 3, 1, *(0,) * 4, 0, 0
    )
    directory = (entry + b"a") * 100_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(directory), 0, 0)
    path.write_bytes(b"PK\x03\x04" + directory + end)

    assert refused(path, tmp_path) == [f"The package holds more than {MAX_PARTS:,} files."]


def test_every_fault_is_told_at_once(tmp_path):
    path = zipped(tmp_path, ("../a", b""), (linked("b"), "c"), ("same.png", b""), ("SAME.png", b""))

    assert len(refused(path, tmp_path)) == 3


def test_every_file_that_is_no_xml_is_told_with_its_line(tmp_path):
    items = {"pick": "<assessmentItem>\n<p>", "open": "no xml", "grid": packages.GRID}
    with pytest.raises(BankFaultsError) as caught:
        import_package(packages.write(tmp_path / "package.zip", items), tmp_path / "out")

    assert [(one.file, one.line) for one in caught.value.faults] == [
        ("items/pick.xml", 2),
        ("items/open.xml", 1),
    ]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<a>" * 5_000 + "</a>" * 5_000, "deep"),
        ("<a>" + "<b/>" * 60_000 + "</a>", "elements"),
        ("<a>" + "b" * 1_100_000 + "</a>", "larger"),
    ],
)
def test_what_is_too_deep_wide_or_long_is_refused(tmp_path, text, word):
    path = tmp_path / "item.xml"
    path.write_text(text)

    assert word in refused(path, tmp_path)[0]


def test_many_large_items_are_refused_together(tmp_path):
    items = {f"i{n}": f"<a n='{n}'>{'<b/>' * 19_000}</a>" for n in range(100)}
    path = packages.write(tmp_path / "package.zip", items)

    assert "The items hold more than can be read at once." in refused(path, tmp_path)


def test_a_package_without_manifest_is_refused(tmp_path):
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("item.xml", packages.PICK)

    assert refused(path, tmp_path) == ["The package has no manifest."]


def test_a_broken_package_is_refused(tmp_path):
    path = packages.write(tmp_path / "package.zip")
    path.write_bytes(path.read_bytes()[:-100])

    assert refused(path, tmp_path) == ["The package is broken."]


def test_an_item_that_is_not_there_is_told_with_its_line(tmp_path):
    path = zipped(tmp_path)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        parts.writestr(MANIFEST, packages.manifest(["items/none.xml"]))
    path.write_bytes(content.getvalue())

    assert refused(path, tmp_path) == ["The file “items/none.xml” is not in the package."]


@pytest.mark.parametrize(
    ("href", "name"),
    [
        ("media/a.png", "items/media/a.png"),
        ("../a.png#x", "a.png"),
        ("a%20b.png", "items/a b.png"),
        ("../../a.png", None),
        ("%2e%2e/%2e%2e/a.png", None),
        ("/a.png", None),
        ("https://example.org/a.png", None),
        ("", None),
    ],
)
def test_links_stay_within_the_package(href, name):
    assert find_within(href, "items/one.xml") == name
