"""What the documentation tells people to type exists, and what exists is documented."""

import re
from importlib import import_module

import click
import pytest

from hiring.cli import COMMANDS, cli
from hiring.config import Settings

FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(
    r"(?:^|[\s/])hiring ([a-z]+(?:-[a-z]+)*)(?: ([a-z][a-z-]*))?([^\n|`]*)", re.MULTILINE
)
MAKE = re.compile(r"^make ([a-z]+)\b", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def pages(root):
    return [root / "README.md", *sorted(root.glob("docs/*.md"))]


def code(path):
    """The parts of a page that are typed: fenced blocks and words in backticks."""
    text = path.read_text(encoding="utf-8")
    fenced = FENCE.findall(text)
    return "\n".join([*fenced, *INLINE.findall(FENCE.sub("", text))])


def targets(root):
    return set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(), re.MULTILINE))


def loaded(name):
    module, attribute = COMMANDS[name].split(":")
    return getattr(import_module(module), attribute)


def test_every_make_target_that_is_named_exists(root):
    named = {(p.name, one) for p in pages(root) for one in MAKE.findall(code(p))}

    assert named
    assert {pair for pair in named if pair[1] not in targets(root)} == set()


def test_every_command_that_is_named_exists(root):
    named = {(p.name, m[1], m[2]) for p in pages(root) for m in COMMAND.finditer(code(p))}
    unknown = {one for one in named if one[1] not in COMMANDS}

    assert named
    assert unknown == set()


def test_every_part_of_a_group_that_is_named_exists(root):
    groups = {name for name in COMMANDS if isinstance(loaded(name), click.Group)}
    named = {
        (p.name, m[1], m[2])
        for p in pages(root)
        for m in COMMAND.finditer(code(p))
        if m[1] in groups and m[2]
    }

    assert named
    assert {one for one in named if one[2] not in loaded(one[1]).commands} == set()


def test_every_option_that_is_typed_exists(root):
    unknown = set()
    for page in pages(root):
        for found in COMMAND.finditer(code(page)):
            command = loaded(found[1]) if found[1] in COMMANDS else None
            if isinstance(command, click.Group):
                command = command.commands.get(found[2] or "")
            if command is None:
                continue
            known = {name for p in command.params for name in (*p.opts, *p.secondary_opts)}
            typed = set(re.findall(r"(?<!\S)--[a-z-]+", found[3])) - {"--help"}
            unknown |= {(page.name, found[0].strip(), one) for one in typed - known}

    assert unknown == set()


def test_every_command_is_documented(root):
    text = (root / "docs/operations.md").read_text(encoding="utf-8")

    assert {name for name in COMMANDS if f"hiring {name}" not in text} == set()


def test_the_list_of_commands_is_the_list_of_help_texts():
    context = click.Context(cli)

    assert cli.list_commands(context) == list(COMMANDS)
    assert {name for name in COMMANDS if name not in cli.get_help(context)} == set()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name):
    assert loaded(name).help


def test_every_setting_is_documented(root):
    text = "".join(page.read_text(encoding="utf-8") for page in pages(root))
    names = {f"HIRING_{name.upper()}" for name in Settings.model_fields}

    assert {name for name in names if name not in text} == set()


def test_every_setting_that_is_documented_exists(root):
    names = {f"HIRING_{name.upper()}" for name in Settings.model_fields}
    named = {one for page in pages(root) for one in re.findall(r"HIRING_[A-Z_]+\b", code(page))}

    assert {one for one in named if not one.startswith("HIRING_TEST_")} - names == set()


def test_the_documented_defaults_are_the_defaults(root):
    rows = re.findall(
        r"^\| `HIRING_([A-Z_]+)` \| `([^`]*)` \|",
        (root / "docs/operations.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    told = {name.lower(): default for name, default in rows}
    defaults = {name: str(field.default) for name, field in Settings.model_fields.items()}
    wrong = {
        (name, text)
        for name, text in told.items()
        if name in defaults and text.lower() != defaults[name].lower()
    }

    assert told
    assert wrong == set()


def test_every_link_leads_somewhere(root):
    broken = {
        (page.name, target)
        for page in [*pages(root), root / "CHANGELOG.md"]
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    }

    assert broken == set()


def test_every_test_that_is_named_exists(root):
    pages = [page.read_text(encoding="utf-8") for page in root.glob("docs/*.md")]
    named = {name for text in pages for name in re.findall(r"`(tests/[\w/]+\.py)`", text)}

    assert len(named) > 50
    assert {name for name in named if not (root / name).is_file()} == set()


def test_the_readme_leads_to_every_page(root):
    text = (root / "README.md").read_text(encoding="utf-8")

    assert {p.name for p in root.glob("docs/*.md") if f"docs/{p.name}" not in text} == set()


def test_every_file_that_the_makefile_runs_exists(root):
    text = (root / "Makefile").read_text()
    files = re.findall(r"(?<![\w./$)])((?:tests|docs|hiring)/[\w/.-]+\.(?:py|cfg))", text)
    modules = [name.replace(".", "/") for name in re.findall(r"-m (tests[\w.]+)", text)]

    assert {file for file in files if not (root / file).exists()} == set()
    assert {m for m in modules if not (root / m / "__main__.py").exists()} == set()


def test_every_make_target_says_what_it_does(root):
    text = (root / "Makefile").read_text()
    public = set(re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)[0].split())
    told = set(re.findall(r"^([a-z]+):.*## \S", text, re.MULTILINE))

    assert public == told
