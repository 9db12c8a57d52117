"""Forms of the recruiters' pages. Each takes its own fields from what was posted, nothing else."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
    StopValidation,
    ValidationError,
)

from hiring.accounts import Staff
from hiring.banks.schema import BankDocument
from hiring.banks.versions import BankVersion, KeyVersion
from hiring.briefs.facts import PageSize
from hiring.errors import DecisionFaultError
from hiring.openings.decisions import MIN_REASON_CHARS, Outcome, ReasonCode, Stage
from hiring.openings.people import MAX_NAME_CHARS, clean_name, is_mail_address
from hiring.sittings.retakes import gap_of
from hiring.web.language import FOR_STAFF, NAMES
from hiring.web.pages import role_words
from hiring.web.recruiter.decision_pages import stage_words
from hiring.web.recruiter.desk import today_here
from hiring.web.recruiter.notice_forms import place_field, posted_field
from hiring.web.recruiter.retake_forms import early_words, retake_reason_field
from hiring.web.recruiter.words import (
    considered_hint,
    decision_fault_words,
    key_words,
    outcome_words,
    reason_hint,
    reason_words,
)

MAX_TITLE_CHARS = 120
MAX_TEXT_CHARS = 2000
MAX_DAYS_AHEAD = 730
NO_AUTOCOMPLETE = {"autocomplete": "off"}
TEST_SEPARATOR = ":"
LEFT_OUT = "left_out"


class DayField(DateField):  # type: ignore[misc]
    """A day from today on where the house is, in the browser's own date picker."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; say in our words what to type where there is no picker."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(
                _("Write the day as year-month-day, for example 2027-01-31")
            ) from error

    def pre_validate(self, form: Any) -> None:
        """Refuse days that are over or beyond planning."""
        del form
        if self.data is None:
            return
        days_ahead = (self.data - today_here()).days
        if days_ahead < 0:
            raise StopValidation(_("Choose today or a later day"))
        if days_ahead > MAX_DAYS_AHEAD:
            raise StopValidation(_("Choose a day within the next two years"))


def title_field() -> StringField:
    """The name of an opening."""
    return StringField(
        _l("Title of the opening"),
        [
            DataRequired(_l("Write a title, for example “Customer service, Lyon”")),
            Length(max=MAX_TITLE_CHARS, message=_l("Shorten the title to 120 characters")),
        ],
        filters=[lambda text: clean_name(text) if text else text],
        description=_l("Candidates read it, too."),
        render_kw=NO_AUTOCOMPLETE,
    )


def paper_field() -> RadioField:
    """The paper of the country."""
    return RadioField(
        _l("Paper of the printed briefs"),
        [InputRequired(_l("Choose a paper size"))],
        choices=[SelectChoice(size.value, size.value) for size in PageSize],
        default=PageSize.A4.value,
    )


class OpeningForm(FlaskForm):  # type: ignore[misc]
    """What a new opening needs."""

    title = title_field()
    test = SelectField(
        _l("Test and scoring key"),
        [InputRequired(_l("Choose a test"))],
        description=_l("Everybody in an opening takes the same test, scored by the same key."),
    )
    language = SelectField(
        _l("Language of the opening and its briefs"),
        choices=[SelectChoice(code, NAMES[code]) for code in FOR_STAFF],
        description=_l("Candidates may choose another language the test has."),
    )
    paper = paper_field()
    decide_by = DayField(
        _l("Decide by"),
        [InputRequired(_l("Choose the day by which everybody has an answer"))],
        description=_l("By this day everybody should have an answer."),
    )
    place = place_field()
    posted_on = posted_field()
    accept_key = BooleanField(
        _l("I accept this key for this opening, knowing what is said above"), default=False
    )

    def offer(self, tests: Iterable[tuple[BankVersion, KeyVersion, BankDocument]]) -> None:
        """Offer every form of every published key."""
        self.test.choices = test_choices(tests)


class CandidateForm(FlaskForm):  # type: ignore[misc]
    """One candidate."""

    name = StringField(
        _l("Name"),
        [
            DataRequired(_l("Write the candidate's name")),
            Length(max=MAX_NAME_CHARS, message=_l("Shorten the name to 120 characters")),
        ],
        filters=[lambda text: clean_name(text) if text else text],
        render_kw=NO_AUTOCOMPLETE,
    )
    email = EmailField(
        _l("Mail address"),
        [Optional()],
        filters=[lambda text: text.strip().lower() if text else text],
        description=_l(
            "The invitation, reminders and the receipt can go there, if a mail server is set."
        ),
        render_kw=NO_AUTOCOMPLETE,
    )
    retake_reason = retake_reason_field()
    valid_until = DayField(
        _l("Link valid until"), [InputRequired(_l("Choose the link's last day"))]
    )

    def __init__(
        self,
        present: Mapping[str, str] | None = None,
        gaps: Mapping[str, datetime] | None = None,
        **values: Any,
    ) -> None:
        """Take what an address is held against.

        Args:
            present: Names of the candidates who are there already, by mail address.
            gaps: When the gap that the opening keeps is over, by mailbox.
            values: What a form takes.
        """
        super().__init__(**values)
        self.present, self.gaps = present or {}, gaps or {}

    @property
    def over_at(self) -> datetime | None:
        """When the gap is over for this address, or None where there is none."""
        return gap_of(self.gaps, self.email.data)

    def validate_email(self, field: Any) -> None:
        """Refuse what is no address, what stands here already, and who answered lately."""
        if not is_mail_address(field.data):
            raise ValidationError(_("Write an address like name@example.org, or leave it empty"))
        if field.data in self.present:
            raise ValidationError(
                _(
                    "This address is in this opening already, as %(name)s",
                    name=self.present[field.data],
                )
            )
        if self.over_at is not None and not (self.retake_reason.data or "").strip():
            raise ValidationError(early_words(self.over_at))


class LinkForm(FlaskForm):  # type: ignore[misc]
    """A new link for a candidate."""

    valid_until = DayField(
        _l("New link valid until"), [InputRequired(_l("Choose the link's last day"))]
    )


class MemberForm(FlaskForm):  # type: ignore[misc]
    """Somebody to work on the opening."""

    member = SelectField(_l("Colleague"), [InputRequired(_l("Choose a colleague"))])

    def offer(self, staff: Iterable[Staff]) -> None:
        """Offer these colleagues, nobody preselected."""
        self.member.choices = [
            SelectChoice("", _("Choose")),
            *(SelectChoice(str(one.id), f"{one.name}, {role_words(one.role)}") for one in staff),
        ]


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """What a person decides. Nothing is preselected but the stage, which is a matter of fact."""

    stage = RadioField(_l("Stage"), default=Stage.SCREEN.value)
    outcome = RadioField(_l("Decision"), [InputRequired(_l("Choose a decision"))])
    reason_code = RadioField(_l("Main ground"), [InputRequired(_l("Choose the main ground"))])
    reason = TextAreaField(
        _l("Reason in words"),
        description=_l("Write it so that the candidate could read it."),
        render_kw={"rows": 4},
    )
    considered = TextAreaField(
        _l("What besides the score you considered"),
        description=_l("For example the interview, work samples, experience, references."),
        render_kw={"rows": 3},
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.stage.choices = [SelectChoice(one.value, stage_words(one)) for one in Stage]
        self.outcome.choices = [SelectChoice(one.value, outcome_words(one)) for one in Outcome]
        self.reason_code.choices = [
            SelectChoice(one.value, reason_words(one)) for one in ReasonCode
        ]

    def validate_reason(self, field: Any) -> None:
        """The rule of the capability, told next to its field."""
        _require_length(field.data, reason_hint())

    def validate_considered(self, field: Any) -> None:
        """The rule of the capability, told next to its field."""
        _require_length(field.data, considered_hint())

    def blame(self, fault: DecisionFaultError) -> None:
        """Put what the capability refused next to the field it concerns."""
        name, words = decision_fault_words(fault.code)
        self[name].errors = [words]


class RowDecisionForm(DecisionForm):
    """A decision about one of several people; whoever is left out keeps what was decided."""

    class Meta:
        """The page as a whole carries the token."""

        csrf = False

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        left_out = SelectChoice(LEFT_OUT, _("Leave out for now; nothing is stored"))
        self.outcome.choices = [*self.outcome.choices, left_out]

    @property
    def is_left_out(self) -> bool:
        """Whether nothing is to be stored for this person."""
        return bool(self.outcome.data == LEFT_OUT)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Nothing else is asked about somebody who is left out."""
        return self.is_left_out or bool(super().validate(*args, **kwargs))


def test_choices(
    tests: Iterable[tuple[BankVersion, KeyVersion, BankDocument]],
) -> list[SelectChoice]:
    """Every form of every published key."""
    return [
        SelectChoice(
            f"{key.id}{TEST_SEPARATOR}{test_form.id}",
            f"{version.title} {version.version} · {test_form.title} · {key_words(key)}",
        )
        for version, key, bank in tests
        for test_form in bank.forms
    ]


def _require_length(text: str | None, too_short: str) -> None:
    n_chars = len((text or "").strip())
    if n_chars < MIN_REASON_CHARS:
        raise ValidationError(too_short)
    if n_chars > MAX_TEXT_CHARS:
        raise ValidationError(_("Shorten the text to %(n)s characters", n=MAX_TEXT_CHARS))
