"""The cut score of an opening: what holds, what held, a form to set one and a button to end it."""

from dataclasses import replace
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DecimalField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from hiring.banks.versions import bank_document
from hiring.db import db
from hiring.errors import DecisionFaultError
from hiring.openings.cuts import CutMethod, CutScore, end_cut, list_cuts, set_cut
from hiring.openings.records import Opening, get_administration
from hiring.psychometrics.reliability.cut_reach import (
    MIN_FOR_REACH,
    CutReach,
    cut_reach,
    cuts_beside,
)
from hiring.scoring import precision_of
from hiring.scoring.cut_bounds import group_counts
from hiring.scoring.first_looks import was_score_seen
from hiring.scoring.listing import Basis, totals
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.pages import form_errors
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now
from hiring.web.recruiter.opening_pages import labels_of
from hiring.web.recruiter.roster_pages import basis_of
from hiring.web.recruiter.roster_words import cut_fault_words, group_words, method_words
from hiring.web.score_words import points, precision_words

PAGE = "/openings/<uuid:opening_id>/cut"
bp.add_app_template_filter(points)


class PointsField(DecimalField):  # type: ignore[misc]
    """A number that may be written with a comma, as the pages of other languages write it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was sent."""
        super().process_formdata([one.replace(",", ".") for one in valuelist])


class CutForm(FlaskForm):  # type: ignore[misc]
    """A point, how it was found, and why."""

    cut_points = PointsField(
        _l("Cut score, in points of 100"),
        [
            InputRequired(_l("Give a number from 0 to 100")),
            NumberRange(0, 100, _l("Give a number from 0 to 100")),
        ],
        places=1,
    )
    method = SelectField(
        _l("How it was found"),
        [InputRequired(_l("Choose how it was found"))],
        choices=lambda: [SelectChoice(one.value, method_words(one)) for one in CutMethod],
    )
    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Give the reason in words, at least 10 characters"))],
        description=_l("Why this point, and for which demand of the job."),
    )

    def blame(self, fault: DecisionFaultError) -> None:
        """Put the words of a refusal beside its field."""
        name, words = cut_fault_words(fault.code)
        self[name].errors = [*self[name].errors, words]


@bp.get(PAGE)
@for_recruiters
def cut(opening_id: UUID) -> ResponseReturnValue:
    """What holds now, what held before, and a form."""
    return _page(my_opening(opening_id), CutForm(formdata=None))


@bp.post(PAGE)
@for_recruiters
def choose_cut(opening_id: UUID) -> ResponseReturnValue:
    """Set a cut score; one that held until now ends and stays in the record."""
    found, form = my_opening(opening_id), CutForm()
    if not form.validate() or not _was_set(found, form):
        return _page(found, form), 422
    db.session.commit()
    flash(_("The cut score is set. It groups people; it decides nothing."))
    return redirect(url_for("recruiter.cut", opening_id=found.id))


@bp.post(f"{PAGE}/end")
@for_recruiters
def drop_cut(opening_id: UUID) -> ResponseReturnValue:
    """End the cut score that holds."""
    found = my_opening(opening_id)
    if end_cut(db.session, found, staff=signed_in(), now=now()) is not None:
        flash(_("The cut score has ended. It stays in the record below."))
    db.session.commit()
    return redirect(url_for("recruiter.cut", opening_id=found.id))


def _was_set(found: Opening, form: CutForm) -> bool:
    """Whether it could be set; if not, the form says why."""
    try:
        set_cut(
            db.session,
            found,
            get_administration(db.session, found.id),
            cut_points=float(form.cut_points.data),
            method=CutMethod(form.method.data),
            reason=form.reason.data,
            is_before_scores=not was_score_seen(db.session, found.id),
            staff=signed_in(),
            now=now(),
        )
    except DecisionFaultError as fault:
        form.blame(fault)
        return False
    return True


def _page(found: Opening, form: CutForm) -> str:
    basis, terms = basis_of(db.session, found, now()), get_administration(db.session, found.id)
    bounds = basis.bounds
    counts = {} if bounds is None else group_counts(db.session, found, bounds)
    errors = form_errors(form)
    return render_template(
        "recruiter/cut.html",
        opening=found,
        form=form,
        bounds=bounds,
        counts=[(one.value, group_words(one), n) for one, n in counts.items()],
        reaches=_reaches(basis),
        reach_from=MIN_FOR_REACH,
        is_other_scale=bounds is not None and not _is_on_scale(bounds.cut, terms.key_version_id),
        precision=precision_words(bounds.snapshot) if bounds and bounds.snapshot else "",
        form_title=bank_document(db.session, terms.bank_version_id, found.language)
        .get_form(terms.form_id)
        .title,
        cuts=[(one, who, method_words(CutMethod(one.method))) for one, who in _all(found)],
        is_seen=was_score_seen(db.session, found.id),
        errors=errors,
        **desk(labels_of(db.session, found), has_errors=bool(errors)),
    )


def _reaches(basis: Basis) -> list[CutReach]:
    """The cut that holds and those a step beside it, held against everybody with a score on it."""
    bounds = basis.bounds
    if bounds is None or bounds.snapshot is None or bounds.crossings is None:
        return []
    precision = precision_of(bounds.snapshot)
    everybody = totals(db.session, replace(basis, form=bounds.form))
    if not precision.error > 0:
        return []
    found = [cut_reach(everybody, one, precision) for one in cuts_beside(bounds.cut.cut_points)]
    return [one for one in found if one is not None]


def _all(found: Opening) -> list[tuple[CutScore, str]]:
    return [(one, staff.name) for one, staff in list_cuts(db.session, found.id)]


def _is_on_scale(one: CutScore, key_version_id: UUID) -> bool:
    """Whether the cut was set for the key that holds now."""
    return one.key_version_id == key_version_id
