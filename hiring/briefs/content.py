"""The brief as final words: every sentence, label and figure in the reader's language.

No paper here. Side one holds at most 250 words, the time of two minutes; where a candidate's
answers are long, what is told about them is shortened in fixed steps, never the caution.
"""

from dataclasses import dataclass, replace

from hiring.briefs.cleaning import clean, count_words
from hiring.briefs.facts import (
    BriefFacts,
    BriefKind,
    ClusterFacts,
    PageSize,
    QuestionFacts,
    ScoreFacts,
)
from hiring.briefs.imprint import Imprint
from hiring.briefs.norms import NormPhrases
from hiring.briefs.parts import (
    AnswerGroup,
    Legend,
    Profile,
    ProfileRow,
    Question,
    SideOne,
    SideTwo,
)
from hiring.briefs.phrases import Phrases
from hiring.briefs.sealed import SealedPhrases
from hiring.briefs.told_answers import tell_answers
from hiring.charts import whisker
from hiring.words import Translator, set_apart

MAX_WORDS_SIDE_ONE = 250

MAX_NAME_CHARACTERS = 80
MAX_TITLE_CHARACTERS = 90
MAX_SHORT_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class BriefContent:
    """A whole brief, ready to be set on paper or on a page.

    Attributes:
        kind: Whether side one carries the score or is sealed.
        document_title: For the window and the file's metadata; names nobody.
        bank_language: Of the bank's words, and of the guide's, where that is not ``language``.
        labels: What must not be overlooked: simulated, provisional, precision.
        ask: The word before a probe, "Ask:".
        footer: Lines on both sides: who may read it, what it rests on, how to check it.
        verification_code: The same code as in the footer, by itself.
        page_numbers: "Page 1 of 2" and "Page 2 of 2".
        letters_note: Printed only where a letter has no font.
        shortened_note: Printed only where a text had to be shortened to fit.

    """

    kind: BriefKind
    language: str
    bank_language: str
    guide_language: str
    page_size: PageSize
    document_title: str
    kicker: str
    labels: tuple[str, ...]
    candidate_name: str
    candidate_code: str
    role_line: str
    date_line: str
    ask: str
    side_one: SideOne
    side_two: SideTwo
    footer: tuple[str, ...]
    verification_code: str
    page_numbers: tuple[str, str]
    letters_note: str
    shortened_note: str


def compose(facts: BriefFacts, translator: Translator) -> BriefContent:
    """Turn facts into the words of a brief in the language of ``translator``.

    Args:
        facts: What the database knows; texts may come from anywhere.
        translator: Knows the language named in ``facts.language``.

    Returns:
        Clean texts. Side one holds at most ``MAX_WORDS_SIDE_ONE`` words (footer and chart not
        counted) as long as the bank's titles and probes keep to their usual length.

    """
    say = Phrases(translator, facts.language)
    name = clean(facts.candidate_name, MAX_NAME_CHARACTERS) or say.no_name()
    code = clean(facts.candidate_code, MAX_SHORT_CHARACTERS)
    frame = BriefContent(
        kind=facts.kind,
        language=facts.language,
        bank_language=facts.bank_language,
        guide_language=facts.guide_language,
        page_size=facts.page_size,
        document_title=say.document_title(code),
        kicker=say.kicker(),
        labels=_labels(facts, say),
        candidate_name=name,
        candidate_code=code,
        role_line=_role_line(facts),
        date_line=say.date_line(code, facts.days.taken_on),
        ask=say.ask(),
        side_one=_SIDE_ONE[facts.kind](facts, say),
        side_two=_side_two(facts, say),
        footer=Imprint(say).lines(facts),
        verification_code=facts.verification_code,
        page_numbers=(say.page(1), say.page(2)),
        letters_note=say.letters_note(),
        shortened_note=say.shortened_note(),
    )
    return _with_answers(frame, facts, say)


def count_side_one_words(content: BriefContent) -> int:
    """The words of side one, without footer and chart."""
    one = content.side_one
    texts = [
        content.kicker,
        *content.labels,
        content.candidate_name,
        content.role_line,
        content.date_line,
        one.lead,
        one.score_heading,
        one.score_statement,
        *one.score_sentences,
        one.caution_heading,
        *one.cautions,
    ]
    for group in one.groups:
        texts.append(group.heading)
        texts.extend(text for note in group.notes for text in note.texts(content.ask))
    return sum(count_words(text) for text in texts)


def _role_line(facts: BriefFacts) -> str:
    """Title and employer in this order, though one of them may run from right to left."""
    parts = (clean(part, MAX_TITLE_CHARACTERS) for part in (facts.opening_title, facts.employer))
    return " · ".join(set_apart(part, facts.language) for part in parts if part)


def _labels(facts: BriefFacts, say: Phrases) -> tuple[str, ...]:
    sealed = (SealedPhrases(say).label(),) if facts.kind is BriefKind.SEALED else ()
    return (*say.labels(facts), *sealed)


def _sealed_side_one(facts: BriefFacts, say: Phrases) -> SideOne:
    """Areas and evidence; nothing that a number could be read from."""
    sealed = SealedPhrases(say)
    return SideOne(
        lead=say.lead_one(),
        score_heading=sealed.heading(),
        score_statement=sealed.statement(facts),
        score_sentences=(),
        profile=None,
        groups=(),
        caution_heading=say.caution_heading(),
        cautions=(*sealed.cautions(), *say.cautions(facts)),
    )


def _side_one(facts: BriefFacts, say: Phrases) -> SideOne:
    return SideOne(
        lead=say.lead_one(),
        score_heading=say.score_heading(),
        score_statement=say.score_statement(facts),
        score_sentences=(*say.score_sentences(facts), *NormPhrases(say).sentences(facts)),
        profile=None if facts.score is None else _profile(facts, facts.score, say),
        groups=(),
        caution_heading=say.caution_heading(),
        cautions=say.cautions(facts),
    )


_SIDE_ONE = {BriefKind.SUMMARY: _side_one, BriefKind.SEALED: _sealed_side_one}


def _profile(facts: BriefFacts, score: ScoreFacts, say: Phrases) -> Profile:
    total = whisker(
        score.shown_points,
        score.interval_points,
        reference_points=score.reference_points,
        likely_points=score.likely_points,
    )
    figures = say.figures(score.shown_points, score.interval_points)
    return Profile(
        total=ProfileRow(say.total(), figures, total, say.alternative(say.total(), score)),
        clusters=tuple(_cluster_row(cluster, say) for cluster in facts.clusters),
        legend=Legend(
            estimate=say.legend_estimate(),
            interval=say.legend_interval(),
            reference=say.legend_reference() if score.reference_points else "",
            dots=say.legend_dots(len(score.likely_points)) if score.likely_points else "",
        ),
    )


def _cluster_row(cluster: ClusterFacts, say: Phrases) -> ProfileRow:
    name = clean(cluster.name, MAX_SHORT_CHARACTERS)
    figures = say.figures(cluster.points, cluster.interval_points)
    return ProfileRow(
        name, figures, whisker(cluster.points, cluster.interval_points), f"{name}: {figures}"
    )


def _side_two(facts: BriefFacts, say: Phrases) -> SideTwo:
    numbered = enumerate(facts.questions, start=1)
    return SideTwo(
        heading=say.questions_heading(len(facts.questions)),
        lead=say.lead_two(),
        areas="" if facts.kind is BriefKind.SEALED else say.areas(facts.area_names),
        anchor_words=say.anchor_words(),
        questions=tuple(_question(number, question) for number, question in numbered),
        overall_heading=say.overall_heading(),
        overall_lead=say.overall_lead(),
        recommendations=say.recommendations(),
        signature_labels=say.signature_labels(),
    )


def _question(number: int, question: QuestionFacts) -> Question:
    return Question(
        number=str(number),
        text=clean(question.text),
        probe=clean(question.probe),
        anchors=(clean(question.weak), clean(question.fair), clean(question.strong)),
        language=question.language,
    )


def _with_answers(frame: BriefContent, facts: BriefFacts, say: Phrases) -> BriefContent:
    """Tell the answers as fully as 250 words allow."""
    headings = _headings(facts.kind, say)
    for told in tell_answers(facts.nearest, facts.furthest, say.quotation_marks()):
        pairs = zip(headings, told, strict=True)
        groups = tuple(AnswerGroup(heading, notes) for heading, notes in pairs if notes)
        content = replace(frame, side_one=replace(frame.side_one, groups=groups))
        if count_side_one_words(content) <= MAX_WORDS_SIDE_ONE:
            break
    return content


def _headings(kind: BriefKind, say: Phrases) -> tuple[str, str]:
    """Over the two groups of answers; a sealed brief has one group only, the second."""
    match kind:
        case BriefKind.SUMMARY:
            return say.nearest_heading(), say.furthest_heading()
        case BriefKind.SEALED:
            return "", SealedPhrases(say).answers_heading()
