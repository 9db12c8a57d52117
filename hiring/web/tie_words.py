"""How scores of another version came to stand beside those of this one, in words."""

from collections.abc import Mapping
from uuid import UUID

from flask_babel import gettext as _

from hiring.comparison import Grounds, Tie
from hiring.linking_studies import LinkingStudy
from hiring.psychometrics.linking.designs import Design, Method
from hiring.web.language import in_days
from hiring.web.score_words import points

Figures = list[tuple[str, str]]


def tie_words(tie: Tie, names: Mapping[UUID, str]) -> tuple[str, Figures]:
    """A sentence, and the figures that it rests on; ``names`` are those of staff."""
    match tie.grounds:
        case Grounds.LINKED:
            return _linked(tie.study, names)
        case Grounds.DECLARED:
            why = "" if tie.declared is None else tie.declared.why
            words = _(
                "Two versions stand here. The bank's authors declare their totals comparable: "
                "%(why)s",
                why=why,
            )
            return str(words), []
        case Grounds.SAME:
            return "", []


def _linked(study: LinkingStudy | None, names: Mapping[UUID, str]) -> tuple[str, Figures]:
    if study is None:
        return "", []
    sentence = _(
        "Two forms stand here. A linking study says the scores of the newer one on the scale of "
        "the older one, and its error makes every difference between them less sure."
    )
    made = _(
        "%(day)s by %(name)s, study %(code)s",
        day=in_days(study.made_at),
        name=names.get(study.made_by_id, ""),
        code=study.code,
    )
    return str(sentence), [
        (_("Ground"), _design_words(Design(study.design))),
        (_("Method"), _method_words(Method(study.method))),
        (
            _("People (N), newer and older form"),
            _("%(new)s and %(old)s", new=study.n_new, old=study.n_old),
        ),
        (_("Standard error of linking, points"), points(study.standard_error)),
        (_("Made"), made),
    ]


def _design_words(design: Design) -> str:
    words: dict[Design, str] = {
        Design.COMMON_ANCHOR: _("Scenarios that both groups answered"),
        Design.EQUIVALENT_GROUPS: _("Groups dealt out at random"),
        Design.SINGLE_GROUP: _("Everybody answered both forms"),
    }
    return words[design]


def _method_words(method: Method) -> str:
    words: dict[Method, str] = {
        Method.MEAN: _("mean"),
        Method.LINEAR: _("linear"),
        Method.EQUIPERCENTILE: _("equipercentile, smoothed"),
        Method.CHAINED_MEAN: _("chained mean"),
        Method.CHAINED_LINEAR: _("chained linear"),
        Method.TUCKER: _("Tucker"),
        Method.LEVINE_OBSERVED: _("Levine, observed scores"),
        Method.LEVINE_TRUE: _("Levine, true scores"),
        Method.FREQUENCY_ESTIMATION: _("frequency estimation, smoothed"),
        Method.CHAINED_EQUIPERCENTILE: _("chained equipercentile, smoothed"),
    }
    return words[method]
