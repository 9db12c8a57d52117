"""What the configuration says about personal data, gathered for the records of processing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlmodel import Session, col, select

from hiring import webhooks
from hiring.accounts import Role, Staff
from hiring.config import Settings
from hiring.data_pack.gathering import hanging_tables
from hiring.openings.keeping import LAWS, find_shortfall
from hiring.openings.records import Opening
from hiring.openings.settings import days_kept
from hiring.retention import Clock, clocks_of


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    """What holds for the people of an opening. ``shortfall``: the law asks for more days."""

    title: str
    place: str
    clocks: tuple[Clock, ...]
    shortfall: tuple[int, str] | None
    asks_background: bool
    is_blind: bool
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the document is written from."""

    employer: str
    operator: str
    contact: str
    house_days: int
    address_days: int
    is_encrypted_in_transit: bool
    mail_host: str
    told_hosts: tuple[str, ...]
    database: str
    has_sealed_backups: bool
    tables: tuple[str, ...]
    openings: tuple[OpeningFacts, ...]
    accounts: Mapping[Role, int]
    n_without_names: int
    laws: Mapping[str, tuple[int, str]]


def gather(session: Session, settings: Settings) -> Facts:
    """Look at settings, openings that are not simulated, and open accounts. Only reads."""
    staff = session.exec(select(Staff).where(col(Staff.is_active))).all()
    told = {urlsplit(one.address).hostname or "" for one in webhooks.list_endpoints(session)}
    openings = session.exec(
        select(Opening)
        .where(col(Opening.is_simulated).is_(False), col(Opening.archived_at).is_(None))
        .order_by(col(Opening.created_at), col(Opening.id))
    )
    return Facts(
        employer=settings.employer,
        operator=settings.operator,
        contact=settings.contact,
        house_days=settings.retention_days,
        address_days=settings.address_days,
        is_encrypted_in_transit=settings.public_url.startswith("https://"),
        mail_host=urlsplit(settings.smtp_url.get_secret_value()).hostname or "",
        told_hosts=tuple(sorted(told)),
        database="SQLite" if settings.is_sqlite else "PostgreSQL",
        has_sealed_backups=bool(settings.backup_key.get_secret_value()),
        tables=tuple(sorted(hanging_tables())),
        openings=tuple(_opening(one, settings.retention_days) for one in openings),
        accounts=Counter(Role(one.role) for one in staff),
        n_without_names=sum(not one.sees_names for one in staff),
        laws=LAWS,
    )


def _opening(opening: Opening, house_days: int) -> OpeningFacts:
    return OpeningFacts(
        title=opening.title,
        place=opening.place,
        clocks=clocks_of(opening, house_days=house_days),
        shortfall=find_shortfall(opening.place, days_kept(opening, house_days=house_days)),
        asks_background=opening.asks_background,
        is_blind=opening.is_blind,
        is_sealed=opening.is_sealed,
    )
