"""The item sheet: one score item by item, for those who develop the test. It names nobody.

A sheet stands behind the code of its score. There is no field for a name, a candidate's code, an
opening or an assistant, and what somebody wrote in their own words, which may name people, is
counted instead of quoted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts import Staff
from hiring.banks.schema import BankDocument, ItemFormat
from hiring.banks.versions import (
    BankVersion,
    KeyVersion,
    bank_document,
    get_bank_version,
    get_key_version,
)
from hiring.briefs.sources import valid_until
from hiring.errors import NotFoundError
from hiring.norm_groups import NormGroup
from hiring.openings.records import Candidate, Opening
from hiring.response_quality import find_quality
from hiring.scoring.documents import BEING_RATED, ScoreDocument
from hiring.scoring.plan import NEUTRALISED
from hiring.scoring.records import Score, find_score
from hiring.scoring.snapshots import stands
from hiring.sittings import Answer, AnswerState, Page, Sitting, latest_answers, ordered_options
from hiring.sittings.steps import pages_of

SHEET_READ = "sheet.read"
SHEET_EXPORTED = "sheet.exported"
MAX_LISTED = 100
POINTS = 100.0


class ItemFlag(StrEnum):
    """What a reader of a line has to know besides."""

    CHANGED = "changed"  # more than one revision was sent
    FROM_DRAFT = "from_draft"
    IN_GRACE = "in_grace"
    BEING_RATED = "being_rated"
    FULL_CREDIT = "full_credit"
    NOT_COUNTED = "not_counted"


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item as it was shown, answered and scored.

    Attributes:
        options: The options in the order in which this sitting showed them.
        answer: What was chosen, by the options' letters; empty without an answer.
        n_characters: The length of an answer in somebody's own words, else None.
        points: What the item adds to the score. None where it does not count, or has no points yet;
            an item that was left out or not reached adds zero.
        most_points: What it could have added at most; None where it does not count.
        seconds: How long the page was in front, as stored; None where it is not known.
    """

    position: int
    item: str
    title: str
    options: tuple[str, ...]
    state: AnswerState
    answer: str
    n_characters: int | None
    points: float | None
    most_points: float | None
    flags: tuple[ItemFlag, ...]
    seconds: float | None


@dataclass(frozen=True, slots=True)
class ItemSheet:
    """A score item by item, and what it rests on.

    Attributes:
        norm_group: That of the opening, where it fits the score; None = no norms.
        signs: What makes a look at the whole sitting worth while, by name; mostly none.
    """

    code: str
    bank: BankVersion
    key: KeyVersion
    form_id: str
    form_title: str
    package_version: str
    scoring_version: int
    language: str
    is_simulated: bool
    norm_group: NormGroup | None
    taken_at: datetime
    scored_at: datetime
    valid_until: date
    total: float | None
    signs: dict[str, float]
    lines: tuple[ItemLine, ...]


def item_sheet(session: Session, score_id: UUID) -> ItemSheet:
    """The sheet of a score that counts.

    Raises:
        NotFoundError: No such score, one that was replaced, or answers that were taken back.
    """
    score = session.get(Score, score_id)
    newest = None if score is None else find_score(session, score.sitting_id)
    if score is None or newest is None or newest.id != score.id:
        raise NotFoundError("no score that counts has this name")
    return _sheet(session, score, session.get_one(Sitting, score.sitting_id))


def note_reading(
    session: Session, score_id: UUID, *, is_file: bool, staff: Staff, now: datetime
) -> None:
    """Note that somebody opens a sheet, or takes it away. Flushes; the view commits.

    Call it before the sheet is read: who takes answers back at the same moment waits for the note.
    What was read is noted with the person, who can ask for it; the sheet itself names nobody.

    Raises:
        NotFoundError: No such score.
    """
    score = session.get(Score, score_id)
    if score is None:
        raise NotFoundError("no score that counts has this name")
    candidate_id = session.get_one(Sitting, score.sitting_id).candidate_id
    audit.record(
        session,
        SHEET_EXPORTED if is_file else SHEET_READ,
        actor=staff.id,
        object_id=candidate_id,
        now=now,
        chain=session.get_one(Candidate, candidate_id).opening_id,
    )


def newest_scores(session: Session, key_version_id: UUID, form_id: str) -> list[Score]:
    """The newest scores of a form that count, at most a hundred."""
    return list(
        session.exec(
            select(Score)
            .join(Sitting, col(Sitting.id) == col(Score.sitting_id))
            .where(
                Score.key_version_id == key_version_id,
                Sitting.form_id == form_id,
                col(Sitting.voided_at).is_(None),
                stands(),
            )
            .order_by(col(Score.scored_at).desc(), col(Score.id))
            .limit(MAX_LISTED)
        )
    )


def _sheet(session: Session, score: Score, sitting: Sitting) -> ItemSheet:
    bank = bank_document(session, sitting.bank_version_id)
    document = ScoreDocument.from_text(score.document)
    taken_at = sitting.submitted_at or score.scored_at
    return ItemSheet(
        code=score.code,
        bank=get_bank_version(session, sitting.bank_version_id),
        key=get_key_version(session, score.key_version_id),
        form_id=sitting.form_id,
        form_title=bank.get_form(sitting.form_id).title,
        package_version=score.package_version,
        scoring_version=document.scoring_version,
        language=sitting.language,
        is_simulated=sitting.is_simulated,
        norm_group=_norm_group(session, score, sitting),
        taken_at=taken_at,
        scored_at=score.scored_at,
        valid_until=valid_until(taken_at, bank),
        total=score.total,
        signs=_signs(session, sitting.id),
        lines=item_lines(bank, sitting, document, latest_answers(session, sitting.id)),
    )


def item_lines(
    bank: BankDocument, sitting: Sitting, document: ScoreDocument, answers: Mapping[str, Answer]
) -> tuple[ItemLine, ...]:
    """The lines of a sheet in the order of the form; their points add up to the score."""
    most = _most_points(document)
    return tuple(
        _line(page, sitting, document, answers.get(page.item_ref), most.get(page.item_ref))
        for page in pages_of(bank, sitting.form_id)
    )


def _line(
    page: Page,
    sitting: Sitting,
    document: ScoreDocument,
    answer: Answer | None,
    most: float | None,
) -> ItemLine:
    ref, value = page.item_ref, None if answer is None else answer.value
    is_text = page.item.format is ItemFormat.OPEN_TEXT
    order = ordered_options(page.item, seed=sitting.option_seed, item_ref=ref)
    is_waiting = document.states.get(ref) == BEING_RATED
    return ItemLine(
        position=page.position,
        item=ref,
        title=page.scenario.title,
        options=tuple(option.id for option in order),
        state=AnswerState.NOT_REACHED if answer is None else AnswerState(answer.state),
        answer="" if is_text or value is None else _told(value),
        n_characters=len(str(value)) if is_text and value is not None else None,
        points=None if most is None or is_waiting else most * (document.items.get(ref) or 0.0),
        most_points=most,
        flags=_flags(ref, document, answer),
        seconds=None if answer is None else answer.active_seconds,
    )


def _most_points(document: ScoreDocument) -> dict[str, float]:
    """What each item that counts can add: scenarios weigh alike, and the items within one.

    A scenario that was taken out leaves its weight to the others.
    """
    owner = {ref: ref.partition("/")[0] for ref in document.items}
    void = {owner[ref] for ref in owner if document.states.get(ref) == AnswerState.VOID}
    counting = [name for name in document.scenario_names if name not in void]
    n_items = {name: list(owner.values()).count(name) for name in counting}
    return {
        ref: POINTS / len(counting) / n_items[name]
        for ref, name in owner.items()
        if name in n_items
    }


def _flags(ref: str, document: ScoreDocument, answer: Answer | None) -> tuple[ItemFlag, ...]:
    holds = {
        ItemFlag.CHANGED: answer is not None and answer.revision > 1,
        ItemFlag.FROM_DRAFT: answer is not None and answer.is_from_draft,
        ItemFlag.IN_GRACE: answer is not None and answer.is_in_grace,
        ItemFlag.BEING_RATED: document.states.get(ref) == BEING_RATED,
        ItemFlag.FULL_CREDIT: document.methods.get(ref) == NEUTRALISED,
        ItemFlag.NOT_COUNTED: ref not in document.items,
    }
    return tuple(flag for flag, is_so in holds.items() if is_so)


def _told(value: Any) -> str:
    """An answer by the letters of its options: rated a 4, b 1; ranked a, c, b; chosen a."""
    match value:
        case dict():
            return ", ".join(f"{name} {value[name]}" for name in sorted(value))
        case list():
            return ", ".join(map(str, value))
        case _:
            return str(value)


def _norm_group(session: Session, score: Score, sitting: Sitting) -> NormGroup | None:
    group = session.exec(
        select(NormGroup)
        .join(Opening, col(Opening.norm_group_id) == col(NormGroup.id))
        .join(Candidate, col(Candidate.opening_id) == col(Opening.id))
        .where(col(Candidate.id) == sitting.candidate_id)
    ).first()
    own = (score.key_version_id, sitting.form_id)
    return group if group is not None and (group.key_version_id, group.form_id) == own else None


def _signs(session: Session, sitting_id: UUID) -> dict[str, float]:
    """Nothing unless two independent signs spoke, as on every page; never of adjusted sittings."""
    found = find_quality(session, sitting_id)
    return dict(sorted(found.signs.items())) if found is not None and found.is_flagged else {}
