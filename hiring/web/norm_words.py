"""Norm groups in words, the same for those who make them and for those who use them."""

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from hiring.norm_groups import NormGroup, People
from hiring.psychometrics.norms.display import NormKind, kind_for
from hiring.web.floors import norm_floors
from hiring.web.language import NAMES, in_days

Figures = list[tuple[str, str]]


def people_words(people: People) -> str:
    """Who the people of a group were when they answered."""
    words: dict[People, str] = {
        People.APPLICANTS: _("Applicants"),
        People.INCUMBENTS: _("People in the job"),
        People.MIXED: _("Applicants and people in the job"),
    }
    return words[people]


def counted_people(group: NormGroup) -> str:
    """The same with their number."""
    match People(group.people):
        case People.APPLICANTS:
            return str(ngettext("%(num)d applicant", "%(num)d applicants", group.n))
        case People.INCUMBENTS:
            return str(ngettext("%(num)d person in the job", "%(num)d people in the job", group.n))
        case People.MIXED:
            return str(
                ngettext(
                    "%(num)d person, applicants and people in the job",
                    "%(num)d people, applicants and people in the job",
                    group.n,
                )
            )


def days_words(group: NormGroup) -> str:
    """When the people of a group answered."""
    first, last = (
        str(format_date(moment, "long"))
        for moment in (group.first_submitted_at, group.last_submitted_at)
    )
    return first if first == last else str(_("%(first)s to %(last)s", first=first, last=last))


def languages_words(group: NormGroup) -> str:
    """In which languages the people of a group answered."""
    return ", ".join(NAMES.get(code, code) for code in group.languages)


def shows_words(n: int) -> str:
    """How much of a score's place a group of so many people shows."""
    floors = norm_floors()
    words: dict[NormKind, str] = {
        NormKind.NOTHING: _("nothing yet: a quarter needs %(n)s people", n=floors.quarter),
        NormKind.QUARTILE: _("the quarter: a percentile needs %(n)s people", n=floors.rounded),
        NormKind.ROUNDED_PERCENTILE: _(
            "the percentile to the nearest five: a whole one needs %(n)s people",
            n=floors.percentile,
        ),
        NormKind.PERCENTILE: _("the whole percentile"),
    }
    return words[kind_for(n, floors)]


def group_words(group: NormGroup) -> str:
    """A group in a line, for those who choose."""
    return str(
        _(
            "%(name)s: %(people)s, %(role)s, %(languages)s, %(days)s",
            name=group.name,
            people=counted_people(group),
            role=group.role_title,
            languages=languages_words(group),
            days=days_words(group),
        )
    )


def provenance(group: NormGroup) -> Figures:
    """Where a place in the group comes from: who, how many, when, where, by which code."""
    return [
        (_("Norm group"), group.name),
        (_("People in it (N)"), counted_people(group)),
        (_("Role"), group.role_title),
        (_("They answered"), days_words(group)),
        (_("Languages they answered in"), languages_words(group)),
        (_("Openings they come from"), str(group.n_openings)),
        (_("Frozen"), in_days(group.made_at)),
        *_retirement(group),
        (_("Code of the group"), group.code),
    ]


def _retirement(group: NormGroup) -> Figures:
    if group.retired_at is None:
        return []
    return [(_("Retired"), in_days(group.retired_at))]
