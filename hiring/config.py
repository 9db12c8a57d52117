"""Settings: typed, from the environment, each default right in production and fit to be public."""

import os
import re
from datetime import UTC, date, tzinfo
from pathlib import Path
from typing import Literal, Self, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    computed_field,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from hiring.errors import SettingsError
from hiring.psychometrics.impact.floors import MIN_TO_COMPARE, MIN_TO_SHOW, GroupFloors
from hiring.psychometrics.norms.floors import (
    MIN_FOR_PERCENTILE,
    MIN_FOR_QUARTER,
    MIN_FOR_ROUNDED,
    NormFloors,
)

DEFAULT_SECRET = "change-me"  # noqa: S105 - refused outside the demo, see Settings.require_safe
MIN_SECRET_CHARS = 32
MIN_TOKEN_CHARS = 20
MAX_REQUEST_BYTES = 1_000_000
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")

# Under these numbers of people a figure misleads, or gives somebody away.
FLOORS = {
    "min_for_quarter": MIN_FOR_QUARTER,
    "min_for_rounded": MIN_FOR_ROUNDED,
    "min_for_percentile": MIN_FOR_PERCENTILE,
    "min_group": MIN_TO_SHOW,
    "min_compared": MIN_TO_COMPARE,
}

# The places that ``hiring.notices`` has texts for, which stands above the settings.
PlaceName: TypeAlias = Literal[
    "eu_uk",
    "us_nyc",
    "us_colorado",
    "us_california",
    "us_illinois",
    "canada_ontario",
    "canada_quebec",
    "other",
]


class Settings(BaseSettings):
    """What an operator may set. Names in the environment start with ``HIRING_``."""

    model_config = SettingsConfigDict(env_prefix="HIRING_", frozen=True, extra="ignore")

    data_dir: Path = Field(default=Path("var"), description="Database and job queue.")
    database_url: str = Field(
        default="",
        description="SQLAlchemy address; empty means SQLite in the data folder. "
        "DATABASE_URL without prefix is read too.",
    )
    secret_key: SecretStr = Field(
        default=SecretStr(DEFAULT_SECRET),
        description="Signs cookies and derives candidates' links. Set it once and keep it.",
    )
    demo: bool = Field(default=False, description="Marks everything as a demonstration.")
    bank_dirs: str = Field(
        default="", description="More folders with private banks, separated like PATH."
    )
    public_url: str = Field(
        default="http://127.0.0.1:8000",
        description="The address that candidates' links start with.",
    )
    employer: str = Field(default="", description="Who asks, as candidates read it.")
    contact: str = Field(default="", description="Whom candidates may ask.")
    operator: str = Field(
        default="",
        description="Who runs this service for the employer; empty: the employer itself.",
    )
    place: PlaceName = Field(
        default="other", description="Whose rules on notices a new opening follows."
    )
    extra_holidays: str = Field(
        default="",
        description="Days in New York that are no business days, besides weekends and federal "
        "holidays: year-month-day, with commas between.",
    )
    time_zone: str = Field(
        default="UTC",
        description="Where the house is, such as Europe/Paris: links end and feedback begins with "
        "its days, lists count by them, and nobody is reminded there by night.",
    )
    reply_days: int = Field(default=45, ge=1, description="Days until everyone has an answer.")
    retention_days: int = Field(default=365, ge=1, description="How long answers are kept.")
    address_days: int = Field(
        default=90,
        ge=0,
        description="How long the record of who did what keeps the network addresses that staff "
        "worked from; 0: none are kept.",
    )
    retire_after: int = Field(
        default=500,
        ge=0,
        description="From how many people on an item is marked for replacement; 0: never.",
    )
    min_for_quarter: int = Field(
        default=MIN_FOR_QUARTER,
        description="People in a norm group before the quarter is shown; can only be raised.",
    )
    min_for_rounded: int = Field(
        default=MIN_FOR_ROUNDED,
        description="People in a norm group before a percentile is shown, to the nearest five; "
        "can only be raised.",
    )
    min_for_percentile: int = Field(
        default=MIN_FOR_PERCENTILE,
        description="People in a norm group before a whole percentile is shown; can only be "
        "raised.",
    )
    min_group: int = Field(
        default=MIN_TO_SHOW,
        description="People in a group before its figures are shown; can only be raised.",
    )
    min_compared: int = Field(
        default=MIN_TO_COMPARE,
        description="People in a group before it is compared with another; can only be raised.",
    )
    smtp_url: SecretStr = Field(
        default=SecretStr(""),
        description="The mail server, smtp://user:password@host:port or smtps://…; "
        "empty: mail is not sent, and staff are told so.",
    )
    mail_from: str = Field(default="", description="The address that mail to candidates is from.")
    require_second_factor: bool = Field(
        default=False, description="Staff see nothing before they have set up a second factor."
    )
    backup_key: SecretStr = Field(
        default=SecretStr(""),
        description="Seals backups, at least 32 random characters; empty: they are not sealed.",
    )
    trusted_proxies: int = Field(
        default=0, ge=0, le=5, description="Proxies in front of us that set X-Forwarded headers."
    )
    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="Whoever sends it may read the figures at /metrics; empty: nobody.",
    )
    webhook_hosts: str = Field(
        default="",
        description="Hosts that may be told of events, with commas between, such as "
        "hooks.example.org; a port stands behind a colon. Empty: none.",
    )
    webhook_private_hosts: str = Field(
        default="",
        description="Those of them, without ports, that may lie in a network of your own.",
    )
    workers: int = Field(default=2, ge=1, le=64, description="Web processes of `hiring serve`.")

    @field_validator("metrics_token")
    @classmethod
    def _require_long(cls, token: SecretStr) -> SecretStr:
        if 0 < len(token.get_secret_value()) < MIN_TOKEN_CHARS:
            raise ValueError(f"a token needs at least {MIN_TOKEN_CHARS} random characters")
        return token

    @field_validator(*FLOORS)
    @classmethod
    def _require_floor(cls, n: int, info: ValidationInfo) -> int:
        least = FLOORS[info.field_name or ""]
        if n < least:
            raise ValueError(
                f"{n} is too few: figures about fewer than {least} people mislead, or give "
                f"somebody away. Set {least} or more: this floor can only be raised"
            )
        return n

    @model_validator(mode="after")
    def _require_order(self) -> Self:
        if not self.min_for_quarter <= self.min_for_rounded <= self.min_for_percentile:
            raise ValueError(
                "HIRING_MIN_FOR_QUARTER, HIRING_MIN_FOR_ROUNDED and HIRING_MIN_FOR_PERCENTILE "
                "must rise in this order, for each shows more than the one before"
            )
        if self.min_compared < self.min_group:
            raise ValueError(
                "HIRING_MIN_COMPARED must be at least HIRING_MIN_GROUP: who is not shown is not "
                "compared"
            )
        return self

    @field_validator("webhook_hosts", "webhook_private_hosts")
    @classmethod
    def _require_hosts(cls, text: str) -> str:
        wrong = [one for one in _listed(text) if not HOST.fullmatch(one)]
        if wrong:
            raise ValueError(
                f"write names of hosts, without https:// and paths: {', '.join(wrong)}"
            )
        return text

    @field_validator("extra_holidays")
    @classmethod
    def _require_days(cls, text: str) -> str:
        _days(text)
        return text

    @field_validator("time_zone")
    @classmethod
    def _require_zone(cls, name: str) -> str:
        _zone(name)
        return name

    @property
    def zone(self) -> tzinfo:
        """The time zone of the house."""
        return _zone(self.time_zone)

    @property
    def allowed_webhook_hosts(self) -> frozenset[str]:
        """Hosts that may be told of events; with a port where it is not that of https."""
        return frozenset(one.removesuffix(":443") for one in _listed(self.webhook_hosts))

    @property
    def norm_floors(self) -> NormFloors:
        """How many people a norm group needs."""
        return NormFloors(self.min_for_quarter, self.min_for_rounded, self.min_for_percentile)

    @property
    def group_floors(self) -> GroupFloors:
        """How many people any other group needs."""
        return GroupFloors(self.min_group, self.min_compared)

    @property
    def closed_days(self) -> frozenset[date]:
        """The extra holidays as days."""
        return _days(self.extra_holidays)

    @classmethod
    def from_environment(cls) -> Self:
        """Read the environment; ``DATABASE_URL`` counts when the prefixed name is absent.

        Raises:
            SettingsError: A value makes no sense; the sentence names every such setting.
        """
        plain = os.environ.get("DATABASE_URL", "")
        try:
            settings = cls()
            return settings if settings.database_url or not plain else cls(database_url=plain)
        except ValidationError as error:
            raise SettingsError(_told(error)) from None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def sqlalchemy_url(self) -> str:
        """The address handed to SQLAlchemy."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir.resolve() / 'hiring.sqlite'}"
        for short in ("postgres://", "postgresql://"):
            if self.database_url.startswith(short):
                return "postgresql+psycopg://" + self.database_url.removeprefix(short)
        return self.database_url

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.sqlalchemy_url.startswith("sqlite")

    @property
    def private_bank_folders(self) -> tuple[Path, ...]:
        """Folders of private banks, in the order they are searched."""
        return tuple(Path(part) for part in self.bank_dirs.split(os.pathsep) if part)

    def require_safe(self) -> None:
        """Refuse to start with a secret that everybody knows.

        Raises:
            SettingsError: The secret is the shipped one or too short, and this is not the demo.
        """
        secret = self.secret_key.get_secret_value()
        if self.demo or (secret != DEFAULT_SECRET and len(secret) >= MIN_SECRET_CHARS):
            return
        raise SettingsError(
            "HIRING_SECRET_KEY is missing or too short. Set it to at least "
            f"{MIN_SECRET_CHARS} random characters, for example: "
            'python -c "import secrets; print(secrets.token_urlsafe(48))"'
        )


def _told(error: ValidationError) -> str:
    """What is wrong with which setting, in sentences; never a value, for some are secret."""
    faults = []
    for fault in error.errors(include_input=False, include_url=False):
        words = fault["msg"].removeprefix("Value error, ").rstrip(".")
        name = "".join(f"HIRING_{part}: ".upper() for part in fault["loc"])
        faults.append(f"{name}{words}.")
    return " ".join(faults)


def _zone(name: str) -> tzinfo:
    """A zone by its name; UTC needs no table of zones, which some systems lack."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            f"the time zone {name} is not known here: write one such as Europe/Paris, and "
            "install the package tzdata if this system has no table of time zones"
        ) from None


def _listed(text: str) -> list[str]:
    """Names of hosts in small letters."""
    return [part.strip().lower() for part in text.split(",") if part.strip()]


def _days(text: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(part.strip()) for part in text.split(",") if part.strip())
