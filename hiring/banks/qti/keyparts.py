"""What was declared about an answer as the part of a key that our formats know.

Everything that comes out of it is theory until a panel has confirmed it, and says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hiring.banks.qti.answers import Answer, NoKeyError
from hiring.banks.schema import Method

SOURCE = "Imported: {fact}; theory-based until confirmed."


@dataclass(slots=True)
class KeyPart:
    """How one item is scored.

    Attributes:
        method: As in a key.
        fields: What the method needs, by name.
        rationale: A reason for each option.
    """

    method: Method
    fields: dict[str, Any]
    rationale: dict[str, str] = field(default_factory=dict)


def weights_part(answer: Answer, ids: Mapping[str, str]) -> KeyPart:
    """One of several options.

    Args:
        answer: What was declared.
        ids: Our ids of the options by the names of the package.
    """
    if answer.is_mapped:
        values = answer.values(list(ids))
        facts = {name: f"value {value:g} in the mapping" for name, value in values.items()}
        return _part(Method.WEIGHTS, ids, {"weights": _weights(answer, ids, values)}, facts)
    right = _known(answer.correct(), ids)
    if len(right) != 1:
        raise NoKeyError("One option is asked for, and not exactly one is correct.")
    weights = {ids[name]: float(name in right) for name in ids}
    return _part(Method.WEIGHTS, ids, {"weights": weights}, _said(ids, right))


def members_part(answer: Answer, ids: Mapping[str, str]) -> KeyPart:
    """Several options, each of which counts the same."""
    if answer.is_mapped:
        values = answer.values(list(ids))
        right = [name for name, value in values.items() if value > 0]
        if len(set(values.values()) - {0.0}) > 1:
            answer.note("Options worth different values count the same here.")
        facts = {name: f"value {value:g} in the mapping" for name, value in values.items()}
    else:
        right = _known(answer.correct(), ids)
        facts = _said(ids, right)
    if not 1 <= len(right) < len(ids):
        raise NoKeyError("All options or none are correct, so there is nothing to choose.")
    return _part(Method.MEMBERS, ids, {"members": [ids[name] for name in right]}, facts)


def order_part(answer: Answer, ids: Mapping[str, str]) -> KeyPart:
    """All options in order."""
    right = _known(answer.correct(), ids)
    if sorted(right) != sorted(ids):
        raise NoKeyError("The correct order does not name every option once.")
    facts = {name: f"place {right.index(name) + 1} in the correct order" for name in ids}
    return _part(Method.FOOTRULE, ids, {"order": [ids[name] for name in right]}, facts)


def ratings_part(answer: Answer, ids: Mapping[str, str], steps: Iterable[str]) -> KeyPart:
    """A step of the scale for every row.

    Args:
        answer: What was declared.
        ids: Our ids of the rows by the names of the package.
        steps: The names of the scale's steps, from its first to its last.
    """
    places = {name: place for place, name in enumerate(steps, 1)}
    pairs = [f"{row} {step}" for row in ids for step in places]
    ratings: dict[str, int] = {}
    for row, step in _pairs(answer, ids, pairs, places):
        if row in ratings:
            raise NoKeyError("A row has two correct steps.")
        ratings[row] = places[step]
    if set(ratings) != set(ids):
        raise NoKeyError("A row has no correct step.")
    facts = {row: f"step {rating} of the scale" for row, rating in ratings.items()}
    named = {ids[row]: rating for row, rating in ratings.items()}
    return _part(Method.HALF_CREDIT, ids, {"ratings": named}, facts)


def best_worst_part(answer: Answer, ids: Mapping[str, str], best: str, worst: str) -> KeyPart:
    """The best and the worst option; ``best`` and ``worst`` name the two columns."""
    pairs = [f"{row} {end}" for row in ids for end in (best, worst)]
    found = {end: row for row, end in _pairs(answer, ids, pairs, (best, worst))}
    if set(found) != {best, worst} or found[best] == found[worst]:
        raise NoKeyError("The correct answer does not name two options, one for each end.")
    ends = {found[best]: "the best option", found[worst]: "the worst option"}
    facts = {name: ends.get(name, "neither best nor worst") for name in ids}
    fields = {"best": ids[found[best]], "worst": ids[found[worst]]}
    return _part(Method.BEST_WORST, ids, fields, facts)


def _part(
    method: Method, ids: Mapping[str, str], fields: dict[str, Any], facts: Mapping[str, str]
) -> KeyPart:
    reasons = {ids[name]: SOURCE.format(fact=facts[name]) for name in ids}
    return KeyPart(method, fields, reasons)


def _weights(
    answer: Answer, ids: Mapping[str, str], values: Mapping[str, float]
) -> dict[str, float]:
    low, high = min(0.0, *values.values()), max(values.values())
    if high <= min(values.values()):
        raise NoKeyError("Every option is worth the same, so nobody could be told apart.")
    if (low, high) != (0.0, 1.0):
        answer.note(f"Values from {low:g} to {high:g} stand on a scale from 0 to 1.")
    return {ids[name]: round((value - low) / (high - low), 4) for name, value in values.items()}


def _pairs(
    answer: Answer, ids: Mapping[str, str], pairs: list[str], columns: Iterable[str]
) -> list[tuple[str, str]]:
    """The correct pairs, row first; of a mapping, those that are worth most in their row."""
    if not answer.is_mapped:
        found = [tuple(value.split()) for value in answer.correct()]
    else:
        answer.note("Of each row only the pair that is worth most is kept.")
        found = [tuple(pair.split()) for pair in _best_pairs(answer.values(pairs))]
    rows, ends = set(ids), set(columns)
    pairs_found = []
    for pair in found:
        if len(pair) != 2:  # noqa: PLR2004 - a pair
            raise NoKeyError("A value is no pair of a row and a column.")
        row, column = pair if pair[0] in rows else pair[::-1]
        if row not in rows or column not in ends:
            raise NoKeyError("A pair names something that is not there.")
        pairs_found.append((row, column))
    return pairs_found


def _best_pairs(values: Mapping[str, float]) -> list[str]:
    """The pairs above nothing that are worth most in their row; all of them where several are."""
    most: dict[str, float] = {}
    for pair, value in values.items():
        row = pair.split()[0]
        most[row] = max(value, most.get(row, 0.0))
    return [pair for pair, value in values.items() if 0 < value == most[pair.split()[0]]]


def _known(names: list[str], ids: Mapping[str, str]) -> list[str]:
    if set(names) - set(ids):
        raise NoKeyError("The correct answer names an option that is not there.")
    return list(dict.fromkeys(names))


def _said(ids: Mapping[str, str], right: Iterable[str]) -> dict[str, str]:
    correct = set(right)
    return {name: "correct" if name in correct else "not among the correct" for name in ids}
