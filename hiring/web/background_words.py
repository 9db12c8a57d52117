"""The voluntary questions about background, in words."""

from typing import Any

from flask_babel import lazy_gettext as _l

from hiring.vault import NOT_SAID, Topic

TOPICS: dict[Topic, Any] = {
    Topic.SEX: _l("Sex"),
    Topic.ETHNICITY: _l("Race or ethnicity"),
    Topic.DISABILITY: _l("Disability or lasting illness"),
    Topic.AGE_BAND: _l("Age"),
}
_NOT_SAID = _l("I prefer not to say")
ANSWERS: dict[Topic, dict[str, Any]] = {
    Topic.SEX: {
        "female": _l("Female"),
        "male": _l("Male"),
        "other": _l("Another, or both"),
        NOT_SAID: _NOT_SAID,
    },
    Topic.ETHNICITY: {
        "hispanic": _l("Hispanic or Latino, of any race"),
        "white": _l("White"),
        "black": _l("Black or African American"),
        "pacific_islander": _l("Native Hawaiian or other Pacific Islander"),
        "asian": _l("Asian"),
        "native_american": _l("American Indian or Alaska Native"),
        "two_or_more": _l("Two or more races"),
        NOT_SAID: _NOT_SAID,
    },
    Topic.DISABILITY: {"yes": _l("Yes"), "no": _l("No"), NOT_SAID: _NOT_SAID},
    Topic.AGE_BAND: {
        "under_25": _l("Under 25"),
        "25_to_39": _l("25 to 39"),
        "40_to_54": _l("40 to 54"),
        "55_or_over": _l("55 or over"),
        NOT_SAID: _NOT_SAID,
    },
}


def topic_words(topic: Topic) -> str:
    """A question in a word or two."""
    return str(TOPICS[topic])


def answer_words(topic: Topic, answer: str) -> str:
    """An answer as it is offered."""
    return str(ANSWERS[topic][answer])
