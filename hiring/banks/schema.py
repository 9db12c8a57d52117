"""What a bank's files may say.

Types are strict: a number in quotes is not a number, and an unknown field is a fault. Only lists
and closed sets of words are read leniently, since TOML has neither tuples nor enums. Rules that
hold two places against each other stand in ``structure``, ``keychecks`` and ``companions``, not in
validators here: a validator stops at its first finding, and the report shall name everything.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, Protocol, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)
from pydantic_core import PydanticCustomError

from hiring.errors import NotFoundError


class Supervision(StrEnum):
    """How closely a sitting must be watched, in the words of the test commissions."""

    OPEN = "open"
    CONTROLLED = "controlled"
    SUPERVISED = "supervised"
    MANAGED = "managed"


class Channel(StrEnum):
    """How the people of a scenario meet."""

    PHONE = "phone"
    CHAT = "chat"
    EMAIL = "email"
    COUNTER = "counter"
    IN_PERSON = "in_person"
    VIDEO = "video"
    INTERNAL = "internal"


class Stage(StrEnum):
    """Where on the customer's way a scenario stands."""

    DISCOVERY = "discovery"
    ORDER = "order"
    DELIVERY = "delivery"
    USE = "use"
    SUPPORT = "support"
    BILLING = "billing"
    RENEWAL = "renewal"
    COMPLAINT = "complaint"


class Theme(StrEnum):
    """What makes a scenario hard; the balance of a form is checked by it."""

    DELAY = "delay"
    BAD_NEWS = "bad_news"
    CUSTOMER_WRONG = "customer_wrong"
    ABUSE = "abuse"
    EVERYDAY = "everyday"


class ItemFormat(StrEnum):
    """What a candidate is asked to do with the options."""

    PICK_BEST = "pick_best"
    BEST_WORST = "best_worst"
    RANK_ALL = "rank_all"
    RATE_EACH = "rate_each"
    PICK_N = "pick_n"
    EMOTION_MCQ = "emotion_mcq"
    OPEN_TEXT = "open_text"


class MediaKind(StrEnum):
    """What a file beside a stem is."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"


class Method(StrEnum):
    """How an answer becomes an item score."""

    HALF_CREDIT = "half_credit"
    FOOTRULE = "footrule"
    BEST_WORST = "best_worst"
    WEIGHTS = "weights"
    MEMBERS = "members"
    HUMAN_RATING = "human_rating"


METHOD_OF: Mapping[ItemFormat, Method] = {
    ItemFormat.PICK_BEST: Method.WEIGHTS,
    ItemFormat.BEST_WORST: Method.BEST_WORST,
    ItemFormat.RANK_ALL: Method.FOOTRULE,
    ItemFormat.RATE_EACH: Method.HALF_CREDIT,
    ItemFormat.PICK_N: Method.MEMBERS,
    ItemFormat.EMOTION_MCQ: Method.WEIGHTS,
    ItemFormat.OPEN_TEXT: Method.HUMAN_RATING,
}


class KeyOrigin(StrEnum):
    """Where a scoring key comes from."""

    THEORY = "theory"
    PANEL = "panel"
    EMPIRICAL = "empirical"


class KeyStatus(StrEnum):
    """Whether a panel has confirmed a scoring key."""

    PROVISIONAL = "provisional"
    CONFIRMED = "confirmed"


class QuestionKind(StrEnum):
    """What a core question of the interview asks for."""

    PAST_BEHAVIOUR = "past_behaviour"
    SITUATIONAL = "situational"


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank_text", "should hold some text")
    return text


LENIENT = Field(strict=False)

# Control characters other than tab and line ends would break pages, briefs and exports.
TEXT_PATTERN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
IDENTIFIER_PATTERN = r"^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$"
SCENARIO_ID_PATTERN = r"^[a-z0-9-]{3,40}$"
ITEM_REFERENCE_PATTERN = r"^[a-z0-9-]{3,40}/[a-z0-9-]{1,40}$"
VERSION_PATTERN = r"^[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}$"
KEY_VERSION_PATTERN = r"^[1-9][0-9]{0,5}(?:-set-aside-[1-9][0-9]{0,2})?$"
DIGEST_PATTERN = r"^[0-9a-f]{64}$"
MEDIA_NAME_PATTERN = r"^[a-z0-9][a-z0-9._-]{0,77}[a-z0-9]$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$"

Text = Annotated[str, Field(pattern=TEXT_PATTERN), AfterValidator(_not_blank)]
Identifier = Annotated[str, Field(pattern=IDENTIFIER_PATTERN)]
ScenarioId = Annotated[str, Field(pattern=SCENARIO_ID_PATTERN)]
ItemReference = Annotated[str, Field(pattern=ITEM_REFERENCE_PATTERN)]
VersionNumber = Annotated[str, Field(pattern=VERSION_PATTERN)]
Digest = Annotated[str, Field(pattern=DIGEST_PATTERN)]
KeyVersion = Annotated[str, Field(pattern=KEY_VERSION_PATTERN)]
MediaName = Annotated[str, Field(pattern=MEDIA_NAME_PATTERN)]
LanguageCode = Annotated[str, Field(pattern=LANGUAGE_PATTERN)]


class BankPart(BaseModel):
    """A checked, unchangeable part of a bank's files."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, serialize_by_alias=True)


class SparingPart(BankPart):
    """A part with fields that came later, or are mostly empty: empty ones are not written.

    Documents and digests without them are therefore those of the time before there were such
    fields. A value counts as empty when it is None, false, or holds nothing.
    """

    unwritten_when_empty: ClassVar[tuple[str, ...]]

    @model_serializer(mode="wrap")
    def _without_empty_fields(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = handler(self)
        for name in self.unwritten_when_empty:
            if not written.get(name, True):
                del written[name]
        return written


class ComparableVersion(BankPart):
    """An older version whose scores may stand beside this one's, and why."""

    version: VersionNumber
    scales: Annotated[tuple[Text, ...], LENIENT]
    why: Text


class Facet(BankPart):
    """One thing a score says something about."""

    id: Identifier
    name: Text
    definition: Text


class Cluster(BankPart):
    """Facets that are scored together."""

    id: Identifier
    name: Text
    facets: Annotated[tuple[Identifier, ...], Field(strict=False, min_length=1)]


class TestForm(SparingPart):
    """Scenarios in the order of showing. The first form of a bank is its default.

    A form is untimed unless it names ``minutes``, and then ``timing_rationale`` says to candidates
    and readers why time belongs to what is measured. ``wordings`` are whole stems, by scenario,
    that this form shows instead of the bank's: they differ in a detail without weight, so that a
    text that gets about tells which form it was copied from.
    """

    __test__: ClassVar[bool] = False  # not a test case, whatever pytest thinks of its name
    unwritten_when_empty = ("minutes", "timing_rationale", "wordings")

    id: Identifier
    title: Text
    practice: ScenarioId | None = None
    scenarios: Annotated[tuple[ScenarioId, ...], Field(strict=False, min_length=1)]
    minutes: Annotated[int, Field(ge=1, le=600)] | None = None
    timing_rationale: Text | None = None
    wordings: dict[ScenarioId, Text] = Field(default_factory=dict)

    @property
    def shown(self) -> frozenset[str]:
        """Ids of all scenarios that it shows, that for practice too."""
        practice = () if self.practice is None else (self.practice,)
        return frozenset((*practice, *self.scenarios))


class Setting(BankPart):
    """Where and when a scenario plays."""

    industry: Identifier
    channel: Annotated[Channel, LENIENT]
    stage: Annotated[Stage, LENIENT]


class Persona(BankPart):
    """The person whose day it is."""

    name: Text
    role: Text
    situation: Text


class Option(BankPart):
    """One choice of an item."""

    id: Identifier
    text: Text


class Item(BankPart):
    """What a candidate answers. ``choose`` goes with pick_n, ``max_words`` with open_text."""

    id: Identifier
    format: Annotated[ItemFormat, LENIENT]
    question: Text
    options: Annotated[tuple[Option, ...], Field(strict=False, max_length=10)] = ()
    choose: Annotated[int, Field(ge=1)] | None = None
    max_words: Annotated[int, Field(ge=10, le=1000)] | None = None


class Media(SparingPart):
    """A picture, sound or film that belongs to a stem; its file stands in ``media/``.

    ``alt`` says what a picture shows, unless it is only ``decorative``. ``transcript`` says all
    that is spoken and heard. ``captions`` names a WebVTT file; a sound that is ``wordless`` needs
    none. The two digests are filled in from the files when a bank is loaded, so that whatever
    covers the words of a scenario covers its files as well.
    """

    unwritten_when_empty = (
        "alt",
        "decorative",
        "wordless",
        "transcript",
        "captions",
        "file_digest",
        "captions_digest",
    )

    file: MediaName
    kind: Annotated[MediaKind, LENIENT]
    alt: Text | None = None
    decorative: bool = False
    wordless: bool = False
    transcript: Text | None = None
    captions: MediaName | None = None
    file_digest: Digest | None = None
    captions_digest: Digest | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files: the picture, sound or film, and the captions."""
        return (self.file,) if self.captions is None else (self.file, self.captions)


class Scenario(SparingPart):
    """A situation and its items.

    ``cluster`` is None where a scenario counts in the total only, and for practice and open text.
    ``allowed_words`` names words about protected traits that stay, each with the reason; candidates
    never see it. ``media`` are shown after the stem, in their order.
    """

    unwritten_when_empty = ("media",)

    id: ScenarioId
    title: Text
    setting: Setting
    themes: Annotated[tuple[Annotated[Theme, LENIENT], ...], LENIENT] = ()
    persona: Persona
    cluster: Identifier | None = None
    anchor: bool = False
    stem: Text
    media: Annotated[tuple[Media, ...], Field(strict=False, max_length=10)] = ()
    items: Annotated[tuple[Item, ...], Field(strict=False, min_length=1)]
    allowed_words: dict[str, Text] = Field(default_factory=dict)


class BankDocument(BankPart):
    """``bank.toml``: all a candidate can see, and what the bank is for."""

    schema_version: Literal[1] = Field(alias="schema")
    id: ScenarioId
    version: VersionNumber
    title: Annotated[Text, Field(max_length=120)]
    language: Annotated[LanguageCode, Field(max_length=12)]
    intended_use: Text
    not_for: Text
    supervision: Annotated[Supervision, LENIENT]
    valid_months: Annotated[int, Field(ge=1, le=60)] = 12
    comparable_with: Annotated[tuple[ComparableVersion, ...], LENIENT] = ()
    response_scale: Annotated[tuple[Text, ...], Field(strict=False, min_length=2, max_length=10)]
    facets: Annotated[tuple[Facet, ...], Field(strict=False, min_length=1)]
    clusters: Annotated[tuple[Cluster, ...], LENIENT] = ()
    forms: Annotated[tuple[TestForm, ...], Field(strict=False, min_length=1)]
    scenarios: Annotated[tuple[Scenario, ...], Field(strict=False, min_length=1)]

    @property
    def default_form(self) -> TestForm:
        """The form used where nobody names another."""
        return self.forms[0]

    @property
    def practice_ids(self) -> frozenset[str]:
        """Scenarios that serve for practice in some form; they are never scored."""
        return frozenset(form.practice for form in self.forms if form.practice is not None)

    @property
    def scored_scenarios(self) -> tuple[Scenario, ...]:
        """All scenarios but practice, in the order of the file."""
        practice = self.practice_ids
        return tuple(scenario for scenario in self.scenarios if scenario.id not in practice)

    def get_form(self, form_id: str) -> TestForm:
        """The form of this id.

        Raises:
            NotFoundError: The bank has no such form.
        """
        return _get(self.forms, form_id)

    def get_scenario(self, scenario_id: str) -> Scenario:
        """The scenario of this id.

        Raises:
            NotFoundError: The bank has no such scenario.
        """
        return _get(self.scenarios, scenario_id)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


NamedPart = TypeVar("NamedPart", bound=_Named)


def _get(parts: tuple[NamedPart, ...], part_id: str) -> NamedPart:
    for part in parts:
        if part.id == part_id:
            return part
    raise NotFoundError(f"the bank holds nothing called {part_id}")


class Anchors(BankPart):
    """Observable behaviour an answer can be held against: at 1, 3 and 5 of five points."""

    weak: Text
    fair: Text
    strong: Text


class Criterion(BankPart):
    """One thing people rate an open answer by, from 1 to 5. It bears the name of its facet."""

    facet: Identifier
    anchors: Anchors


class ItemKey(SparingPart):
    """How one item is scored. Exactly the field that its method needs is filled.

    ``criteria`` go with human_rating. Without any, nobody can rate: the item is asked and does not
    count.
    """

    unwritten_when_empty = ("criteria",)

    item: ItemReference
    method: Annotated[Method, LENIENT]
    ratings: dict[str, int] | None = None
    order: Annotated[tuple[str, ...], LENIENT] | None = None
    best: str | None = None
    worst: str | None = None
    weights: dict[str, float] | None = None
    members: Annotated[tuple[str, ...], LENIENT] | None = None
    facets: dict[str, float]
    rationale: dict[str, Text] = Field(default_factory=dict)
    criteria: Annotated[tuple[Criterion, ...], LENIENT] = ()

    @property
    def counts(self) -> bool:
        """Whether a score can come from it."""
        return self.method is not Method.HUMAN_RATING or bool(self.criteria)


class KeyDocument(SparingPart):
    """``keys/<key_version>.toml``: all that moves a score, never sent to a browser.

    ``dropped`` names faulty items that count for nobody. ``neutralised`` names those for which
    everybody who was shown them gets full credit.
    """

    unwritten_when_empty = ("dropped", "neutralised")

    bank: ScenarioId
    version: VersionNumber
    key_version: KeyVersion
    origin: Annotated[KeyOrigin, LENIENT]
    status: Annotated[KeyStatus, LENIENT]
    authors: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
    items: Annotated[tuple[ItemKey, ...], LENIENT]
    dropped: Annotated[tuple[ItemReference, ...], LENIENT] = ()
    neutralised: Annotated[tuple[ItemReference, ...], LENIENT] = ()

    @property
    def by_item(self) -> dict[str, ItemKey]:
        """Item keys by ``scenario/item``."""
        return {item.item: item for item in self.items}


class CoreQuestion(BankPart):
    """A question every candidate is asked."""

    id: Identifier
    kind: Annotated[QuestionKind, LENIENT]
    facets: Annotated[tuple[Identifier, ...], Field(strict=False, min_length=1)]
    text: Text
    probe: Text
    anchors: Anchors


class ScenarioGuide(BankPart):
    """One line about a scenario and one question to follow up an answer."""

    gist: Text
    probe: Text


class GuideDocument(BankPart):
    """``guide.toml`` and its translations: for interviewers, never for candidates."""

    bank: ScenarioId
    version: VersionNumber
    language: LanguageCode
    questions: Annotated[tuple[CoreQuestion, ...], LENIENT]
    scenarios: dict[str, ScenarioGuide]


class FacetText(BankPart):
    """A facet in another language."""

    name: Text
    definition: Text


class ClusterText(BankPart):
    """A cluster in another language."""

    name: Text


class FormText(SparingPart):
    """A test form's title, why it is timed, and its own wordings, in another language."""

    unwritten_when_empty = ("timing_rationale", "wordings")

    title: Text
    timing_rationale: Text | None = None
    wordings: dict[ScenarioId, Text] = Field(default_factory=dict)


class ItemText(BankPart):
    """An item in another language; options by their id."""

    question: Text
    options: dict[str, Text] = Field(default_factory=dict)


class MediaText(SparingPart):
    """A picture, sound or film in another language: other words, and where it needs one, a file."""

    unwritten_when_empty = (
        "file",
        "alt",
        "transcript",
        "captions",
        "file_digest",
        "captions_digest",
    )

    file: MediaName | None = None
    alt: Text | None = None
    transcript: Text | None = None
    captions: MediaName | None = None
    file_digest: Digest | None = None
    captions_digest: Digest | None = None


class ScenarioText(SparingPart):
    """A scenario in another language; items by their id, media by the name of the bank's file."""

    unwritten_when_empty = ("media",)

    title: Text
    stem: Text
    media: dict[str, MediaText] = Field(default_factory=dict)
    persona: Persona
    items: dict[str, ItemText]


class LanguageDocument(BankPart):
    """``languages/<language>.toml``: the bank's words in another language, by id."""

    bank: ScenarioId
    version: VersionNumber
    language: LanguageCode
    title: Text
    intended_use: Text
    not_for: Text
    response_scale: Annotated[tuple[Text, ...], LENIENT]
    facets: dict[str, FacetText]
    clusters: dict[str, ClusterText] = Field(default_factory=dict)
    forms: dict[str, FormText]
    scenarios: dict[str, ScenarioText]
