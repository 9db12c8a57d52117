"""What a rater says about an answer: a point for each criterion, and a remark if need be."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from hiring.banks.schema import Facet
from hiring.ratings import Prompt
from hiring.ratings.turns import MAX_REMARK_CHARS, STEPS

PREFIX = "points_"


class RatingForm(FlaskForm):  # type: ignore[misc]
    """The part that every question has; ``rating_form`` adds its criteria."""

    wording = HiddenField()
    remark = TextAreaField(
        _l("Remark for those who look after the ratings"),
        [Length(max=MAX_REMARK_CHARS, message=_l("Shorten the remark to 2000 characters"))],
        filters=[lambda text: text.strip() if text else ""],
        description=_l("For example that the answer names its writer. Most answers need none."),
        render_kw={"rows": 3},
    )

    @property
    def criteria(self) -> list[Any]:
        """The fields of the criteria in their order."""
        return [field for field in self if field.name.startswith(PREFIX)]

    @property
    def points(self) -> dict[str, int]:
        """Criterion → point; after validation only."""
        return {field.name.removeprefix(PREFIX): int(field.data) for field in self.criteria}


def rating_form(prompt: Prompt, facets: dict[str, Facet], **values: Any) -> RatingForm:
    """The form of a question: one group of five radios for each criterion."""
    fields = {f"{PREFIX}{name}": _criterion(facets[name].name) for name in prompt.facets}
    form = type("QuestionForm", (RatingForm,), fields)(**values)
    assert isinstance(form, RatingForm)  # noqa: S101 - for the type checker
    return form


def _criterion(name: str) -> Any:
    message = _("Choose a point from 1 to 5 for “%(name)s”", name=name)
    return RadioField(
        name,
        [InputRequired(message)],
        choices=[SelectChoice(str(step), str(step)) for step in STEPS],
        validate_choice=True,
    )
