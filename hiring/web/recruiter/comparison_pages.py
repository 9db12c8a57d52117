"""Two to five people side by side, in words: statements about pairs, never an order."""

from dataclasses import dataclass
from functools import cached_property
from math import comb

from flask_babel import gettext as _
from flask_babel import ngettext

from hiring.banks.schema import BankDocument
from hiring.banks.versions import KeyVersion
from hiring.comparison import Comparison
from hiring.openings.records import Opening
from hiring.psychometrics.differences import Difference
from hiring.web.pages import key_labels
from hiring.web.recruiter.profile import Profile, band_words
from hiring.web.recruiter.words import precision_label

PERCENT = 100


@dataclass(frozen=True)
class ComparisonPage:
    """A comparison with its words."""

    opening: Opening
    key: KeyVersion
    bank: BankDocument
    comparison: Comparison

    @property
    def labels(self) -> list[dict[str, str]]:
        """The labels that stay; one precision for everybody."""
        labels = key_labels(self.key, is_simulated=self.opening.is_simulated)
        return [*labels, precision_label(self.comparison.snapshot)]

    @cached_property
    def profiles(self) -> list[Profile]:
        """The people in order of name."""
        return [Profile(person, self.bank) for person in self.comparison.people]

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
        """Every figure: its name and the value of each person."""
        by_person = [dict(profile.own_figures) for profile in self.profiles]
        names = dict.fromkeys(name for one in by_person for name in one)
        return [(name, [one.get(name, "") for one in by_person]) for name in names]

    @property
    def shared_rows(self) -> list[tuple[str, str]]:
        """Figures of test, key and precision: one comparison uses one of each."""
        return self.profiles[0].shared_figures

    def _names(self, difference: Difference) -> list[dict[str, str]]:
        pairs = [pair for pair in self.comparison.dependable if pair.difference is difference]
        names = [(pair.first.candidate.name, pair.second.candidate.name) for pair in pairs]
        return [{"first": first, "second": second} for first, second in sorted(names)]
