"""Two to five people side by side, in words: statements about pairs, never an order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import comb
from operator import itemgetter
from uuid import UUID

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from sqlmodel import Session

from hiring.accounts import Staff
from hiring.banks.schema import BankDocument
from hiring.banks.versions import KeyVersion, bank_document, get_key_version
from hiring.comparison import Comparison, ScoredPerson, clusters_beyond_error, tied_groups
from hiring.openings.records import Opening
from hiring.psychometrics.reliability.differences import Difference
from hiring.web.comparing_answers import ScenarioApart, scenarios_apart
from hiring.web.masking import shows_name, who
from hiring.web.pages import key_labels
from hiring.web.profile import Profile, band_words
from hiring.web.score_words import precision_label
from hiring.web.tie_words import tie_words

PERCENT = 100


@dataclass(frozen=True)
class ComparisonPage:
    """A comparison with its words.

    ``apart`` tells the scenarios on which the people differ most; it may be empty. With
    ``is_narrowed`` only figures stand here in which people differ beyond error.

    ``keys`` holds every key that a score stands on, and ``banks`` the content that was answered,
    both by id of the key; ``names`` those who made the studies that the comparison rests on.
    """

    opening: Opening
    keys: Mapping[UUID, KeyVersion]
    comparison: Comparison
    banks: Mapping[UUID, BankDocument]
    names: Mapping[UUID, str]
    apart: Sequence[ScenarioApart] = ()
    is_narrowed: bool = False

    @property
    def labels(self) -> list[dict[str, str]]:
        """The labels that stay, with the precision of every version."""
        labels = joined_labels(
            [
                (
                    _key_words(self.banks[one], key),
                    key_labels(key, is_simulated=self.opening.is_simulated),
                )
                for one, key in self.keys.items()
            ]
        )
        precisions = {one.snapshot.id: one.snapshot for one in self.comparison.people}
        return [*labels, *(precision_label(snapshot) for snapshot in precisions.values())]

    @cached_property
    def profiles(self) -> list[Profile]:
        """The people in order of name or code, each with the bank version they answered."""
        return [
            Profile(person, self.banks[person.score.key_version_id], self.comparison.snapshot)
            for person in in_shown_order(self.comparison.people)
        ]

    @property
    def is_blind(self) -> bool:
        """Whether anybody stands here by code."""
        return not all(shows_name(one.candidate) for one in self.comparison.people)

    @property
    def groups(self) -> list[str]:
        """Who cannot be told apart, where some can be and some cannot."""
        if not self.comparison.dependable:
            return []
        found = tied_groups(self.comparison)
        names = [sorted(who(one.candidate) for one in group) for group in found]
        locale = get_locale() or "en"
        return [format_list(group, locale=locale) for group in sorted(names)]

    @property
    def ties(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Why scores of other versions stand here too: a sentence and its figures."""
        return [tie_words(tie, self.names) for tie in self.comparison.ties.others]

    @property
    def clusters_apart(self) -> str:
        """Why areas are not shown side by side, or nothing where they are."""
        if self.comparison.ties.shares_clusters:
            return ""
        return str(
            _("Only the total is comparable between these versions. Areas are left out here.")
        )

    @property
    def higher(self) -> list[str]:
        """Pairs about which "higher" may be said, a sentence each, in order of name."""
        return [
            str(_("The score of %(first)s is higher than that of %(second)s.", **names))
            for names in self._names(Difference.HIGHER)
        ]

    @property
    def probably_higher(self) -> list[str]:
        """Pairs that could reverse, a sentence each, in order of name."""
        return [
            str(
                _(
                    "The score of %(first)s is probably higher than that of %(second)s; "
                    "this could reverse.",
                    **names,
                )
            )
            for names in self._names(Difference.PROBABLY_HIGHER)
        ]

    @property
    def rest(self) -> str:
        """What holds for all the other pairs, or nothing when there are none."""
        n_said, n_rest = len(self.comparison.dependable), self.n_pairs
        n_rest -= n_said
        if n_rest == 0:
            return ""
        if n_said == 0 and n_rest == 1:
            return str(_("No dependable difference between these two people."))
        if n_said == 0:
            return str(_("No dependable difference between any two of these people."))
        return str(
            ngettext(
                "The other pair: no dependable difference.",
                "The other %(num)d pairs: no dependable difference.",
                n_rest,
            )
        )

    @property
    def n_pairs(self) -> int:
        """How many pairs there are."""
        return comb(len(self.comparison.people), 2)

    @property
    def rule(self) -> str:
        """When which word is used."""
        return str(
            ngettext(
                "There is %(num)d pair. We say “higher” when the chances are at least "
                "%(percent)s in 100 that the true scores stand in this order, and “probably "
                "higher” from 80 in 100. Below that, error alone could explain the difference.",
                "There are %(num)d pairs. We say “higher” when the chances are at least "
                "%(percent)s in 100 that the true scores stand in this order, and “probably "
                "higher” from 80 in 100. Below that, error alone could explain the difference. "
                "The more pairs, the higher the bar, so that no pair looks different by luck.",
                self.n_pairs,
                percent=f"{PERCENT * self.comparison.higher_from:.3g}",
            )
        )

    @property
    def band_words(self) -> str:
        """What the light band shows."""
        return band_words(self.comparison.snapshot)

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """Every figure that is asked for: its name and the value of each person."""
        own = [dict(profile.own_figures) for profile in self.profiles]
        found = _by_name(self._without_areas(own))
        if self.is_narrowed:
            return [(name, values) for name, values in found if name in self._beyond_error]
        return [*found, *self._differing]

    @property
    def shows_total(self) -> bool:
        """Whether the scores themselves stand side by side."""
        return bool(self.comparison.dependable) or not self.is_narrowed

    @property
    def shared_rows(self) -> list[tuple[str, str]]:
        """Figures of test, key and precision that are the same for everybody."""
        return [(name, values[0]) for name, values in self._provenance if len(set(values)) == 1]

    @property
    def _differing(self) -> list[tuple[str, list[str]]]:
        """Those that are not, where people of several versions stand side by side."""
        return [(name, values) for name, values in self._provenance if len(set(values)) > 1]

    @cached_property
    def _beyond_error(self) -> set[str]:
        """The names of the figures in which some two of these people differ beyond error."""
        figures = [profile.total_figures for profile in self.profiles if self.shows_total]
        total = {name for one in figures for name, _value in one}
        if not self.comparison.ties.shares_clusters:
            return total
        people, threshold = self.comparison.people, self.comparison.higher_from
        return total | set(clusters_beyond_error(people, self.profiles[0].bank, threshold))

    @cached_property
    def _provenance(self) -> list[tuple[str, list[str]]]:
        figures = [profile.shared_figures for profile in self.profiles]
        if self.comparison.ties.others:
            own_band = str(_("Middle half of the form's own sittings"))
            figures = [[(own_band, one[0][1]), *one[1:]] for one in figures]
        return _by_name([dict(one) for one in figures])

    def _without_areas(self, own: list[dict[str, str]]) -> list[dict[str, str]]:
        if self.comparison.ties.shares_clusters:
            return own
        areas = {one.name for bank in self.banks.values() for one in bank.clusters}
        return [{name: one[name] for name in one if name not in areas} for one in own]

    def _names(self, difference: Difference) -> list[dict[str, str]]:
        pairs = [pair for pair in self.comparison.dependable if pair.difference is difference]
        names = [(who(pair.first.candidate), who(pair.second.candidate)) for pair in pairs]
        return [{"first": first, "second": second} for first, second in sorted(names)]


def comparison_page(
    session: Session, opening: Opening, found: Comparison, *, is_narrowed: bool = False
) -> ComparisonPage:
    """The comparison with the content, the keys and the people that it rests on."""
    ids = {person.score.key_version_id for person in found.people}
    keys = {one: get_key_version(session, one) for one in ids}
    banks = {
        one: bank_document(session, key.bank_version_id, opening.language)
        for one, key in keys.items()
    }
    studies = [tie.study for tie in found.ties.others if tie.study is not None]
    names = {study.made_by_id: session.get_one(Staff, study.made_by_id).name for study in studies}
    people = in_shown_order(found.people)
    bank = banks[people[0].score.key_version_id]
    apart = [] if is_narrowed else scenarios_apart(session, people, bank)
    return ComparisonPage(opening, keys, found, banks, names, apart, is_narrowed)


def in_shown_order(people: Iterable[ScoredPerson]) -> list[ScoredPerson]:
    """By name, or by code where the names are not shown: the order must not tell either."""
    return sorted(people, key=lambda one: (who(one.candidate), one.candidate.code))


def joined_labels(by_version: list[tuple[str, list[dict[str, str]]]]) -> list[dict[str, str]]:
    """The labels of all versions, each once; one that not all share names its versions.

    Args:
        by_version: The words of each version, and its labels.
    """
    joined: dict[str, dict[str, str]] = {}
    versions: dict[str, list[str]] = {}
    for version, labels in sorted(by_version, key=itemgetter(0)):
        for label in labels:
            joined.setdefault(label["text"], label)
            versions.setdefault(label["text"], []).append(version)
    return [
        label | {"text": _named(text, versions[text], n_all=len(by_version))}
        for text, label in joined.items()
    ]


def _named(text: str, versions: list[str], *, n_all: int) -> str:
    if len(versions) == n_all:
        return text
    return str(_("%(label)s (%(versions)s)", label=text, versions="; ".join(versions)))


def _key_words(bank: BankDocument, key: KeyVersion) -> str:
    return str(
        _(
            "%(bank)s %(version)s, key %(key)s",
            bank=bank.title,
            version=bank.version,
            key=key.key_version,
        )
    )


def _by_name(figures: list[dict[str, str]]) -> list[tuple[str, list[str]]]:
    """Name → the value of each person; empty where somebody has none."""
    names = dict.fromkeys(name for one in figures for name in one)
    return [(name, [one.get(name, "") for one in figures]) for name in names]
