"""How many people were shown each item of a bank version: counted from what is stored.

A page leaves an answer when it is sent or left out, and a draft as soon as something stands in it.
The first page follows the start of a sitting, and every other one the answer before it: it is sent
with the confirmation of that answer, so it was shown though nobody has touched it yet. To write
down each showing instead would make a write of every visit, for the very few who open a page by its
address alone and leave it untouched.

Sittings that were taken back count: what was seen was seen. Made-up people do not.
"""

from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, null, select, union
from sqlmodel import Session, col

from hiring.banks.schema import BankDocument
from hiring.sittings.drafts import Draft
from hiring.sittings.records import Answer, Sitting
from hiring.sittings.steps import pages_of


def shown_counts(session: Session, bank_version_id: UUID, bank: BankDocument) -> dict[str, int]:
    """How many people were shown each item of a bank version, all its forms and keys together.

    One statement, grouped by item.

    Returns:
        Item → people; 0 where nobody was shown it.
    """
    orders = {form.id: [one.item_ref for one in pages_of(bank, form.id)] for form in bank.forms}
    shown = union(*_parts(bank_version_id, orders)).subquery()
    item = shown.c.item
    query = select(item, func.count()).where(item.is_not(None)).group_by(item)
    counts = {ref: int(n) for ref, n in session.execute(query)}
    return {ref: counts.get(ref, 0) for order in orders.values() for ref in order}


def _parts(bank_version_id: UUID, orders: dict[str, list[str]]) -> list[Any]:
    """Person and item: answered or left out, begun, first of all, or next after an answer."""
    own = (col(Sitting.bank_version_id) == bank_version_id, col(Sitting.is_simulated).is_(False))
    went_on = (col(Answer.is_from_draft).is_(False), col(Answer.is_in_grace).is_(False))
    answered = col(Sitting.id) == col(Answer.sitting_id)
    begun = col(Sitting.id) == col(Draft.sitting_id)
    return [
        _people(col(Answer.item)).join(Answer, answered).where(*own),
        _people(col(Draft.item)).join(Draft, begun).where(*own),
        _people(_first(orders)).where(*own),
        _people(_next(orders)).join(Answer, answered).where(*own, *went_on),
    ]


def _people(item: Any) -> Any:
    return select(col(Sitting.candidate_id), item.label("item")).select_from(Sitting)


def _first(orders: dict[str, list[str]]) -> Any:
    """The first item of a sitting's form."""
    found = [(col(Sitting.form_id) == form, order[0]) for form, order in orders.items()]
    return case(*found, else_=null())


def _next(orders: dict[str, list[str]]) -> Any:
    """The item that a sitting's form shows after the one of an answer; nothing after the last."""
    found = [
        (and_(col(Sitting.form_id) == form, col(Answer.item) == ref), following)
        for form, order in orders.items()
        for ref, following in pairwise(order)
    ]
    return case(*found, else_=null()) if found else null()
