"""Simulated candidates: who they are and how they answer.

Each has a true skill and a way of using the rating scale. Skill is the chance to see an option as
the key sees it; style moves and stretches the ratings, as it does with real people. Everything is
drawn from a seeded generator, so that the demo is the same everywhere. None of it says anything
about real people.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum

import numpy as np

from hiring.banks.schema import Item, ItemFormat, ItemKey
from hiring.sittings import Value

SEED = 20_26_11
N_PEOPLE = 60
LOWEST_STEP, HIGHEST_STEP = 1, 4
RATING_NOISE_STEPS = 1.5
SKILL_LOW, SKILL_HIGH = -0.1, 0.9

FIRST_NAMES = [
    "Aino",
    "Amara",
    "Andrés",
    "Anouk",
    "Ayşe",
    "Bao",
    "Beatriz",
    "Björn",
    "Carmen",
    "Chidi",
    "Chiara",
    "Daniel",
    "Dilnoza",
    "Eilidh",
    "Elif",
    "Emre",
    "Esi",
    "Farah",
    "Finn",
    "Gabriela",
    "Giulia",
    "Hana",
    "Hye-jin",
    "Ilse",
    "Imani",
    "Ines",
    "Ivana",
    "Jamal",
    "Jonas",
    "Kaito",
    "Kalina",
    "Kwame",
    "Leila",
    "Linh",
    "Lucía",
    "Maja",
    "Malik",
    "Mateo",
    "Mei",
    "Mihail",
    "Mwangi",
    "Nadia",
    "Nia",
    "Niko",
    "Noor",
    "Olga",
    "Omar",
    "Priya",
    "Rafael",
    "Ravi",
    "Rosa",
    "Sanna",
    "Selin",
    "Simone",
    "Sofia",
    "Tariq",
    "Tomasz",
    "Yara",
    "Zanele",
    "Zoë",
]
LAST_NAMES = [
    "Abara",
    "Andersen",
    "Baptiste",
    "Brandt",
    "Castillo",
    "Cho",
    "Costa",
    "Dahl",
    "Demir",
    "Dimitrov",
    "Duarte",
    "Eze",
    "Fischer",
    "Fontaine",
    "García",
    "Haddad",
    "Hansen",
    "Hoang",
    "Ibrahim",
    "Ito",
    "Jansen",
    "Kamau",
    "Karimov",
    "Kaya",
    "Keller",
    "Kovács",
    "Kowalska",
    "Larsen",
    "Lindholm",
    "López",
    "MacLeod",
    "Marino",
    "Mensah",
    "Moreau",
    "Nakamura",
    "Ndlovu",
    "Nguyen",
    "Novák",
    "Okafor",
    "Oliveira",
    "Osei",
    "Papadopoulos",
    "Park",
    "Patel",
    "Petrović",
    "Popescu",
    "Rahman",
    "Reyes",
    "Rossi",
    "Sato",
    "Schmidt",
    "Silva",
    "Singh",
    "Sørensen",
    "Tanaka",
    "Torres",
    "Virtanen",
    "Weber",
    "Yılmaz",
    "Zhang",
]
OTHER_SCRIPTS = {7: "ليلى حدّاد", 19: "王小明", 31: "Олена Коваль", 43: "प्रिया शर्मा"}


class NotReached(Enum):
    """One value of its own: a scenario that was never opened is neither skipped nor answered."""

    NOT_REACHED = "not_reached"


NOT_REACHED = NotReached.NOT_REACHED


class Style(StrEnum):
    """How somebody uses the controls, apart from what they know."""

    PLAIN = "plain"
    MILD = "mild"
    BOLD = "bold"
    LENIENT = "lenient"
    ALWAYS_THREE = "always_three"
    SKIPS_SOME = "skips_some"
    STOPS_HALFWAY = "stops_halfway"


@dataclass(frozen=True, slots=True)
class Person:
    """One simulated candidate. ``skill`` is 0..1."""

    name: str
    skill: float
    style: Style
    language: str


def simulated_people(rng: np.random.Generator) -> Iterator[Person]:
    """Sixty people: an honest range of skill and every style."""
    skills = rng.beta(2.2, 1.7, N_PEOPLE)
    for n in range(N_PEOPLE):
        skill = SKILL_LOW + (SKILL_HIGH - SKILL_LOW) * float(skills[n])
        yield Person(_name(n, rng), skill, _style(n), "fr" if n % 9 == 4 else "en")  # noqa: PLR2004


def answer_of(
    person: Person, item: Item, key: ItemKey, *, progress: float, rng: np.random.Generator
) -> Value | NotReached:
    """What the person answers: a value, None for leaving it out, NOT_REACHED for not getting there.

    Args:
        person: Who answers.
        item: What is asked.
        key: How it is keyed; skill is agreement with it.
        progress: How far into the form, 0..1.
        rng: Where chance comes from.
    """
    if person.style is Style.STOPS_HALFWAY and progress > 0.5:  # noqa: PLR2004 - halfway
        return NOT_REACHED
    if person.style is Style.SKIPS_SOME and rng.random() < 0.12:  # noqa: PLR2004 - one in eight
        return None
    return _answered(person, item, key, rng)


def _answered(person: Person, item: Item, key: ItemKey, rng: np.random.Generator) -> Value:
    options = [option.id for option in item.options]
    match item.format:
        case ItemFormat.RATE_EACH:
            return {name: _rating(person, (key.ratings or {})[name], rng) for name in options}
        case ItemFormat.RANK_ALL:
            return _order(person, list(key.order or ()), rng)
        case ItemFormat.BEST_WORST:
            return _ends(person, options, (str(key.best), str(key.worst)), rng)
        case ItemFormat.PICK_BEST | ItemFormat.EMOTION_MCQ:
            weights = key.weights or {}
            return _choice(person, options, max(weights, key=weights.__getitem__), rng)
        case ItemFormat.PICK_N:
            return sorted(_order(person, list(key.members or ()), rng))
        case ItemFormat.OPEN_TEXT:
            return "A simulated answer."


def _rating(person: Person, keyed: int, rng: np.random.Generator) -> int:
    """What is seen is the key plus noise that shrinks with skill; style bends it."""
    if person.style is Style.ALWAYS_THREE:
        return 3
    noise = rng.normal(0.0, RATING_NOISE_STEPS * (1.25 - person.skill))
    middle = (LOWEST_STEP + HIGHEST_STEP) / 2
    seen = keyed + noise
    match person.style:
        case Style.MILD:
            seen = middle + 0.45 * (seen - middle)
        case Style.BOLD:
            seen = middle + 1.8 * (seen - middle)
        case Style.LENIENT:
            seen += 0.8
        case Style.PLAIN | Style.ALWAYS_THREE | Style.SKIPS_SOME | Style.STOPS_HALFWAY:
            pass
    return int(np.clip(round(seen), LOWEST_STEP, HIGHEST_STEP))


def _order(person: Person, ideal: list[str], rng: np.random.Generator) -> list[str]:
    spread = len(ideal) * (1.15 - person.skill) * 0.6
    places = {name: place + rng.normal(0.0, spread) for place, name in enumerate(ideal)}
    return sorted(ideal, key=places.__getitem__)


def _ends(
    person: Person, options: list[str], keyed: tuple[str, str], rng: np.random.Generator
) -> Value:
    best = _choice(person, options, keyed[0], rng)
    others = [name for name in options if name != best]
    worst = keyed[1] if keyed[1] in others else others[0]
    return {"best": best, "worst": _choice(person, others, worst, rng)}


def _choice(person: Person, options: list[str], keyed: str, rng: np.random.Generator) -> str:
    return keyed if rng.random() < 0.2 + 0.75 * max(person.skill, 0.0) else str(rng.choice(options))


def _name(n: int, rng: np.random.Generator) -> str:
    if n in OTHER_SCRIPTS:
        return OTHER_SCRIPTS[n]
    return f"{FIRST_NAMES[n]} {rng.choice(LAST_NAMES)}"


def _style(n: int) -> Style:
    """Most people are plain; the odd ones stand at fixed places so that each is there."""
    odd = {
        5: Style.MILD,
        11: Style.BOLD,
        16: Style.LENIENT,
        22: Style.MILD,
        27: Style.BOLD,
        33: Style.SKIPS_SOME,
        38: Style.ALWAYS_THREE,
        45: Style.SKIPS_SOME,
        52: Style.STOPS_HALFWAY,
        57: Style.LENIENT,
    }
    return odd.get(n, Style.PLAIN)
