"""Whether the code on a printed brief still stands for a score that computes to the same bytes.

For all staff. Whose score it is, and its number, only for those who work on the opening; from
interviewers a sealed number stays sealed here, too.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from hiring import audit, openings
from hiring.accounts import Role
from hiring.briefs.codes import in_groups
from hiring.db import db
from hiring.errors import NotFoundError
from hiring.interviews.sight import is_score_sealed
from hiring.openings.records import Candidate, Opening
from hiring.psychometrics.reliability.precision import interval_90
from hiring.scoring import precision_of
from hiring.scoring.records import find_replacement
from hiring.scoring.verifying import Checked, Verdict, check_code
from hiring.web.access import for_staff, signed_in
from hiring.web.desks import desk
from hiring.web.pages import form_errors

MAX_CODE_CHARS = 40

bp = Blueprint("verifying", __name__)
for_readers = for_staff(Role.OWNER, Role.RECRUITER, Role.INTERVIEWER, Role.ANALYST)


class CodeForm(FlaskForm):  # type: ignore[misc]
    """A code as it stands on paper."""

    code = StringField(
        _l("Code to verify"),
        [
            DataRequired(message=_l("Enter the code from the foot of the brief")),
            Length(max=MAX_CODE_CHARS, message=_l("A code is shorter than that")),
        ],
        description=_l("Sixteen letters and digits at the foot of a brief, in groups of four."),
    )


@dataclass(frozen=True, slots=True)
class About:
    """Whose score it is, for those who work on the opening.

    Attributes:
        figures: Score and likely range in whole points; None where there is no number to show.
        newer_code: The code of the score that counts now; empty where this one does.
    """

    candidate: Candidate
    opening: Opening
    scored_at: datetime
    figures: tuple[int, int, int] | None
    is_sealed: bool
    newer_code: str


@bp.get("/verify")
@for_readers
def form() -> ResponseReturnValue:
    """Ask for a code."""
    return _shown(CodeForm(formdata=None), None, None)


@bp.post("/verify")
@for_readers
def check() -> ResponseReturnValue:
    """Compute the score behind the code again and say what came of it."""
    asked = CodeForm()
    if not asked.validate():
        return _shown(asked, None, None), 422
    found = check_code(db.session, asked.code.data)
    about = _about(found)
    page = _shown(asked, found.verdict, about)
    db.session.commit()
    return page


def _about(found: Checked) -> About | None:
    """What may be said about the person; that somebody looked is noted either way."""
    if found.score is None or found.sitting is None:
        return None
    candidate = openings.get_candidate(db.session, found.sitting.candidate_id)
    _note(candidate)
    try:
        opening = openings.require_member(db.session, candidate.opening_id, signed_in())
    except NotFoundError:
        return None
    newer = find_replacement(db.session, found.score)
    is_sealed = is_score_sealed(db.session, opening, candidate.id, signed_in())
    return About(
        candidate=candidate,
        opening=opening,
        scored_at=found.score.scored_at,
        figures=None if is_sealed else _figures(found),
        is_sealed=is_sealed,
        newer_code="" if newer is None else in_groups(newer.code),
    )


def _figures(found: Checked) -> tuple[int, int, int] | None:
    if found.score is None or found.score.total is None or found.snapshot is None:
        return None
    band = interval_90(found.score.total, precision_of(found.snapshot))
    return round(found.score.total), round(band.low), round(band.high)


def _note(candidate: Candidate) -> None:
    audit.record(
        db.session,
        "score.verified",
        actor=signed_in().id,
        object_id=candidate.id,
        now=datetime.now(UTC),
        chain=candidate.opening_id,
    )


def _shown(asked: CodeForm, verdict: Verdict | None, about: About | None) -> str:
    errors = form_errors(asked)
    return render_template(
        "staff/verify.html",
        form=asked,
        verdict=None if verdict is None else _verdict_words(verdict),
        about=about,
        errors=errors,
        **desk(has_errors=bool(errors)),
    )


def _verdict_words(verdict: Verdict) -> tuple[str, str]:
    """What came of it, and what that means."""
    match verdict:
        case Verdict.SAME:
            return _("The same"), _("The score computes to the same bytes from the stored answers.")
        case Verdict.DIFFERENT:
            return _("Different"), _(
                "The stored score no longer computes to the same bytes. Do not decide by this "
                "brief; tell the owner."
            )
        case Verdict.OTHER_PRECISION:
            return _("The same, but not the precision"), _(
                "The score computes to the same bytes, but the last four letters name no "
                "precision. Check them letter by letter."
            )
        case Verdict.ERASED:
            return _("Erased"), _(
                "There was such a score. It was erased with the person's data or taken back. "
                "Please destroy the paper, too."
            )
        case Verdict.UNKNOWN:
            return _("Unknown"), _("No score has this code. Check it letter by letter.")
