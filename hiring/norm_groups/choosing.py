"""Which norm group an opening uses: a person of the opening chooses it, or none."""

from datetime import datetime

from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.errors import NormGroupFaultError, NotAllowedError
from hiring.norm_groups.records import NormFault, NormGroup, list_norm_groups
from hiring.openings.members import require_member
from hiring.openings.records import Opening, get_administration


def norm_groups_on_offer(session: Session, opening: Opening) -> list[NormGroup]:
    """The groups that an opening can choose now, newest first: its form and key, not retired."""
    if opening.is_simulated:
        return []
    terms = get_administration(session, opening.id)
    found = list_norm_groups(session, key_version_id=terms.key_version_id, form_id=terms.form_id)
    return [group for group in found if not group.is_retired]


def choose_norm_group(
    session: Session, opening: Opening, group: NormGroup | None, *, actor: Staff, now: datetime
) -> None:
    """Let an opening use a group from now on, or none. Flushes; the caller commits.

    Choosing what is chosen already changes nothing, even where it has been retired since.

    Raises:
        NotAllowedError: Only owners and recruiters choose.
        NotFoundError: The opening is not theirs.
        NormGroupFaultError: The group cannot be chosen; ``code`` is a ``NormFault``.
    """
    if actor.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters choose norm groups")
    require_member(session, opening.id, actor)
    group_id = None if group is None else group.id
    if opening.norm_group_id == group_id:
        return
    if group is not None:
        _require_fitting(session, opening, group)
    opening.norm_group_id = group_id
    session.add(opening)
    session.flush()
    audit.record(
        session,
        "opening.norm_group_chosen",
        actor=actor.id,
        object_id=opening.id,
        now=now,
        chain=opening.id,
        norm_group_id=None if group_id is None else str(group_id),
    )


def carry_norm_group(
    session: Session, opening: Opening, group: NormGroup | None, *, actor: Staff, now: datetime
) -> bool:
    """Let a new opening go on with the group of another one where it fits; whether it does.

    Flushes; the caller commits. Where another test was chosen, or the group was retired since, the
    opening has none.

    Raises:
        NotAllowedError: Only owners and recruiters choose.
        NotFoundError: The opening is not theirs.
    """
    offered = {one.id for one in norm_groups_on_offer(session, opening)}
    is_on_offer = group is not None and group.id in offered
    if is_on_offer:
        choose_norm_group(session, opening, group, actor=actor, now=now)
    return is_on_offer


def openings_using(session: Session, group: NormGroup) -> list[Opening]:
    """The openings that use a group now, by title."""
    return list(
        session.exec(
            select(Opening)
            .where(Opening.norm_group_id == group.id)
            .order_by(col(Opening.title), col(Opening.id))
        )
    )


def _require_fitting(session: Session, opening: Opening, group: NormGroup) -> None:
    terms = get_administration(session, opening.id)
    if opening.is_simulated:
        raise NormGroupFaultError(NormFault.SIMULATED)
    if (group.key_version_id, group.form_id) != (terms.key_version_id, terms.form_id):
        raise NormGroupFaultError(NormFault.OTHER_FORM)
    if group.is_retired:
        raise NormGroupFaultError(NormFault.RETIRED)
