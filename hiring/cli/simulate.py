"""``hiring simulate``: hold our figures against simulated people whose true scores are known."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from hiring.banks.loader import LoadedBank
    from hiring.banks.schema import KeyDocument
    from hiring.cli.simulate_words import Told
    from hiring.simulation import Findings, Study

FORMATS = ("text", "json", "html")
FILE_NAME = "simulation"
ENDING = {"text": "txt", "json": "json", "html": "html"}


@click.command()
@click.argument("path", metavar="BANK")
@click.argument("version", required=False)
@click.option("--key", "key_version", help="Version of the scoring key. Default: the latest.")
@click.option("--form", "form_id", help="Default: the bank's first form.")
@click.option("--sittings", default=500, show_default=True, help="On the measured rung; 100 up.")
@click.option("--pooled-sittings", default=40, show_default=True, help="On the pooled rung; 10-99.")
@click.option("--replications", default=200, show_default=True, help="Houses to draw per rung.")
@click.option("--seed", default=1, show_default=True, help="Same seed, same figures.")
@click.option("--cut", "cut_points", type=float, help="Who scores as much is selected; points.")
@click.option("--selected", default=0.5, show_default=True, help="Share to select without --cut.")
@click.option(
    "--group-difference",
    default=0.38,
    show_default=True,
    help="Between two groups in judgement, in standard deviations.",
)
@click.option(
    "--correlation",
    default=0.08,
    show_default=True,
    help="Mean correlation between scenarios.",
)
@click.option(
    "--lasting",
    default=0.0,
    show_default=True,
    help="Share of what people make of one scenario that would come back another time.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write text, JSON and page into this folder.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="What is printed.",
)
def simulate(
    path: str,
    version: str | None,
    key_version: str | None,
    form_id: str | None,
    out: Path | None,
    output_format: str,
    **asked: float,
) -> None:
    """Ask whether the numbers for BANK tell the truth, with simulated candidates.

    BANK is the folder of a version, or a bank's id followed by a VERSION. Simulated people are no
    evidence about real ones: they show whether our figures would be right if people were as the
    model assumes. Nothing is stored; no database is needed.
    """
    loaded = _load(path, version)
    key, form = _get_key(loaded, key_version), _get_form(loaded, form_id)
    study, findings = _run(loaded, key, form, asked)
    texts = _texts(study, findings, loaded, key.key_version, form)
    if out is not None:
        _write(out, texts)
    click.echo(texts[output_format], nl=False)


def _load(path: str, version: str | None) -> "LoadedBank":
    """The bank, or all its errors as ``hiring bank check`` tells them, and status 1."""
    from hiring.banks.faults import BankFaultsError  # noqa: PLC0415
    from hiring.banks.loader import load_bank  # noqa: PLC0415
    from hiring.cli.bank_folders import find_version  # noqa: PLC0415
    from hiring.cli.bank_report import fault_lines  # noqa: PLC0415

    folder = Path(path) if version is None else find_version(path, version)
    try:
        return load_bank(folder)
    except BankFaultsError as error:
        click.echo("\n".join(fault_lines(folder, error.faults, "error")), err=True)
        raise SystemExit(1) from error


def _get_key(loaded: "LoadedBank", key_version: str | None) -> "KeyDocument":
    if loaded.latest_key is None:
        raise click.ClickException("This bank has no key yet. Write one in keys/1.toml.")
    if key_version is None:
        return loaded.latest_key
    if key_version not in loaded.keys:
        known = ", ".join(sorted(loaded.keys, key=int))
        raise click.ClickException(f"There is no key “{key_version}”. Keys of this bank: {known}")
    return loaded.keys[key_version]


def _get_form(loaded: "LoadedBank", form_id: str | None) -> str:
    known = [form.id for form in loaded.bank.forms]
    if form_id is None:
        return loaded.bank.default_form.id
    if form_id not in known:
        raise click.ClickException(
            f"There is no form “{form_id}”. Forms of this bank: {', '.join(known)}"
        )
    return form_id


def _run(
    loaded: "LoadedBank", key: "KeyDocument", form_id: str, asked: dict[str, float]
) -> "tuple[Study, Findings]":
    from hiring.scoring.plan import scoring_plan, without_raters  # noqa: PLC0415
    from hiring.simulation import run  # noqa: PLC0415

    try:
        study = _study(asked)
        plan = scoring_plan(loaded.bank, without_raters(key), form_id)
        # On stderr, so that what is printed can be piped.
        with click.progressbar(length=study.n_steps, label="Simulating", file=sys.stderr) as bar:
            findings = run(study, plan, lambda: bar.update(1))
    except ValueError as error:
        raise click.ClickException(_sentence(str(error))) from error
    return study, findings


def _study(asked: dict[str, float]) -> "Study":
    from hiring.simulation import Assumptions, Study  # noqa: PLC0415

    cut = asked["cut_points"]
    return Study(
        measured_sittings=int(asked["sittings"]),
        pooled_sittings=int(asked["pooled_sittings"]),
        n_houses=int(asked["replications"]),
        seed=int(asked["seed"]),
        cut_points=cut,
        selected_share=asked["selected"],
        assumptions=Assumptions(
            scenario_correlation=asked["correlation"],
            lasting_share=asked["lasting"],
            group_difference=asked["group_difference"],
        ),
    )


def _texts(
    study: "Study", findings: "Findings", loaded: "LoadedBank", key_version: str, form_id: str
) -> dict[str, str]:
    """Format → the whole text, ending in a line end."""
    from hiring.cli.simulate_page import page_text  # noqa: PLC0415
    from hiring.cli.simulate_report import told  # noqa: PLC0415
    from hiring.simulation.document import document_text, study_document  # noqa: PLC0415

    names = {"key_version": key_version, "form_id": form_id}
    report = told(study, findings, loaded, **names)
    return {
        "text": _plain_text(report) + "\n",
        "json": document_text(study_document(study, findings, loaded, **names)) + "\n",
        "html": page_text(report, findings).rstrip() + "\n",
    }


def _plain_text(report: "Told") -> str:
    from hiring.cli.bank_report import plain, table  # noqa: PLC0415

    lines = [plain(report.title), "", *_wrapped(report.caution), ""]
    for sentence in report.brief:
        lines += _wrapped(sentence)
    for section in report.sections:
        lines += ["", section.title, "-" * len(section.title)]
        for sentence in section.sentences:
            lines += _wrapped(sentence)
        for figures in section.tables:
            lines += ["", figures.caption, *table([figures.head, *figures.rows], indent=2)]
    return "\n".join(lines)


def _wrapped(sentence: str) -> list[str]:
    return click.wrap_text(sentence, width=90).splitlines()


def _sentence(text: str) -> str:
    """With a capital and a full stop."""
    return f"{text[:1].upper()}{text[1:]}." if not text.endswith(".") else text


def _write(out: Path, texts: dict[str, str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        path = out / f"{FILE_NAME}.{ENDING[name]}"
        path.write_text(text, encoding="utf-8")
        click.echo(f"Written: {path}", err=True)
