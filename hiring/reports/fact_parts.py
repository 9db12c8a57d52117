"""What a report says about form, key, sittings, and what else the house decided about them."""

from datetime import datetime

from hiring.psychometrics.reliability.precision import Rung
from hiring.reports.parts import Count, Part


class FormFacts(Part):
    """What the form is and how it was put together."""

    bank: str
    bank_title: str
    version: str
    form_id: str
    title: str
    content_digest: str
    languages: tuple[str, ...]
    supervision: str
    intended_use: str
    not_for: str
    n_scenarios: int
    n_scored: int
    anchors: tuple[str, ...]
    n_words: int
    minutes: float
    clusters: tuple[Count, ...]
    facets: tuple[Count, ...]
    formats: tuple[Count, ...]
    channels: tuple[Count, ...]
    stages: tuple[Count, ...]
    themes: tuple[Count, ...]
    n_keyed_ratings: int
    n_keyed_extreme: int


class KeyFacts(Part):
    """Which key the answers are scored with and what it stands on."""

    key_version: str
    origin: str
    status: str
    is_public: bool
    is_accepted: bool
    scoring_digest: str
    authors: tuple[str, ...]
    n_items: int
    n_with_rationale: int
    dropped: tuple[str, ...]
    neutralised: tuple[str, ...]
    published_at: datetime


class SittingFacts(Part):
    """Who is counted, and who is left out and why."""

    n: int  # with a number: what the report stands on
    n_started: int
    n_submitted: int
    n_waiting: int  # submitted, not scored yet
    n_elsewhere: int  # their newest score stands under another key
    n_from_elsewhere: int = 0  # begun under another key, and scored again under this one
    n_scored: int
    n_too_few: int  # scored, but too few answers for a number
    n_complete: int  # every scenario answered
    languages: tuple[Count, ...]
    first_submitted_at: datetime | None
    last_submitted_at: datetime | None


class LinkLine(Part):
    """A linking study that touches the form."""

    n: int
    n_old: int
    other: str  # bank version, key and form on the other side
    is_newer: bool  # whether this form is the newer one
    design: str
    method: str
    n_anchors: int
    n_dropped_anchors: int
    standard_error: float
    is_simulated: bool
    is_retired: bool
    made_at: datetime


class NormLine(Part):
    """A norm group of this form and key."""

    n: int
    name: str
    people: str
    role_title: str
    mean: float
    sd: float
    first_submitted_at: datetime
    last_submitted_at: datetime
    is_retired: bool
    made_at: datetime


class RescoringLine(Part):
    """A re-scoring from or to this key."""

    n: int
    from_key: str
    to_key: str
    is_simulated: bool
    is_finished: bool
    decided_at: datetime


class Surroundings(Part):
    """What else the house has decided about the form."""

    links: tuple[LinkLine, ...]
    norms: tuple[NormLine, ...]
    rescorings: tuple[RescoringLine, ...]


class SnapshotFacts(Part):
    """The precision that scores of the form are shown with at the time."""

    n: int
    code: str
    digest: str
    rung: Rung
    r: float
    sem: float
    sd: float
    made_at: datetime


class Provenance(Part):
    """What the figures were made from, when and by what."""

    n: int
    package_version: str
    made_at: datetime
    snapshot: SnapshotFacts | None
