"""Lists of people as they come from mails and spreadsheets."""

import io
import time
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook

from hiring.openings.listed import ReadingFault, read_people_file, read_people_text
from hiring.openings.people import Person, mailbox_of, name_key, split_line
from hiring.openings.spreadsheets import MAX_BYTES, MAX_ROWS, FileFault, FileFaultError

ADA = Person("Ada Example", "ada@example.org")


def workbook(*rows: tuple[object, ...], titles: tuple[str, ...] = ("People",)) -> bytes:
    book = Workbook()
    book.active.title = titles[0]
    for title in titles[1:]:
        book.create_sheet(title)
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def people(reading) -> list[tuple[int, Person]]:
    return [(one.row, one.person) for one in reading.people]


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("Ada Example", Person("Ada Example", None)),
        ("Ada Example <ADA@example.org>", ADA),
        ('"Example, Ada" <ada@example.org>;', Person("Example, Ada", "ada@example.org")),
        ("Example, Ada", Person("Example, Ada", None)),
        ("Example, Ada, ada@example.org", Person("Example, Ada", "ada@example.org")),
        ("Ada\tada@example.org", Person("Ada", "ada@example.org")),
        ("Ada\t", Person("Ada", None)),
        ("ada@example.org", Person("", "ada@example.org")),
        ("Ada \u202eelpmaxE", Person("Ada elpmaxE", None)),
    ],
)
def test_a_line_is_read_as_name_and_address(line, person):
    assert split_line(line) == person
    assert people(read_people_text(line)) == [(1, person)]


def test_rows_are_counted_as_people_see_them():
    found = people(read_people_text("Ada\n\n\nBo\n"))

    assert found == [(1, Person("Ada", None)), (4, Person("Bo", None))]


@pytest.mark.parametrize(
    "head",
    [
        ("Name", "E-Mail"),
        ("Full name", "Email address"),
        ("Nom", "Adresse e-mail"),
        ("Nom complet", "Courriel"),
        ("Nombre", "Correo electrónico"),
        ("NOMBRE COMPLETO", "correo"),
    ],
)
def test_headings_are_known_in_three_languages(head):
    reading = read_people_file(workbook(head, ("Ada Example", "Ada@Example.org")))

    assert people(reading) == [(2, ADA)]


@pytest.mark.parametrize(
    "head",
    [
        ("First name", "Last name", "Mail"),
        ("Prénom", "Nom", "Courriel"),
        ("Nombre", "Apellidos", "Correo"),
    ],
)
def test_given_and_family_name_become_one_name(head):
    reading = read_people_file(workbook(head, ("Ada", "Example", "ada@example.org")))

    assert people(reading) == [(2, ADA)]


@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_file_is_read_as_spreadsheets_save_it(mark, separator):
    text = f'Mail{separator}Name\r\nzoe@example.org{separator}"Zoé Exemple"\r\n'
    reading = read_people_file(text.encode(mark))

    assert people(reading) == [(2, Person("Zoé Exemple", "zoe@example.org"))]


def test_a_file_without_headings_is_read_by_what_stands_in_it():
    reading = read_people_file(b"ada@example.org,Ada Example\nBo,bo at example\n")

    assert people(reading) == [(1, ADA), (2, Person("Bo", "bo at example"))]


def test_a_column_that_nobody_knows_is_named_and_nothing_is_read():
    reading = read_people_file(workbook(("Name", "Emial"), ("Ada", "ada@example.org")))

    assert reading.people == ()
    assert [(one.row, one.code, one.text) for one in reading.misread] == [
        (1, ReadingFault.UNKNOWN_COLUMN, "Emial")
    ]


def test_faults_of_rows_are_told_beside_a_column_that_nobody_knows():
    text = "Name,Mail address,Phone\nAda,ada@example.org,1\nBo,bo@example.org,2,more\n"
    reading = read_people_file(text.encode())

    assert [(one.row, one.code) for one in reading.misread] == [
        (1, ReadingFault.UNKNOWN_COLUMN),
        (3, ReadingFault.TOO_MANY_CELLS),
    ]
    assert [one.person for one in reading.people] == [Person("Ada", "ada@example.org")]


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        (("Mail", "Email", "Name"), ReadingFault.TWICE),
        (("Mail", "First name"), ReadingFault.NO_NAME_COLUMN),
    ],
)
def test_headings_that_do_not_fit_together_are_told(head, fault):
    reading = read_people_file(workbook(head, ("a", "b", "c")))

    assert [one.code for one in reading.misread] == [fault]


def test_a_formula_is_not_worked_out_but_told():
    rows = [("Name", "Mail"), ('="Ada"&" X"', "ada@example.org"), ("Bo", "bo@example.org")]
    reading = read_people_file(workbook(*rows))

    assert [(one.row, one.code) for one in reading.misread] == [(2, ReadingFault.FORMULA)]
    assert people(reading) == [(3, Person("Bo", "bo@example.org"))]


def test_only_the_first_sheet_is_read():
    content = workbook(("Ada Example", "ada@example.org"), titles=("One", "Two"))

    assert people(read_people_file(content)) == [(1, ADA)]


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return content.getvalue()


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
OUTSIDE = '<!ENTITY a11 SYSTEM "file:///etc/hostname">'


def with_doctype(entities: str, encoding: str) -> bytes:
    """A workbook whose first sheet has entities of its own."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(("Ada", "ada@example.org")))) as before,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            text = before.read(name).decode()
            if name.endswith("sheet1.xml"):
                declared = f'<?xml version="1.0" encoding="{encoding}"?>'
                text = f'{declared}<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>{text}'
            after.writestr(name, text.encode(encoding if name.endswith("sheet1.xml") else "utf-8"))
    return content.getvalue()


def many_parts() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        for number in range(6_000):
            parts.writestr(f"{number}", b"")
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("entities", [LAUGHS, OUTSIDE], ids=["grows without end", "names a file"])
def test_a_sheet_that_defines_entities_is_refused_at_once(entities, encoding):
    begun = time.perf_counter()
    with pytest.raises(FileFaultError) as fault:
        read_people_file(with_doctype(entities, encoding))

    assert fault.value.code is FileFault.NOT_READABLE
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", FileFault.EMPTY),
        (b"\n , \n", FileFault.EMPTY),
        (b"Name,Mail\n", FileFault.EMPTY),
        (b"a" * (MAX_BYTES + 1), FileFault.TOO_BIG),
        (bomb(), FileFault.TOO_BIG),
        (many_parts(), FileFault.TOO_BIG),
        (b"x\n" * (MAX_ROWS + 2), FileFault.TOO_MANY_ROWS),
        (b",".join([b"x"] * 13), FileFault.TOO_MANY_COLUMNS),
        (b"\xd0\xcf\x11\xe0 old", FileFault.OLD_EXCEL),
        (b"PK\x03\x04 broken", FileFault.NOT_READABLE),
        (b"\x00\x01\x02", FileFault.NOT_READABLE),
    ],
)
def test_what_is_no_list_is_refused_with_a_reason(content, code):
    with pytest.raises(FileFaultError) as fault:
        read_people_file(content)

    assert fault.value.code is code


@pytest.mark.parametrize(
    "content",
    [bomb(), many_parts(), b"x" * (MAX_BYTES + 1), with_doctype(LAUGHS, "utf-8")],
    ids=["grows", "many parts", "too big", "entities"],
)
def test_what_would_use_up_the_machine_is_refused_in_a_second_and_a_hundred_megabytes(content):
    begun = time.process_time()
    with pytest.raises(FileFaultError):
        read_people_file(content)
    seconds = time.process_time() - begun
    tracemalloc.start()  # by itself, since it takes time
    with pytest.raises(FileFaultError):
        read_people_file(content)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert seconds < 1
    assert most < 100_000_000


def test_a_sheet_with_a_row_far_below_is_read_to_its_end():
    book = Workbook()
    book.active["A1"], book.active["A9000"] = "Ada", "Bo"
    content = io.BytesIO()
    book.save(content)

    rows = people(read_people_file(content.getvalue()))
    assert rows == [(1, Person("Ada", None)), (9000, Person("Bo", None))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada+jobs@example.org", "ADA@example.org"),
        ("a.da@gmail.com", "ada@googlemail.com"),
    ],
)
def test_addresses_of_one_mailbox_are_known(one, other):
    assert mailbox_of(one) == mailbox_of(other)


def test_dots_count_where_hosts_count_them():
    assert mailbox_of("a.da@example.org") != mailbox_of("ada@example.org")


def test_names_are_compared_without_accents_and_order():
    assert name_key("ÉXAMPLE, Ada") == name_key("Ada Example")
