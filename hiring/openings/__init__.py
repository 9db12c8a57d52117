"""The job to be filled: who may see it, who sits what, and what people decided.

``records`` holds the tables, ``invitations`` the links of candidates, ``decisions`` what a person
decided and why. The public verbs are gathered here.
"""

from hiring.openings.bulk import add_many
from hiring.openings.choosing import chosen_candidates
from hiring.openings.closing import (
    archive_opening,
    close_opening,
    reopen_opening,
    unarchive_opening,
)
from hiring.openings.cuts import CutMethod, CutScore
from hiring.openings.decisions import (
    Decision,
    Outcome,
    ReasonCode,
    Stage,
    decide,
    list_decisions,
    newest_decisions,
)
from hiring.openings.invitations import (
    InvitationState,
    add_candidate,
    find_invitation,
    invitation_token,
    reissue,
    require_usable,
    revoke,
)
from hiring.openings.members import add_member, must_be_blind, require_member
from hiring.openings.notes import CandidateTag, Note, SavedView
from hiring.openings.orders import ApiOrder
from hiring.openings.records import (
    Administration,
    Candidate,
    Invitation,
    Membership,
    Opening,
    acknowledge,
    create_opening,
    get_administration,
    get_candidate,
    get_opening,
    list_candidates,
    list_openings,
)
from hiring.openings.share_links import SharedCandidate, ShareLink
from hiring.openings.telling import Telling, ToldBy, tell, tellings_of
from hiring.openings.templates import OpeningTemplate

__all__ = [
    "Administration",
    "ApiOrder",
    "Candidate",
    "CandidateTag",
    "CutMethod",
    "CutScore",
    "Decision",
    "Invitation",
    "InvitationState",
    "Membership",
    "Note",
    "Opening",
    "OpeningTemplate",
    "Outcome",
    "ReasonCode",
    "SavedView",
    "ShareLink",
    "SharedCandidate",
    "Stage",
    "Telling",
    "ToldBy",
    "acknowledge",
    "add_candidate",
    "add_many",
    "add_member",
    "archive_opening",
    "chosen_candidates",
    "close_opening",
    "create_opening",
    "decide",
    "find_invitation",
    "get_administration",
    "get_candidate",
    "get_opening",
    "invitation_token",
    "list_candidates",
    "list_decisions",
    "list_openings",
    "must_be_blind",
    "newest_decisions",
    "reissue",
    "reopen_opening",
    "require_member",
    "require_usable",
    "revoke",
    "tell",
    "tellings_of",
    "unarchive_opening",
]
