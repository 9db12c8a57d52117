"""A technical report from the stored sittings to the stored document, and back.

The document is worked out once and frozen: a report of today says tomorrow what it said. Its digest
covers every figure, the time and the software.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlmodel import Session, col, select

from hiring import __version__, audit
from hiring.banks.digests import canonical_json
from hiring.banks.schema import KeyOrigin
from hiring.banks.versions import (
    bank_document,
    get_bank_version,
    get_key_version,
    key_document,
    languages_of,
)
from hiring.errors import NotFoundError
from hiring.psychometrics.impact.floors import LOWEST, GroupFloors
from hiring.psychometrics.reliability.precision import Precision
from hiring.reports.document import ReportDocument
from hiring.reports.fact_parts import Provenance
from hiring.reports.figures import clusters, distribution, precision_now, reliability, styles
from hiring.reports.form_facts import form_facts, item_refs, key_facts
from hiring.reports.gathering import Gathered, gather
from hiring.reports.group_figures import GroupColumns, group_figures
from hiring.reports.item_figures import item_figures
from hiring.reports.limits import Known, LimitFound, limits_of
from hiring.reports.records import TechnicalReport
from hiring.reports.surroundings import missing, sitting_facts, snapshot_facts, surroundings
from hiring.scoring.plan import scoring_plan
from hiring.scoring.records import ScoredForm
from hiring.scoring.snapshots import current_snapshot, scored_counts

READING_PERCENT = 70  # of the work is reading; the figures are the rest

Progress: TypeAlias = Callable[[int], None]  # is told how many per cent are done


def make_report(
    session: Session,
    subject: ScoredForm,
    *,
    now: datetime,
    report_id: UUID,
    asked_by_id: UUID | None = None,
    job_id: UUID | None = None,
    progress: Progress = lambda _percent: None,
    floors: GroupFloors = LOWEST,
) -> TechnicalReport:
    """Make and store a report; one with this id that is there already is returned. Flushes.

    Raises:
        NotFoundError: There is no such key, or its bank has no such form.
    """
    existing = session.get(TechnicalReport, report_id)
    if existing is not None:
        return existing
    document = report_document(session, subject, now=now, progress=progress, floors=floors)
    row = TechnicalReport(
        id=report_id,
        key_version_id=subject.key_version_id,
        form_id=subject.form_id,
        is_simulated=subject.is_simulated,
        n_sittings=document.sittings.n,
        document=document.model_dump(mode="json"),
        digest=digest_of(document),
        package_version=__version__,
        asked_by_id=asked_by_id,
        job_id=job_id,
        made_at=now,
    )
    session.add(row)
    session.flush()
    actor = audit.SYSTEM_ACTOR if asked_by_id is None else asked_by_id
    audit.record(session, "report.made", actor=actor, object_id=row.id, now=now, digest=row.digest)
    return row


def report_document(
    session: Session,
    subject: ScoredForm,
    *,
    now: datetime,
    groups: GroupColumns | None = None,
    progress: Progress = lambda _percent: None,
    floors: GroupFloors = LOWEST,
) -> ReportDocument:
    """Every figure of a form, without storing anything.

    Args:
        session: Only read from.
        subject: The form, the key and the kind of people.
        now: When the report is made.
        groups: Groups of people for the sections on fairness; the product stores none.
        progress: Told how many per cent are done.
        floors: How many people of a group the house asks for.

    Raises:
        NotFoundError: There is no such key, or its bank has no such form.
    """
    row = get_key_version(session, subject.key_version_id)
    version = get_bank_version(session, row.bank_version_id)
    bank, key = bank_document(session, version.id), key_document(session, row.id)
    gathered = _gathered(session, subject, progress)
    facts = sitting_facts(session, gathered, subject)
    names = {one.id: one.name for one in bank.clusters}
    snapshot = current_snapshot(
        session,
        key_version_id=row.id,
        form_id=subject.form_id,
        is_simulated=subject.is_simulated,
    )
    found = precision_now(gathered)
    document = ReportDocument(
        is_simulated=subject.is_simulated,
        form=form_facts(version, bank, key, subject.form_id, languages_of(session, version.id)),
        key=key_facts(row, key, item_refs(bank, subject.form_id)),
        sittings=facts,
        distribution=distribution(gathered.totals[gathered.has_total]),
        reliability=reliability(gathered, found),
        clusters=clusters(gathered, [names[one] for one in gathered.plan.clusters]),
        items=item_figures(gathered, bank, is_trial=row.is_provisional),
        missing=missing(gathered, {one.id: one.title for one in bank.scenarios}),
        styles=styles(gathered),
        groups=group_figures(gathered, bank, groups or {}, floors),
        surroundings=surroundings(session, subject),
        limits=(),
        provenance=Provenance(
            n=facts.n,
            package_version=__version__,
            made_at=now,
            snapshot=snapshot_facts(snapshot),
        ),
    )
    progress(100)
    return document.model_copy(update={"limits": _limits(document, gathered, found)})


def digest_of(document: ReportDocument) -> str:
    """Over the whole document in its canonical form."""
    return hashlib.sha256(canonical_json(document.model_dump(mode="json")).encode()).hexdigest()


def read_document(row: TechnicalReport) -> ReportDocument:
    """The stored document, checked."""
    return ReportDocument.model_validate(row.document)


def get_report(session: Session, report_id: UUID) -> TechnicalReport:
    """The report with this id.

    Raises:
        NotFoundError: There is none.
    """
    found = session.get(TechnicalReport, report_id)
    if found is None:
        raise NotFoundError("no such report")
    return found


def list_reports(session: Session, key_version_id: UUID, form_id: str) -> list[TechnicalReport]:
    """Every report of a form under a key, the newest first."""
    return list(
        session.exec(
            select(TechnicalReport)
            .where(
                TechnicalReport.key_version_id == key_version_id,
                TechnicalReport.form_id == form_id,
            )
            .order_by(col(TechnicalReport.made_at).desc(), col(TechnicalReport.id))
        )
    )


def newest_reports(session: Session, key_version_id: UUID, form_id: str) -> list[TechnicalReport]:
    """The newest report over real sittings and the newest over simulated ones, if there are any.

    One about nobody stands back behind an older one about somebody.
    """
    found: dict[bool, TechnicalReport] = {}
    rows = list_reports(session, key_version_id, form_id)
    for row in sorted(rows, key=lambda row: row.n_sittings == 0):
        found.setdefault(row.is_simulated, row)
    return [found[kind] for kind in (False, True) if kind in found]


def _gathered(session: Session, subject: ScoredForm, progress: Progress) -> Gathered:
    bank_id = get_key_version(session, subject.key_version_id).bank_version_id
    key = key_document(session, subject.key_version_id)
    plan = scoring_plan(bank_document(session, bank_id), key, subject.form_id)
    kind = (subject.key_version_id, subject.form_id, subject.is_simulated)
    n_expected = scored_counts(session).get(kind, 0)

    def note(n_read: int) -> None:
        progress(min(READING_PERCENT, READING_PERCENT * n_read // max(n_expected, 1)))

    return gather(session, plan, subject, note)


def _limits(
    document: ReportDocument, gathered: Gathered, found: Precision
) -> tuple[LimitFound, ...]:
    steady, parts = document.reliability, document.clusters.clusters
    snapshot = document.provenance.snapshot
    alpha = None if steady.alpha is None else steady.alpha.value
    return limits_of(
        Known(
            n=document.sittings.n,
            n_complete=document.sittings.n_complete,
            n_differing=gathered.n_differing,
            is_simulated=document.is_simulated,
            is_key_provisional=document.key.status == "provisional",
            is_key_public=document.key.is_public,
            is_key_empirical=document.key.origin == KeyOrigin.EMPIRICAL.value,
            rung=steady.rung,
            r=alpha,
            sem=found.sem if snapshot is None else snapshot.sem,
            n_reportable=sum(bool(one.is_reportable) for one in parts),
            n_clusters=len(document.form.clusters),
            has_item_figures=document.items.withheld is None,
            has_group_data=document.groups.has_data,
        )
    )
