"""Which norm group an opening uses."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from hiring.norm_groups import NormGroup
from hiring.web.norm_words import group_words


class OfferedField(RadioField):  # type: ignore[misc]
    """One of the groups offered, or none of them, which is an empty value."""

    def pre_validate(self, form: Any) -> None:
        """Refuse in our words what was not offered, and no answer at all."""
        del form
        if self.data not in {choice.value for choice in self.choices}:
            raise StopValidation(_("Choose one of the groups shown, or none"))


class NormChoiceForm(FlaskForm):  # type: ignore[misc]
    """One of the groups that fit, or none."""

    group = OfferedField(_l("Norm group of this opening"))

    def __init__(self, offered: Iterable[NormGroup], used: NormGroup | None, **values: Any) -> None:
        """Args: offered: Groups that fit now. used: The one in use, which may fit no more."""
        super().__init__(**values)
        choices = {str(group.id): group_words(group) for group in offered}
        if used is not None and str(used.id) not in choices:
            words = _("%(group)s (in use; it can no longer be chosen)", group=group_words(used))
            choices[str(used.id)] = words
        none = SelectChoice("", _("None: no percentile is shown"))
        self.group.choices = [none, *(SelectChoice(value, text) for value, text in choices.items())]
