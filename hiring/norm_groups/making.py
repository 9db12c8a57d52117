"""Freeze a norm group, and retire one. Groups are never edited and never deleted."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.banks.digests import canonical_json
from hiring.banks.versions import KeyVersion
from hiring.errors import NormGroupFaultError, NotAllowedError, NotFoundError
from hiring.norm_groups.gathering import Chosen, Gathered, fault_of, gather
from hiring.norm_groups.records import NormFault, NormGroup, People
from hiring.psychometrics.arrays import as_floats, exact_mean, sample_variance

# What says when and by whom a group was made or retired would change although the group does not.
NOT_IN_DIGEST = {"id", "digest", "made_by_id", "made_at", "retired_by_id", "retired_at"}


def make_norm_group(
    session: Session,
    *,
    analyst: Staff,
    key_version: KeyVersion,
    form_id: str,
    name: str,
    people: People,
    role_title: str,
    description: str,
    chosen: Chosen,
    now: datetime,
) -> NormGroup:
    """Freeze the totals that a choice picks now. Flushes; the caller commits.

    The very same group is made once: a second call, by a double click or by somebody else, returns
    the first one.

    Raises:
        NotAllowedError: Only analysts and owners make norm groups.
        NormGroupFaultError: None can be made of this; ``code`` is a ``NormFault``.
    """
    _require_analyst(analyst)
    found = gather(session, key_version_id=key_version.id, form_id=form_id, chosen=chosen)
    _require_whole(fault_of(session, chosen, found), name, role_title, description)
    group = NormGroup(
        key_version_id=key_version.id,
        form_id=form_id,
        name=name.strip(),
        people=people.value,
        role_title=role_title.strip(),
        description=description.strip(),
        chosen=chosen.facts | found.facts,
        **_figures(found),
        digest="",
        made_by_id=analyst.id,
        made_at=now,
    )
    group.digest = _digest(group)
    return _same(session, group.digest) or _store(session, group, analyst.id, now)


def retire_norm_group(session: Session, group: NormGroup, *, analyst: Staff, now: datetime) -> None:
    """Let nobody choose the group any more. Openings that use it keep it.

    Retiring twice changes nothing. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only analysts and owners retire norm groups.
    """
    _require_analyst(analyst)
    if group.is_retired:
        return
    group.retired_by_id, group.retired_at = analyst.id, now
    session.flush()
    audit.record(session, "norm_group.retired", actor=analyst.id, object_id=group.id, now=now)


def _require_analyst(staff: Staff) -> None:
    if staff.role not in {Role.ANALYST, Role.OWNER}:
        raise NotAllowedError("only analysts and owners make and retire norm groups")


def _require_whole(fault: NormFault | None, *words: str) -> None:
    if not all(text.strip() for text in words):
        raise NormGroupFaultError(NormFault.WORDS_MISSING)
    if fault is not None:
        raise NormGroupFaultError(fault)


def _figures(found: Gathered) -> dict[str, Any]:
    totals = as_floats(found.totals)
    return {
        "n": len(found.totals),
        "mean": exact_mean(totals),
        "sd": sample_variance(totals) ** 0.5,
        "totals": list(found.totals),
        "first_submitted_at": found.first_at,
        "last_submitted_at": found.last_at,
    }


def _digest(group: NormGroup) -> str:
    facts = group.model_dump(mode="json", exclude=NOT_IN_DIGEST)
    return hashlib.sha256(canonical_json(facts).encode()).hexdigest()


def _same(session: Session, digest: str) -> NormGroup | None:
    """The group that is the same in every fact, or None.

    Raises:
        NormGroupFaultError: It has been retired, and must not come back by a side door.
    """
    found = session.exec(select(NormGroup).where(NormGroup.digest == digest)).first()
    if found is not None and found.is_retired:
        raise NormGroupFaultError(NormFault.RETIRED)
    return found


def _store(session: Session, group: NormGroup, analyst_id: UUID, now: datetime) -> NormGroup:
    digest, n, code = group.digest, group.n, group.code
    session.add(group)
    try:
        session.flush()
    except IntegrityError as error:  # the same was made at the same moment
        session.rollback()
        if (found := _same(session, digest)) is None:
            raise NotFoundError("the group is gone") from error
        return found
    audit.record(
        session, "norm_group.made", actor=analyst_id, object_id=group.id, now=now, n=n, code=code
    )
    return group
