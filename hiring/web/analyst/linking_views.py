"""Linking studies of a form: the list, a new one after a look at what is shared, one study."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import linking_studies
from hiring.accounts import Staff
from hiring.banks.schema import BankDocument
from hiring.banks.versions import bank_document, get_bank_version, get_key_version, list_keys
from hiring.db import db
from hiring.errors import LinkingFaultError, NotFoundError
from hiring.linking_studies import Ground, LinkingStudy, Wish
from hiring.psychometrics.linking.designs import Design
from hiring.scoring import ScoredForm
from hiring.web.access import signed_in
from hiring.web.analyst.desk import KeyedForm, bp, for_analysts, keyed_form, now
from hiring.web.analyst.linking_forms import SEPARATOR, LinkingForm, LinkWithForm
from hiring.web.analyst.linking_words import (
    anchor_fault_words,
    design_words,
    drift_words,
    fault_words,
    method_words,
    plot,
    study_rows,
    suggestion_words,
    table_rows,
)
from hiring.web.analyst.rescoring_words import signless
from hiring.web.desks import desk
from hiring.web.pages import form_errors, simulated_label

PAGE = "/<uuid:key_id>/<form_id>/linking"


@bp.get(PAGE, endpoint="linking_studies")
@for_analysts
def list_studies(key_id: UUID, form_id: str) -> ResponseReturnValue:
    """The studies from or to a form, and the start of a new one."""
    return _list_page(keyed_form(key_id, form_id), None)


@bp.get(f"{PAGE}/new")
@for_analysts
def new_linking_study(key_id: UUID, form_id: str) -> ResponseReturnValue:
    """Hold two forms side by side, and ask what a study needs. Stores nothing."""
    found = keyed_form(key_id, form_id)
    choice = LinkWithForm(request.args, meta={"csrf": False})
    choice.offer(_others(found))
    if not choice.validate():
        return _list_page(found, choice), 422
    ground = _ground(found, choice)
    form = LinkingForm(formdata=None, data={**choice.data, **_usual(ground)})
    return _study_form(found, _filled(found, form, ground), ground)


@bp.post(PAGE)
@for_analysts
def make_linking_study(key_id: UUID, form_id: str) -> ResponseReturnValue:
    """Link the forms and freeze the study."""
    found = keyed_form(key_id, form_id)
    choice = LinkWithForm(meta={"csrf": False})
    choice.offer(_others(found))
    if not choice.validate():
        return _list_page(found, choice), 422
    ground = _ground(found, choice)
    form = _filled(found, LinkingForm(), ground)
    study = _made(found, form) if form.validate() else None
    if study is None:
        return _study_form(found, form, ground), 422
    db.session.commit()
    flash(_("The study is frozen. Scores of the two forms may now stand side by side."))
    return redirect(_address(found, study))


@bp.get(f"{PAGE}/<uuid:study_id>")
@for_analysts
def linking_study(key_id: UUID, form_id: str, study_id: UUID) -> ResponseReturnValue:
    """One study with its conversion and its errors."""
    found = keyed_form(key_id, form_id)
    study = _of_form(found, study_id)
    titles = _titles(study)
    return render_template(
        "analyst/linking_study.html",
        form=found,
        study=study,
        new_words=_form_words(study.new_key_version_id, study.new_form_id),
        old_words=_form_words(study.old_key_version_id, study.old_form_id),
        author=db.session.get_one(Staff, study.made_by_id).name,
        rows=study_rows(study, titles),
        table=table_rows(study),
        plot=plot(study),
        **desk([*simulated_label(is_simulated=study.is_simulated), *found.labels]),
    )


@bp.post(f"{PAGE}/<uuid:study_id>/retire")
@for_analysts
def retire_linking_study(key_id: UUID, form_id: str, study_id: UUID) -> ResponseReturnValue:
    """Let a study link nothing any more."""
    found = keyed_form(key_id, form_id)
    study = _of_form(found, study_id)
    linking_studies.retire_linking_study(db.session, study, staff=signed_in(), now=now())
    db.session.commit()
    flash(_("The study is retired. It links nothing any more and stays to be read."))
    return redirect(_address(found, study))


def _made(found: KeyedForm, form: LinkingForm) -> LinkingStudy | None:
    """The study, or None when the form says why there is none."""
    key_id, form_id = form.old_form
    wish = Wish(
        new=ScoredForm(found.key.id, found.form_id, form.is_simulated),
        old=ScoredForm(key_id, form_id, form.is_simulated),
        design=form.chosen_design,
        method=form.chosen_method,
        anchors=tuple(form.anchors.data) if form.anchors.data else None,
        reason=form.reason.data,
    )
    try:
        return linking_studies.make_linking_study(db.session, wish, analyst=signed_in(), now=now())
    except LinkingFaultError as fault:
        form.blame(*fault_words(fault, _areas(found.document)))
        return None


def _ground(found: KeyedForm, choice: LinkWithForm) -> Ground:
    key_id, form_id = choice.old_form
    return linking_studies.gather(
        db.session,
        ScoredForm(found.key.id, found.form_id, choice.is_simulated),
        ScoredForm(key_id, form_id, choice.is_simulated),
    )


def _usual(ground: Ground) -> dict[str, Any]:
    """Anchors where they will do, and the method suggested for it."""
    design = Design.EQUIVALENT_GROUPS if ground.faults else Design.COMMON_ANCHOR
    method = ground.suggestion(design).method
    return {
        "design": design.value,
        "method": None if method is None else method.value,
        "anchors": list(ground.shared),
    }


def _filled(found: KeyedForm, form: LinkingForm, ground: Ground) -> LinkingForm:
    form.offer(_others(found))
    form.offer_methods({name: found.document.get_scenario(name).title for name in ground.shared})
    return form


def _study_form(found: KeyedForm, form: LinkingForm, ground: Ground) -> str:
    errors = form_errors(form)
    titles = {one.id: one.title for one in found.document.scenarios}
    areas = _areas(found.document)
    return render_template(
        "analyst/linking_new.html",
        form=found,
        old_words=_form_words(*form.old_form),
        fields=form,
        ground=ground,
        suggestions=[
            (design_words(one), suggestion_words(ground, one)) for one in linking_studies.DESIGNS
        ],
        drift=drift_words(ground, titles),
        anchor_faults=[anchor_fault_words(one, areas) for one in ground.faults],
        difference=None if ground.difference is None else signless(ground.difference),
        errors=errors,
        **desk(
            [*simulated_label(is_simulated=form.is_simulated), *found.labels],
            has_errors=bool(errors),
        ),
    )


def _list_page(found: KeyedForm, choice: LinkWithForm | None) -> str:
    fields = choice or LinkWithForm(formdata=None, meta={"csrf": False})
    fields.offer(_others(found))
    studies = linking_studies.list_linking_studies(db.session, found.key.id, found.form_id)
    errors = form_errors(fields)
    return render_template(
        "analyst/linking_studies.html",
        form=found,
        fields=fields,
        has_others=bool(fields.old.choices),
        lines=[_line(study) for study in studies],
        errors=errors,
        **desk(found.labels, has_errors=bool(errors)),
    )


def _line(study: LinkingStudy) -> dict[str, Any]:
    return {
        "study": study,
        "new": _form_words(study.new_key_version_id, study.new_form_id),
        "old": _form_words(study.old_key_version_id, study.old_form_id),
        "method": method_words(linking_studies.linking_of(study).method),
        "error": signless(study.standard_error),
    }


def _others(found: KeyedForm) -> dict[str, str]:
    """The other forms of the same bank, of any version and key."""
    return {
        f"{key.id}{SEPARATOR}{one.id}": _form_words(key.id, one.id)
        for bank, key in list_keys(db.session)
        if bank.bank == found.bank.bank
        for one in bank_document(db.session, bank.id).forms
        if (key.id, one.id) != (found.key.id, found.form_id)
    }


def _form_words(key_id: UUID, form_id: str) -> str:
    key = get_key_version(db.session, key_id)
    bank = get_bank_version(db.session, key.bank_version_id)
    title = bank_document(db.session, bank.id).get_form(form_id).title
    return str(
        _(
            "%(bank)s %(version)s, %(form)s, key %(key)s",
            bank=bank.title,
            version=bank.version,
            form=title,
            key=key.key_version,
        )
    )


def _of_form(found: KeyedForm, study_id: UUID) -> LinkingStudy:
    study = linking_studies.get_linking_study(db.session, study_id)
    ends = {
        (study.new_key_version_id, study.new_form_id),
        (study.old_key_version_id, study.old_form_id),
    }
    if (found.key.id, found.form_id) not in ends:
        raise NotFoundError("no such linking study of this form")
    return study


def _titles(study: LinkingStudy) -> dict[str, str]:
    key = get_key_version(db.session, study.new_key_version_id)
    bank = bank_document(db.session, key.bank_version_id)
    return {one.id: one.title for one in bank.scenarios}


def _areas(bank: BankDocument) -> dict[str, str]:
    return {one.id: one.name for one in bank.clusters}


def _address(found: KeyedForm, study: LinkingStudy) -> str:
    address: dict[str, Any] = found.address
    return url_for("analyst.linking_study", study_id=study.id, **address)
