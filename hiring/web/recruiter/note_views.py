"""Notes and tags on one candidate: written, taken away, brought back."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from hiring.accounts import Role, Staff
from hiring.db import db
from hiring.errors import DecisionFaultError, NotAllowedError
from hiring.openings import notes
from hiring.openings.notes import Note
from hiring.openings.records import Candidate
from hiring.web.access import signed_in
from hiring.web.recruiter.desk import bp, for_recruiters, my_candidate, now
from hiring.web.recruiter.roster_words import note_fault_words


@dataclass(frozen=True, slots=True)
class NotesPart:
    """Notes and tags on a candidate; ``removed`` are notes that the reader can bring back."""

    notes: list[tuple[Note, Staff]]
    removed: list[Note]
    tags: list[str]
    reader: Staff

    def may_remove(self, note: Note) -> bool:
        """Whether the reader may take this note away."""
        return self.reader.role == Role.OWNER or note.author_id == self.reader.id


def notes_part(session: Session, candidate: Candidate) -> NotesPart:
    """What stands on a candidate's page."""
    reader = signed_in()
    return NotesPart(
        notes=notes.list_notes(session, candidate.id),
        removed=notes.list_removed(session, candidate.id, reader),
        tags=notes.tags_of(session, [candidate.id]).get(candidate.id, []),
        reader=reader,
    )


@bp.post("/candidates/<uuid:candidate_id>/notes")
@for_recruiters
def write_note(candidate_id: UUID) -> ResponseReturnValue:
    """Write a note about somebody."""
    found, _opening = my_candidate(candidate_id)
    text = request.form.get("text", "")
    try:
        notes.write_note(db.session, found, text, staff=signed_in(), now=now())
    except DecisionFaultError as fault:
        flash(note_fault_words(fault.code))
        return _back(found)
    db.session.commit()
    flash(_("The note is stored. The candidate finds it in the copy of their data."))
    return _back(found)


@bp.post("/notes/<uuid:note_id>/remove")
@for_recruiters
def remove_note(note_id: UUID) -> ResponseReturnValue:
    """Take a note away; it can be brought back below."""
    return _turned(
        note_id,
        notes.remove_note,
        refused=_("A note is taken away by its author, or by an owner."),
        done=_("The note is taken away. You can bring it back under “Notes and tags”."),
    )


@bp.post("/notes/<uuid:note_id>/restore")
@for_recruiters
def restore_note(note_id: UUID) -> ResponseReturnValue:
    """Bring a note back."""
    return _turned(
        note_id,
        notes.restore_note,
        refused=_("A note is brought back by its author, or by an owner."),
        done=_("The note is back."),
    )


@bp.post("/candidates/<uuid:candidate_id>/tags")
@for_recruiters
def tag_candidate(candidate_id: UUID) -> ResponseReturnValue:
    """Put a word on one candidate, or take it off."""
    found, opening = my_candidate(candidate_id)
    word, staff = request.form.get("word", ""), signed_in()
    try:
        if request.form.get("act") == "untag":
            notes.remove_tag(db.session, opening, [found.id], word, staff=staff, now=now())
            flash(_("The tag is taken off. Write it again to put it back."))
        else:
            notes.add_tag(db.session, opening, [found.id], word, staff=staff, now=now())
    except DecisionFaultError as fault:
        flash(note_fault_words(fault.code))
        return _back(found)
    db.session.commit()
    return _back(found)


def _turned(
    note_id: UUID, turn: Callable[..., None], *, refused: str, done: str
) -> ResponseReturnValue:
    """Take a note away or bring it back, if the reader may work on its candidate."""
    note = notes.get_note(db.session, note_id)
    found, _opening = my_candidate(note.candidate_id)
    try:
        turn(db.session, note, staff=signed_in(), now=now())
    except NotAllowedError:
        flash(refused)
        return _back(found)
    db.session.commit()
    flash(done)
    return _back(found)


def _back(found: Candidate) -> ResponseReturnValue:
    return redirect(url_for("recruiter.candidate", candidate_id=found.id, _anchor="notes"))
