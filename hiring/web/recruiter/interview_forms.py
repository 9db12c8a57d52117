"""Forms about interviews: the core questions, who meets whom, and on which day."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    FieldList,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.form import Form
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from hiring.accounts import Staff
from hiring.interviews import PlanQuestion
from hiring.interviews.plan import MAX_QUESTIONS, QuestionDraft
from hiring.openings.records import Candidate
from hiring.web.masking import who
from hiring.web.recruiter.forms import DayField
from hiring.web.recruiter.notice_forms import PastDayField

N_OWN = 2


class AssignForm(FlaskForm):  # type: ignore[misc]
    """Who meets whom."""

    candidate = SelectField(_l("Candidate"), [InputRequired(_l("Choose a candidate"))])
    interviewer = SelectField(_l("Interviewer"), [InputRequired(_l("Choose an interviewer"))])
    planned_on = DayField(_l("Planned for"), [Optional()], description=_l("The day, if known."))

    def offer(self, candidates: Sequence[Candidate], interviewers: Sequence[Staff]) -> None:
        """Offer candidates who have not withdrawn, and whoever may interview here."""
        nobody = ("", _("Choose"))
        people = [(str(one.id), f"{who(one)} ({one.code})") for one in candidates]
        self.candidate.choices = [nobody, *people]
        self.interviewer.choices = [nobody, *((str(one.id), one.name) for one in interviewers)]


class InterviewDayForm(FlaskForm):  # type: ignore[misc]
    """The day on which they will meet."""

    planned_on = DayField(_l("Planned for"), [Optional()])


class HeldForm(FlaskForm):  # type: ignore[misc]
    """The day on which they met."""

    held_on = PastDayField(_l("Took place on"), [InputRequired(_l("Choose the day"))])


class OwnQuestionForm(Form):  # type: ignore[misc]
    """A question of the house's own."""

    text = TextAreaField(_l("Question"), render_kw={"rows": 2})
    probe = StringField(_l("Probe: what to ask when the answer stays general"))
    weak = TextAreaField(_l("What a weak answer sounds like (1)"), render_kw={"rows": 2})
    fair = TextAreaField(_l("What a fair answer sounds like (3)"), render_kw={"rows": 2})
    strong = TextAreaField(_l("What a strong answer sounds like (5)"), render_kw={"rows": 2})

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written."""
        return not any((field.data or "").strip() for field in self)

    @property
    def draft(self) -> QuestionDraft:
        """What was written."""
        words = {field.short_name: (field.data or "").strip() for field in self}
        return QuestionDraft(guide_question=None, facets=(), **words)


class PlanForm(FlaskForm):  # type: ignore[misc]
    """Three or four core questions: some of the guide, some of one's own."""

    chosen = SelectMultipleField(
        _l("Questions of the guide"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    own = FieldList(FormField(OwnQuestionForm), min_entries=N_OWN, max_entries=MAX_QUESTIONS)

    def drafts(self, guide: Sequence[QuestionDraft]) -> list[QuestionDraft]:
        """The questions in order: the guide's, then one's own."""
        chosen = set(self.chosen.data or [])
        own = [entry.form.draft for entry in self.own if not entry.form.is_blank]
        return [*(one for one in guide if one.guide_question in chosen), *own]


def filled_plan(guide: Sequence[QuestionDraft], planned: Sequence[PlanQuestion]) -> PlanForm:
    """The form with the questions that hold now, or with the guide's first four."""
    own = [
        {name: getattr(one, name) for name in ("text", "probe", "weak", "fair", "strong")}
        for one in planned
        if one.guide_question is None
    ]
    held = planned or guide[:MAX_QUESTIONS]
    chosen = [one.guide_question for one in held if one.guide_question is not None]
    blanks: list[dict[str, str]] = [{}] * max(0, N_OWN - len(own))
    return PlanForm(formdata=None, data={"chosen": chosen, "own": [*own, *blanks]})
