"""What somebody without an opinion answers: the fields a browser sends, and the value they make."""

from random import Random
from typing import Any, TypeAlias

from hiring.banks.schema import Item, ItemFormat

Fields: TypeAlias = dict[str, str | list[str]]

LAST_STEP = 4


def choose(item: Item, rng: Random) -> tuple[Fields, Any]:
    """A random answer to an item: the fields of its form, and the value that is to be stored."""
    options = [option.id for option in item.options]
    shuffled = rng.sample(options, len(options))
    match item.format:
        case ItemFormat.RATE_EACH:
            ratings = {option: rng.randint(1, LAST_STEP) for option in sorted(options)}
            return {f"r_{option}": str(step) for option, step in ratings.items()}, ratings
        case ItemFormat.RANK_ALL:
            places = {f"k_{option}": str(n) for n, option in enumerate(shuffled, start=1)}
            return dict(places), shuffled
        case ItemFormat.BEST_WORST:
            ends = {"best": shuffled[0], "worst": shuffled[1]}
            return dict(ends), ends
        case ItemFormat.PICK_BEST | ItemFormat.EMOTION_MCQ:
            return {"choice": shuffled[0]}, shuffled[0]
        case ItemFormat.PICK_N:
            chosen = sorted(shuffled[: item.choose])
            return {"choices": list(chosen)}, chosen
        case ItemFormat.OPEN_TEXT:
            text = f"I would call back and say when. {rng.random()}"
            return {"text": text}, text
