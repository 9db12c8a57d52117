"""An explanation on demand, in words: how a result came about and what one can do about it.

The words are those that a person in charge would have to find by hand if somebody asked. The key
is left out, and so is whatever would let one infer it.
"""

from collections.abc import Iterator

from hiring.briefs.codes import in_groups
from hiring.feedback.explaining import Aside, Explanation, Group, OwnAnswer
from hiring.handouts.own_words import bank_lines, own_words
from hiring.handouts.result_words import ResultWords
from hiring.handouts.sheets import BankText, Heading, SheetBlock, SheetContent, SheetSection
from hiring.reports.telling import Listing, Paragraph, Table
from hiring.sittings import AnswerState
from hiring.words import Translator


def compose_explanation(
    explanation: Explanation,
    translator: Translator,
    locale: str,
    *,
    contact: str,
    rights_address: str = "",
) -> SheetContent:
    """The whole explanation in the candidate's language.

    Args:
        explanation: The facts.
        translator: Knows ``locale``.
        locale: The language of our own words.
        contact: Whom to ask, in words.
        rights_address: Where a candidate asks for a correction or another look; may be empty.
    """
    _ = translator.gettext
    frame, words = explanation.frame, ResultWords(translator, locale)
    named = words.apart(f"{frame.bank_title} {frame.bank_version}")
    return SheetContent(
        language=locale,
        content_language=frame.content_language,
        page_size=frame.page_size,
        document_title=_("Explanation of the result {code}").format(code=frame.candidate_code),
        kicker=_("Explanation"),
        labels=words.labels(frame),
        title=_("How your result came about"),
        lines=words.lines(frame),
        sections=(
            _measured(explanation, words),
            _result(explanation, words),
            _factors(explanation, words),
            _decides(explanation, words),
            _rights(words.apart(contact), words.apart(rights_address), translator),
            _versions(explanation, words),
            _answers(explanation, words),
        ),
        closing=_("The scoring key itself stays private, so that the test is fair to everybody."),
        footer=f"{named} · {words.apart(frame.candidate_code)}",
        page_words=_("Page {page} of {pages}"),
    )


def _measured(explanation: Explanation, words: ResultWords) -> SheetSection:
    _ = words.translator.gettext
    intro = _(
        "The test shows scenes from working days with customers and asks how well different "
        "responses work. It measures how close your answers come to the scoring key. It does not "
        "measure what you feel. It looks at these themes:"
    )
    frame = explanation.frame
    themes = [(one.name, one.definition) for one in explanation.measured]
    listed = bank_lines(themes, words, frame.content_language)
    blocks = (Paragraph(intro), listed, Paragraph(words.key(frame)))
    return SheetSection("measured", _("What was measured"), blocks)


def _result(explanation: Explanation, words: ResultWords) -> SheetSection:
    _ = words.translator.gettext
    again = words.scored_again(explanation.frame)
    if explanation.result is None:
        blocks = words.no_number(explanation.frame, explanation.counts)
    else:
        blocks = words.result(explanation.frame, explanation.result, explanation.counts)
    areas = (words.area_table(explanation.areas),) if explanation.areas else ()
    return SheetSection("result", _("Your result"), (*blocks, *again, *areas))


def _factors(explanation: Explanation, words: ResultWords) -> SheetSection:
    _ = words.translator.gettext
    told = (
        _(
            "Every scenario counts the same: the total is the mean over all of them. How many "
            "belong to which group, and how many of those you answered, stands below."
        ),
        words.missing(explanation.counts),
        _(
            "Nothing else counts: not how long you took, not when, how or on which device you "
            "answered, and no extra time, break or other format."
        ),
    )
    blocks: tuple[SheetBlock, ...] = (Listing(told), _group_table(explanation.groups, words))
    if not explanation.areas:
        unknown = _(
            "How the groups came out one by one is not said: so far their numbers would not be "
            "exact enough to say more than the total does."
        )
        blocks = (*blocks, Paragraph(unknown))
    return SheetSection("factors", _("What counted"), blocks)


def _group_table(groups: tuple[Group, ...], words: ResultWords) -> Table:
    _ = words.translator.gettext
    head = (_("Group of scenarios"), _("Scenarios"), _("Answered"))
    rows = tuple(
        (words.apart(one.name) or _("In the total only"), str(one.n_scenarios), str(one.n_answered))
        for one in groups
    )
    return Table(_("Groups of scenarios"), head, rows)


def _decides(explanation: Explanation, words: ResultWords) -> SheetSection:
    _ = words.translator.gettext
    hears = _("You hear from the employer by {day} at the latest.").format(
        day=words.day(explanation.frame.decide_by)
    )
    if explanation.frame.has_withdrawn:
        hears = _(
            "You have withdrawn. The people who hire see that, and you need not wait for an answer."
        )
    told = (
        _(
            "A person decides, never a machine. Nothing in this software can turn anybody down. "
            "Whoever decides must open your page first, write down a reason, and name something "
            "else that they considered."
        ),
        hears,
    )
    return SheetSection("decides", _("Who decides"), tuple(map(Paragraph, told)))


def _rights(contact: str, address: str, translator: Translator) -> SheetSection:
    _ = translator.gettext
    told = (
        _("Correct: if something about you or your answers is wrong, say so, and we check it."),
        _("Contest: ask for a second look. It goes to somebody other than whoever decided."),
        _("Comment: say what the people who decide should know, in your own words."),
    )
    here = _("For all three you can write to {contact}.").format(contact=contact)
    if address:
        # The page alone would be a dead end on paper: it opens for who has used their link.
        online = _("Online, open your personal link first, then this page: {address}")
        here = f"{here} {online.format(address=address)}"
    blocks = (Listing(told), Paragraph(here))
    return SheetSection("rights", _("What you can do"), blocks)


def _answers(explanation: Explanation, words: ResultWords) -> SheetSection:
    _ = words.translator.gettext
    blocks = [block for one in explanation.answers for block in _answer(one, explanation, words)]
    heading = _("Your answers in your own words")
    return SheetSection("answers", heading, tuple(blocks), is_long=True)


def _answer(answer: OwnAnswer, about: Explanation, words: ResultWords) -> Iterator[SheetBlock]:
    yield Heading(f"{answer.position}. {answer.scenario_title}")
    yield BankText(answer.item.question)
    spoken = about.frame.content_language
    told = own_words(answer.item, answer.value, about.response_scale, words, spoken)
    yield from told or (Paragraph(_without(answer.state, words.translator)),)
    if answer.aside is not None:
        yield Paragraph(_aside(answer.aside, words.translator), is_quiet=True)


def _without(state: AnswerState, translator: Translator) -> str:
    _ = translator.gettext
    match state:
        case AnswerState.SKIPPED:
            return _("You left this out.")
        case AnswerState.NOT_REACHED:
            return _("You did not come to this one.")
        case AnswerState.VOID | AnswerState.ANSWERED:
            return _("This was taken out and does not count.")


def _aside(aside: Aside, translator: Translator) -> str:
    _ = translator.gettext
    match aside:
        case Aside.DROPPED:
            return _("Set aside: it counts for nobody.")
        case Aside.NEUTRALISED:
            return _("Set aside: it counts in full for everybody who saw it.")
        case Aside.NOT_RATED:
            return _("A text: it is no part of the result.")


def _versions(explanation: Explanation, words: ResultWords) -> SheetSection:
    _ = words.translator.gettext
    frame, rests = explanation.frame, explanation.provenance
    day, apart = words.day, words.apart
    rows = (
        (_("Test"), apart(f"{frame.bank_title} {frame.bank_version}")),
        (_("Form"), apart(frame.form_title)),
        (_("Scoring key"), frame.key_version),
        (
            _("Scoring code"),
            _("{package}, method {version}").format(
                package=rests.package_version, version=rests.scoring_version
            ),
        ),
        (
            _("Precision"),
            _("worked out on {day}, code {code}").format(
                day=day(rests.precision_at.date()), code=apart(rests.precision_code)
            ),
        ),
        (_("Started"), day(rests.started_at.date())),
        (_("Sent"), day(frame.sent_at.date())),
        (_("Scored again") if frame.is_scored_again else _("Scored"), day(frame.scored_at.date())),
        (_("Receipt"), apart(rests.receipt)),
        (_("Code of the score"), apart(in_groups(rests.score_code))),
    )
    table = Table(_("Versions and dates"), (_("What"), _("Which")), rows, n_texts=2)
    return SheetSection("versions", _("What it rests on"), (table,))
