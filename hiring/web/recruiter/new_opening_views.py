"""A new opening: the form, from a template or another opening if wanted, and creating it."""

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import openings
from hiring.accounts import Role
from hiring.banks.versions import get_key_version
from hiring.db import db
from hiring.norm_groups import carry_norm_group, find_norm_group
from hiring.notices import Place, set_place
from hiring.openings.keeping import days_to_start_with
from hiring.openings.records import Opening
from hiring.openings.starting_terms import (
    StartingTerms,
    take_over,
    terms_of_opening,
    terms_of_template,
)
from hiring.openings.templates import get_template, list_templates
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.pages import form_errors
from hiring.web.recruiter.desk import (
    bp,
    for_recruiters,
    my_opening,
    now,
    settings,
    today_here,
)
from hiring.web.recruiter.forms import TEST_SEPARATOR, OpeningForm
from hiring.web.recruiter.notice_forms import moment_of
from hiring.web.recruiter.opening_pages import tests_on_offer
from hiring.web.recruiter.starting_pages import norm_lines, source_words, terms_lines


@bp.get("/openings/new")
@for_recruiters
def new_opening() -> ResponseReturnValue:
    """Ask what a new opening needs; from a template or another opening it is filled in."""
    form, terms = _new_form(), _find_terms()
    days = settings().reply_days if terms is None else terms.decide_days
    form.decide_by.data = today_here() + timedelta(days=days)
    form.place.data = settings().place
    if terms is not None:
        _fill_in(form, terms)
    return _opening_form(form, terms)


@bp.post("/openings/new")
@for_recruiters
def create_opening() -> ResponseReturnValue:
    """Create the opening; an owner may accept its key at the same time."""
    form, terms = _new_form(), _find_terms()
    if not form.validate():
        return _opening_form(form, terms), 422
    opening = _created(form)
    _follow_rules(opening, form)
    if terms is not None:
        take_over(db.session, opening, terms, staff=signed_in(), now=now(), zone=settings().zone)
        group = find_norm_group(db.session, terms.norm_group_id)
        carry_norm_group(db.session, opening, group, actor=signed_in(), now=now())
    _keep_as_long_as_usual(opening)
    if form.accept_key.data and signed_in().role == Role.OWNER:
        openings.acknowledge(db.session, opening, owner=signed_in(), now=now())
    db.session.commit()
    flash(_("The opening is there. Add the first candidates."))
    return redirect(url_for("recruiter.opening", opening_id=opening.id))


def _find_terms() -> StartingTerms | None:
    """The template or opening that is named in the address or the form, if any.

    Raises:
        NotFoundError: There is none, or it is not theirs.
    """
    template, source = request.values.get("template", ""), request.values.get("opening", "")
    if template:
        return terms_of_template(get_template(db.session, _id(template)))
    if source:
        found = my_opening(_id(source))
        terms = openings.get_administration(db.session, found.id)
        return terms_of_opening(found, terms, zone=settings().zone)
    return None


def _id(text: str) -> UUID:
    """An id from outside; what is none names nothing."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _fill_in(form: OpeningForm, terms: StartingTerms) -> None:
    form.language.data, form.paper.data = terms.language, terms.paper
    form.place.data = terms.place
    test = f"{terms.key_version_id}{TEST_SEPARATOR}{terms.form_id}"
    if test in {choice.value for choice in form.test.choices}:
        form.test.data = test


def _new_form() -> OpeningForm:
    form = OpeningForm()
    form.offer(tests_on_offer(db.session))
    return form


def _opening_form(form: OpeningForm, terms: StartingTerms | None) -> str:
    errors = form_errors(form)
    is_changed = terms is not None and not terms.for_(signed_in())
    return render_template(
        "recruiter/new_opening.html",
        form=form,
        errors=errors,
        has_tests=bool(form.test.choices),
        is_owner=signed_in().role == Role.OWNER,
        terms=terms,
        source_words="" if terms is None else source_words(db.session, terms),
        terms_lines=[] if terms is None else _lines(terms, is_feedback_on=is_changed),
        templates=list_templates(db.session) if terms is None else [],
        **desk(has_errors=bool(errors)),
    )


def _lines(terms: StartingTerms, *, is_feedback_on: bool) -> list[tuple[str, str]]:
    group = find_norm_group(db.session, terms.norm_group_id)
    return [*terms_lines(terms, is_feedback_on=is_feedback_on), *norm_lines(group)]


def _created(form: OpeningForm) -> Opening:
    key_id, _separator, form_id = form.test.data.partition(TEST_SEPARATOR)
    return openings.create_opening(
        db.session,
        creator=signed_in(),
        title=form.title.data,
        language=form.language.data,
        paper=form.paper.data,
        key_version=get_key_version(db.session, UUID(key_id)),
        form_id=form_id,
        decide_by=form.decide_by.data,
        now=now(),
        is_simulated=settings().demo,
    )


def _keep_as_long_as_usual(opening: Opening) -> None:
    """Begin with the days that are usual in the place, where the terms name none."""
    if opening.keep_days is None:
        days = days_to_start_with(opening.place, house_days=settings().retention_days)
        opening.keep_days = days


def _follow_rules(opening: Opening, form: OpeningForm) -> None:
    set_place(
        db.session,
        opening,
        Place(form.place.data),
        posted_notice_at=moment_of(form.posted_on.data),
        actor=signed_in(),
        now=now(),
    )
