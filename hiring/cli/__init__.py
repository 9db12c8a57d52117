"""The ``hiring`` command. Each group is imported when it is called, so that ``--help`` is quick."""

from importlib import import_module

import click

from hiring import __version__
from hiring.errors import HiringError

COMMANDS = {
    "init": "hiring.cli.house:init",
    "upgrade": "hiring.cli.house:upgrade",
    "serve": "hiring.cli.serve:serve",
    "worker": "hiring.cli.serve:worker",
    "demo": "hiring.cli.demo:demo",
    "rehearse": "hiring.cli.rehearse:rehearse",
    "bank": "hiring.cli.bank:bank",
    "simulate": "hiring.cli.simulate:simulate",
    "report": "hiring.cli.report:report",
    "staff": "hiring.cli.staffing:staff",
    "verify": "hiring.cli.house:verify",
    "retention": "hiring.cli.keeping:keep_promise",
    "hold": "hiring.cli.keeping:hold",
    "erase": "hiring.cli.erasing:erase",
    "erased": "hiring.cli.backups:erased",
    "records": "hiring.cli.records:records",
    "backup": "hiring.cli.backups:backup",
    "restore": "hiring.cli.backups:restore",
    "audit": "hiring.cli.auditing:audit_group",
    "recount": "hiring.cli.recounting:recount",
    "sbom": "hiring.cli.sbom:sbom",
    "service-levels": "hiring.cli.service_levels:service_levels",
}
SHORT_HELP = {
    "init": "Create the database and publish the shipped banks.",
    "upgrade": "Bring the database to this version.",
    "serve": "Serve the app; on the embedded database with a worker beside it.",
    "worker": "Run background jobs.",
    "demo": "Try everything with simulated candidates.",
    "rehearse": "Let many simulated candidates answer at once, and count what was kept.",
    "bank": "Write, check and publish question banks.",
    "simulate": "Ask with simulated people whether our numbers tell the truth.",
    "report": "Make the technical report of a form.",
    "staff": "Add people who work with results, help them in, close accounts.",
    "verify": "Check the code on a printed brief by computing the score again.",
    "retention": "List, mark or erase people whose time of storage is over.",
    "hold": "Keep somebody from being erased, for a dispute or an inquiry.",
    "erase": "Erase one person who asked for it.",
    "erased": "List the ids of all who were erased, or erase them again.",
    "records": "Write what is processed, what for, who sees it and how long.",
    "backup": "Copy the database while it is in use.",
    "restore": "Put a backup in place; erase again who was erased since.",
    "audit": "Check that no audit entry was altered or cut off.",
    "recount": "Compare what lists show with what it comes from.",
    "sbom": "List every installed package, for scanners (CycloneDX).",
    "service-levels": "Count from logs whether pages were there as we promise ourselves.",
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(SHORT_HELP.items()))


@click.group(cls=LazyGroup)
@click.version_option(__version__, prog_name="hiring")
def cli() -> None:
    """A hiring screen for empathy with customers that you run yourself."""


def main() -> None:
    """Run the command; what we can foresee ends in one clear sentence and status 1."""
    try:
        cli(prog_name="hiring")
    except HiringError as error:
        raise SystemExit(f"hiring: {error}") from None
    except Exception as error:
        if not _says_no_tables(error):
            raise
        raise SystemExit("hiring: the database has no tables yet. Run: hiring init") from None


def _says_no_tables(error: Exception) -> bool:
    """Whether the database says so. Known by its words: importing its classes would slow --help."""
    words = str(error)
    return "no such table" in words or ("relation" in words and "does not exist" in words)
