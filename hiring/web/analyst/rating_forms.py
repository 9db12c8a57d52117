"""What an owner or analyst says about an answer with agreed points."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from hiring.banks.schema import Facet
from hiring.ratings import Prompt
from hiring.ratings.calibration import MAX_TEXT_CHARS, MIN_REASON_CHARS
from hiring.ratings.turns import STEPS

PREFIX = "points_"
MAX_REASON_CHARS = 2000


class BenchmarkForm(FlaskForm):  # type: ignore[misc]
    """The part that every question has; ``benchmark_form`` adds its criteria."""

    text = TextAreaField(
        _l("The answer"),
        [
            DataRequired(_l("Write or paste the answer")),
            Length(max=MAX_TEXT_CHARS, message=_l("Shorten the answer")),
        ],
        description=_l("Write it yourself, or take one from which nobody can be known."),
        render_kw={"rows": 6},
    )
    reason = TextAreaField(
        _l("Why these points"),
        [
            Length(
                min=MIN_REASON_CHARS,
                max=MAX_REASON_CHARS,
                message=_l("Say it in words, 10 to 2000 characters"),
            )
        ],
        filters=[lambda text: text.strip() if text else ""],
        description=_l("Raters read it after they have rated the answer for practice."),
        render_kw={"rows": 3},
    )

    @property
    def criteria(self) -> list[Any]:
        """The fields of the criteria in their order."""
        return [field for field in self if field.name.startswith(PREFIX)]

    @property
    def points(self) -> dict[str, int]:
        """Criterion → agreed point; after validation only."""
        return {field.name.removeprefix(PREFIX): int(field.data) for field in self.criteria}


def benchmark_form(prompt: Prompt, facets: dict[str, Facet], **values: Any) -> BenchmarkForm:
    """The form of a question: one group of five radios for each criterion."""
    fields = {
        f"{PREFIX}{name}": RadioField(
            _("Agreed points for “%(name)s”", name=facets[name].name),
            [InputRequired(_("Choose a point from 1 to 5 for “%(name)s”", name=facets[name].name))],
            choices=[SelectChoice(str(step), str(step)) for step in STEPS],
        )
        for name in prompt.facets
    }
    form = type("QuestionBenchmarkForm", (BenchmarkForm,), fields)(**values)
    assert isinstance(form, BenchmarkForm)  # noqa: S101 - for the type checker
    return form
