"""What else is stored about a form: who was counted, and what the house decided about it."""

from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from hiring.banks.versions import get_bank_version, get_key_version
from hiring.linking_studies import LinkingStudy
from hiring.norm_groups import NormGroup
from hiring.psychometrics.keying.aggregation import UnitState
from hiring.psychometrics.reliability.precision import Rung
from hiring.reports.fact_parts import (
    LinkLine,
    NormLine,
    RescoringLine,
    SittingFacts,
    SnapshotFacts,
    Surroundings,
)
from hiring.reports.gathering import Gathered
from hiring.reports.item_parts import Missing, MissingLine
from hiring.reports.parts import Count
from hiring.rescoring import Rescoring
from hiring.scoring.records import Score, ScoredForm
from hiring.scoring.snapshots import PrecisionSnapshot, stands
from hiring.sittings.records import Sitting


def sitting_facts(session: Session, gathered: Gathered, subject: ScoredForm) -> SittingFacts:
    """How many sittings there are, how many are counted, and why the others are not.

    Sittings belong to the key they were started under, and to any key they were scored by since.
    """
    kind = (
        col(Sitting.form_id) == subject.form_id,
        col(Sitting.is_simulated) == subject.is_simulated,
        col(Sitting.voided_at).is_(None),
    )
    own = (*kind, col(Sitting.key_version_id) == subject.key_version_id)
    submitted, scored = col(Sitting.submitted_at), _newest_scores()
    joined = select(func.count(col(Sitting.id))).join(
        scored, col(Sitting.id) == scored.c.sitting_id, isouter=True
    )
    waiting = joined.where(*own, submitted.is_not(None), scored.c.sitting_id.is_(None))
    elsewhere = joined.where(*own, scored.c.key_version_id != subject.key_version_id)
    brought = joined.where(
        *kind,
        col(Sitting.key_version_id) != subject.key_version_id,
        scored.c.key_version_id == subject.key_version_id,
    )
    counts = select(func.count(col(Sitting.id)), func.count(submitted)).where(*own)
    n_started, n_submitted = session.exec(counts).one()
    first, last, languages = _dates_and_languages(session, kind, subject.key_version_id)
    n = int(gathered.has_total.sum())
    return SittingFacts(
        n=n,
        n_started=n_started,
        n_submitted=n_submitted,
        n_waiting=int(session.exec(waiting).one()),
        n_elsewhere=int(session.exec(elsewhere).one()),
        n_from_elsewhere=int(session.exec(brought).one()),
        n_scored=len(gathered.ids),
        n_too_few=len(gathered.ids) - n,
        n_complete=int(gathered.is_complete.sum()),
        languages=languages,
        first_submitted_at=first,
        last_submitted_at=last,
    )


def missing(gathered: Gathered, titles: dict[str, str]) -> Missing:
    """Answers that are not there, item by item, over every scored sitting."""
    counts = {state: (gathered.states == int(state)).sum(axis=0).tolist() for state in UnitState}
    n = len(gathered.ids)
    return Missing(
        n=n,
        n_items=len(gathered.plan.items),
        n_skipped=sum(counts[UnitState.SKIPPED]),
        n_not_reached=sum(counts[UnitState.NOT_REACHED]),
        n_void=sum(counts[UnitState.VOID]),
        lines=tuple(
            MissingLine(
                n=n,
                item=item.ref,
                title=titles[item.ref.split("/")[0]],
                n_answered=counts[UnitState.ANSWERED][column],
                n_skipped=counts[UnitState.SKIPPED][column],
                n_not_reached=counts[UnitState.NOT_REACHED][column],
                n_void=counts[UnitState.VOID][column],
            )
            for column, item in enumerate(gathered.plan.items)
        ),
    )


def surroundings(session: Session, subject: ScoredForm) -> Surroundings:
    """Linking studies, norm groups and re-scorings that touch the form under the key."""
    return Surroundings(
        links=_links(session, subject),
        norms=() if subject.is_simulated else _norms(session, subject),
        rescorings=_rescorings(session, subject),
    )


def snapshot_facts(snapshot: PrecisionSnapshot | None) -> SnapshotFacts | None:
    """The precision that scores of the form are shown with, or None before the first one."""
    if snapshot is None:
        return None
    return SnapshotFacts(
        n=snapshot.n,
        code=snapshot.code,
        digest=snapshot.digest,
        rung=Rung(snapshot.rung),
        r=snapshot.r,
        sem=snapshot.sem,
        sd=snapshot.sd,
        made_at=snapshot.made_at,
    )


def _newest_scores() -> Any:
    return select(col(Score.sitting_id), col(Score.key_version_id)).where(stands()).subquery()


def _dates_and_languages(session: Session, kind: Any, key_version_id: UUID) -> Any:
    """Of the sittings whose newest score stands under the key."""
    scored = _newest_scores()
    rows = session.exec(
        select(
            col(Sitting.language),
            func.count(col(Sitting.id)),
            func.min(col(Sitting.submitted_at)),
            func.max(col(Sitting.submitted_at)),
        )
        .join(scored, col(Sitting.id) == scored.c.sitting_id)
        .where(*kind, scored.c.key_version_id == key_version_id)
        .group_by(col(Sitting.language))
        .order_by(col(Sitting.language))
    ).all()
    first = min((row[2] for row in rows if row[2] is not None), default=None)
    last = max((row[3] for row in rows if row[3] is not None), default=None)
    return first, last, tuple(Count(name=row[0], n=row[1]) for row in rows)


def _links(session: Session, subject: ScoredForm) -> tuple[LinkLine, ...]:
    newer = and_(
        col(LinkingStudy.new_key_version_id) == subject.key_version_id,
        col(LinkingStudy.new_form_id) == subject.form_id,
    )
    older = and_(
        col(LinkingStudy.old_key_version_id) == subject.key_version_id,
        col(LinkingStudy.old_form_id) == subject.form_id,
    )
    rows = session.exec(
        select(LinkingStudy)
        .where(or_(newer, older), LinkingStudy.is_simulated == subject.is_simulated)
        .order_by(col(LinkingStudy.made_at), col(LinkingStudy.id))
    )
    return tuple(_link(session, row, subject) for row in rows)


def _link(session: Session, row: LinkingStudy, subject: ScoredForm) -> LinkLine:
    own = (subject.key_version_id, subject.form_id)
    is_newer = (row.new_key_version_id, row.new_form_id) == own
    other = (
        (row.old_key_version_id, row.old_form_id)
        if is_newer
        else (row.new_key_version_id, row.new_form_id)
    )
    return LinkLine(
        n=row.n_new if is_newer else row.n_old,
        n_old=row.n_old if is_newer else row.n_new,
        other=_named_form(session, *other),
        is_newer=is_newer,
        design=row.design,
        method=row.method,
        n_anchors=len(row.anchors),
        n_dropped_anchors=len(row.dropped_anchors),
        standard_error=row.standard_error,
        is_simulated=row.is_simulated,
        is_retired=row.retired_at is not None,
        made_at=row.made_at,
    )


def _named_form(session: Session, key_version_id: UUID, form_id: str) -> str:
    key = get_key_version(session, key_version_id)
    bank = get_bank_version(session, key.bank_version_id)
    return f"{bank.title} {bank.version} · {key.key_version} · {form_id}"


def _norms(session: Session, subject: ScoredForm) -> tuple[NormLine, ...]:
    rows = session.exec(
        select(NormGroup)
        .where(
            NormGroup.key_version_id == subject.key_version_id,
            NormGroup.form_id == subject.form_id,
        )
        .order_by(col(NormGroup.made_at), col(NormGroup.id))
    )
    return tuple(
        NormLine(
            n=row.n,
            name=row.name,
            people=row.people,
            role_title=row.role_title,
            mean=row.mean,
            sd=row.sd,
            first_submitted_at=row.first_submitted_at,
            last_submitted_at=row.last_submitted_at,
            is_retired=row.retired_at is not None,
            made_at=row.made_at,
        )
        for row in rows
    )


def _rescorings(session: Session, subject: ScoredForm) -> tuple[RescoringLine, ...]:
    either = or_(
        col(Rescoring.from_key_version_id) == subject.key_version_id,
        col(Rescoring.to_key_version_id) == subject.key_version_id,
    )
    rows = session.exec(
        select(Rescoring)
        .where(
            either,
            Rescoring.form_id == subject.form_id,
            Rescoring.is_simulated == subject.is_simulated,
        )
        .order_by(col(Rescoring.decided_at), col(Rescoring.id))
    )
    return tuple(
        RescoringLine(
            n=row.n_sittings,
            from_key=get_key_version(session, row.from_key_version_id).key_version,
            to_key=get_key_version(session, row.to_key_version_id).key_version,
            is_simulated=row.is_simulated,
            is_finished=row.finished_at is not None,
            decided_at=row.decided_at,
        )
        for row in rows
    )
