"""Interview ratings beside a comparison: apart from the screen, and only once all have filed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from sqlmodel import Session

from hiring.accounts import Staff
from hiring.interviews.panel import Panel, panel_of
from hiring.interviews.sight import may_see_cards, note_cards_read
from hiring.openings.records import Candidate
from hiring.psychometrics.agreement.adjudication import PanelMean

Row = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class InterviewColumns:
    """Where each person's interviews stand, then the means of every question, in order."""

    standing: Row
    rows: tuple[Row, ...]


def interview_columns(
    session: Session, people: Sequence[Candidate], *, staff: Staff, now: datetime
) -> InterviewColumns | None:
    """The interviews of these people; None where nobody is to be interviewed yet.

    Whose ratings are shown is noted. Flushes; the view commits.
    """
    panels = [panel_of(session, one.id) for one in people]
    if not any(panel.members for panel in panels):
        return None
    seen = [may_see_cards(session, one.id, staff) for one in people]
    shown = [
        panel if may else Panel(panel.members, None)
        for panel, may in zip(panels, seen, strict=True)
    ]
    for one, panel in zip(people, shown, strict=True):
        if panel.result is not None:
            note_cards_read(session, one, staff=staff, now=now)
    standing = [_standing(panel, may=may) for panel, may in zip(panels, seen, strict=True)]
    return InterviewColumns((str(_("Interviews")), tuple(standing)), _rows(shown))


def _standing(panel: Panel, *, may: bool) -> str:
    if not panel.members:
        return str(_("none planned"))
    if not may:
        return str(_("open to you once your own scorecard is filed"))
    return str(
        ngettext(
            "%(filed)s of %(num)d scorecard filed",
            "%(filed)s of %(num)d scorecards filed",
            len(panel.members),
            filed=panel.n_filed,
        )
    )


def _rows(panels: Sequence[Panel]) -> tuple[Row, ...]:
    lines = {
        line.question.id: line.question for one in panels if one.result for line in one.result.lines
    }
    rows = [
        (question.text, tuple(_mean_of(panel, name) for panel in panels))
        for name, question in lines.items()
    ]
    if not rows:
        return ()
    return (*rows, (str(_("All questions")), tuple(_overall(panel) for panel in panels)))


def _mean_of(panel: Panel, question_id: object) -> str:
    if panel.result is None:
        return ""
    found = [line.mean for line in panel.result.lines if line.question.id == question_id]
    return _words(found[0]) if found and found[0] is not None else str(_("not asked"))


def _overall(panel: Panel) -> str:
    return "" if panel.result is None else _words(panel.result.overall)


def _words(mean: PanelMean) -> str:
    figure = format_decimal(round(mean.mean, 1), "0.0")
    if mean.standard_error is None:
        return str(_("%(mean)s, one rating", mean=figure))
    return str(
        ngettext(
            "%(mean)s (standard error %(error)s, %(num)d rating)",
            "%(mean)s (standard error %(error)s, %(num)d ratings)",
            mean.n,
            mean=figure,
            error=format_decimal(round(mean.standard_error, 2), "0.00"),
        )
    )
