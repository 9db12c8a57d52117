"""What comes in and goes out, field by field: nothing else is read, nothing else is told.

Whatever more a program sends is ignored: programs of other houses send what we have no use for.
The words of the descriptions are for programmers and stay in one language.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from hiring.openings.people import (
    MAX_EMAIL_CHARS,
    MAX_NAME_CHARS,
    clean_name,
    is_mail_address,
)
from hiring.psychometrics.reliability.precision import Rung
from hiring.scoring.roster import Progress

NO_DECISION = (
    "No decision is made here. A score says how close somebody's answers come to the key, within "
    "the range given; it is no verdict. A person decides, on the candidate's page."
)


def _cleaned(name: object) -> object:
    return clean_name(name) if isinstance(name, str) else name


def _lowered(address: object) -> object:
    return address.strip().lower() if isinstance(address, str) else address


def _require_address(address: str) -> str:
    if not is_mail_address(address):
        raise ValueError("no mail address")
    return address


Name = Annotated[str, BeforeValidator(_cleaned), Field(min_length=1, max_length=MAX_NAME_CHARS)]
Address = Annotated[
    str,
    BeforeValidator(_lowered),
    Field(max_length=MAX_EMAIL_CHARS),
    AfterValidator(_require_address),
]
Code = Annotated[
    str | None,
    Field(description="Stands for the name on pages; null where an opening hides who is who."),
]


class Sent(BaseModel):
    """What a program sends."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class Told(BaseModel):
    """What a program is told."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OrderSent(Sent):
    """Who is to be invited to what."""

    opening_id: UUID
    name: Name
    email: Address


class CatalogueBank(Told):
    """The question bank of an opening."""

    bank: str
    version: str
    title: str


class CatalogueForm(Told):
    """The form of it that candidates answer."""

    form: str
    title: str
    n_scenarios: int
    expected_minutes: Annotated[int, Field(description="Typical time, in steps of five minutes.")]
    limit_minutes: Annotated[int | None, Field(description="Null: no time limit.")]


class CatalogueEntry(Told):
    """An opening that takes people now."""

    opening_id: UUID
    title: str
    language: str
    languages: Annotated[list[str], Field(description="What candidates can choose from.")]
    bank: CatalogueBank
    form: CatalogueForm
    link_days: Annotated[int, Field(description="For how many days a link can be begun with.")]
    is_simulated: Annotated[bool, Field(description="Made-up people only.")]


class Catalogue(Told):
    """The openings that take people now and that the key may know, newest first."""

    openings: list[CatalogueEntry]


class Order(Told):
    """An order, and where its candidate stands."""

    order_id: UUID
    opening_id: UUID
    candidate_code: Code
    status: Progress


class OrderPlaced(Order):
    """The same at the moment of ordering."""

    invitation: Annotated[
        Literal["by_mail", "by_staff"],
        Field(description="by_staff: this house sends no mail; somebody hands on the link."),
    ]


class Points(Told):
    """A score with its error, in points of 100."""

    total: float
    likely_from: float
    likely_to: float
    likely_percent: Annotated[int, Field(description="Chances in 100 that the range holds it.")]
    standard_error: float
    estimate: Annotated[
        float | None, Field(description="Estimated true score; null unless precision is measured.")
    ]
    n_answered: int
    n_scenarios: int


class Precision(Told):
    """What the error stands on."""

    rung: Annotated[Rung, Field(description="planned: assumed, until there are enough sittings.")]
    n_sittings: int
    reliability: float
    spread: Annotated[float, Field(description="Standard deviation of the sittings.")]
    middle_half_from: float | None
    middle_half_to: float | None


class Provenance(Told):
    """By what the score was made; everything that can change is named with its version."""

    bank: str
    bank_version: str
    content_digest: str
    form: str
    language: str
    key_version: str
    key_status: Literal["provisional", "confirmed"]
    key_is_public: Annotated[bool, Field(description="Anybody can read how it is scored.")]
    scoring_digest: str
    missing_policy: str
    software_version: str
    code: Annotated[str, Field(description="Stands on paper, too; a page of ours verifies it.")]


class Result(Told):
    """A score, never without its error, what that stands on, and what made it."""

    order_id: UUID
    opening_id: UUID
    candidate_code: Code
    is_simulated: bool
    score: Points
    precision: Precision
    provenance: Provenance
    note: str = NO_DECISION
    page_url: Annotated[str, Field(description="Where a person who signs in reads and decides.")]


class Fault(Told):
    """A field that is not as it should be."""

    field: str
    reason: str


class Problem(Told):
    """What went wrong, as RFC 9457 describes it. ``code`` is for programs and does not change."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    faults: list[Fault] = []
