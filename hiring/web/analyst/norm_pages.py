"""What the pages of norm groups show, put together from capabilities; templates only lay it out."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _
from sqlmodel import Session, col, select

from hiring.accounts import get_staff
from hiring.norm_groups import MIN_PEOPLE, NormFault, NormGroup, People, Preview, openings_using
from hiring.openings.records import Opening
from hiring.web.language import NAMES
from hiring.web.norm_words import (
    counted_people,
    days_words,
    languages_words,
    people_words,
    shows_words,
)

BIN_POINTS = 5
HIGHEST_BIN = 95


@dataclass(frozen=True, slots=True)
class Bin:
    """People whose totals lie from ``low`` to under ``high`` points; 100 belongs to the last."""

    low: int
    high: int
    n: int
    height: float  # fraction of the highest bar


@dataclass(frozen=True)
class GroupPage:
    """A norm group in words."""

    group: NormGroup
    author: str
    used_by: list[Opening]
    opening_titles: list[str]

    @cached_property
    def bins(self) -> list[Bin]:
        """The totals in steps of five points, from the first step with people to the last."""
        counts = Counter(_bin_of(total) for total in self.group.totals)
        highest = max(counts.values())
        return [
            Bin(low, low + BIN_POINTS, counts[low], counts[low] / highest)
            for low in range(min(counts), max(counts) + BIN_POINTS, BIN_POINTS)
        ]

    @property
    def alternative(self) -> str:
        """The picture for readers who do not see it."""
        fullest = max(self.bins, key=lambda one: one.n)
        return str(
            _(
                "%(n)s people between %(low)s and %(high)s points; most of them, %(most)s, "
                "from %(from_points)s to %(to_points)s.",
                n=self.group.n,
                low=round(self.group.totals[0]),
                high=round(self.group.totals[-1]),
                most=fullest.n,
                from_points=fullest.low,
                to_points=fullest.high,
            )
        )

    @property
    def shows(self) -> str:
        """How much of a score's place the group shows."""
        return group_shows(self.group)

    @property
    def mean(self) -> str:
        """Mean total in points."""
        return str(format_decimal(round(self.group.mean, 1), "0.0"))

    @property
    def sd(self) -> str:
        """Standard deviation of the totals in points."""
        return str(format_decimal(round(self.group.sd, 1), "0.0"))

    @property
    def people(self) -> str:
        """Who they were."""
        return people_words(People(self.group.people))

    @property
    def days(self) -> str:
        """When they answered."""
        return days_words(self.group)

    @property
    def choice(self) -> list[tuple[str, str]]:
        """By what the sittings were picked, and what that found."""
        chosen = self.group.chosen
        languages = [NAMES.get(code, code) for code in chosen.get("languages", [])]
        return [
            (_("Openings"), ", ".join(self.opening_titles) or str(_("all"))),
            (_("Languages"), ", ".join(languages) or str(_("all"))),
            (_("Submitted from"), _day(chosen.get("from"))),
            (_("Submitted until"), _day(chosen.get("until"))),
            (_("Languages they answered in"), languages_words(self.group)),
            (_("Openings they come from"), str(self.group.n_openings)),
        ]


def group_page(session: Session, group: NormGroup) -> GroupPage:
    """Gather a group."""
    return GroupPage(
        group=group,
        author=get_staff(session, group.made_by_id).name,
        used_by=openings_using(session, group),
        opening_titles=_titles(session, [UUID(one) for one in group.chosen.get("openings", [])]),
    )


def group_shows(group: NormGroup) -> str:
    """How much of a score's place a group shows, in words."""
    return shows_words(group.n)


def preview_words(found: Preview) -> str:
    """What a choice would give, in a sentence."""
    if found.first_at is None or found.last_at is None:
        return str(_("No sitting fits this choice."))
    return str(
        ngettext(
            "%(num)d sitting fits this choice, submitted from %(first)s to %(last)s.",
            "%(num)d sittings fit this choice, submitted from %(first)s to %(last)s.",
            found.n,
            first=format_date(found.first_at, "long"),
            last=format_date(found.last_at, "long"),
        )
    )


def fault_words(fault: NormFault) -> str:
    """Why no group can be made, and what to do."""
    words: dict[NormFault, str] = {
        NormFault.NOBODY: _(
            "There is nobody to compare with yet. Wait for sittings, or choose more widely."
        ),
        NormFault.TOO_FEW: _(
            "A norm group needs at least %(n)s people: the totals of fewer could point to persons. "
            "Choose more widely, or wait.",
            n=MIN_PEOPLE,
        ),
        NormFault.NO_SPREAD: _(
            "Everybody has the same score, so the group would place nobody. Choose more widely."
        ),
        NormFault.UNKNOWN_OPENING: _("One of these openings does not exist. Reload the page."),
        NormFault.DAYS_REVERSED: _("Choose a last day that is not before the first"),
        NormFault.WORDS_MISSING: _("Write name, role and description."),
        NormFault.RETIRED: _(
            "The very same group was made before and has been retired. Choose other sittings, or "
            "describe what is different."
        ),
        NormFault.OTHER_FORM: _("This group belongs to another form or key."),
        NormFault.SIMULATED: _("Made-up people are no norm group."),
    }
    return words[fault]


def lines(groups: list[NormGroup]) -> list[dict[str, Any]]:
    """The groups of a form as rows of a list."""
    return [
        {
            "group": group,
            "people": counted_people(group),
            "days": days_words(group),
            "shows": group_shows(group),
        }
        for group in groups
    ]


def _bin_of(total: float) -> int:
    return min(int(total // BIN_POINTS) * BIN_POINTS, HIGHEST_BIN)


def _day(text: str | None) -> str:
    if text is None:
        return str(_("any day"))
    return str(format_date(date.fromisoformat(text), "long"))


def _titles(session: Session, opening_ids: list[UUID]) -> list[str]:
    query = select(Opening.title).where(col(Opening.id).in_(opening_ids))
    return list(session.exec(query.order_by(col(Opening.title))))
