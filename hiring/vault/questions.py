"""What may be asked about somebody's background, and where.

Everything is voluntary, and "prefer not to say" is an answer like any other. What is asked depends
on the place: categories of race and ethnicity are those of a law or of none, and asking applicants
about a disability is allowed in some places and not in others. Words stand at the edge.
"""

from enum import StrEnum

NOT_SAID = "not_said"


class Topic(StrEnum):
    """A question; the value is the name of its column."""

    SEX = "sex"
    ETHNICITY = "ethnicity"
    DISABILITY = "disability"
    AGE_BAND = "age_band"


# The answers to each question, in the order in which they are shown.
ANSWERS: dict[Topic, tuple[str, ...]] = {
    Topic.SEX: ("female", "male", "other", NOT_SAID),
    # The seven categories in which employers in the United States report to the government.
    Topic.ETHNICITY: (
        "hispanic",
        "white",
        "black",
        "pacific_islander",
        "asian",
        "native_american",
        "two_or_more",
        NOT_SAID,
    ),
    Topic.DISABILITY: ("yes", "no", NOT_SAID),
    Topic.AGE_BAND: ("under_25", "25_to_39", "40_to_54", "55_or_over", NOT_SAID),
}
# In the United States employers report by race and ethnicity, and must not ask applicants about a
# disability before an offer, unless a duty of their own says so.
_IN_THE_STATES = (Topic.SEX, Topic.ETHNICITY, Topic.AGE_BAND)
_ELSEWHERE = (Topic.SEX, Topic.DISABILITY, Topic.AGE_BAND)


def topics_for(place: str) -> tuple[Topic, ...]:
    """The questions that are asked in a place, in their order."""
    return _IN_THE_STATES if place.startswith("us_") else _ELSEWHERE


def is_known(answer: str | None) -> bool:
    """Whether an answer tells a group."""
    return answer is not None and answer != NOT_SAID


def answers_sql(topic: Topic) -> str:
    """The answers as a condition of the database."""
    told = ", ".join(f"'{one}'" for one in ANSWERS[topic])
    return f"{topic.value} IN ({told})"
