"""A document in somebody's language: what page and paper show, word for word the same."""

from dataclasses import dataclass

from hiring.reports.document import ReportDocument
from hiring.reports.telling import (
    COEFFICIENT,
    POINTS,
    Section,
    Teller,
)
from hiring.reports.telling_form import FormTeller
from hiring.reports.telling_groups import GroupTeller
from hiring.reports.telling_items import ItemTeller
from hiring.reports.telling_total import TotalTeller
from hiring.words import Translator


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Everything to be shown, decided. ``headlines`` are pairs of name and figure."""

    language: str
    title: str
    kicker: str
    subtitle: str
    labels: tuple[str, ...]
    headlines: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    footer: str
    page_words: str  # with {page} and {pages}
    contents_heading: str


def compose(
    document: ReportDocument, digest: str, translator: Translator, locale: str
) -> ReportContent:
    """Say the whole report.

    Args:
        document: As stored.
        digest: Of the document.
        translator: The reader's catalogue.
        locale: The reader's language, for numbers and dates.
    """
    _ = translator.gettext
    teller = Teller(translator, locale)
    form = document.form
    named = f"{form.bank_title} {form.version}"
    key = _("key {key}").format(key=document.key.key_version)
    day = teller.day(document.provenance.made_at)
    footer = (named, form.title, key, f"N {teller.count(document.sittings.n)}", day, digest[:16])
    return ReportContent(
        language=locale,
        title=_("Technical report: {form}").format(form=form.title),
        kicker=_("Technical report"),
        subtitle=f"{named} · {form.title} · {key} · {day}",
        labels=_labels(document, translator),
        headlines=headlines(document, translator, locale),
        sections=_sections(document, digest, translator, locale),
        footer=" · ".join(footer),
        page_words=_("Page {page} of {pages}"),
        contents_heading=_("Contents"),
    )


def headlines(
    document: ReportDocument, translator: Translator, locale: str
) -> tuple[tuple[str, str], ...]:
    """The few figures that stand first, each with what it rests on."""
    _, teller = translator.gettext, Teller(translator, locale)
    steady, spread = document.reliability, document.distribution
    n_remarked = sum(bool(one.remarks) for one in document.items.scenarios)
    figures = (
        (_("Mean total, points"), spread.mean, POINTS),
        (_("Standard deviation, points"), spread.sd, POINTS),
        (_("Alpha over scenarios"), steady.alpha, COEFFICIENT),
        (_("Standard error of measurement, points"), steady.sem, POINTS),
    )
    told = [(_("Sittings with a number (N)"), teller.count(document.sittings.n))]
    told.append((_("Rung of the precision ladder"), teller.rung(steady.rung)))
    told += [
        (name, teller.counted(teller.both(found, form), found.n))
        for name, found, form in figures
        if found is not None
    ]
    if document.items.withheld is None:
        words = _("{n} of {all}").format(n=n_remarked, all=len(document.items.scenarios))
        told.append((_("Scenarios with remarks"), teller.counted(words, document.items.n)))
    return tuple(told)


def _labels(document: ReportDocument, translator: Translator) -> tuple[str, ...]:
    _ = translator.gettext
    found = (
        (document.is_simulated, _("Simulated data")),
        (document.key.status == "provisional", _("Provisional key")),
        (document.key.is_public, _("Public key")),
    )
    return tuple(words for holds, words in found if holds)


def _sections(
    document: ReportDocument, digest: str, translator: Translator, locale: str
) -> tuple[Section, ...]:
    form, total = FormTeller(translator, locale), TotalTeller(translator, locale)
    items, groups = ItemTeller(translator, locale), GroupTeller(translator, locale)
    told = (
        form.form(document),
        form.key(document),
        form.sittings(document),
        total.distribution(document),
        total.reliability(document),
        total.clusters(document),
        items.items(document),
        items.options(document),
        items.missing(document),
        total.styles(document),
        groups.functioning(document),
        groups.impact(document),
        form.surroundings(document),
        groups.limits(document),
        form.provenance(document, digest),
    )
    return tuple(section for section in told if section is not None)
