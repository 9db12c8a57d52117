"""A sitting's whole form in words: what large print and plain text have in common.

Nothing here knows a key. Options stand in the order in which this sitting sees them on the screen
and carry letters, so that whoever reads on paper and whoever enters the answers mean the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from string import ascii_uppercase

from hiring.banks.schema import BankDocument, Channel, Item, ItemFormat, Media, Scenario
from hiring.sittings import Page, ordered_options, pages_of
from hiring.words import Translator


@dataclass(frozen=True, slots=True)
class LetteredOption:
    """One response and its letter."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class FormPart:
    """One scenario as it is read: where, who, what happens, what is asked, how to answer.

    ``steps`` are the words of the rating scale in order, where each response is rated.
    """

    heading: str
    title: str
    scene: str
    stem: tuple[str, ...]
    question: str
    how: str
    steps: tuple[str, ...]
    options: tuple[LetteredOption, ...]


@dataclass(frozen=True, slots=True)
class FormText:
    """The whole form of one sitting in one language."""

    language: str
    is_leftward: bool
    title: str
    opening_words: tuple[str, ...]
    parts: tuple[FormPart, ...]


def form_text(
    bank: BankDocument,
    form_id: str,
    *,
    title: str,
    option_seed: int,
    translator: Translator,
    is_leftward: bool = False,
) -> FormText:
    """Put the form of a sitting into words.

    Args:
        bank: In the language of the sitting.
        form_id: The sitting's form.
        title: What candidates know the assessment by; the form's own name says nothing to them.
        option_seed: The sitting's, from which its order of options is drawn.
        translator: For our own sentences, in the same language.
        is_leftward: Whether the language is written from right to left.

    Raises:
        NotFoundError: The bank has no such form.
    """
    phrases = _Phrases(translator)
    pages = pages_of(bank, form_id)
    return FormText(
        language=bank.language,
        is_leftward=is_leftward,
        title=title,
        opening_words=phrases.opening_words(),
        parts=tuple(
            _part(page, bank, phrases, n_pages=len(pages), option_seed=option_seed)
            for page in pages
        ),
    )


def _part(
    page: Page, bank: BankDocument, phrases: "_Phrases", *, n_pages: int, option_seed: int
) -> FormPart:
    scenario, item = page.scenario, page.item
    options = ordered_options(item, seed=option_seed, item_ref=page.item_ref)
    return FormPart(
        heading=phrases.heading(page.position, n_pages),
        title=scenario.title,
        scene=phrases.scene(scenario),
        stem=(*_paragraphs(scenario.stem), *phrases.media(scenario.media)),
        question=item.question,
        how=phrases.how(item),
        steps=tuple(bank.response_scale) if item.format is ItemFormat.RATE_EACH else (),
        options=tuple(
            LetteredOption(letter, option.text)
            for letter, option in zip(ascii_uppercase, options, strict=False)
        ),
    )


def _paragraphs(text: str) -> Iterable[str]:
    """A blank line starts a paragraph; other line ends are blanks."""
    return (" ".join(part.split()) for part in text.strip().split("\n\n") if part.strip())


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Says what is ours to say, in one language."""

    translator: Translator

    def opening_words(self) -> tuple[str, ...]:
        _ = self.translator.gettext
        return (
            _("These are the same scenarios and responses as on your screen, in the same order."),
            _("Each response has a letter. A is the first response on the screen, B the second."),
            _(
                "Nothing you write here is sent. Your answers count once they are entered on the "
                "screen, by you or by your assistant."
            ),
        )

    def heading(self, position: int, n_pages: int) -> str:
        _ = self.translator.gettext
        return _("Scenario {position} of {total}").format(position=position, total=n_pages)

    def scene(self, scenario: Scenario) -> str:
        _ = self.translator.gettext
        persona = scenario.persona
        return _("{channel}. {name}, {role}. {situation}").format(
            channel=self._channel(scenario.setting.channel),
            name=persona.name,
            role=persona.role,
            situation=persona.situation,
        )

    def media(self, media: Iterable[Media]) -> Iterable[str]:
        """What pictures show and sounds say, for who reads."""
        _ = self.translator.gettext
        for one in media:
            if one.alt:
                yield _("Picture: {words}").format(words=one.alt)
            if one.transcript:
                yield _("What is said and heard:")
                yield from _paragraphs(one.transcript)

    def how(self, item: Item) -> str:
        """How to answer by letters."""
        _ = self.translator.gettext
        match item.format:
            case ItemFormat.RATE_EACH:
                return _("Give each response the number of one of these steps:")
            case ItemFormat.BEST_WORST:
                return _("Name two letters: the most effective and the least effective response.")
            case ItemFormat.RANK_ALL:
                return _("Put all letters in order. The first one has place 1.")
            case ItemFormat.PICK_BEST | ItemFormat.EMOTION_MCQ:
                return _("Name one letter.")
            case ItemFormat.PICK_N:
                return self._choose(item.choose or 0)
            case ItemFormat.OPEN_TEXT:
                return self._write(item.max_words)

    def _choose(self, n: int) -> str:
        words = self.translator.ngettext("Name {n} letter.", "Name {n} letters.", n)
        return words.format(n=n)

    def _write(self, max_words: int | None) -> str:
        _ = self.translator.gettext
        if max_words is None:
            return _("Answer in your own words.")
        return _("Answer in your own words, in at most {n} of them.").format(n=max_words)

    def _channel(self, channel: Channel) -> str:
        _ = self.translator.gettext
        words = {
            Channel.PHONE: _("By phone"),
            Channel.CHAT: _("By chat"),
            Channel.EMAIL: _("By mail"),
            Channel.COUNTER: _("At the counter"),
            Channel.IN_PERSON: _("In person"),
            Channel.VIDEO: _("By video"),
            Channel.INTERNAL: _("Within the team"),
        }
        return words[channel]
