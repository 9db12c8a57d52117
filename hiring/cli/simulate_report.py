"""A simulation in sentences and tables, the same for the terminal and for the page."""

from collections.abc import Iterator

from hiring.banks.loader import LoadedBank
from hiring.cli.simulate_sections import (
    exactness_section,
    impact_section,
    intervals_section,
    norms_section,
    styles_section,
    words_section,
)
from hiring.cli.simulate_words import (
    RUNGS,
    STYLE_NAMES,
    FigureTable,
    Section,
    Told,
    number,
    percent,
)
from hiring.psychometrics.reliability.differences import FAMILY_ERROR, Difference
from hiring.psychometrics.reliability.precision import Rung
from hiring.simulation import Findings, Study
from hiring.simulation.assumptions import STYLES
from hiring.simulation.rungs import RungFigures

CAUTION = (
    "Everybody here is simulated. These figures are no evidence about real people. They show "
    "whether our numbers would be right if people were as assumed at the end."
)


def told(
    study: Study, findings: Findings, loaded: LoadedBank, *, key_version: str, form_id: str
) -> Told:
    """A study in words."""
    return Told(
        title=f"{loaded.bank.title} {loaded.bank.version}: do our numbers tell the truth?",
        caution=CAUTION,
        brief=tuple(_brief(findings)),
        sections=(
            exactness_section(findings),
            intervals_section(findings),
            words_section(findings),
            styles_section(findings),
            impact_section(findings),
            norms_section(findings),
            _model(study, findings),
            _sources(study, loaded, key_version, form_id),
        ),
    )


def _brief(findings: Findings) -> Iterator[str]:
    for one in reversed(findings.rungs):
        higher = one.words[Difference.HIGHER].reversed_share
        wrong = (
            "“Higher” is never said of a pair."
            if higher is None
            else f"“Higher” is wrong for {percent(higher, 1)} of the pairs it is said of "
            f"(promised: at most {percent(FAMILY_ERROR)})."
        )
        yield (
            f"{_standing(one)}: the printed range holds {percent(one.covered.share)} of the true "
            f"scores (promised: 90 %). {wrong}"
        )


def _standing(one: RungFigures) -> str:
    if one.rung is Rung.PLANNED:
        return "Planned, before any sittings"
    return f"{RUNGS[one.rung].capitalize()}, with {one.n_sittings:,} sittings"


def _model(study: Study, findings: Findings) -> Section:
    assumed = study.assumptions
    shares = zip(STYLES, assumed.style_shares.tolist(), strict=True)
    return Section(
        "model",
        "What the model takes for granted",
        (
            (
                "A person sees what each option is worth as well as their judgement allows, "
                "and chance does the rest. Judgement differs between people, and for each "
                "person from scenario to scenario. Everybody answers everything."
            ),
            (
                "A true score is what the person would get on average, sitting the same form "
                "again and again. It is computed exactly from the chances of every answer, for"
                " each person with their own way of answering."
            ),
            (
                "What a person makes of one scenario is drawn anew for each sitting, unless "
                "--lasting says that some of it would come back. That is the strict choice: "
                "the more comes back, the more true scores lie inside the ranges."
            ),
        ),
        (
            FigureTable(
                "Assumptions",
                ("Assumption", "Value"),
                (
                    (
                        "Mean correlation between scenarios, asked",
                        f"{assumed.scenario_correlation:g}",
                    ),
                    ("The same, found", number(findings.scenario_correlation, 3)),
                    ("Agreement with the key, average person", f"{assumed.mean_agreement:g}"),
                    ("Scenario to scenario, over person to person", f"{assumed.deviation_ratio:g}"),
                    ("Share of it that would come back", f"{assumed.lasting_share:g}"),
                    ("What looks good agrees with the key", f"{assumed.flattery_agreement:g}"),
                    ("Mean of scores", number(findings.mean_points, 1)),
                    ("Spread of scores", number(findings.sd_points, 1)),
                    ("Spread of true scores", number(findings.true_sd_points, 1)),
                    *((STYLE_NAMES[style], percent(share, 1)) for style, share in shares),
                ),
            ),
        ),
    )


def _sources(study: Study, loaded: LoadedBank, key_version: str, form_id: str) -> Section:
    key = loaded.keys[key_version]
    return Section(
        "sources",
        "What was simulated",
        ("The same command with the same versions gives the same figures.",),
        (
            FigureTable(
                "Bank, key and seed",
                ("Part", "Name"),
                (
                    ("Bank", f"{loaded.bank.id} {loaded.bank.version}"),
                    ("Form", form_id),
                    ("Content digest", loaded.content_digest),
                    ("Key", f"{key_version}, {key.status.value}"),
                    ("Scoring digest", loaded.scoring_digests[key_version]),
                    ("Houses for each rung", f"{study.n_houses:,}"),
                    ("Seed", str(study.seed)),
                ),
            ),
        ),
    )
