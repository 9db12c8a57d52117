"""Batches of briefs in words: how far they are, what is missing, until when they can be fetched."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from hiring import batches, jobs
from hiring.accounts import Staff
from hiring.batches import Batch, Fault, Piece
from hiring.jobs import JobState
from hiring.openings.records import Candidate, Opening
from hiring.web.pages import simulated_label
from hiring.web.recruiter.words import ago

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody whose brief was not made, and why."""

    candidate: Candidate
    reason: str


@dataclass(frozen=True, slots=True)
class BatchPage:
    """One batch. ``merging``: whether one file of all is being made, and ``has_merge_failed``."""

    opening: Opening
    batch: Batch
    made: list[Piece]
    missing: list[Missing]
    n_waiting: int
    has_merged: bool
    merging: bool
    has_merge_failed: bool
    may_fetch: bool
    is_over: bool

    @property
    def labels(self) -> list[dict[str, str]]:
        """The labels that stay."""
        return simulated_label(is_simulated=self.opening.is_simulated)

    @property
    def n_all(self) -> int:
        """How many people are in it now; who was erased or took answers back is not."""
        return len(self.made) + len(self.missing) + self.n_waiting

    @property
    def percent(self) -> int:
        """How much of it has ended, one way or the other."""
        return PERCENT * (self.n_all - self.n_waiting) // max(1, self.n_all)

    @property
    def is_busy(self) -> bool:
        """Whether looking again will show something new."""
        return not self.is_over and (self.n_waiting > 0 or self.merging)

    @property
    def progress_words(self) -> str:
        """How far it is."""
        return str(
            ngettext(
                "%(made)s of %(num)d brief made",
                "%(made)s of %(num)d briefs made",
                self.n_all,
                made=len(self.made),
            )
        )


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One batch in the list."""

    batch: Batch
    asked: str
    state: str
    shape: str


def batch_page(
    session: Session, opening: Opening, batch: Batch, *, reader: Staff, now: datetime
) -> BatchPage:
    """Gather a batch. What was given up counts as missing, so that nobody waits for it."""
    found = batches.pieces(session, batch)
    waiting = [one for one in found if one.state == "waiting"]
    lost = jobs.given_up(session, [jobs.print_key(one.id) for one in waiting])
    given_up = [one for one in waiting if jobs.print_key(one.id) in lost]
    made = [one for one in found if one.is_made]
    merge = jobs.find_merge_job(session, batch.id)
    is_merged = batch.merged_of is not None and batch.merged_of == batches.fingerprint(made)
    return BatchPage(
        opening=opening,
        batch=batch,
        made=made,
        missing=[
            *(Missing(one.candidate, _fault_words(one)) for one in found if one.fault),
            *(Missing(one.candidate, _given_up_words()) for one in given_up),
        ],
        n_waiting=len(waiting) - len(given_up),
        has_merged=is_merged,
        merging=merge is not None and merge.state in {JobState.QUEUED, JobState.RUNNING},
        has_merge_failed=merge is not None and merge.state == JobState.FAILED,
        may_fetch=batches.may_fetch(batch, opening, reader),
        is_over=now >= batch.expires_at,
    )


def batch_lines(session: Session, opening: Opening, *, now: datetime) -> list[BatchLine]:
    """The batches of an opening, newest first."""
    return [_line(session, batch, now=now) for batch in batches.list_batches(session, opening.id)]


def people_words(n: int, *, is_named: bool) -> str:
    """For whom briefs would be made."""
    if is_named:
        words = ngettext(
            "%(num)d person you ticked who has a score",
            "%(num)d people you ticked who have a score",
            n,
        )
    else:
        words = ngettext("%(num)d person who has a score", "All %(num)d people who have a score", n)
    return str(words)


def _line(session: Session, batch: Batch, *, now: datetime) -> BatchLine:
    asked = ago(batch.asked_at, now)
    if now >= batch.expires_at:
        return BatchLine(batch, asked, str(_("Run out")), "bar")
    found = batches.pieces(session, batch)
    n_made, n_ended = (
        sum(one.is_made for one in found),
        sum(one.state != "waiting" for one in found),
    )
    words = ngettext(
        "%(made)s of %(num)d brief", "%(made)s of %(num)d briefs", len(found), made=n_made
    )
    return BatchLine(batch, asked, str(words), "full" if n_ended == len(found) else "half")


def _fault_words(piece: Piece) -> str:
    words = {
        Fault.NO_SCORE: _("There was no score when the brief was made."),
        Fault.NOT_PRINTABLE: _(
            "The brief could not be set on paper. Whoever runs this server finds the reason in "
            "its log."
        ),
    }
    return str(words[Fault(piece.fault or "")])


def _given_up_words() -> str:
    return str(_("Several tries have ended in the middle."))
