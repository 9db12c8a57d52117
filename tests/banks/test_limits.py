"""Hostile files end as one fault, soon."""

import os
from itertools import islice, product
from string import ascii_lowercase
from time import process_time

import pytest

from hiring.banks.faults import BankFaultsError, Fault
from hiring.banks.limits import MAX_FILE_BYTES, MAX_TEXT_CHARACTERS, FileText, read_toml
from hiring.banks.loader import load_bank
from tests.banks.folders import write_bank

NAMES = ["".join(letters) for letters in islice(product(ascii_lowercase, repeat=4), 200_000)]

HOSTILE = {
    "nested brackets": ("a = " + "[" * 100_000, "nest"),
    "nested brackets, closed": ("a = " + "[" * 100_000 + "]" * 100_000, "nest"),
    "nested braces": ("a = " + "{b = " * 100_000, "nest"),
    "dotted key": (".".join("a" * 400_000) + " = 1", "nest"),
    "dotted header": ("[" + ".".join("a" * 400_000) + "]", "nest"),
    "tables in tables": ("".join(f"[{'.'.join('a' * n)}]\n" for n in range(1, 30)), "nest"),
    "two levels too deep by header and value": ("[a.b.c.d.e.f]\nx = [[[[[[[1]]]]]]]", "nest"),
    "many keys in one table": ("a = {" + ",".join(f"{n}=1" for n in NAMES[:140_000]) + "}", "more"),
    "many values": ("a = [" + "1," * 200_000 + "]", "more than 100,000"),
    "too many keys, below the size": ("\n".join(f"{n}=1" for n in NAMES[:130_000]), "more than"),
    "too many keys, above the size": ("\n".join(f"{n}=1" for n in NAMES), "larger than"),
    "as many unknown fields as one table may hold": (
        "\n".join(f"{n}=1" for n in NAMES[:1_990]),
        "not a field",
    ),
    "many tables": ("\n".join(f"[{n}]" for n in NAMES[:130_000]), "more than"),
    "many unknown fields": ("\n".join(f"{n}=1" for n in NAMES[:49_000]), "more than 2,000"),
    "NUL byte": ('a = "\0"', "not valid TOML"),
    "NUL bytes only": ("\0" * 1000, "not valid TOML"),
    "many escapes": ('a = "' + "\\u0041" * 160_000 + '"', "longer than"),
    "long text": ('title = "' + "a" * (MAX_TEXT_CHARACTERS + 1) + '"', "longer than"),
    "long name": ("a" * (MAX_TEXT_CHARACTERS + 1) + " = 1", "longer than"),
    "long number": ("a = " + "9" * 900_000, "not valid TOML"),
    "long hexadecimal number": ("schema = 0x" + "f" * 900_000, "maximum size"),
    "unclosed string full of escapes": ('a = "' + '\\"' * 400_000, "not valid TOML"),
    "unclosed text full of quotes": ('a = """' + '""\\' * 300_000, "not valid TOML"),
    "unclosed strings on many lines": ('"\n' * 400_000, "not valid TOML"),
    "apostrophes": ("'" * 999_999, "not valid TOML"),
    "closing brackets": ("]" * 999_999, "not valid TOML"),
    "empty lines": ("\n" * 999_999, "missing"),
    "byte order mark": ("\ufeffschema = 1", "byte order mark"),
    "key twice": ("a = 1\na = 2", "not valid TOML"),
}


@pytest.mark.parametrize(("text", "message"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_a_fault_within_a_second(tmp_path, text, message):
    folder = write_bank(tmp_path)
    (folder / "bank.toml").write_text(text, encoding="utf-8")

    faults, seconds = timed_faults(folder)

    is_named = any(message in fault.message for fault in faults)
    assert (is_named, seconds < 1) == (True, True), (faults[0], seconds)


@pytest.mark.parametrize("file", ["bank.toml", "keys/1.toml", "guide.toml", "languages/fr.toml"])
def test_each_kind_of_file_is_guarded(tmp_path, file):
    folder = write_bank(tmp_path)
    (folder / file).write_text("a = " + "[" * 100_000, encoding="utf-8")

    faults, _ = timed_faults(folder)

    assert (faults[0].file, "nest" in faults[0].message) == (file, True)


def test_a_report_that_grows_too_long_says_how_much_is_left_out(tmp_path):
    folder = write_bank(tmp_path)
    lines = "".join(f"{name} = 1\n" for name in NAMES[:1_000])
    text = (folder / "bank.toml").read_text(encoding="utf-8")
    (folder / "bank.toml").write_text(lines + text, encoding="utf-8")

    assert timed_faults(folder)[0][-1].message == "500 more faults of this file are left out."


def test_a_sparse_giant_is_not_read(tmp_path):
    folder = write_bank(tmp_path)
    os.truncate(folder / "bank.toml", 1_000_000_000)

    faults, seconds = timed_faults(folder)

    assert ("larger than" in faults[0].message, seconds < 1) == (True, True)


def test_a_link_to_a_file_is_refused(tmp_path):
    folder = write_bank(tmp_path)
    (folder / "bank.toml").rename(tmp_path / "elsewhere.toml")
    (folder / "bank.toml").symlink_to(tmp_path / "elsewhere.toml")

    assert "not a plain file" in timed_faults(folder)[0][0].message


def test_a_link_to_a_folder_is_refused(tmp_path):
    folder = write_bank(tmp_path)
    (folder / "keys").rename(tmp_path / "elsewhere")
    (folder / "keys").symlink_to(tmp_path / "elsewhere")

    assert "is a link" in timed_faults(folder)[0][0].message


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    folder = write_bank(tmp_path)
    (folder / "bank.toml").unlink()
    os.mkfifo(folder / "bank.toml")

    assert "not a plain file" in timed_faults(folder)[0][0].message


def test_bytes_that_are_no_text_name_their_line(tmp_path):
    (tmp_path / "bank.toml").write_bytes(b"a = 1\nb = '\xff'")

    fault = read_toml(tmp_path, "bank.toml")

    assert isinstance(fault, Fault)
    assert (fault.line, "UTF-8" in fault.message) == (2, True)


def test_too_many_files_are_refused(tmp_path):
    folder = write_bank(tmp_path)
    for number in range(200):
        (folder / f"keys/{number + 2}.toml").write_text("", encoding="utf-8")

    assert "more than 100 files" in timed_faults(folder)[0][0].message


@pytest.mark.parametrize(
    "text",
    [
        'a = "[[[[[[[[[[[[[[[[[["',
        "a = '{{{{{{{{{{{{{{{{{{'",
        'a = """\n[[[[[[[ "quoted" [[[[[[[\n\\" [[[ """ # [[[[[[[[[[[[[[',
        "a = '''[[[[[[[[[[[[[[[ 'x' '''",
        "# [[[[[[[[[[[[[[[[[[[[[[[\na = 1",
        'a = """x""""" # two quotes of its own\nb = 1',
        'a = ""\nb = """"""\nc = "[[[[[[[[[[[[[[[["',
        "a = [[[[[[[[[[[1]]]]]]]]]]]",
    ],
)
def test_brackets_in_texts_and_comments_do_not_count(tmp_path, text):
    (tmp_path / "bank.toml").write_text(text, encoding="utf-8")

    assert isinstance(read_toml(tmp_path, "bank.toml"), FileText)


def test_a_file_of_the_largest_size_is_read(tmp_path):
    text = "a = 1\n#"
    (tmp_path / "bank.toml").write_text(text + "x" * (MAX_FILE_BYTES - len(text)), encoding="utf-8")

    assert isinstance(read_toml(tmp_path, "bank.toml"), FileText)


def timed_faults(folder):
    start = process_time()  # not the wall's: other work on the machine is not the file's fault
    with pytest.raises(BankFaultsError) as caught:
        load_bank(folder)
    return caught.value.faults, process_time() - start
