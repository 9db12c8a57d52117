"""Writing a decision down from a form; the form says what is missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlmodel import Session

from hiring import cases, openings
from hiring.accounts import Staff
from hiring.errors import DecisionFaultError
from hiring.openings.decisions import Decision, Outcome, ReasonCode, Stage, unopened
from hiring.openings.records import Candidate
from hiring.web.access import signed_in
from hiring.web.masking import who
from hiring.web.pages import form_errors
from hiring.web.recruiter.desk import now
from hiring.web.recruiter.forms import DecisionForm, RowDecisionForm

MAX_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class ToDecide:
    """Somebody in a bulk decision; the form is None where the page was not opened lately."""

    candidate: Candidate
    form: RowDecisionForm | None
    newest: Decision | None


def blank_decision(session: Session, found: Candidate) -> DecisionForm:
    """A form to fill in; its stage is that of the newest decision, which is mostly still true."""
    newest = openings.newest_decisions(session, [found.id]).get(found.id)
    return DecisionForm(formdata=None, stage=newest.stage if newest else Stage.SCREEN.value)


def is_decided(session: Session, found: Candidate, form: DecisionForm) -> bool:
    """Whether the decision could be written; if not, the form says why. Flushes."""
    try:
        cases.require_free_to_decide(session, found, signed_in())
        openings.decide(
            session,
            found,
            staff=signed_in(),
            stage=Stage(form.stage.data),
            outcome=Outcome(form.outcome.data),
            reason_code=ReasonCode(form.reason_code.data),
            reason=form.reason.data,
            considered=form.considered.data,
            now=now(),
        )
    except DecisionFaultError as fault:
        form.blame(fault)
        return False
    return True


def to_decide(
    session: Session, people: Sequence[Candidate], staff: Staff, *, sent: Collection[str]
) -> list[ToDecide]:
    """Everybody with a form of their own; those whose id was ``sent`` with what was posted."""
    closed = unopened(session, people, staff=staff, now=now())
    newest = openings.newest_decisions(session, [one.id for one in people])
    return [
        ToDecide(
            one,
            None
            if one.id in closed
            else _form(one, newest.get(one.id), is_sent=str(one.id) in sent),
            newest.get(one.id),
        )
        for one in people
    ]


def are_decided(session: Session, rows: Sequence[ToDecide]) -> bool:
    """Whether every row could be written; all faults are told, and then nothing may be kept."""
    forms = [(row.candidate, row.form) for row in rows if row.form is not None]
    sound = [form.validate() for _candidate, form in forms]
    if not all(sound) or len(forms) < len(rows):
        return False
    written = [is_decided(session, one, form) for one, form in forms if not form.is_left_out]
    return all(written)


def _form(candidate: Candidate, newest: Decision | None, *, is_sent: bool) -> RowDecisionForm:
    prefix = f"p{candidate.id.hex}"
    stage = newest.stage if newest else Stage.SCREEN.value
    return (
        RowDecisionForm(prefix=prefix)
        if is_sent
        else RowDecisionForm(formdata=None, prefix=prefix, stage=stage)
    )


def named_errors(candidate: Candidate, form: FlaskForm) -> list[dict[str, str]]:
    """The errors of one form among many, each with whom it is about."""
    name = who(candidate)
    return [
        {**error, "text": str(_("%(name)s: %(fault)s", name=name, fault=error["text"]))}
        for error in form_errors(form)
    ]


class BulkForm(FlaskForm):  # type: ignore[misc]
    """The token of the page; every person has a form of their own on it."""
