"""``hiring bank from-qti``: what an import did, in words."""

from collections.abc import Iterator
from pathlib import Path

import click

from hiring.banks.faults import BankFaultsError
from hiring.banks.qti.importing import FolderTakenError, Imported, import_package
from hiring.banks.qti.report import WORDS_FILE
from hiring.cli.bank_report import fault_lines, plain
from hiring.cli.bank_starter import require_fit

_ID, _TITLE, _LANGUAGE = "bank", "Title", "en"  # stand in where the package is asked


def imported_lines(
    package: Path, out: Path, *, bank_id: str, title: str, language: str
) -> list[str]:
    """Import a package and say what came of it.

    Raises:
        ClickException: A word does not fit, something else stands in the folder, or nothing can be
            written there.
        SystemExit: The package cannot be used; every fault of it was told.
    """
    require_fit(bank_id or _ID, title or _TITLE, language or _LANGUAGE)
    try:
        done = import_package(package, out, bank_id=bank_id, title=title, language=language)
    except BankFaultsError as error:
        lines = fault_lines(package, error.faults, "error")
        click.echo("\n".join([*lines, "", "Nothing was written."]), err=True)
        raise SystemExit(1) from error
    except FolderTakenError as error:
        raise click.ClickException(_taken(error)) from error
    except OSError as error:
        message = f"Nothing could be written to {out}: {error.strerror or 'unknown reason'}."
        raise click.ClickException(plain(message)) from error
    return [plain(line) for line in _told(done)]


def _told(done: Imported) -> Iterator[str]:
    report = done.report
    scenarios = report.draft.scenarios
    n_items = sum(len(one.items) for one in scenarios)
    yield f"{'Written' if done.is_new else 'There already, the same in every byte'}: {done.folder}"
    yield f"  items: {n_items}, scenarios: {len(scenarios)}, left out: {len(report.draft.left_out)}"
    yield f"  {len(report.left_over)} things could not be honoured, {len(report.changed)} changed"
    yield f"  {len(report.to_do)} places are left to you"
    yield f"Read {done.folder / WORDS_FILE}, then run: hiring bank check {done.folder}"


def _taken(error: FolderTakenError) -> str:
    listed = "\n".join(f"  {plain(name)}" for name in error.files)
    remedy = "Choose another --id or --out. Nothing was written."
    return f"{error.folder} holds something else. These files differ:\n{listed}\n{remedy}"
