"""What a package says of right and wrong, as a key that says where it comes from."""

import pytest

from tests.banks.qti import packages
from tests.banks.qti.packages import MAP, MATCH, choice, declare, item, mapped

SCORE = '<baseValue baseType="float">1</baseValue>'
NOTHING = f'<setOutcomeValue identifier="SCORE">{SCORE.replace("1", "0")}</setOutcomeValue>'
COMPARED = f"""<responseCondition><responseIf>
<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>
<setOutcomeValue identifier="SCORE">{SCORE}</setOutcomeValue></responseIf>
<responseElse>{NOTHING}</responseElse></responseCondition>"""
SUMMED = """<setOutcomeValue identifier="SCORE"><sum><variable identifier="SCORE"/>
<mapResponse identifier="RESPONSE"/></sum></setOutcomeValue>"""
GUARDED = f"""<responseCondition><responseIf><isNull><variable identifier="RESPONSE"/></isNull>
{NOTHING}</responseIf><responseElse><setOutcomeValue identifier="SCORE">
<mapResponse identifier="RESPONSE"/></setOutcomeValue></responseElse></responseCondition>"""
PROGRAM = """<responseCondition><responseIf><gt><variable identifier="RESPONSE"/>
<baseValue baseType="float">1</baseValue></gt><exitResponse/></responseIf></responseCondition>"""


def ruled(rules, values=("A",), mapping=""):
    own = f"<responseProcessing>{rules}</responseProcessing>"
    return item("one", choice(), declare(values, mapping=mapping), rules="", more=own)


def weights(bank):
    return bank.key["one/response"]["weights"]


def test_a_key_is_theory_until_confirmed(imported):
    bank = imported(packages.PICK)
    head = (bank.folder / "keys/1.toml").read_text(encoding="utf-8")

    assert 'origin = "theory"' in head
    assert 'status = "provisional"' in head
    assert bank.key["pick/response"]["rationale"]["a"] == (
        "Imported: correct; theory-based until confirmed."
    )


@pytest.mark.parametrize(
    ("values", "attributes", "expected"),
    [
        ({"A": 1, "B": 0.5}, "", {"a": 1.0, "b": 0.5, "c": 0.0, "d": 0.0}),
        ({"A": 4, "B": 1}, "", {"a": 1.0, "b": 0.25, "c": 0.0, "d": 0.0}),
        ({"A": 1, "B": -1}, "", {"a": 1.0, "b": 0.0, "c": 0.5, "d": 0.5}),
        ({"A": 1, "B": -1}, 'lowerBound="0"', {"a": 1.0, "b": 0.0, "c": 0.0, "d": 0.0}),
        ({"A": 9, "B": 2}, 'upperBound="2"', {"a": 1.0, "b": 1.0, "c": 0.0, "d": 0.0}),
        ({"A": 2}, 'defaultValue="1"', {"a": 1.0, "b": 0.5, "c": 0.5, "d": 0.5}),
    ],
)
def test_values_of_a_mapping_become_weights(imported, values, attributes, expected):
    values = mapped(values, attributes)
    bank = imported(item("one", choice(), declare(mapping=values), rules=MAP))

    assert weights(bank) == expected


def test_a_change_of_scale_is_told(imported):
    values = mapped({"A": 4, "B": -2})
    bank = imported(item("one", choice(), declare(mapping=values), rules=MAP))

    assert bank.changed["mapping"] == "Values from -2 to 4 stand on a scale from 0 to 1."


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"A": 1, "B": 1, "C": 1, "D": 1}, "nobody could be told apart"),
        ({"A": "much"}, "is not a number"),
        ({"A": "nan"}, "is not a number that can be scored"),
    ],
)
def test_a_mapping_that_tells_nobody_apart_leaves_the_item_without_key(imported, values, reason):
    bank = imported(item("one", choice(), declare(mapping=mapped(values)), rules=MAP))

    assert bank.key == {}
    assert reason in bank.lost["mapping"]
    assert "“one/response” is not keyed." in {one["message"] for one in bank.report["to_do"]}


@pytest.mark.parametrize(
    ("values", "reason"), [(["A", "B"], "not exactly one"), (["Z"], "an option that is not there")]
)
def test_a_correct_answer_that_does_not_fit_leaves_the_item_without_key(imported, values, reason):
    bank = imported(item("one", choice(), declare(values)))

    assert bank.key == {}
    assert reason in bank.lost["correctResponse"]


def test_members_of_different_value_are_told_to_count_the_same(imported):
    values = mapped({"A": 2, "C": 1, "B": -1})
    declared = declare(cardinality="multiple", mapping=values)
    bank = imported(item("one", choice(most=2, least=2), declared, rules=MAP))

    assert bank.key["one/response"]["members"] == ["a", "c"]
    assert "count the same" in bank.changed["mapping"]


def test_of_a_mapped_grid_the_pair_that_is_worth_most_counts(imported):
    pairs = {"A S4": 2, "A S3": 1, "B S1": 1, "C S3": 1, "D S2": 1}
    body = packages.grid(packages.TEXTS, packages.STEPS)
    declared = declare((), "multiple", "directedPair", mapped(pairs))
    bank = imported(item("one", body, declared, rules=MAP))

    assert bank.key["one/response"]["ratings"] == {"a": 4, "b": 1, "c": 3, "d": 2}
    assert "worth most" in bank.changed["mapping"]


@pytest.mark.parametrize(
    ("rules", "mapping"),
    [(COMPARED, ""), (SUMMED, mapped({"A": 1})), (GUARDED, mapped({"A": 1}))],
)
def test_usual_rules_are_understood(imported, rules, mapping):
    bank = imported(ruled(rules, () if mapping else ("A",), mapping))

    assert weights(bank) == {"a": 1.0, "b": 0.0, "c": 0.0, "d": 0.0}
    assert bank.lost == {}


def test_points_other_than_one_are_told(imported):
    bank = imported(ruled(COMPARED.replace(SCORE, SCORE.replace("1", "3"))))

    assert "counts from 0 to 1" in bank.changed["responseCondition"]


def test_other_rules_are_reported_and_never_run(imported):
    bank = imported(ruled(PROGRAM))

    assert weights(bank)["a"] == 1.0
    assert {"responseProcessing", "gt", "exitResponse", "variable"} <= set(bank.lost)
    assert "not understood" in bank.lost["gt"]


def test_a_template_of_another_kind_is_reported(imported):
    bank = imported(item("one", choice(), declare(["A"]), rules=MATCH.replace("match", "guess")))

    assert "not understood" in bank.lost["template"]
