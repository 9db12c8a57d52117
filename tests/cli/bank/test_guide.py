"""The guide for authors: every command and example of it works as printed."""

import re
import shlex
import subprocess
import tomllib

from hiring import places
from hiring.banks.schema import ItemFormat, LanguageDocument
from tests.cli.bank.files import BANK, GUIDE, KEY, PROJECT

DOCS = PROJECT / "docs" / "private-banks.md"
STARTER = places.PACKAGE / "cli" / "starter"


def blocks(language):
    text = DOCS.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_every_command_of_the_guide_works_as_printed(hiring, place, monkeypatch):
    """In the order of the guide; our own commands in this process, which is ten times as quick."""
    failed = []
    for line in "".join(blocks("sh")).splitlines():
        match shlex.split(line):
            case ["hiring", *words]:
                is_good = hiring(*words).exit_code == 0
            case ["export", setting]:
                monkeypatch.setenv(*setting.split("=", maxsplit=1))
                is_good = True
            case _:
                is_good = subprocess.run(["sh", "-c", line], check=False).returncode == 0
        failed += [] if is_good else [line]

    assert failed == []


def test_the_guide_shows_every_command():
    shown = set(re.findall(r"^hiring bank (\w+)", "\n".join(blocks("sh")), re.MULTILINE))

    assert shown == {"new", "check", "show", "diff", "publish", "list", "lock", "trace"}


def test_the_examples_of_the_guide_stand_in_the_starter():
    starter = "\n".join((STARTER / file).read_text(encoding="utf-8") for file in (BANK, KEY, GUIDE))

    assert [block for block in blocks("toml") if block not in starter] == []


def test_the_guide_shows_every_format_and_every_method():
    shown = "\n".join(blocks("toml"))
    expected = [f'format = "{one}"' for one in ItemFormat]
    expected += [
        f'method = "{item["method"]}"'
        for item in tomllib.loads((STARTER / KEY).read_text())["items"]
    ]

    assert [line for line in expected if line not in shown] == []


def test_the_translation_of_the_guide_has_the_right_form():
    (block,) = blocks("toml fr")

    assert LanguageDocument.model_validate(tomllib.loads(block)).language == "fr"
