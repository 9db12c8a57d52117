"""What an analyst chooses before scoring again, and what a decision about it needs."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from hiring.rescoring import MIN_REASON_CHARS
from hiring.web.analyst.norm_forms import TickField

MAX_REASON_CHARS = 2000
REAL, SIMULATED = "real", "simulated"


class ChoiceForm(FlaskForm):  # type: ignore[misc]
    """By which other key, or without which items. It stores nothing, so it needs no token."""

    people = RadioField(
        _l("Whose scores"), [InputRequired(_l("Choose real or simulated sittings"))], default=REAL
    )
    target = SelectField(_l("Another key of this bank version"), default="")
    drop = TickField(_l("Items that count for nobody"))
    neutral = TickField(_l("Items with full credit for everybody who was shown them"))

    def offer(self, *, keys: list[tuple[str, str]], items: list[str], n: dict[str, int]) -> None:
        """Fill the choices: keys with their words, items by reference, people with their number."""
        self.people.choices = [
            (REAL, _("Real people (%(n)s scored)", n=n[REAL])),
            (SIMULATED, _("Simulated people (%(n)s scored)", n=n[SIMULATED])),
        ]
        self.target.choices = [("", _("No other key: set items aside below")), *keys]
        self.drop.choices = self.neutral.choices = items_as_choices(items)

    def validate(self, extra_validators: Any = None) -> bool:
        """Either another key or items, and no item twice."""
        if not super().validate(extra_validators):
            return False
        dropped, neutral = set(self.drop.data or ()), set(self.neutral.data or ())
        if bool(self.target.data) == bool(dropped | neutral):
            return self._blame(
                _("Choose another key, or tick the items to set aside: one of the two")
            )
        if dropped & neutral:
            return self._blame(_("An item cannot be left out and credited at once: untick one"))
        return True

    @property
    def is_simulated(self) -> bool:
        """Whether it is about made-up people."""
        return bool(self.people.data == SIMULATED)

    @property
    def target_id(self) -> UUID | None:
        """The other key, if one was chosen."""
        return UUID(self.target.data) if self.target.data else None

    def _blame(self, words: str) -> bool:
        self.target.errors = [*self.target.errors, words]
        return False


class DecisionToRescoreForm(ChoiceForm):
    """The same choice, with what a person must supply to decide it."""

    previewed = HiddenField()
    reason = TextAreaField(
        _l("Why are these sittings scored again?"),
        [
            Length(
                min=MIN_REASON_CHARS,
                max=MAX_REASON_CHARS,
                message=_l("Give the reason in words, 10 to 2000 characters"),
            )
        ],
        filters=[lambda text: text.strip() if text else ""],
        description=_l(
            "Colleagues read it beside the scores and where a code is checked. Candidates do not: "
            "they read that and when they were scored again. Name no person in it."
        ),
        render_kw={"rows": 4},
    )
    goes_on = BooleanField(
        _l("Openings that use the old key go on with the new one"),
        description=_l("Whoever starts from then on is scored by the new key at once."),
    )


def items_as_choices(items: list[str]) -> list[Any]:
    """Items as a field of ticks takes them."""
    return [SelectChoice(item, item) for item in items]
