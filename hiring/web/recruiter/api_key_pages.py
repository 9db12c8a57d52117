"""The form of a new API key, and the keys of the house as a page lists them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlmodel import Session, col, select
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from hiring import openings
from hiring.accounts import ApiKey, Staff
from hiring.accounts.api_keys import (
    MAX_DAYS,
    MAX_NAME_CHARS,
    Ending,
    Scope,
    list_api_keys,
    openings_of,
)
from hiring.db import db
from hiring.openings.records import Opening
from hiring.web.access import signed_in
from hiring.web.numbers import WholeNumber

USUAL_DAYS = 90
ALL, SOME = "all", "some"
MAY = {
    Scope.CATALOGUE: _l("See which openings take people"),
    Scope.ORDER: _l("Have candidates invited"),
    Scope.STATUS: _l("See where the candidates stand that programs had invited"),
    Scope.RESULTS: _l("Read their scores, each with its margin of error"),
}


class ApiKeyForm(FlaskForm):  # type: ignore[misc]
    """What a key is for, what it may do, where, and for how long."""

    name = StringField(
        _l("Which program"),
        [
            DataRequired(_l("Write which program the key is for")),
            Length(max=MAX_NAME_CHARS, message=_l("Shorten this to 80 characters")),
        ],
        description=_l("Candidates who are invited by it can read this name."),
        render_kw={"autocomplete": "off"},
    )
    catalogue = BooleanField(MAY[Scope.CATALOGUE])
    order = BooleanField(MAY[Scope.ORDER])
    status = BooleanField(MAY[Scope.STATUS])
    results = BooleanField(MAY[Scope.RESULTS])
    reach = RadioField(
        _l("Where it counts"),
        [InputRequired(_l("Choose where the key counts"))],
        choices=[
            SelectChoice(ALL, _l("In every opening, new ones too")),
            SelectChoice(SOME, _l("Only in the openings ticked below")),
        ],
    )
    opening = SelectMultipleField(
        _l("Openings"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    days = WholeNumber(
        _l("Days until the key runs out"),
        [NumberRange(min=1, max=MAX_DAYS, message=_l("Write a number of days from 1 to 365"))],
        default=USUAL_DAYS,
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        found = openings.list_openings(db.session, signed_in())
        self.opening.choices = [SelectChoice(str(one.id), one.title) for one in found]

    @property
    def scopes(self) -> frozenset[Scope]:
        """What was ticked."""
        ticked = {
            Scope.CATALOGUE: self.catalogue.data,
            Scope.ORDER: self.order.data,
            Scope.STATUS: self.status.data,
            Scope.RESULTS: self.results.data,
        }
        return frozenset(scope for scope, is_ticked in ticked.items() if is_ticked)

    @property
    def opening_ids(self) -> list[UUID]:
        """The openings that the key is bound to; none: it counts everywhere."""
        return [UUID(one) for one in self.opening.data] if self.reach.data == SOME else []

    def validate_catalogue(self, field: BooleanField) -> None:
        """A key that may do nothing is none."""
        del field
        if not self.scopes:
            raise ValidationError(_("Tick at least one thing that the program may do"))

    def validate_opening(self, field: SelectMultipleField) -> None:
        """Without a tick, “only these” would mean none."""
        if self.reach.data == SOME and not field.data:
            raise ValidationError(_("Tick the openings in which the key counts"))


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key. ``titles`` are those of the openings it is bound to."""

    key: ApiKey
    state: str
    shape: str
    may: list[str]
    titles: list[str]
    maker: str
    is_open: bool


def key_lines(session: Session, *, now: datetime) -> list[KeyLine]:
    """Every key, newest first. The number of queries does not grow with them."""
    keys = list_api_keys(session)
    bound = openings_of(session, keys)
    titles = _titles(session, [one for ids in bound.values() for one in ids])
    makers = {one.id: one.name for one in session.exec(select(Staff))}
    return [
        KeyLine(
            key=key,
            state=_state(key, now),
            shape="full" if key.is_open(now) else "bar",
            may=[str(words) for scope, words in MAY.items() if scope in key.scopes],
            titles=sorted(titles[one] for one in bound.get(key.id, [])),
            maker=makers[key.made_by_id],
            is_open=key.is_open(now),
        )
        for key in keys
    ]


def _titles(session: Session, ids: list[UUID]) -> dict[UUID, str]:
    rows = session.exec(select(Opening.id, Opening.title).where(col(Opening.id).in_(ids)))
    return dict(rows.all())


def _state(key: ApiKey, now: datetime) -> str:
    if key.ending is not None:
        return _ending_words(Ending(key.ending))
    return str(_("valid") if key.is_open(now) else _("has run out"))


def _ending_words(ending: Ending) -> str:
    match ending:
        case Ending.REVOKED:
            return str(_("key withdrawn"))
        case Ending.BURNT:
            return str(_("ended by itself: it was sent where others may have read it"))
        case Ending.ACCOUNT_CLOSED:
            return str(_("ended with the account of its owner"))
