"""Where a score stands in the norm group of its opening, in the words of a candidate's page.

Lists and comparisons never show this: a percentile beside a name is read as an order of merit.
"""

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlmodel import Session

from hiring.banks.versions import bank_document, get_key_version
from hiring.comparison import ScoredPerson
from hiring.norm_groups import Place, WhyNoPlace, find_place
from hiring.openings.records import Opening
from hiring.psychometrics.norms.display import (
    NormDisplay,
    NormKind,
    PercentileRank,
)
from hiring.web.floors import norm_floors
from hiring.web.language import NAMES
from hiring.web.norm_words import Figures, languages_words, provenance

QUARTERS = 4


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """A place in words: the headline, what it means, and where it comes from."""

    headline: str
    sentences: list[str]
    provenance: Figures


def place_words(session: Session, opening: Opening, person: ScoredPerson) -> PlaceWords | None:
    """The place of a scored person; None where the opening uses no group."""
    place = find_place(
        session,
        opening,
        sitting=person.sitting,
        score=person.score,
        interval=person.interval,
        floors=norm_floors(),
    )
    if place is None:
        return None
    headline, sentences = _said(session, opening, place, person)
    return PlaceWords(headline, sentences, _provenance(session, opening, place))


def _said(
    session: Session, opening: Opening, place: Place, person: ScoredPerson
) -> tuple[str, list[str]]:
    if place.display is not None:
        return _shown(place.display)
    match place.why_not:
        case WhyNoPlace.OTHER_FORM:
            return _no_percentile(), [_other_form(session, opening, place, person)]
        case WhyNoPlace.OTHER_LANGUAGE:
            return _no_percentile(), [_other_language(place, person)]
        case WhyNoPlace.SIMULATED:
            words = _("This person is made up, and the people in the norm group are real.")
            return _no_percentile(), [str(words)]
        case WhyNoPlace.NO_NUMBER | None:
            words = _("Without a number there is no place in a norm group.")
            return _no_percentile(), [str(words)]


def _shown(display: NormDisplay) -> tuple[str, list[str]]:
    match display.kind:
        case NormKind.NOTHING:
            return _no_percentile(), [_too_few(display)]
        case NormKind.QUARTILE:
            return _quarter_headline(display), [_quarter_only(display), _two_errors()]
        case NormKind.ROUNDED_PERCENTILE:
            return _percentile_headline(display), [_share(display), _nearest_five(), _two_errors()]
        case NormKind.PERCENTILE:
            return _percentile_headline(display), [_share(display), _two_errors()]


def _no_percentile() -> str:
    return str(_("No percentile"))


def _percentile_headline(display: NormDisplay) -> str:
    return str(
        _(
            "Percentile %(value)s, likely range %(low)s to %(high)s",
            value=display.value,
            low=display.low,
            high=display.high,
        )
    )


def _quarter_headline(display: NormDisplay) -> str:
    quarter = _quarter_words(display.value or 1)
    if display.low == display.high:
        return str(_("In the %(quarter)s of the norm group", quarter=quarter))
    return str(
        _(
            "In the %(quarter)s of the norm group, likely range: %(low)s to %(high)s",
            quarter=quarter,
            low=_quarter_words(display.low or 1),
            high=_quarter_words(display.high or QUARTERS),
        )
    )


def _quarter_words(quarter: int) -> str:
    words: dict[int, str] = {
        1: _("lowest quarter"),
        2: _("second quarter"),
        3: _("third quarter"),
        QUARTERS: _("highest quarter"),
    }
    return words[quarter]


def _share(display: NormDisplay) -> str:
    return str(
        _(
            "Of 100 people in the norm group, about %(value)s have a lower score; who has the "
            "same score counts half.",
            value=display.value,
        )
    )


def _nearest_five() -> str:
    return str(_("The group is small, so the percentile is given to the nearest five."))


def _quarter_only(display: NormDisplay) -> str:
    return str(
        _(
            "With %(n)s people in the group a percentile would look more exact than it is. It is "
            "told from %(least)s people on; until then only the quarter is, counted from the "
            "lowest.",
            n=display.n,
            least=norm_floors().rounded,
        )
    )


def _too_few(display: NormDisplay) -> str:
    return str(
        _(
            "The norm group has %(n)s people. Under %(least)s, chance alone could move somebody "
            "from one quarter to the next. Go by the score and its likely range.",
            n=display.n,
            least=norm_floors().quarter,
        )
    )


def _two_errors() -> str:
    return str(
        _(
            "The likely range allows for two errors: the same person might have answered "
            "otherwise, and other people might have been in the group."
        )
    )


def _other_form(session: Session, opening: Opening, place: Place, person: ScoredPerson) -> str:
    score, form_id = person.score, person.sitting.form_id
    return str(
        _(
            "The norm group is of %(group)s, this score of %(own)s. The terms of the opening have "
            "moved on, or the answers were scored again. Such scores do not compare: choose a norm "
            "group of the same form and key.",
            group=_version_of(session, opening, place.group.key_version_id, place.group.form_id),
            own=_version_of(session, opening, score.key_version_id, form_id),
        )
    )


def _other_language(place: Place, person: ScoredPerson) -> str:
    own = person.sitting.language
    return str(
        _(
            "The people in the norm group answered in %(group)s, this person in %(own)s. The same "
            "test can be easier or harder in another language, so nothing is compared. Choose a "
            "norm group that holds sittings in this language.",
            group=languages_words(place.group),
            own=NAMES.get(own, own),
        )
    )


def _version_of(session: Session, opening: Opening, key_version_id: UUID, form_id: str) -> str:
    key = get_key_version(session, key_version_id)
    bank = bank_document(session, key.bank_version_id, opening.language)
    return str(
        _(
            "%(form)s of %(bank)s %(version)s, key %(key)s",
            form=bank.get_form(form_id).title,
            bank=bank.title,
            version=bank.version,
            key=key.key_version,
        )
    )


def _provenance(session: Session, opening: Opening, place: Place) -> Figures:
    group = place.group
    version = _version_of(session, opening, group.key_version_id, group.form_id)
    return [*provenance(group), (_("Answered and scored by"), version), *_meaning(place)]


def _meaning(place: Place) -> Figures:
    """What the place counts, where one is shown."""
    if place.display is None or place.display.value is None:
        return []
    match place.display.definition:
        case PercentileRank.MID:
            words = _("share with a lower score; the same score counts half (mid-percentile)")
        case PercentileRank.SAME_OR_LOWER:
            words = _("share with the same or a lower score")
    return [(_("Percentile means"), str(words))]
