"""The questions of a simulation, each answered in sentences and a table."""

from hiring.cli.simulate_words import (
    NOTHING,
    RULES,
    RUNGS,
    STYLE_NAMES,
    FigureTable,
    Section,
    number,
    percent,
    signed,
)
from hiring.psychometrics.reliability.differences import Difference
from hiring.psychometrics.reliability.precision import Rung
from hiring.simulation import Findings, Style
from hiring.simulation.assumptions import STYLES
from hiring.simulation.biases import Bias
from hiring.simulation.norm_widths import WANTED_POINTS
from hiring.simulation.rungs import RungFigures


def exactness_section(findings: Findings) -> Section:
    """Reliability, stated and true."""
    return Section(
        "exactness",
        "How exact is a score?",
        (
            (
                "Reliability runs from 0, nothing but chance, to 1, no chance at all. Stated "
                "is what the software says, on average. True is the squared correlation of "
                "scores with true scores, which only a simulation can know."
            ),
        ),
        (
            FigureTable(
                "Reliability by rung",
                ("Rung", "Sittings", "Spread of scores", "Stated", "True", "Scenarios for .70"),
                tuple(
                    (
                        RUNGS[one.rung],
                        "0" if one.rung is Rung.PLANNED else f"{one.n_sittings:,}",
                        number(one.sd_points, 1),
                        number(one.stated_r, 2),
                        number(one.true_r, 2),
                        NOTHING if one.scenarios_needed is None else str(one.scenarios_needed),
                    )
                    for one in findings.rungs
                ),
            ),
        ),
    )


def intervals_section(findings: Findings) -> Section:
    """Coverage of the printed ranges."""
    return Section(
        "intervals",
        "Do the printed ranges hold the truth?",
        (
            (
                "Nine in ten should. More means that ranges are wider than they need be; "
                "fewer, that they promise too much. The promise is made for all candidates "
                "together, so it may be kept on the whole and broken for a few: the second "
                "table says for whom."
            ),
        ),
        (
            FigureTable(
                "True scores inside the printed 90 % range",
                ("Rung", "Inside", "Give or take", "Width in points", "Houses on this rung"),
                tuple(
                    (
                        RUNGS[one.rung],
                        percent(one.covered.share, 1),
                        percent(one.coverage_error, 1),
                        number(one.width_points, 1),
                        f"{one.n_on_rung} of {one.n_houses}",
                    )
                    for one in findings.rungs
                ),
            ),
            FigureTable(
                "Inside, by the way of answering",
                ("Way of answering", *(RUNGS[one.rung] for one in findings.rungs)),
                tuple(
                    (
                        STYLE_NAMES[style],
                        *(percent(one.covered_by_style[style].share) for one in findings.rungs),
                    )
                    for style in STYLES
                ),
            ),
        ),
    )


def words_section(findings: Findings) -> Section:
    """Words about pairs, and how often they were wrong."""
    return Section(
        "words",
        "May one candidate be called higher than another?",
        (
            (
                "“Higher” should be wrong for at most 5 pairs in 100, “probably higher” for at"
                " most 20. How often the words can be said at all shows what the form is good "
                "for."
            ),
        ),
        (
            FigureTable(
                "What is said of pairs, and how often the truth is the other way round",
                (
                    "Rung",
                    "“Higher”",
                    "of these wrong",
                    "“Probably higher”",
                    "of these wrong",
                    "Nothing dependable",
                ),
                tuple(_word_row(one) for one in findings.rungs),
            ),
        ),
    )


def _word_row(one: RungFigures) -> tuple[str, ...]:
    higher, probably, nothing = (one.words[word] for word in Difference)
    return (
        RUNGS[one.rung],
        percent(higher.said_share),
        percent(higher.reversed_share, 1),
        percent(probably.said_share),
        percent(probably.reversed_share, 1),
        percent(nothing.said_share),
    )


def styles_section(findings: Findings) -> Section:
    """Bias by way of answering and scoring rule."""
    styles = [style for style in STYLES if style is not Style.PLAIN]
    rules = list(dict.fromkeys(one.rule for one in findings.biases))
    by_place = {(one.style, one.rule): one for one in findings.biases}
    sentences: tuple[str, ...] = (
        (
            "The same people answer plainly and then in another way. The difference is what "
            "the way of answering is worth, in standard deviations, with points in brackets. "
            "Half credit is what ratings are scored by; the other rules are here to compare."
        ),
    )
    if len(rules) == 1:
        sentences += ("This form has no ratings, so there are no other rules to compare.",)
    return Section(
        "styles",
        "What is a way of answering worth?",
        sentences,
        (
            FigureTable(
                "Gain or loss against plain answers",
                ("Way of answering", *(RULES[rule].capitalize() for rule in rules)),
                tuple(
                    (STYLE_NAMES[style], *(_bias(by_place[style, rule]) for rule in rules))
                    for style in styles
                ),
            ),
        ),
    )


def _bias(one: Bias) -> str:
    return "no score" if one.sds is None else f"{signed(one.sds, 2)} ({signed(one.points, 1)})"


def impact_section(findings: Findings) -> Section:
    """Selection rates of two groups at one cut."""
    one = findings.impact
    return Section(
        "impact",
        "What becomes of a true difference between two groups?",
        (
            (
                "Two groups differ in judgement by as much as was assumed, and one cut is used"
                " for both. The formula takes scores to be normal; beside it stands what was "
                "counted."
            ),
        ),
        (
            FigureTable(
                "Selection at one cut",
                ("Figure", "Value"),
                (
                    ("Cut, in points", number(one.cut_points, 1)),
                    ("Difference in judgement, assumed", number(one.assumed_d, 2)),
                    ("Difference of true scores", number(one.true_d, 2)),
                    ("Difference of scores", number(one.observed_d, 2)),
                    ("Selected of the first group", percent(one.reference_rate, 1)),
                    ("Selected of the second group", percent(one.comparison_rate, 1)),
                    ("Ratio of the two, counted", number(one.ratio, 2)),
                    ("Ratio to expect by formula", number(one.expected_ratio, 2)),
                    (
                        f"Nine in ten houses with {one.n_sittings:,} sittings find",
                        f"{number(one.ratio_low, 2)} to {number(one.ratio_high, 2)}",
                    ),
                    ("Houses whose 95 % interval holds it", percent(one.interval_covered)),
                    ("Houses below four fifths", percent(one.below_four_fifths)),
                ),
            ),
        ),
    )


def norms_section(findings: Findings) -> Section:
    """Width of a percentile by size of the norm group."""
    sizes = " and ".join(
        f"{findings.norms.smallest[points]} for ±{points}" for points in WANTED_POINTS
    )
    return Section(
        "norms",
        "How many candidates does a norm need?",
        (
            (
                "Somebody in the very middle of all candidates is looked up in norm groups of "
                "growing size. Percentile points to either side, and the least number of "
                f"people: {sizes}. This is chance in the group alone; how exact the person's "
                "own score is comes on top."
            ),
        ),
        (
            FigureTable(
                "90 % interval of the 50th percentile",
                ("People in the norm", "From", "To", "Holds the truth"),
                tuple(
                    (
                        f"{one.n:,}",
                        number(one.low, 0),
                        number(one.high, 0),
                        percent(one.covered),
                    )
                    for one in findings.norms.widths
                ),
            ),
        ),
    )
