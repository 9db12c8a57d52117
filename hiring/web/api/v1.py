"""The four acts of the first version: what can be ordered, ordering, where it stands, the result.

A view is as thin as a page's: read, one verb of the middle, answer. What a program does is noted in
the opening's record with the key as the one who did it.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, current_app, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from hiring import audit
from hiring.accounts.api_keys import Scope
from hiring.banks.summary import summarise
from hiring.banks.versions import bank_document, get_bank_version, languages_of
from hiring.config import Settings
from hiring.db import db
from hiring.errors import OrderFaultError
from hiring.jobs.letters import INVITATION, invite
from hiring.mail import list_mail
from hiring.openings import days
from hiring.openings.orders import (
    Ordered,
    OrderFault,
    Wanted,
    find_repeated,
    get_order,
    get_orderable,
    open_for_orders,
    place_order,
)
from hiring.openings.people import Person
from hiring.openings.records import Administration, Opening
from hiring.scoring.roster import Progress, roster_row
from hiring.sittings.leaving import FETCHED
from hiring.sittings.retakes import gap_of, gaps_open
from hiring.web.access import for_programs, public
from hiring.web.api import schemas
from hiring.web.api.description import described
from hiring.web.api.errors import ApiError, Code, faults_of
from hiring.web.api.gate import key_here
from hiring.web.api.results import code_of, result_of, why_kept_back
from hiring.web.inviting import has_mail, usual_link_day
from hiring.web.pacing import orders_paced, results_paced
from hiring.web.security import csrf

SHORTEST_NAME, LONGEST_NAME = 8, 200
OK, CREATED = 200, 201
STEP_MINUTES = 5

Body = TypeVar("Body", bound=schemas.Sent)

bp = Blueprint("api", __name__, url_prefix="/api/v1")
csrf.exempt(bp)  # no cookie opens anything here, so there is nothing to forge


@bp.get("/openapi.json")
@public
def description() -> Response:
    """What is told here and how to ask for it, for programs that read it."""
    return _json(described(_settings().public_url))


@bp.get("/catalogue")
@for_programs(Scope.CATALOGUE)
def catalogue() -> Response:
    """The openings that take people now."""
    found = open_for_orders(db.session, key_here())
    return _told(schemas.Catalogue(openings=list(_entries(found))))


@bp.post("/orders")
@for_programs(Scope.ORDER)
@orders_paced
def order() -> Response:
    """Invite somebody; the same request again gives the same order."""
    sent, name = _read(schemas.OrderSent), _name_of_request()
    wanted = Wanted(sent.opening_id, Person(sent.name, sent.email), name)
    repeated = _repeated(wanted)
    if repeated is not None:
        return _placed(repeated, OK)
    try:
        ordered = _place(wanted)
    except OrderFaultError:  # perhaps by the same request, which has overtaken this one
        repeated = _repeated(wanted)
        if repeated is None:
            raise
        return _placed(repeated, OK)
    return _placed(ordered, CREATED)


@bp.get("/orders/<uuid:order_id>")
@for_programs(Scope.STATUS)
def order_status(order_id: UUID) -> Response:
    """Where the candidate stands."""
    ordered = get_order(db.session, order_id, key_here())
    row = roster_row(db.session, ordered.candidate)
    return _told(_order(ordered, row.progress(datetime.now(UTC))))


@bp.get("/orders/<uuid:order_id>/result")
@for_programs(Scope.RESULTS)
@results_paced
def order_result(order_id: UUID) -> Response:
    """The score with its error and what made it, or why it is kept back."""
    ordered = get_order(db.session, order_id, key_here())
    row = roster_row(db.session, ordered.candidate)
    why = why_kept_back(db.session, ordered, row)
    if why is not None:
        raise ApiError(why)
    _note_fetched(ordered)
    result = result_of(db.session, ordered, _settings())
    db.session.commit()
    return _told(result)


def _settings() -> Settings:
    found: Settings = current_app.extensions["hiring_settings"]
    return found


def _secret() -> str:
    return _settings().secret_key.get_secret_value()


def _entries(
    found: Sequence[tuple[Opening, Administration]],
) -> Iterator[schemas.CatalogueEntry]:
    """Openings with their tests; many have the same, which is looked up once."""
    known: dict[tuple[UUID, str, str], dict[str, Any]] = {}
    for opening, terms in found:
        name = (terms.bank_version_id, terms.form_id, opening.language)
        if name not in known:
            known[name] = _test(*name)
        yield schemas.CatalogueEntry(
            opening_id=opening.id,
            title=opening.title,
            language=opening.language,
            link_days=opening.link_days,
            is_simulated=opening.is_simulated,
            **known[name],
        )


def _test(version_id: UUID, form_id: str, language: str) -> dict[str, Any]:
    version = get_bank_version(db.session, version_id)
    bank = bank_document(db.session, version_id, language)
    form = bank.get_form(form_id)
    summary = summarise(bank, None, form)
    return {
        "languages": list(languages_of(db.session, version_id)),
        "bank": schemas.CatalogueBank(bank=version.bank, version=version.version, title=bank.title),
        "form": schemas.CatalogueForm(
            form=form.id,
            title=form.title,
            n_scenarios=summary.n_scenarios,
            expected_minutes=int(-(-summary.minutes // STEP_MINUTES) * STEP_MINUTES),
            limit_minutes=form.minutes,
        ),
    }


def _repeated(wanted: Wanted) -> Ordered | None:
    return find_repeated(db.session, wanted, key=key_here(), secret=_secret())


def _place(wanted: Wanted) -> Ordered:
    """Invite and commit."""
    now = datetime.now(UTC)
    opening = get_orderable(db.session, wanted.opening_id, key_here())
    if gap_of(gaps_open(db.session, opening, now=now), wanted.person.email) is not None:
        raise OrderFaultError(OrderFault.ANSWERED_LATELY)
    ordered = place_order(
        db.session,
        wanted,
        key=key_here(),
        secret=_secret(),
        expires_at=_link_end(opening, now),
        now=now,
    )
    if has_mail(_settings()):
        invite(db.session, [ordered.candidate], settings=_settings(), now=now)
    db.session.commit()
    return ordered


def _link_end(opening: Opening, now: datetime) -> datetime:
    zone = _settings().zone
    return days.end_of(usual_link_day(opening, days.day_of(now, zone)), zone)


def _placed(ordered: Ordered, status: int) -> Response:
    """As at the moment of ordering, also when asked again: what came later takes another tick."""
    mails = list_mail(db.session, ordered.candidate.id)
    is_mailed = any(mail.kind == INVITATION for mail in mails)
    placed = schemas.OrderPlaced(
        **_order(ordered, Progress.INVITED).model_dump(),
        invitation="by_mail" if is_mailed else "by_staff",
    )
    answer = _told(placed, status)
    answer.headers["Location"] = url_for("api.order_status", order_id=ordered.order.id)
    return answer


def _order(ordered: Ordered, status: Progress) -> schemas.Order:
    return schemas.Order(
        order_id=ordered.order.id,
        opening_id=ordered.opening.id,
        candidate_code=code_of(ordered),
        status=status,
    )


def _note_fetched(ordered: Ordered) -> None:
    """Before the score is read, as on pages; whoever has seen it is on record."""
    audit.record(
        db.session,
        FETCHED,
        actor=key_here().id,
        object_id=ordered.candidate.id,
        now=datetime.now(UTC),
        chain=ordered.opening.id,
    )


def _read(model: type[Body]) -> Body:
    """The body as the model says.

    Raises:
        ApiError: It is no JSON, or fields are at fault.
    """
    if request.mimetype != "application/json":
        raise ApiError(Code.NOT_JSON)
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as error:
        raise ApiError(Code.FIELDS, faults_of(error)) from error


def _name_of_request() -> str:
    name = request.headers.get("Idempotency-Key", "")
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        raise ApiError(Code.NO_NAME_OF_REQUEST)
    return name


def _told(answer: schemas.Told, status: int = OK) -> Response:
    return _json(answer.model_dump_json(), status)


def _json(text: str, status: int = OK) -> Response:
    return Response(text, status, content_type="application/json")
