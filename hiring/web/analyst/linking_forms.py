"""What an analyst says about a linking study: with which form, why the groups compare, and how."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from hiring.linking_studies import DESIGNS, MIN_REASON_CHARS
from hiring.psychometrics.linking.designs import Design, Method
from hiring.web.analyst.linking_words import design_words, method_words
from hiring.web.analyst.norm_forms import TickField

MAX_REASON_CHARS = 2000
REAL, SIMULATED = "real", "simulated"
SEPARATOR = ":"


class LinkWithForm(FlaskForm):  # type: ignore[misc]
    """With which older form, and whose scores. It stores nothing, so it needs no token."""

    old = SelectField(
        _l("The older form, whose scale is kept"), [DataRequired(_l("Choose a form"))]
    )
    people = RadioField(
        _l("Whose scores"), [InputRequired(_l("Choose real or simulated sittings"))], default=REAL
    )

    def offer(self, forms: Mapping[str, str]) -> None:
        """Fill in the forms that may be linked to: name of the choice and its words."""
        self.old.choices = [SelectChoice(value, words) for value, words in forms.items()]
        self.people.choices = [(REAL, _("Real people")), (SIMULATED, _("Simulated people"))]

    @property
    def is_simulated(self) -> bool:
        """Whether it is about made-up people."""
        return bool(self.people.data == SIMULATED)

    @property
    def old_form(self) -> tuple[UUID, str]:
        """Key and form that were chosen."""
        key_id, form_id = self.old.data.split(SEPARATOR, maxsplit=1)
        return UUID(key_id), form_id


class LinkingForm(LinkWithForm):
    """A new study: design, method, anchors and what it is for."""

    design = RadioField(_l("Why the two groups may be set side by side"), [InputRequired()])
    method = SelectField(_l("Method"), [InputRequired()])
    anchors = TickField(_l("Anchor scenarios"))
    reason = TextAreaField(
        _l("What is this study for?"),
        [
            Length(
                min=MIN_REASON_CHARS,
                max=MAX_REASON_CHARS,
                message=_l("Say it in words, 10 to 2000 characters"),
            )
        ],
        filters=[lambda text: text.strip() if text else ""],
        description=_l("It stands beside the study. Name no person in it."),
        render_kw={"rows": 3},
    )

    def offer_methods(self, anchors: Mapping[str, str]) -> None:
        """Fill in designs, methods, and the scenarios that both forms share."""
        self.design.choices = [(one.value, design_words(one)) for one in DESIGNS]
        self.method.choices = [(one.value, method_words(one)) for one in Method]
        self.anchors.choices = [SelectChoice(name, title) for name, title in anchors.items()]

    @property
    def chosen_design(self) -> Design:
        """The design that was chosen."""
        return Design(self.design.data)

    @property
    def chosen_method(self) -> Method:
        """The method that was chosen."""
        return Method(self.method.data)

    def blame(self, field: str, words: str) -> None:
        """Show beside a field why there is no study."""
        blamed: Any = self[field]
        blamed.errors = [*blamed.errors, words]
