"""How every figure is made, on one page; with a code also what the score behind it was made with.

The page describes the software that shows it. A score may be older: then the page says so, and
names the bank, the key and the precision it stands on. Its number is not told here.
"""

from dataclasses import asdict, dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from hiring import __version__, openings
from hiring.accounts import Role, Staff
from hiring.banks.schema import BankDocument
from hiring.banks.versions import KeyVersion, bank_document, get_key_version
from hiring.db import db
from hiring.errors import NotFoundError
from hiring.interviews.agreement import MIN_PAIRS
from hiring.psychometrics.agreement.severity import MIN_SHARED_RATINGS
from hiring.psychometrics.reliability.precision import MIN_MEASURED_SITTINGS, MIN_POOLED_SITTINGS
from hiring.scoring import PrecisionSnapshot, Score
from hiring.scoring.verifying import check_code
from hiring.sittings import Sitting
from hiring.web.access import for_staff, signed_in
from hiring.web.desks import desk
from hiring.web.floors import norm_floors
from hiring.web.pages import key_labels
from hiring.web.score_words import precision_words

NUMBERS = {
    "pooled": MIN_POOLED_SITTINGS,
    "measured": MIN_MEASURED_SITTINGS,
    "pairs": MIN_PAIRS,
    "shared": MIN_SHARED_RATINGS,
}

bp = Blueprint("method", __name__)
for_readers = for_staff(Role.OWNER, Role.RECRUITER, Role.INTERVIEWER, Role.ANALYST)


@dataclass(frozen=True, slots=True)
class Made:
    """What a score was made with; ``snapshot`` is None where the code names no precision."""

    score: Score
    sitting: Sitting
    key: KeyVersion
    bank: BankDocument
    snapshot: PrecisionSnapshot | None

    @property
    def form(self) -> str:
        """The form that was answered."""
        return self.bank.get_form(self.sitting.form_id).title

    @property
    def is_older(self) -> bool:
        """Whether another version of the software made it than the one that this page describes."""
        return self.score.package_version != __version__

    @property
    def precision(self) -> str:
        """What the margin of error stands on, or nothing."""
        return "" if self.snapshot is None else precision_words(self.snapshot)

    @property
    def labels(self) -> list[dict[str, str]]:
        """The labels that stay."""
        return key_labels(self.key, is_simulated=self.sitting.is_simulated)


@bp.get("/method")
@for_readers
def page() -> ResponseReturnValue:
    """How figures are made; with ``score``, a code, also with what that score was made."""
    code = request.args.get("score", "")
    made = find_made(db.session, code, signed_in()) if code else None
    labels = [] if made is None else made.labels
    return method_page(made=made, is_unknown=bool(code) and made is None, **desk(labels))


def method_page(**frame: object) -> str:
    """The page within the frame of whoever reads it."""
    numbers = NUMBERS | asdict(norm_floors())
    return render_template("staff/method.html", version=__version__, numbers=numbers, **frame)


def find_made(session: Session, code: str, reader: Staff) -> Made | None:
    """What the score with this code was made with; None unless the reader works on its opening.

    A code that nobody has and one of another opening look the same.
    """
    found = check_code(session, code)
    if found.score is None or found.sitting is None:
        return None
    candidate = openings.get_candidate(session, found.sitting.candidate_id)
    try:
        opening = openings.require_member(session, candidate.opening_id, reader)
    except NotFoundError:
        return None
    key = get_key_version(session, found.score.key_version_id)
    bank = bank_document(session, key.bank_version_id, opening.language)
    return Made(found.score, found.sitting, key, bank, found.snapshot)
