"""Forms about candidates' requests: what was agreed, and how a request is answered."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from hiring.cases import MAX_CHARS, MIN_REPLY_CHARS, OUTCOMES, Case, CaseKind, CaseOutcome, Wish
from hiring.conditions import MAX_MINUTES, USUAL_PERCENTS, Agreed
from hiring.errors import CaseFaultError
from hiring.openings.people import MAX_NAME_CHARS, clean_name, is_mail_address
from hiring.openings.records import Candidate
from hiring.web.case_words import outcome_words, wish_words
from hiring.web.numbers import WholeNumber
from hiring.web.recruiter.case_faults import fault_words

FLAGS = ("is_untimed", "may_pause", "large_print", "plain_text", "has_assistant")
FLAG_OF_WISH = {
    Wish.BREAKS: "may_pause",
    Wish.NO_TIME_LIMIT: "is_untimed",
    Wish.LARGE_PRINT: "large_print",
    Wish.PLAIN_TEXT: "plain_text",
    Wish.ASSISTANT: "has_assistant",
}


class ConditionsForm(FlaskForm):  # type: ignore[misc]
    """Under which conditions a person works; never why."""

    extra_percent = SelectField(_l("More time"), coerce=int, default=0)
    extra_minutes = WholeNumber(
        _l("Minutes on top"),
        default=0,
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    is_untimed = BooleanField(_l("No time limit"))
    may_pause = BooleanField(_l("Breaks while the clock stands still"))
    large_print = BooleanField(_l("Large print"))
    plain_text = BooleanField(_l("Plain text"))
    has_assistant = BooleanField(_l("An assistant may enter the answers"))
    is_adjusted = BooleanField(
        _l("Something else was, or may have been, agreed that these pages do not do")
    )

    def __init__(self, agreed: Agreed | None = None, **values: Any) -> None:
        """Args: agreed: What holds now, as it stands in the form before anybody changes it."""
        known = agreed or Agreed()
        usual = {name: getattr(known, name) for name in ("extra_percent", "extra_minutes", *FLAGS)}
        super().__init__(**usual | values)
        percents = sorted({0, *USUAL_PERCENTS, known.extra_percent})
        self.extra_percent.choices = [
            SelectChoice(n, _("%(n)s percent more", n=n) if n else _("As for everybody"))
            for n in percents
        ]

    def validate_extra_minutes(self, field: Any) -> None:
        """Whole minutes, none below nothing and no more than a day."""
        if field.data is None or not 0 <= field.data <= MAX_MINUTES:
            field.errors = []
            raise ValidationError(_("Write whole minutes from 0 to %(n)s", n=MAX_MINUTES))

    def validate_is_untimed(self, field: Any) -> None:
        """No limit and more time cannot both hold; nobody should have to guess which one does."""
        percent, minutes = self.extra_percent.data or 0, self.extra_minutes.data or 0
        if field.data and (percent or minutes):
            raise ValidationError(_contradiction(percent, minutes))

    @property
    def agreed(self) -> Agreed:
        """What was chosen."""
        return Agreed(
            extra_percent=self.extra_percent.data,
            extra_minutes=self.extra_minutes.data,
            **{name: bool(self[name].data) for name in FLAGS},
        )


class AskedForm(FlaskForm):  # type: ignore[misc]
    """What a candidate asked for by phone or in a mail; never why."""

    wishes = SelectMultipleField(_l("What would help?"))
    words = TextAreaField(
        _l("In the candidate's words"),
        [Length(max=MAX_CHARS, message=_l("Shorten the text to 4,000 characters"))],
        description=_l("Only what would help. Do not write down a diagnosis or a reason."),
        render_kw={"rows": 3},
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.words.flags.optional = True
        self.wishes.choices = [SelectChoice(one.value, wish_words(one)) for one in Wish]

    def validate_wishes(self, field: Any) -> None:
        """Something must be said, by a tick or in words."""
        if not field.data and not (self.words.data or "").strip():
            raise ValidationError(_("Tick what would help, or say it below in a few words"))


class ReplyForm(FlaskForm):  # type: ignore[misc]
    """How a request is answered: the outcome and what the candidate is told."""

    outcome = RadioField(_l("What you decide"), [InputRequired(_l("Choose an answer"))])
    reply = TextAreaField(
        _l("What the candidate is told"),
        description=_l("They read it word for word. Say what happens now, or why not."),
        render_kw={"rows": 4},
    )

    def offer(self, kind: CaseKind) -> None:
        """Offer the outcomes of this kind, nothing preselected."""
        self.outcome.choices = [
            SelectChoice(one.value, outcome_words(kind, one)) for one in OUTCOMES[kind]
        ]

    def validate_reply(self, field: Any) -> None:
        """The rule of the capability, told next to its field."""
        n_chars = len((field.data or "").strip())
        if n_chars < MIN_REPLY_CHARS:
            words = _(
                "Write what the candidate is told, at least %(n)s characters", n=MIN_REPLY_CHARS
            )
            raise ValidationError(words)
        if n_chars > MAX_CHARS:
            raise ValidationError(_("Shorten the text to %(n)s characters", n=MAX_CHARS))

    @property
    def chosen(self) -> CaseOutcome:
        """The outcome that was chosen."""
        return CaseOutcome(self.outcome.data)

    def blame(self, fault: CaseFaultError) -> None:
        """Put what the capability refused next to the field it concerns."""
        name, words = fault_words(fault.code)
        field = next((one for one in self if one.name == name), self.reply)
        field.errors = [words]


class AdjustmentReplyForm(ReplyForm, ConditionsForm):
    """An answer to a wish for other conditions, with the conditions."""


class CorrectionReplyForm(ReplyForm):
    """An answer to a wish for a correction, with the facts."""

    name = StringField(
        _l("Name"),
        [Length(max=MAX_NAME_CHARS, message=_l("Shorten the name to 120 characters"))],
        filters=[lambda text: clean_name(text) if text else text],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        _l("Mail address"),
        filters=[lambda text: text.strip().lower() if text else text],
        render_kw={"autocomplete": "off"},
    )

    def validate_email(self, field: Any) -> None:
        """Refuse what is no address."""
        if field.data and not is_mail_address(field.data):
            raise ValidationError(_("Write an address like name@example.org, or leave it empty"))


def reply_form(case: Case, candidate: Candidate, agreed: Agreed, **values: Any) -> ReplyForm:
    """The form that answers a case of its kind, filled with what holds now and what is wished."""
    kind = CaseKind(case.kind)
    match kind:
        case CaseKind.ADJUSTMENT:
            form: ReplyForm = AdjustmentReplyForm(_wished(agreed, case), **values)
        case CaseKind.CORRECTION:
            form = CorrectionReplyForm(name=candidate.name, email=candidate.email, **values)
        case CaseKind.CONTEST | CaseKind.ERASURE:
            form = ReplyForm(**values)
    form.offer(kind)
    if kind is CaseKind.ERASURE:
        form.reply.description = _(
            "If you do not erase, they read it word for word. If you erase, nobody can read it: "
            "it goes with everything else. Tell them yourself before you do it."
        )
    return form


def _contradiction(percent: int, minutes: int) -> str:
    more = [
        str(_("%(n)s percent more", n=percent)) if percent else "",
        str(ngettext("%(num)d minute on top", "%(num)d minutes on top", minutes))
        if minutes
        else "",
    ]
    return str(
        _(
            "“No time limit” is ticked, and more time is chosen as well (%(more)s). Only one can "
            "hold: take away the tick, or set “More time” to “As for everybody” and the minutes "
            "to 0",
            more=", ".join(filter(None, more)),
        )
    )


def _wished(agreed: Agreed, case: Case) -> Agreed:
    """What holds, and of what is wished the things that are plainly said. Time is for a person.

    Without a limit there is nothing to add to, so time that was agreed before is left out then.
    """
    flags = {FLAG_OF_WISH[wish]: True for wish in map(Wish, case.wishes) if wish in FLAG_OF_WISH}
    known = {name: getattr(agreed, name) for name in ("extra_percent", "extra_minutes", *FLAGS)}
    wished = Agreed(**known | flags)
    return replace(wished, extra_percent=0, extra_minutes=0) if wished.is_untimed else wished
