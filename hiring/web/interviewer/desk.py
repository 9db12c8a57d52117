"""What the interviewers' pages share: the blueprint, who may come in, and whose interview this is.

Recruiters and owners may interview as well; they come here for their own interviews only.
"""

from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint

from hiring import openings
from hiring.accounts import Role
from hiring.db import db
from hiring.interviews.assigning import get_own_interview
from hiring.interviews.listing import InterviewLine, own_interviews
from hiring.openings.records import Candidate
from hiring.web.access import for_staff, signed_in

bp = Blueprint("interviewer", __name__)

for_interviewers = for_staff(Role.INTERVIEWER)
for_all_who_interview = for_staff(Role.INTERVIEWER, Role.RECRUITER, Role.OWNER)


def now() -> datetime:
    """The clock of the edge; capabilities are handed the time."""
    return datetime.now(UTC)


def my_candidate(candidate_id: UUID) -> Candidate:
    """The candidate, if the person who is signed in works on the opening.

    Raises:
        NotFoundError: There is none, or it is not theirs.
    """
    candidate = openings.get_candidate(db.session, candidate_id)
    openings.require_member(db.session, candidate.opening_id, signed_in())
    return candidate


def my_line(interview_id: UUID) -> InterviewLine:
    """The interview with its people, if it is one of the person who is signed in.

    Raises:
        NotFoundError: There is none, or it is somebody else's.
    """
    interview = get_own_interview(db.session, interview_id, signed_in())
    lines = own_interviews(db.session, signed_in())
    return next(line for line in lines if line.interview.id == interview.id)
