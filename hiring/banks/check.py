"""Judging a bank's content: what loads, but should be looked at before it is published.

All findings are warnings. The figures come from the blueprint of a form: short scenes in plain
words, options that do not give themselves away, a key that spreads, hard themes in balance.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import assert_never

from hiring.banks.faults import Fault, Severity
from hiring.banks.loader import LoadedBank
from hiring.banks.localised import localise
from hiring.banks.plain_text import found_words, n_words, reading_grade
from hiring.banks.protected_words import PROTECTED_WORDS
from hiring.banks.schema import (
    BankDocument,
    GuideDocument,
    Item,
    ItemFormat,
    ItemKey,
    KeyDocument,
    Method,
    Scenario,
    TestForm,
    Theme,
)
from hiring.banks.structure import FILE, quoted
from hiring.banks.summary import (
    BankSummary,
    form_scenarios,
    scenario_texts,
    scored_minutes,
    summarise,
)
from hiring.banks.wordings import judge_wordings

MAX_STEM_WORDS = 150
MAX_OPTIONS_WORDS = 200
MAX_READING_GRADE = 9.0
MAX_LENGTH_RATIO = 1.6
MAX_EMOTION_LENGTH_RATIO = 2.5  # a few words each; one word more weighs much
MAX_POSITION_SHARE = 0.4
MIN_ITEMS_FOR_POSITIONS = 5  # with fewer, a full house at one position is chance
MIN_EXTREME_SHARE = 0.5
MIN_SCENARIOS_PER_FACET = 3
MIN_THEME_SHARE = 0.25
MIN_ANCHOR_SHARE, MIN_ANCHORS = 0.2, 6
MINUTES = (25, 35)
MAX_GIST_WORDS, MAX_PROBE_WORDS = 12, 22
CORE_QUESTIONS = (3, 4)

_HARD_THEMES = (
    (frozenset({Theme.DELAY, Theme.BAD_NEWS}), "a delay or bad news"),
    (frozenset({Theme.CUSTOMER_WRONG, Theme.ABUSE}), "a customer who is wrong or abusive"),
)


def judge(loaded: LoadedBank) -> tuple[Fault, ...]:
    """Warnings about a bank that loads; lines are not given, places are."""
    bank = loaded.bank
    return (
        *_judge_completeness(loaded),
        *(fault for scenario in bank.scenarios for fault in _judge_scenario(bank, scenario)),
        *_judge_form(bank, summarise(bank, None, bank.default_form)),
        *(fault for form in bank.forms for fault in _judge_timing(bank, form)),
        *(fault for key in loaded.keys.values() for fault in _judge_key(bank, key)),
        *_judge_words(loaded),
        *_judge_wordings(loaded),
        *(fault for guide in loaded.guides.values() for fault in _judge_guide(bank, guide)),
    )


def _warn(file: str, place: str, message: str, remedy: str) -> Fault:
    return Fault(file, place, message, remedy, Severity.WARNING)


def _judge_completeness(loaded: LoadedBank) -> Iterator[Fault]:
    if not loaded.keys:
        yield _warn("keys", "", "The bank has no scoring key.", "Add keys/1.toml to score it.")
    if loaded.bank.language not in loaded.guides:
        remedy = "Add guide.toml for interviewers."
        yield _warn("guide.toml", "", "The bank has no interview guide.", remedy)


# --- scenarios ---


def _judge_scenario(bank: BankDocument, scenario: Scenario) -> Iterator[Fault]:
    place = f"scenarios.{scenario.id}"
    n_stem = n_words(scenario.stem)
    if n_stem > MAX_STEM_WORDS:
        message = f"The stem has {n_stem} words, more than {MAX_STEM_WORDS}."
        yield _warn(FILE, f"{place}.stem", message, "Shorten it.")
    grade = reading_grade(scenario.stem) if bank.language.split("-")[0] == "en" else 0.0
    if grade > MAX_READING_GRADE:
        message = f"The stem reads at grade {grade:.1f}, above {MAX_READING_GRADE:.0f}."
        yield _warn(FILE, f"{place}.stem", message, "Use shorter sentences and words.")
    for item in scenario.items:
        yield from _judge_options(item, f"{place}.items.{item.id}")


def _judge_options(item: Item, place: str) -> Iterator[Fault]:
    lengths = [n_words(option.text) for option in item.options]
    if sum(lengths) > MAX_OPTIONS_WORDS:
        message = f"The options have {sum(lengths)} words together, more than {MAX_OPTIONS_WORDS}."
        yield _warn(FILE, place, message, "Shorten them.")
    is_emotion = item.format is ItemFormat.EMOTION_MCQ
    ratio = MAX_EMOTION_LENGTH_RATIO if is_emotion else MAX_LENGTH_RATIO
    if lengths and max(lengths) > ratio * min(lengths):
        message = f"The options have {min(lengths)} to {max(lengths)} words; length may tell."
        yield _warn(FILE, place, message, "Bring them to similar lengths.")


# --- the default form ---


def _judge_form(bank: BankDocument, summary: BankSummary) -> Iterator[Fault]:
    place = f"forms.{summary.form}"
    least, most = MINUTES
    if not least <= summary.minutes <= most:
        message = f"The form takes about {summary.minutes:.0f} minutes, not {least} to {most}."
        yield _warn(FILE, place, message, "Add, remove or shorten scenarios.")
    if summary.formats.get(ItemFormat.OPEN_TEXT):
        message = "The default form holds an open question, which people must rate by hand."
        yield _warn(FILE, place, message, "Move it to a form of its own.")
    if summary.n_anchors < max(MIN_ANCHORS, MIN_ANCHOR_SHARE * summary.n_scenarios):
        message = f"Only {summary.n_anchors} of {summary.n_scenarios} scenarios are anchors."
        remedy = f"Mark {MIN_ANCHORS} or more, and a fifth, as anchor = true."
        yield _warn(FILE, place, message, remedy)
    yield from _judge_themes(form_scenarios(bank, bank.default_form), place)


def _judge_timing(bank: BankDocument, form: TestForm) -> Iterator[Fault]:
    minutes = scored_minutes(bank, form)
    if form.minutes is not None and minutes > form.minutes:
        message = f"The form gives {form.minutes} minutes for about {minutes:.0f} minutes of work."
        remedy = "Give more time, or fewer scenarios: haste measures reading, not judgement."
        yield _warn(FILE, f"forms.{form.id}.minutes", message, remedy)


def _judge_themes(scenarios: tuple[Scenario, ...], place: str) -> Iterator[Fault]:
    for themes, name in _HARD_THEMES:
        n = sum(1 for scenario in scenarios if themes.intersection(scenario.themes))
        if n < MIN_THEME_SHARE * len(scenarios):
            message = f"{n} of {len(scenarios)} scenarios are about {name}, less than a quarter."
            yield _warn(FILE, place, message, "Add such scenarios, or mark their themes.")


# --- keys ---


def _judge_key(bank: BankDocument, key: KeyDocument) -> Iterator[Fault]:
    file = f"keys/{key.key_version}.toml"
    item_keys = key.by_item
    keyed = [
        (item, item_keys[f"{scenario.id}/{item.id}"])
        for scenario in form_scenarios(bank, bank.default_form)
        for item in scenario.items
    ]
    yield from _judge_criteria(bank, key, file)
    yield from _judge_positions(keyed, file)
    yield from _judge_ratings(keyed, len(bank.response_scale), file)
    yield from _judge_facets(bank, key, file)


def _judge_criteria(bank: BankDocument, key: KeyDocument, file: str) -> Iterator[Fault]:
    """An open question without criteria is only read: that may be meant, or was forgotten."""
    asked = {name for form in bank.forms for name in form.scenarios}
    for one in key.items:
        if not one.counts and one.item.split("/")[0] in asked:
            message = f"“{one.item}” has no criteria, so nobody can rate it and it does not count."
            remedy = "Add one to three criteria, each with anchors at 1, 3 and 5."
            yield _warn(file, f"items.{one.item}.criteria", message, remedy)


def _judge_positions(keyed: list[tuple[Item, ItemKey]], file: str) -> Iterator[Fault]:
    bests = [positions for item, key in keyed if (positions := _best_positions(item, key))]
    if len(bests) < MIN_ITEMS_FOR_POSITIONS:
        return
    counts = Counter(position for positions in bests for position in positions)
    for position, n in sorted(counts.items()):
        if n > MAX_POSITION_SHARE * len(bests):
            message = f"The best option stands at place {position} in {n} of {len(bests)} items."
            yield _warn(file, "", message, "Vary the order of the options.")


def _best_positions(item: Item, key: ItemKey) -> list[int]:
    """Places, counted from 1, of the options keyed best; none where no single one is meant."""
    best = _best_options(key)
    return [place for place, option in enumerate(item.options, 1) if option.id in best]


def _best_options(key: ItemKey) -> set[str]:
    match key.method:
        case Method.HALF_CREDIT:
            ratings = key.ratings or {}
            return {option for option, rating in ratings.items() if rating == max(ratings.values())}
        case Method.FOOTRULE:
            return set((key.order or ())[:1])
        case Method.BEST_WORST:
            return {key.best or ""}
        case Method.WEIGHTS:
            return {option for option, weight in (key.weights or {}).items() if weight == 1}
        case Method.MEMBERS | Method.HUMAN_RATING:
            return set()
        case _:
            assert_never(key.method)


def _judge_ratings(keyed: list[tuple[Item, ItemKey]], n_steps: int, file: str) -> Iterator[Fault]:
    ratings = [rating for _, key in keyed for rating in (key.ratings or {}).values()]
    if not ratings:
        return
    if unused := set(range(1, n_steps + 1)) - set(ratings):
        message = f"No option is keyed {quoted(map(str, unused))}."
        yield _warn(file, "", message, "Use every step of the response scale.")
    n_extreme = sum(rating in {1, n_steps} for rating in ratings)
    if n_extreme < MIN_EXTREME_SHARE * len(ratings):
        message = f"Only {n_extreme} of {len(ratings)} ratings stand at an end of the scale."
        yield _warn(file, "", message, "Key half of the options or more at an end.")


def _judge_facets(bank: BankDocument, key: KeyDocument, file: str) -> Iterator[Fault]:
    counts = summarise(bank, key, bank.default_form).facets
    clustered = {facet for cluster in bank.clusters for facet in cluster.facets}
    for facet in bank.facets:
        n, least = counts.get(facet.id, 0), MIN_SCENARIOS_PER_FACET if facet.id in clustered else 1
        if n < least:
            message = f"Facet “{facet.id}” has {n} scenarios in the form, fewer than {least}."
            yield _warn(file, "", message, "Add scenarios that count for it.")


# --- wordings of forms ---


def _judge_wordings(loaded: LoadedBank) -> Iterator[Fault]:
    yield from judge_wordings(loaded.bank, None, FILE)
    for name, language in loaded.languages.items():
        yield from judge_wordings(loaded.bank, language, f"languages/{name}.toml")


# --- words about protected traits ---


def _judge_words(loaded: LoadedBank) -> Iterator[Fault]:
    bank = loaded.bank
    yield from _judge_words_of(bank, FILE)
    for language in loaded.languages.values():
        yield from _judge_words_of(localise(bank, language), f"languages/{language.language}.toml")


def _judge_words_of(bank: BankDocument, file: str) -> Iterator[Fault]:
    for scenario in bank.scenarios:
        place = f"scenarios.{scenario.id}"
        texts = (*scenario_texts(scenario), scenario.setting.industry.replace("-", " "))
        yield from _protected(texts, bank.language, scenario.allowed_words, file, place)
    for form in bank.forms:
        for name, stem in form.wordings.items():
            allowed, place = bank.get_scenario(name).allowed_words, f"forms.{form.id}.wordings"
            yield from _protected([stem], bank.language, allowed, file, f"{place}.{name}")


def _protected(
    texts: Iterable[str], language: str, allowed: Iterable[str], file: str, place: str
) -> Iterator[Fault]:
    words = PROTECTED_WORDS.get(language.split("-", maxsplit=1)[0], ())
    found = set(found_words("\n".join(texts), words)) - {word.lower() for word in allowed}
    if found:
        message = f"Words about protected traits: {quoted(found)}."
        remedy = "Tell it without them, or give the reason under allowed_words in bank.toml."
        yield _warn(file, place, message, remedy)


# --- the interview guide ---


def _judge_guide(bank: BankDocument, guide: GuideDocument) -> Iterator[Fault]:
    is_own = guide.language == bank.language
    file = "guide.toml" if is_own else f"guide.{guide.language}.toml"
    least, most = CORE_QUESTIONS
    if not least <= len(guide.questions) <= most:
        message = f"The guide has {len(guide.questions)} core questions, not {least} or {most}."
        yield _warn(file, "", message, "Ask every candidate the same few questions.")
    for question in guide.questions:
        anchors = question.anchors
        texts = (question.text, question.probe, anchors.weak, anchors.fair, anchors.strong)
        yield from _protected(texts, guide.language, (), file, f"questions.{question.id}")
    for scenario in bank.scenarios:
        if scenario.id in guide.scenarios:
            yield from _judge_guide_line(scenario, guide, file, is_own=is_own)


def _judge_guide_line(
    scenario: Scenario, guide: GuideDocument, file: str, *, is_own: bool
) -> Iterator[Fault]:
    line, place = guide.scenarios[scenario.id], f"scenarios.{scenario.id}"
    texts, allowed = (line.gist, line.probe), scenario.allowed_words
    yield from _protected(texts, guide.language, allowed, file, place)
    if not is_own:
        return  # other languages may need more words for the same
    for name, text, most in (
        ("gist", line.gist, MAX_GIST_WORDS),
        ("probe", line.probe, MAX_PROBE_WORDS),
    ):
        if n_words(text) > most:
            message = f"“{name}” has {n_words(text)} words, more than {most}."
            yield _warn(file, f"{place}.{name}", message, "Shorten it.")
