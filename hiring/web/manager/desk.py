"""What the pages behind a share link have in common: the blueprint, the clock, and the link."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, url_for
from flask_babel import gettext as _

from hiring import comparison, openings
from hiring.banks.versions import get_key_version
from hiring.comparison import ScoredPerson
from hiring.db import db
from hiring.errors import NotFoundError
from hiring.interviews.panel import panel_of
from hiring.openings.records import Candidate, Opening
from hiring.openings.share_links import ShareLink, get_open_link, shared_candidates
from hiring.web.masking import show_codes_only, who
from hiring.web.pages import key_labels

bp = Blueprint("manager", __name__, url_prefix="/shared")


def now() -> datetime:
    """The clock of the edge; capabilities are handed the time."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Shared:
    """What an open link names. ``scored`` are the people there is something to read about."""

    link: ShareLink
    token: str
    opening: Opening
    people: list[Candidate]
    scored: dict[UUID, ScoredPerson]

    def get(self, candidate_id: UUID) -> Candidate:
        """A person whom the link names and about whom there is something to read.

        Raises:
            NotFoundError: Anybody else.
        """
        for one in self.people:
            if one.id == candidate_id and one.id in self.scored:
                return one
        raise NotFoundError("no such page")

    def is_sealed(self, candidate: Candidate) -> bool:
        """Whether scores wait until everybody on the panel has filed."""
        return self.opening.is_sealed and panel_of(db.session, candidate.id).result is None

    @property
    def may_compare(self) -> bool:
        """Whether there are two people to hold side by side, and nothing is sealed."""
        is_open = self.link.shows_comparison and len(self.scored) >= comparison.MIN_PEOPLE
        return is_open and not any(self.is_sealed(one) for one in self.people)

    @property
    def frame(self) -> dict[str, Any]:
        """The variables of the page skeleton."""
        return {
            "audience": "public",
            "brand": str(_("Shared with you")),
            "home_url": url_for("manager.home", share=self.token),
            "labels": self._labels,
        }

    @property
    def _labels(self) -> list[dict[str, str]]:
        keys = {one.score.key_version_id for one in self.scored.values()}
        labels = [
            label
            for key in keys
            for label in key_labels(
                get_key_version(db.session, key), is_simulated=self.opening.is_simulated
            )
        ]
        return list({label["text"]: label for label in labels}.values())


def open_share(token: str) -> Shared:
    """What the link opens; a blind link names nobody.

    Raises:
        NotFoundError: It opens nothing now, whatever the reason.
    """
    link = get_open_link(db.session, token, now=now())
    opening = openings.get_opening(db.session, link.opening_id)
    if link.is_blind:
        show_codes_only()
    people = sorted(shared_candidates(db.session, link), key=who)
    scored = comparison.scored_people(db.session, people)
    return Shared(link, token, opening, people, scored)
