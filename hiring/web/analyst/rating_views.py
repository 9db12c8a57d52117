"""Open answers of a form: how their rating goes, how far raters agree, and the agreed answers."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import ratings
from hiring.db import db
from hiring.errors import NotFoundError
from hiring.ratings import Prompt
from hiring.ratings.calibration import SET_SIZE
from hiring.web.access import signed_in
from hiring.web.analyst.desk import KeyedForm, bp, for_analysts, keyed_form, now
from hiring.web.analyst.rating_forms import BenchmarkForm, benchmark_form
from hiring.web.analyst.rating_pages import benchmark_lines, question_page
from hiring.web.desks import desk
from hiring.web.pages import form_errors

PAGE = "/<uuid:key_id>/<form_id>/ratings"
QUESTION = f"{PAGE}/<scenario_id>/<item_id>"


@bp.get(PAGE, endpoint="ratings")
@for_analysts
def list_questions(key_id: UUID, form_id: str) -> ResponseReturnValue:
    """The open questions of a form, each with how far its rating has come."""
    found = keyed_form(key_id, form_id)
    lines = [
        {
            "prompt": prompt,
            "progress": ratings.progress_of(db.session, key_id, prompt.ref),
            "n_agreed": len(_in_use(found, prompt)),
        }
        for prompt in _prompts(found)
    ]
    return render_template(
        "analyst/ratings.html", form=found, lines=lines, set_size=SET_SIZE, **desk(found.labels)
    )


@bp.get(QUESTION)
@for_analysts
def rated_question(
    key_id: UUID, form_id: str, scenario_id: str, item_id: str
) -> ResponseReturnValue:
    """One question: agreement, severity, drift, and its agreed answers."""
    found = keyed_form(key_id, form_id)
    prompt = _prompt(found, scenario_id, item_id)
    return _question_page(found, prompt, _form_of(found, prompt, formdata=None))


@bp.post(f"{QUESTION}/benchmarks")
@for_analysts
def add_benchmark(
    key_id: UUID, form_id: str, scenario_id: str, item_id: str
) -> ResponseReturnValue:
    """Add an answer with agreed points."""
    found = keyed_form(key_id, form_id)
    prompt = _prompt(found, scenario_id, item_id)
    form = _form_of(found, prompt)
    if not form.validate():
        return _question_page(found, prompt, form), 422
    ratings.add_benchmark(
        db.session,
        signed_in(),
        key_version_id=key_id,
        prompt=prompt,
        text=form.text.data,
        points=form.points,
        reason=form.reason.data,
        now=now(),
    )
    db.session.commit()
    flash(_("The agreed answer is there. Raters meet it for practice, or between other answers."))
    return redirect(_address(found, prompt))


@bp.post(f"{QUESTION}/benchmarks/<uuid:benchmark_id>/retire")
@for_analysts
def retire_benchmark(
    key_id: UUID, form_id: str, scenario_id: str, item_id: str, benchmark_id: UUID
) -> ResponseReturnValue:
    """Hand an agreed answer to nobody any more."""
    found = keyed_form(key_id, form_id)
    prompt = _prompt(found, scenario_id, item_id)
    row = ratings.get_benchmark(db.session, benchmark_id)
    if (row.key_version_id, row.item) != (key_id, prompt.ref):
        raise NotFoundError("no such benchmark here")
    ratings.retire_benchmark(db.session, row, staff=signed_in(), now=now())
    db.session.commit()
    flash(_("The agreed answer is retired. What raters gave it stays in their figures."))
    return redirect(_address(found, prompt))


def _prompts(found: KeyedForm) -> list[Prompt]:
    shown = found.document.get_form(found.form_id).scenarios
    prompts = ratings.find_prompts(db.session, found.bank.id, found.key.id)
    return [prompt for prompt in prompts if prompt.scenario.id in shown]


def _prompt(found: KeyedForm, scenario_id: str, item_id: str) -> Prompt:
    for prompt in _prompts(found):
        if prompt.ref == f"{scenario_id}/{item_id}":
            return prompt
    raise NotFoundError("no such question to rate")


def _in_use(found: KeyedForm, prompt: Prompt) -> list[ratings.Benchmark]:
    rows = ratings.list_benchmarks(db.session, found.key.id, prompt.ref)
    return [row for row in rows if row.retired_at is None]


def _form_of(found: KeyedForm, prompt: Prompt, **values: object) -> BenchmarkForm:
    facets = {facet.id: facet for facet in found.document.facets}
    return benchmark_form(prompt, facets, **values)


def _question_page(found: KeyedForm, prompt: Prompt, fields: BenchmarkForm) -> str:
    errors = form_errors(fields)
    facets = {facet.id: facet.name for facet in found.document.facets}
    figures = ratings.question_figures(db.session, found.key.id, prompt)
    return render_template(
        "analyst/rated_question.html",
        form=found,
        prompt=prompt,
        facets=facets,
        page=question_page(figures, facets),
        benchmarks=benchmark_lines(
            ratings.list_benchmarks(db.session, found.key.id, prompt.ref), facets
        ),
        address=_values(found, prompt),
        fields=fields,
        set_size=SET_SIZE,
        errors=errors,
        **desk(found.labels, has_errors=bool(errors)),
    )


def _values(found: KeyedForm, prompt: Prompt) -> dict[str, object]:
    return found.address | {"scenario_id": prompt.scenario.id, "item_id": prompt.item.id}


def _address(found: KeyedForm, prompt: Prompt) -> str:
    return url_for("analyst.rated_question", **_values(found, prompt))  # type: ignore[arg-type]
