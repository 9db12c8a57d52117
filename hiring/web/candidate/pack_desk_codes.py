"""The closed sets of what staff write, print and share about a person, in words to that person."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hiring.interviews import Recommendation
from hiring.openings import Stage, ToldBy
from hiring.vault import Topic
from hiring.web.background_words import answer_words
from hiring.web.language import to_the_minute
from hiring.webhooks import DeliveryState, EventKind

Row = Mapping[str, Any]

STAGES = {
    Stage.SCREEN: _l("After this assessment"),
    Stage.INTERVIEW: _l("After the interview"),
    Stage.OFFER: _l("At the offer"),
}
WAYS = {
    ToldBy.MAIL: _l("By mail"),
    ToldBy.PHONE: _l("By phone"),
    ToldBy.IN_PERSON: _l("In person"),
    ToldBy.OTHER: _l("In another way"),
}
ADVICE = {
    Recommendation.YES: _l("Recommend"),
    Recommendation.RESERVED: _l("Recommend with reservations"),
    Recommendation.MAYBE: _l("More evidence needed"),
    Recommendation.NO: _l("Do not recommend"),
}
PRINTED = {
    "waiting": _l("Waits to be printed"),
    "made": _l("Printed"),
    "not_made": _l("Not printed"),
}
# What other systems of the employer hear of.
NEWS = {
    EventKind.SITTING_FINISHED: _l("You sent your answers"),
    EventKind.SITTING_SCORED: _l("Your answers were scored"),
    EventKind.SITTING_TAKEN_BACK: _l("You took your answers back"),
    EventKind.DECISION_ANNOUNCED: _l("You were told of a decision"),
    EventKind.CANDIDATE_WITHDREW: _l("You withdrew"),
}
NEWS_STATES = {
    DeliveryState.WAITING: _l("Waits to be sent"),
    DeliveryState.DELIVERED: _l("Sent"),
    DeliveryState.DROPPED: _l("Not sent: it was no longer needed"),
}


def _link(row: Row) -> str:
    told = row["link_id"]
    return str(
        _(
            "Made for %(name)s, until %(moment)s",
            name=told["made_for"],
            moment=to_the_minute(told["expires_at"]),
        )
    )


def _points(row: Row) -> str:
    """Points by what they are about, and nothing before there are any."""
    return "\n".join(f"{name}: {value:g}" for name, value in sorted(row["points"].items()))


def _draft(row: Row) -> str:
    """What is written so far, without the names of the questions."""
    marks = row["draft"].get("marks", {}).values()
    lines = [f"{mark.get('points') or '-'}: {mark.get('evidence', '')}" for mark in marks]
    return "\n".join([*lines, row["draft"].get("summary", "")]).strip()


# By table and column, of rows in which the column is not empty.
DESK_SPOKEN: dict[tuple[str, str], Callable[[Row], str]] = {
    ("batch_brief", "batch_id"): lambda row: to_the_minute(row["batch_id"]["asked_at"]),
    ("batch_brief", "state"): lambda row: str(PRINTED[row["state"]]),
    ("decision", "stage"): lambda row: str(STAGES[Stage(row["stage"])]),
    ("rated_answer", "points"): _points,
    ("rating", "points"): _points,
    ("scorecard", "draft"): _draft,
    ("scorecard", "recommendation"): lambda row: str(ADVICE[Recommendation(row["recommendation"])]),
    ("shared_candidate", "link_id"): _link,
    ("vault_reply", "age_band"): lambda row: answer_words(Topic.AGE_BAND, row["age_band"]),
    ("vault_reply", "disability"): lambda row: answer_words(Topic.DISABILITY, row["disability"]),
    ("vault_reply", "ethnicity"): lambda row: answer_words(Topic.ETHNICITY, row["ethnicity"]),
    ("vault_reply", "link_id"): lambda _row: "",  # a random name, of no use to people who read
    ("vault_reply", "sex"): lambda row: answer_words(Topic.SEX, row["sex"]),
    ("telling", "way"): lambda row: str(WAYS[ToldBy(row["way"])]),
    ("webhook_delivery", "body"): lambda _row: "",  # codes, which the file for machines holds
    ("webhook_delivery", "kind"): lambda row: str(NEWS[EventKind(row["kind"])]),
    ("webhook_delivery", "state"): lambda row: str(NEWS_STATES[DeliveryState(row["state"])]),
}
DESK_STAFF_COLUMNS = frozenset(
    {
        "added_by_id",
        "assigned_by_id",
        "author_id",
        "interviewer_id",
        "rater_id",
        "removed_by_id",
        "told_by_id",
        "typed_by_id",
    }
)
