"""``hiring bank``: write, check, show, compare and publish question banks.

Commands only; what they do stands in the modules beside this one, imported when a command runs:
checking a bank needs neither the app nor the database, and should not wait for them.
"""

from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from hiring.banks.loader import LoadedBank

FOLDER = click.Path(path_type=Path)


@click.group()
def bank() -> None:
    """Write, check and publish question banks.

    A bank's version is a folder, for example my-banks/shop-service/1.0.0. Instead of a folder you
    may give a bank and a version, which are then looked for among the shipped banks and in the
    folders named by HIRING_BANK_DIRS.
    """


@bank.command()
@click.argument("folder", type=FOLDER)
@click.option("--id", "bank_id", prompt="Id (small letters, digits, hyphens)", help="Its id.")
@click.option("--title", prompt="Title", help="The title that people read.")
@click.option("--language", default="en", show_default=True, help="The language you write in.")
def new(folder: Path, bank_id: str, title: str, language: str) -> None:
    """Write a small, complete bank below FOLDER to start from."""
    from hiring.cli.bank_starter import write_starter  # noqa: PLC0415

    place = write_starter(folder, bank_id=bank_id, title=title, language=language)
    click.echo(f"Written: {place}")
    click.echo("  bank.toml      what candidates see: facets, forms, scenarios, responses")
    click.echo("  keys/1.toml    the scoring key, with a reason for every option")
    click.echo("  guide.toml     questions for interviewers")
    if not language.startswith("en"):
        click.echo(f"The samples are in English; write yours in “{language}”.")
    click.echo(f"Next: edit the files, then run: hiring bank check {place}")


@bank.command("from-qti")
@click.argument("package", type=FOLDER)
@click.option("--out", type=FOLDER, required=True, help="Where the bank's folder shall stand.")
@click.option("--id", "bank_id", default="", help="Its id. Default: from the package's name.")
@click.option("--title", default="", help="Its title. Default: that of the package.")
@click.option("--language", default="", help="Whose items to take. Default: that of most.")
def from_qti(package: Path, out: Path, bank_id: str, title: str, language: str) -> None:
    """Make a draft of a bank from the QTI package, or single item, at PACKAGE.

    What the package says and a bank cannot is listed in import-report.md, by file and line.
    """
    from hiring.cli.bank_qti import imported_lines  # noqa: PLC0415

    lines = imported_lines(package, out, bank_id=bank_id, title=title, language=language)
    click.echo("\n".join(lines))


@bank.command()
@click.argument("path")
@click.argument("version", required=False)
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
def check(path: str, version: str | None, strict: bool) -> None:  # noqa: FBT001
    """Name everything in the bank at PATH that is wrong or worth a second look."""
    from hiring.banks.check import judge  # noqa: PLC0415
    from hiring.cli.bank_report import fault_lines, summary_lines  # noqa: PLC0415

    folder = _version_folder(path, version)
    loaded = _load(folder, is_report=True)
    warnings = judge(loaded)
    click.echo("\n".join(summary_lines(loaded)))
    click.echo("\n" + "\n".join(fault_lines(folder, warnings, "warning")))
    if strict and warnings:
        raise SystemExit(1)


@bank.command()
@click.argument("path")
@click.argument("version", required=False)
@click.option("--key", "with_key", is_flag=True, help="Show how each option is keyed, and why.")
@click.option("--language", help="Show a translation.")
def show(path: str, version: str | None, with_key: bool, language: str | None) -> None:  # noqa: FBT001
    """Show the bank at PATH in words, as candidates read it."""
    from hiring.cli.bank_words import bank_lines  # noqa: PLC0415

    loaded = _load(_version_folder(path, version))
    _require_words(loaded, language, with_key=with_key)
    click.echo("\n".join(bank_lines(loaded, language, with_key=with_key)))


@bank.command()
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
def diff(old: Path, new: Path) -> None:
    """Tell the versions in the folders OLD and NEW apart."""
    from hiring.banks.diff import compare_banks  # noqa: PLC0415
    from hiring.cli.bank_report import difference_lines  # noqa: PLC0415

    before, after = (_load(_version_folder(str(path), None)) for path in (old, new))
    click.echo("\n".join(difference_lines(compare_banks(before, after))))


@bank.command()
@click.argument("path")
@click.argument("text", type=click.File(encoding="utf-8", errors="replace"))
@click.option("--version", help="The version, where PATH is a bank's id.")
def trace(path: str, text: TextIO, version: str | None) -> None:
    """Tell from which form of the bank at PATH a text was copied.

    TEXT is a file, or - for what is typed or piped in.
    """
    from hiring.cli.bank_trace import read_text, trace_lines  # noqa: PLC0415

    loaded = _load(_version_folder(path, version))
    click.echo("\n".join(trace_lines(loaded, read_text(text))))


@bank.command()
@click.argument("path")
@click.argument("version", required=False)
@click.option(
    "--public/--private",
    "is_public",
    default=False,
    help="Whether others can read the key. Default: private; shipped banks are always public.",
)
@click.option(
    "--accepted-by",
    default="",
    metavar="MAIL",
    help="The owner who takes responsibility for a key that was learned from people's results.",
)
def publish(path: str, version: str | None, is_public: bool, accepted_by: str) -> None:  # noqa: FBT001
    """Check the bank at PATH and store it in the database, where it can be used."""
    folder = _version_folder(path, version)
    loaded = _load(folder)
    # The app is built last: a bank with errors should be told so at once.
    from hiring.cli.bank_shelf import is_shipped, published_lines  # noqa: PLC0415

    lines = published_lines(
        loaded, is_public=is_public or is_shipped(folder), accepted_by=accepted_by
    )
    click.echo("\n".join(lines))


@bank.command()
@click.argument("bank_id", metavar="BANK")
@click.argument("version")
@click.option("--folder", type=FOLDER, help="The folder of banks. Default: the shipped ones.")
def lock(bank_id: str, version: str, folder: Path | None) -> None:
    """Freeze the files of VERSION of BANK in published.lock. For maintainers."""
    from hiring import places  # noqa: PLC0415
    from hiring.banks.lock import LOCK_FILE, LockedFileChangedError, lock_version  # noqa: PLC0415

    root = folder or places.banks_folder()
    _load(root / bank_id / version)
    try:
        added = lock_version(root, bank_id, version)
    except LockedFileChangedError as error:
        changed = "\n".join(f"  {path}" for path in error.paths)
        remedy = "Undo the change and publish a new version instead."
        raise click.ClickException(f"Frozen files were changed:\n{changed}\n{remedy}") from error
    for file in added:
        click.echo(f"Locked {file.path}")
    click.echo(f"{root / LOCK_FILE}: {len(added)} new.")


@bank.command("list")
def list_banks() -> None:
    """List what is published, and what lies in the bank folders and is not."""
    from hiring.cli.bank_shelf import shelf_lines  # noqa: PLC0415

    click.echo("\n".join(shelf_lines()))


def _version_folder(path: str, version: str | None) -> Path:
    """The folder of one version, from a path or from a bank's id and version."""
    from hiring.cli.bank_folders import find_version  # noqa: PLC0415

    if version is not None:
        return find_version(path, version)
    folder = Path(path)
    versions = sorted(one.parent.name for one in folder.glob("*/bank.toml"))
    if versions and not (folder / "bank.toml").exists():
        raise click.ClickException(
            f"{folder} is a bank; name one of its versions: "
            f"{', '.join(str(folder / name) for name in versions)}"
        )
    return folder


def _load(folder: Path, *, is_report: bool = False) -> "LoadedBank":
    """The bank, or a list of all its errors and status 1; on stdout where that was asked for."""
    from hiring.banks.faults import BankFaultsError  # noqa: PLC0415
    from hiring.banks.loader import load_bank  # noqa: PLC0415
    from hiring.cli.bank_report import fault_lines  # noqa: PLC0415

    try:
        return load_bank(folder)
    except BankFaultsError as error:
        click.echo("\n".join(fault_lines(folder, error.faults, "error")), err=not is_report)
        raise SystemExit(1) from error


def _require_words(loaded: "LoadedBank", language: str | None, *, with_key: bool) -> None:
    if with_key and loaded.latest_key is None:
        raise click.ClickException("This bank has no key yet.")
    if language not in {None, loaded.bank.language, *loaded.languages}:
        known = ", ".join((loaded.bank.language, *sorted(loaded.languages)))
        raise click.ClickException(f"There is no “{language}”. Languages of this bank: {known}")
