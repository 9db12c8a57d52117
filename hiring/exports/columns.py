"""The columns of an export, each with what a reader has to know about it.

What is not here is in no file: adjusted conditions, requests, signs about how answers were given,
when somebody began (how long somebody took could tell of adjusted conditions), and the key.
"""

from dataclasses import dataclass
from enum import StrEnum

from hiring.words import Translator


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``is_personal``: left out of a file that names nobody."""

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    missing: str = ""
    is_personal: bool = False


def columns_of(translator: Translator, *, is_blind: bool) -> list[Column]:
    """The columns of a file in order, their meaning in the words of ``translator``."""
    found = [
        *_person(translator),
        *_score(translator),
        *_grounds(translator),
        *_versions(translator),
        *_decision(translator),
    ]
    return [column for column in found if not (is_blind and column.is_personal)]


def _person(translator: Translator) -> list[Column]:
    _ = translator.gettext
    zone = _("ISO 8601 in coordinated universal time, with its zone")
    not_sent = _("empty: not sent in yet")
    return [
        Column("code", Kind.TEXT, _("Stands for the candidate within the opening")),
        Column("name", Kind.TEXT, _("Name of the candidate"), is_personal=True),
        Column(
            "email",
            Kind.TEXT,
            _("Mail address"),
            missing=_("empty: none is known"),
            is_personal=True,
        ),
        Column("is_simulated", Kind.BOOLEAN, _("Whether the person is made up")),
        Column("attempt", Kind.INTEGER, _("Which attempt of the person this row tells of")),
        Column(
            "state",
            Kind.TEXT,
            _(
                "in_progress, submitted (waits for its score), being_rated (people rate open "
                "answers), too_few_answers (for a number), scored, or taken_back"
            ),
        ),
        Column("has_withdrawn", Kind.BOOLEAN, _("Whether the candidate has withdrawn")),
        Column("language", Kind.TEXT, _("In which language the scenarios were read")),
        Column("invited_at", Kind.TIME, _("When the candidate was added"), zone, is_personal=True),
        Column(
            "submitted_at",
            Kind.TIME,
            _("When the answers were sent in"),
            zone,
            not_sent,
            is_personal=True,
        ),
    ]


def _score(translator: Translator) -> list[Column]:
    _ = translator.gettext
    points, none = _("points, 0 to 100"), _("empty: no number can be given; this is not zero")
    return [
        Column("score", Kind.NUMBER, _("The score that counts now"), points, none),
        Column(
            "estimate",
            Kind.NUMBER,
            _(
                "The figure in the middle of the interval: the estimated true score where the "
                "precision is measured, else the score"
            ),
            points,
            none,
        ),
        Column(
            "interval_low",
            Kind.NUMBER,
            _("Lower end of the likely range, 9 chances in 10"),
            points,
            none,
        ),
        Column(
            "interval_high",
            Kind.NUMBER,
            _("Upper end of the likely range, 9 chances in 10"),
            points,
            none,
        ),
    ]


def _grounds(translator: Translator) -> list[Column]:
    """What the score rests on."""
    _ = translator.gettext
    no_score = _("empty: not scored yet, or taken back")
    return [
        Column("sem", Kind.NUMBER, _("Standard error of measurement"), _("points"), no_score),
        Column(
            "precision",
            Kind.TEXT,
            _("What the error rests on: planned (assumed), pooled or measured"),
            missing=no_score,
        ),
        Column(
            "n_sittings",
            Kind.INTEGER,
            _("How many sittings the error rests on (N)"),
            _("sittings"),
            no_score,
        ),
        Column("n_answered", Kind.INTEGER, _("Scenarios answered"), _("scenarios"), no_score),
        Column("n_scenarios", Kind.INTEGER, _("Scenarios of the form"), _("scenarios"), no_score),
        Column(
            "scored_at",
            Kind.TIME,
            _("When the score was computed"),
            _("ISO 8601 in coordinated universal time, with its zone"),
            no_score,
            is_personal=True,
        ),
        Column(
            "verification_code",
            Kind.TEXT,
            _("By which the score can be computed again, as on a brief"),
            missing=no_score,
        ),
    ]


def _versions(translator: Translator) -> list[Column]:
    _ = translator.gettext
    no_score = _("empty: not scored yet, or taken back")
    return [
        Column("bank", Kind.TEXT, _("Question bank")),
        Column("bank_version", Kind.TEXT, _("Its version")),
        Column("form", Kind.TEXT, _("Form of the test")),
        Column("key_version", Kind.TEXT, _("Version of the key of the score"), missing=no_score),
        Column(
            "key_origin",
            Kind.TEXT,
            _("Where that key comes from: theory, panel (of experts) or empirical (from results)"),
            missing=no_score,
        ),
        Column(
            "key_status",
            Kind.TEXT,
            _("Whether that key is provisional or confirmed"),
            missing=no_score,
        ),
        Column(
            "package_version", Kind.TEXT, _("Version of the software that scored"), missing=no_score
        ),
    ]


def _decision(translator: Translator) -> list[Column]:
    _ = translator.gettext
    none = _("empty: nobody has decided")
    return [
        Column(
            "decision_stage",
            Kind.TEXT,
            _("Stage of the newest decision: screen, interview or offer"),
            missing=none,
        ),
        Column(
            "decision_outcome",
            Kind.TEXT,
            _("The newest decision of a person: advance, hold or not_advance"),
            missing=none,
        ),
        Column(
            "decided_at",
            Kind.TIME,
            _("When it was made"),
            _("ISO 8601 in coordinated universal time, with its zone"),
            none,
            is_personal=True,
        ),
    ]
