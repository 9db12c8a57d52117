"""Feedback in words: kind, short, and never more certain than the numbers.

Sentences speak of answers, not of the person. Nothing says how a response is keyed: an answer is
told by its scenario and a coarse word for how near it came.
"""

from collections.abc import Iterator

from hiring.feedback.closeness import Closeness
from hiring.feedback.facts import Feedback
from hiring.feedback.themes import Theme, Themes
from hiring.feedback.told import ToldAnswer
from hiring.handouts.result_words import ResultWords
from hiring.handouts.sheets import (
    BankText,
    Heading,
    SheetBlock,
    SheetContent,
    SheetSection,
    Suggestion,
)
from hiring.handouts.suggestions import suggestion
from hiring.psychometrics.reliability.differences import Difference
from hiring.reports.telling import Listing, Paragraph
from hiring.words import Translator


def compose_feedback(
    feedback: Feedback, translator: Translator, locale: str, *, contact: str
) -> SheetContent:
    """Everything a candidate reads, in their language.

    Args:
        feedback: The facts.
        translator: Knows ``locale``.
        locale: The language of our own words.
        contact: Whom to ask, in words.
    """
    _ = translator.gettext
    frame, words = feedback.frame, ResultWords(translator, locale)
    tellers = (_result, _areas, _answers, _nearest, _to_try, _reading)
    sections = [section for tell in tellers for section in tell(feedback, words)]
    named = words.apart(f"{frame.bank_title} {frame.bank_version}")
    form, code = words.apart(frame.form_title), words.apart(frame.candidate_code)
    key = _("key {version}").format(version=frame.key_version)
    return SheetContent(
        language=locale,
        content_language=frame.content_language,
        page_size=frame.page_size,
        document_title=_("Feedback on answers {code}").format(code=frame.candidate_code),
        kicker=_("Feedback"),
        labels=words.labels(frame),
        title=_("Feedback on your answers"),
        lines=words.lines(frame),
        sections=(*sections, _questions(words.apart(contact), translator)),
        closing=f"{named} · {form} · {key} · {code}",
        footer=f"{named} · {code}",
        page_words=_("Page {page} of {pages}"),
    )


Sections = Iterator[SheetSection]


def _result(feedback: Feedback, words: ResultWords) -> Sections:
    _ = words.translator.gettext
    if feedback.result is None:
        blocks = words.no_number(feedback.frame, feedback.counts)
    else:
        blocks = words.result(feedback.frame, feedback.result, feedback.counts)
    blocks = (*blocks, *words.scored_again(feedback.frame))
    yield SheetSection("result", _("Your result"), blocks)


def _areas(feedback: Feedback, words: ResultWords) -> Sections:
    _ = words.translator.gettext
    if not feedback.areas:
        return
    intro = _(
        "These areas say something beyond the total. Their ranges are wider, since fewer scenarios "
        "stand behind each of them."
    )
    blocks = (Paragraph(intro), words.area_table(feedback.areas))
    yield SheetSection("areas", _("Area by area"), blocks)


def _answers(feedback: Feedback, words: ResultWords) -> Sections:
    _ = words.translator.gettext
    told = feedback.answers
    if told.nearest is None:
        return
    blocks = [
        Paragraph(_("One scenario says little on its own. Take this as something to think about.")),
        *_answer(told.nearest, words, _("Here you came nearest to the scoring key.")),
    ]
    if told.furthest is not None:
        blocks += _answer(told.furthest, words, _("Here you were furthest from the scoring key."))
    keeps = _("How each response is scored stays private, so that the test is fair to the next.")
    heading = words.translator.ngettext(
        "One of your answers", "Two of your answers", len(list(told))
    )
    yield SheetSection("answers", heading, (*blocks, Paragraph(keeps, is_quiet=True)))


def _answer(answer: ToldAnswer, words: ResultWords, place: str) -> list[SheetBlock]:
    return [
        Heading(answer.scenario_title),
        Paragraph(f"{place} {_closeness(answer.closeness, words.translator)}"),
    ]


def _closeness(closeness: Closeness, translator: Translator) -> str:
    _ = translator.gettext
    match closeness:
        case Closeness.NEAR:
            return _("Taken together, your ratings were close to it.")
        case Closeness.PARTLY:
            return _("Taken together, your ratings were partly close to it.")
        case Closeness.FAR:
            return _(
                "Taken together, your ratings were quite different from it. You may have had good "
                "reasons."
            )


def _nearest(feedback: Feedback, words: ResultWords) -> Sections:
    _ = words.translator.gettext
    if feedback.themes is None:
        return
    intro = _("Of the themes in this test, these two came nearest to the scoring key.")
    blocks: list[SheetBlock] = [Paragraph(intro)]
    for theme in feedback.themes.nearest:
        blocks += _theme(theme)
    yield SheetSection("went-well", _("What went well in your answers"), tuple(blocks))


def _to_try(feedback: Feedback, words: ResultWords) -> Sections:
    _ = words.translator.gettext
    themes = feedback.themes
    if themes is None:
        return
    advice = suggestion(themes.to_try, words.translator)
    blocks = (*_theme(themes.to_try), Suggestion(advice), Paragraph(_noise(themes, words)))
    yield SheetSection("to-try", _("One thing to try"), blocks)


def _theme(theme: Theme) -> tuple[SheetBlock, ...]:
    return (Heading(theme.name), BankText(theme.definition))


def _noise(themes: Themes, words: ResultWords) -> str:
    _ = words.translator.gettext
    match themes.difference:
        case Difference.HIGHER:
            return _(
                "In your answers this theme came out further from the scoring key than the two "
                "above, by more than chance explains. It speaks of these answers, not of you."
            )
        case Difference.PROBABLY_HIGHER:
            return _(
                "In your answers this theme probably came out further from the scoring key than "
                "the two above. Other scenarios could turn the order round."
            )
        case Difference.NONE_DEPENDABLE:
            return _(
                "In your answers the themes lie so close together that chance alone could have put "
                "them in this order. Take it as an idea, not as a finding."
            )


def _reading(feedback: Feedback, words: ResultWords) -> Sections:
    _ = words.translator.gettext
    told = (
        _("It speaks of your answers on one day. It does not describe you as a person."),
        _("The test asks what works with customers. To know it and to do it are two things."),
        _("It is one input among several. A person decides, never a machine."),
        words.key(feedback.frame),
        _("Some scenarios are harder than others, so themes are not equally easy."),
        _("Extra time, breaks or another format change nothing in it."),
    )
    yield SheetSection("reading", _("How to read this"), (Listing(told),))


def _questions(contact: str, translator: Translator) -> SheetSection:
    _ = translator.gettext
    words = _(
        "Write to {contact}. You may ask how the result came about, have mistakes put right, or "
        "ask a person to look again. Asking never counts against you."
    )
    told = Paragraph(words.format(contact=contact))
    return SheetSection("questions", _("Questions, or do you see it differently?"), (told,))
