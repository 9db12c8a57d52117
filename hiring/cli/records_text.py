"""The records of processing and the beginning of an impact assessment, as Markdown."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from hiring import __version__
from hiring.accounts import Role
from hiring.cli.records_facts import Facts, OpeningFacts
from hiring.retention import Clock, DataClass, Event, Ground

FILL_IN = "**to be filled in**"
KINDS = {
    DataClass.RECORDS: "The person, answers, times, scores, decisions, requests, mail",
    DataClass.BACKGROUND: "What people told of their own free will about sex, age, race or "
    "ethnicity, or disability",
    DataClass.DRAFTS: "What stood in pages before it was sent",
}
EVENTS = {
    Event.ADDED: "from when the person was added",
    Event.TOLD: "from the month after it was told",
    Event.SENT: "from when the answers were sent",
}
GROUNDS = {
    Ground.LAW: "law of the place",
    Ground.CUSTOM: "usual in the place",
    Ground.OPENING: "set for the opening",
    Ground.HOUSE: "set for the house",
}
SEES = {
    Role.OWNER: "everything about candidates, except what they told about their background",
    Role.RECRUITER: "candidates of their own openings",
    Role.INTERVIEWER: "candidates of their own interviews",
    Role.ANALYST: "figures of forms and groups, no names",
    Role.RATER: "answers in own words, without names",
    Role.MONITOR: "counts of groups that are large enough to be shown",
}
RISKS = (
    (
        "People are judged by a number alone",
        (
            "No outcome is set by the software; a decision needs a person who opened the page, a "
            "reason, and something besides the score"
        ),
    ),
    (
        "A score is taken for more exact than it is",
        (
            "Every score stands with its likely range; differences are told only where they are "
            "dependable"
        ),
    ),
    (
        "The test disadvantages a group",
        (
            "Untimed by default, adjustments on request, impact reports with refusals where "
            "numbers are small"
        ),
    ),
    (
        "Data on origin, health or age reach those who decide",
        (
            "Kept apart under a random id, one role of its own that sees counts only, and not "
            "asked unless an opening turns it on"
        ),
    ),
    ("Data are kept for longer than promised", "Clocks by kind of data, a dry run, a sweep"),
    (
        "Somebody alters results or records",
        "Scores can be computed again from the stored answers; the audit record is a chain",
    ),
    (
        "People cannot see, correct or contest",
        (
            "A copy of all data in one step, correction, explanation, contest and erasure from the "
            "candidate's own page"
        ),
    ),
)


def document(facts: Facts, *, made_at: datetime) -> str:
    """The whole text."""
    parts = [
        "# Records of processing and impact assessment",
        (
            f"Made on {made_at:%Y-%m-%d %H:%M} UTC by version {__version__} from the "
            "configuration as it is. Make it again after every change. Whatever says "
            f"{FILL_IN} no software can know. This text is no legal advice and says nothing about "
            "whether a law is met."
        ),
        *_who(facts),
        *_what_for(),
        *_data(facts),
        *_retention(facts),
        *_recipients(facts),
        *_safeguards(facts),
        *_risks(facts),
    ]
    return "\n\n".join(parts) + "\n"


def _who(facts: Facts) -> list[str]:
    employer = _cell(facts.employer) or FILL_IN
    rows = [
        ("Controller", employer),
        ("Processor", _cell(facts.operator) or f"none: {employer} runs the software itself"),
        ("Contact for candidates", _cell(facts.contact) or FILL_IN),
        ("Data protection officer", FILL_IN),
    ]
    return ["## Who is responsible", _table(("Part", "Who"), rows)]


def _what_for() -> list[str]:
    rows = [
        ("A screen for empathy with customers, as one input to a person's decision", FILL_IN),
        ("Telling candidates of results, reasons and their rights", FILL_IN),
        ("Checking how well the test measures, and whether it treats groups alike", FILL_IN),
        ("Proof of who did what", FILL_IN),
    ]
    return ["## What for", _table(("Purpose", "Ground in law"), rows)]


def _data(facts: Facts) -> list[str]:
    asking = [one for one in facts.openings if one.asks_background]
    told = (
        f"Voluntary questions about background are offered in {len(asking)} of "
        f"{len(facts.openings)} openings."
    )
    tables = ", ".join(f"`{name}`" for name in facts.tables)
    return [
        "## Whose data, and which",
        "Candidates, and staff who work with their results.",
        f"Tables with rows about a candidate ({len(facts.tables)}): {tables}.",
        told if asking else f"{told} No protected facts are asked for.",
    ]


def _retention(facts: Facts) -> list[str]:
    house = f"The house keeps candidates for {facts.house_days} days where an opening names none."
    rows = [row for one in facts.openings for row in _clock_rows(one)]
    head = ("Opening", "Place", "Data", "Days", "Runs", "Whose rule")
    short = [
        f"* {_cell(one.title)}: fewer days than {one.shortfall[1]} asks for ({one.shortfall[0]})."
        for one in facts.openings
        if one.shortfall is not None
    ]
    parts = ["## How long", house, _addresses(facts.address_days)]
    parts += [_table(head, rows)] if rows else ["There is no opening yet."]
    return [*parts, *(["Look at these with counsel:\n\n" + "\n".join(short)] if short else [])]


def _addresses(days: int) -> str:
    if days == 0:
        return "Network addresses of staff are not kept in the record of who did what."
    return (
        f"Network addresses that staff worked from stay for {days} days in the record of who did "
        "what; those of candidates are not kept there."
    )


def _clock_rows(opening: OpeningFacts) -> Iterable[tuple[str, ...]]:
    for clock in opening.clocks:
        if clock.data_class is DataClass.BACKGROUND and not opening.asks_background:
            continue
        yield (_cell(opening.title), opening.place, *_clock_cells(clock))


def _clock_cells(clock: Clock) -> tuple[str, ...]:
    return (
        KINDS[clock.data_class],
        str(clock.days),
        EVENTS[clock.event],
        GROUNDS[clock.ground],
    )


def _recipients(facts: Facts) -> list[str]:
    rows = [(role.value, str(facts.accounts.get(role, 0)), SEES[role]) for role in Role]
    others = [
        f"{facts.n_without_names} of these accounts see codes in place of names.",
        f"Mail leaves by way of {facts.mail_host}." if facts.mail_host else "No mail is sent.",
        f"Told what happened, without names and scores: {', '.join(facts.told_hosts)}."
        if facts.told_hosts
        else "No other system is told of anything.",
        "Hiring managers see what a member of staff shares with them by a link that ends.",
        f"Transfers to other countries: {FILL_IN}.",
    ]
    return [
        "## Who sees it",
        _table(("Role", "Open accounts", "Sees"), rows),
        "\n".join(f"* {one}" for one in others),
    ]


def _safeguards(facts: Facts) -> list[str]:
    yes_no = {True: "on", False: "**off**"}
    n_blind = sum(one.is_blind for one in facts.openings)
    n_sealed = sum(one.is_sealed for one in facts.openings)
    rows = [
        ("Encryption on the way (https)", yes_no[facts.is_encrypted_in_transit]),
        ("Sealed backups", yes_no[facts.has_sealed_backups]),
        ("Database", facts.database),
        ("Openings with codes in place of names", f"{n_blind} of {len(facts.openings)}"),
        ("Openings in which scores wait for the interview", f"{n_sealed} of {len(facts.openings)}"),
        ("Audit record as a chain of digests", "on"),
        ("Erasure of every row and file of a person, holds, clocks", "on"),
        ("Encryption of the disk, access to the machine", FILL_IN),
    ]
    return ["## How it is guarded", _table(("Safeguard", "State"), rows)]


def _risks(facts: Facts) -> list[str]:
    rows = [(risk, measure, FILL_IN) for risk, measure in RISKS]
    open_ends = []
    if not facts.is_encrypted_in_transit:
        open_ends.append("* Pages are not encrypted on the way.")
    if not facts.has_sealed_backups:
        open_ends.append("* Backups are not sealed by the software.")
    return [
        "## Risks for people, and what is done",
        _table(("Risk", "What the software does", "What is left, and your own measures"), rows),
        *(["Open at this moment:\n\n" + "\n".join(open_ends)] if open_ends else []),
        (
            f"Asked for their view: candidates {FILL_IN}, staff council {FILL_IN}, data protection "
            f"officer {FILL_IN}. Necessary and in proportion because {FILL_IN}."
        ),
    ]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    """Words of ours or others that stay within their cell and are no mark-up."""
    plain = " ".join(text.split())
    for sign in "\\|<>`*_[]":
        plain = plain.replace(sign, f"\\{sign}")
    return plain
