"""What stands about interviews, in the words of a desk; for all who interview or invite."""

from flask_babel import format_decimal, format_percent, ngettext
from flask_babel import gettext as _

from hiring.errors import InterviewFaultError
from hiring.interviews import InterviewFault, Recommendation
from hiring.interviews.agreement import PairCounts
from hiring.interviews.listing import InterviewState
from hiring.interviews.plan import MAX_QUESTIONS, MIN_QUESTIONS
from hiring.psychometrics.agreement.adjudication import PanelMean

SHAPES = {
    InterviewState.NO_DAY: "empty",
    InterviewState.PLANNED: "half",
    InterviewState.PAST: "bar",
    InterviewState.MISSING: "triangle",
    InterviewState.FILED: "full",
    InterviewState.CANCELLED: "cross",
    InterviewState.WITHDRAWN: "cross",
}


def state_words(state: InterviewState) -> str:
    """Where an interview stands."""
    words: dict[InterviewState, str] = {
        InterviewState.NO_DAY: _("No day yet"),
        InterviewState.PLANNED: _("Planned"),
        InterviewState.PAST: _("Did it take place?"),
        InterviewState.MISSING: _("Scorecard missing"),
        InterviewState.FILED: _("Scorecard filed"),
        InterviewState.CANCELLED: _("Called off"),
        InterviewState.WITHDRAWN: _("Candidate withdrew"),
    }
    return words[state]


def advice_words(advice: Recommendation) -> str:
    """What an interviewer advises, in the words of the paper."""
    words: dict[Recommendation, str] = {
        Recommendation.YES: _("Recommend"),
        Recommendation.RESERVED: _("Recommend with reservations"),
        Recommendation.MAYBE: _("More evidence needed"),
        Recommendation.NO: _("Do not recommend"),
    }
    return words[advice]


def fault_words(fault: InterviewFaultError) -> str:
    """What is wrong and what to do next; a question is named by its number."""
    words = _words_of(InterviewFault(fault.code))
    if fault.number is None:
        return words
    return str(_("Question %(number)s: %(words)s", number=fault.number, words=words))


def _words_of(code: InterviewFault) -> str:
    words: dict[InterviewFault, str] = {
        InterviewFault.PLAN_FROZEN: _(
            "A scorecard is filed, so the questions stay as they are: everybody is asked the same. "
            "For other questions, make a new opening."
        ),
        InterviewFault.NUMBER_OF_QUESTIONS: _(
            "Choose %(low)s or %(high)s questions in all", low=MIN_QUESTIONS, high=MAX_QUESTIONS
        ),
        InterviewFault.QUESTION_TWICE: _("this question is there twice"),
        InterviewFault.QUESTION_UNKNOWN: _("Choose questions from the list"),
        InterviewFault.QUESTION_INCOMPLETE: _(
            "give the question, a probe and three anchors, or leave all of them empty"
        ),
        InterviewFault.TEXT_TOO_LONG: _("shorten the text"),
        InterviewFault.NO_PLAN: _(
            "There are no core questions yet. Choose them first; this bank has no guide to take "
            "them from."
        ),
        InterviewFault.MAY_NOT_INTERVIEW: _("Choose an interviewer, a recruiter or an owner"),
        InterviewFault.NOT_A_MEMBER: _("Add this person to the opening first"),
        InterviewFault.ALREADY_ASSIGNED: _("These two are to meet already"),
        InterviewFault.HAS_READ_CARDS: _(
            "This person has read what colleagues wrote about the candidate, so their own view "
            "would not be independent. Choose somebody who has not."
        ),
        InterviewFault.CANDIDATE_WITHDREW: _("This candidate has withdrawn"),
        InterviewFault.HELD_IN_FUTURE: _("Choose today or an earlier day"),
        InterviewFault.HAS_SCORECARD: _(
            "A scorecard is filed, so the interview cannot be called off"
        ),
        InterviewFault.CANCELLED: _("This interview was called off"),
        InterviewFault.ALREADY_FILED: _("This scorecard is filed already. Nothing was changed."),
        InterviewFault.DRAFT_EXISTS: _(
            "The interviewer has begun this scorecard online. Ask them to file it."
        ),
        InterviewFault.NOT_MARKED: _("mark 1 to 5, or say that it was not asked"),
        InterviewFault.NOTHING_ASKED: _(
            "Mark at least one question. If you did not meet, ask a recruiter to call it off."
        ),
        InterviewFault.NO_EVIDENCE: _("note what was said"),
        InterviewFault.NO_ADVICE: _("Choose your overall advice"),
        InterviewFault.NO_REASON: _("Say in 10 to 500 characters why you correct the scorecard"),
        InterviewFault.NOTHING_TO_CONFIRM: _("There is nothing to confirm"),
    }
    return words[code]


def step_words(value: float) -> str:
    """Steps of the scale 1 to 5 with two decimals."""
    return str(format_decimal(value, "0.00"))


def mean_words(mean: PanelMean | None) -> str:
    """A mean with its standard error and n, or that nobody asked."""
    if mean is None:
        return str(_("not asked"))
    if mean.standard_error is None:
        return str(_("%(mean)s (one rating, no error known)", mean=step_words(mean.mean)))
    return str(
        _(
            "%(mean)s, standard error %(error)s, n = %(n)s",
            mean=step_words(mean.mean),
            error=step_words(mean.standard_error),
            n=mean.n,
        )
    )


def same_words(counts: PairCounts) -> str:
    """How many pairs gave the same step: a share from ten pairs on, before that counts."""
    return _share_words(counts.n_exact, counts)


def near_words(counts: PairCounts) -> str:
    """How many pairs lie within one step."""
    return _share_words(counts.n_adjacent, counts)


def kappa_words(counts: PairCounts) -> str:
    """The weighted kappa, or why there is none."""
    if not counts.is_enough:
        return str(_("too few pairs"))
    if counts.kappa is None:
        return str(_("undefined: all gave the same step"))
    return step_words(counts.kappa)


def pairs_words(n: int) -> str:
    """How many pairs."""
    return str(ngettext("%(num)d pair", "%(num)d pairs", n))


def _share_words(part: int, counts: PairCounts) -> str:
    if not counts.n:
        return "\N{EN DASH}"
    if not counts.is_enough:
        return str(_("%(part)s of %(n)s", part=part, n=counts.n))
    return str(format_percent(part / counts.n))
