"""What a report says about the form, its key, who was counted, and what was decided around it."""

from collections.abc import Iterable
from dataclasses import dataclass

from hiring.banks.schema import Channel, ItemFormat, KeyOrigin, KeyStatus, Stage, Theme
from hiring.reports.document import ReportDocument
from hiring.reports.parts import Count
from hiring.reports.telling import (
    COEFFICIENT,
    NOTHING,
    POINTS,
    Paragraph,
    Section,
    Table,
    Told,
)
from hiring.reports.telling_kinds import KindTeller

DIGEST_CHARS = 16


@dataclass(frozen=True, slots=True)
class FormTeller(KindTeller):
    """The sections without statistics."""

    def form(self, document: ReportDocument) -> Section:
        """What the form is and how it is put together."""
        _, form = self.translator.gettext, document.form
        rows = (
            (_("Question bank"), f"{form.bank_title} {form.version} ({form.bank})"),
            (_("Form"), f"{form.title} ({form.form_id})"),
            (_("Languages"), ", ".join(form.languages)),
            (_("Digest of the content"), form.content_digest[:DIGEST_CHARS]),
            (_("Scenarios, of these scored"), f"{form.n_scenarios}, {form.n_scored}"),
            (_("Words to read, with practice"), self.count(form.n_words)),
            (_("Planned minutes"), self.count(round(form.minutes))),
            (_("Rated responses with a key at an end of the scale"), self._extremes(document)),
            (_("Anchors, kept word for word"), "; ".join(form.anchors) or _("none")),
        )
        blocks: tuple[Told, ...] = (
            Paragraph(form.intended_use),
            Paragraph(form.not_for),
            Table(_("Facts about the form"), (_("Fact"), _("Value")), rows, n_texts=2),
            self._blueprint(document),
        )
        return Section("form", _("The form"), blocks)

    def key(self, document: ReportDocument) -> Section:
        """Where the key comes from and what it stands on."""
        _, key = self.translator.gettext, document.key
        evidence = _("{n} of {all} items of this form have a written reason for their key.").format(
            n=key.n_with_rationale, all=key.n_items
        )
        rows = [
            (_("Key"), key.key_version),
            (_("Origin"), self.origin(KeyOrigin(key.origin))),
            (_("Status"), self.status(KeyStatus(key.status))),
            (_("Written by"), "; ".join(key.authors)),
            (_("Evidence"), evidence),
            (_("Public"), _("yes, anybody can read it") if key.is_public else _("no")),
            (_("Digest of what moves scores"), key.scoring_digest[:DIGEST_CHARS]),
            (_("Published"), self.day(key.published_at)),
        ]
        if key.dropped:
            rows.append((_("Items that count for nobody"), ", ".join(key.dropped)))
        if key.neutralised:
            rows.append((_("Items with full credit for all"), ", ".join(key.neutralised)))
        blocks: list[Told] = [
            Table(_("Facts about the key"), (_("Fact"), _("Value")), tuple(rows), n_texts=2)
        ]
        if key.status == KeyStatus.PROVISIONAL.value:
            words = _(
                "The key is provisional. It stays so until a panel of experts has rated the same "
                "responses and confirmed it."
            )
            blocks.insert(0, Paragraph(words))
        return Section("key", _("The scoring key"), tuple(blocks))

    def sittings(self, document: ReportDocument) -> Section:
        """How many sittings stand behind the figures, and who is left out."""
        _, facts = self.translator.gettext, document.sittings
        kind = _("simulated people") if document.is_simulated else _("real applicants")
        span = f"{self.day(facts.first_submitted_at)} {NOTHING} {self.day(facts.last_submitted_at)}"
        languages = ", ".join(f"{one.name}: {self.count(one.n)}" for one in facts.languages)
        counts = (
            (_("Started under this key"), facts.n_started),
            (_("Submitted"), facts.n_submitted),
            (_("Submitted, not scored yet"), facts.n_waiting),
            (_("Scored again since under another key"), facts.n_elsewhere),
            (_("Scored again from another key"), facts.n_from_elsewhere),
            (_("Scored under this key"), facts.n_scored),
            (_("Of these with too few answers for a number"), facts.n_too_few),
            (_("With a number: N of this report"), facts.n),
            (_("Of these with every scenario answered"), facts.n_complete),
        )
        rows = tuple((name, self.count(n)) for name, n in counts)
        text = _(
            "These are {kind}. A sitting counts once its score has a number. Signs of careless "
            "answering leave nobody out. Figures on scenarios and on reliability take only "
            "sittings with every scenario answered."
        ).format(kind=kind)
        blocks: list[Told] = [
            Paragraph(text),
            Table(_("Who is counted"), (_("Sittings"), _("Number")), rows),
        ]
        if facts.n_scored:
            told = _("Submitted {span}. Languages: {languages}.")
            blocks.append(Paragraph(told.format(span=span, languages=languages), is_quiet=True))
        return Section("sittings", _("Sittings behind the figures"), tuple(blocks))

    def surroundings(self, document: ReportDocument) -> Section:
        """Linking studies, norm groups and re-scorings."""
        _ = self.translator.gettext
        blocks = (*self._links(document), *self._norms(document), *self._rescorings(document))
        return Section("around", _("Linking, norms and re-scoring"), tuple(blocks))

    def provenance(self, document: ReportDocument, digest: str) -> Section:
        """What the report was made from, when and by what."""
        _, made = self.translator.gettext, document.provenance
        rows = [
            (_("Made"), self.day(made.made_at)),
            (_("Sittings with a number (N)"), self.count(made.n)),
            (_("Software"), made.package_version),
            (_("Digest of the report"), digest[:DIGEST_CHARS]),
        ]
        shot = made.snapshot
        if shot is not None:
            words = _("{code}, {day}: {rung}, N {n}, reliability {r}, error {sem} points")
            told = words.format(
                code=shot.code,
                day=self.day(shot.made_at),
                rung=self.rung(shot.rung),
                n=self.count(shot.n),
                r=self.number(shot.r, COEFFICIENT),
                sem=self.number(shot.sem, POINTS),
            )
            rows.append((_("Precision that scores are shown with"), told))
        table = Table(
            _("Where the figures come from"), (_("Fact"), _("Value")), tuple(rows), n_texts=2
        )
        return Section("provenance", _("Provenance"), (table,))

    def _extremes(self, document: ReportDocument) -> str:
        _, form = self.translator.gettext, document.form
        if not form.n_keyed_ratings:
            return _("no rated responses")
        share = self.share(form.n_keyed_extreme / form.n_keyed_ratings)
        return _("{n} of {all} ({share})").format(
            n=form.n_keyed_extreme, all=form.n_keyed_ratings, share=share
        )

    def _blueprint(self, document: ReportDocument) -> Table:
        _, form = self.translator.gettext, document.form
        formats = {one.value: self.format(one) for one in ItemFormat}
        channels = {one.value: self.channel(one) for one in Channel}
        stages = {one.value: self.stage(one) for one in Stage}
        themes = {one.value: self.theme(one) for one in Theme}
        rows = (
            (_("Cluster"), self._listed(form.clusters, {"": _("total only")})),
            (_("Main facet"), self._listed(form.facets, {})),
            (_("Format"), self._listed(form.formats, formats)),
            (_("Channel"), self._listed(form.channels, channels)),
            (_("Stage"), self._listed(form.stages, stages)),
            (_("Theme"), self._listed(form.themes, themes)),
        )
        caption = _("Blueprint: scenarios by kind (a scenario can have several themes)")
        return Table(caption, (_("By"), _("Scenarios")), rows, n_texts=2)

    def _listed(self, counts: Iterable[Count], words: dict[str, str]) -> str:
        told = [f"{words.get(one.name, one.name)} {one.n}" for one in counts]
        return " · ".join(told) or NOTHING

    def _links(self, document: ReportDocument) -> tuple[Told, ...]:
        _ = self.translator.gettext
        if not document.surroundings.links:
            return (Paragraph(_("No linking study joins this form to another one.")),)
        rows = tuple(
            (
                one.other,
                f"{one.design}, {one.method}",
                _("retired") if one.is_retired else _("in use"),
                self.day(one.made_at),
                f"{one.n_anchors} / {one.n_dropped_anchors}",
                self.number(one.standard_error, COEFFICIENT),
                f"{self.count(one.n)} / {self.count(one.n_old)}",
            )
            for one in document.surroundings.links
        )
        head = (
            _("Other form"),
            _("Design and method"),
            _("State"),
            _("Made"),
            _("Anchors, dropped"),
            _("Error, points"),
            _("N here / there"),
        )
        return (Table(_("Linking studies"), head, rows, n_texts=4),)

    def _norms(self, document: ReportDocument) -> tuple[Told, ...]:
        _ = self.translator.gettext
        if not document.surroundings.norms:
            return (Paragraph(_("No norm group has been made for this form and key.")),)
        rows = tuple(
            (
                one.name,
                one.role_title,
                _("retired") if one.is_retired else _("in use"),
                f"{self.day(one.first_submitted_at)} {NOTHING} {self.day(one.last_submitted_at)}",
                self.number(one.mean, POINTS),
                self.number(one.sd, POINTS),
                self.count(one.n),
            )
            for one in document.surroundings.norms
        )
        head = (_("Name"), _("Role"), _("State"), _("Submitted"), _("Mean"), _("SD"), _("N"))
        return (Table(_("Norm groups"), head, rows, n_texts=4),)

    def _rescorings(self, document: ReportDocument) -> tuple[Told, ...]:
        _ = self.translator.gettext
        if not document.surroundings.rescorings:
            return (Paragraph(_("No sitting has been scored again from or to this key.")),)
        rows = tuple(
            (
                _("key {old} to key {new}").format(old=one.from_key, new=one.to_key),
                self.day(one.decided_at),
                _("finished") if one.is_finished else _("under way"),
                self.count(one.n),
            )
            for one in document.surroundings.rescorings
        )
        head = (_("From and to"), _("Decided"), _("State"), _("N"))
        return (Table(_("Re-scorings"), head, rows, n_texts=3),)
