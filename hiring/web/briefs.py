"""A candidate's brief for whoever may have it: words, paper, and the page with the same words."""

import hashlib
from datetime import UTC, datetime

from flask import current_app, make_response, url_for
from flask_babel import force_locale, get_translations
from sqlmodel import Session
from werkzeug.wrappers import Response

from hiring import audit, sittings
from hiring.accounts import Staff
from hiring.batches import Sender, brief_content
from hiring.briefs import press
from hiring.briefs.content import BriefContent
from hiring.briefs.document import render
from hiring.openings.records import Candidate
from hiring.openings.share_links import ShareLink
from hiring.web.masking import who
from hiring.words import Translator


def translator_for(language: str) -> Translator:
    """The catalogue of a language, whatever the language of the page."""
    with force_locale(language):
        return get_translations()  # type: ignore[no-any-return]


def candidate_brief(
    session: Session, candidate: Candidate, *, is_sealed: bool = False
) -> BriefContent:
    """The words of a candidate's brief in the language of the opening; sealed, without a number.

    The code stands in place of the name where the reader must not know the name.

    Raises:
        NotScorableError: The candidate has no score yet.
    """
    press.warm()  # who reads a brief may want it on paper next
    settings = current_app.extensions["hiring_settings"]
    sender = Sender(settings.employer, settings.contact, translator_for, settings.norm_floors)
    return brief_content(
        session, candidate, sender=sender, name=who(candidate), is_sealed=is_sealed
    )


def candidate_brief_pdf(
    session: Session, candidate: Candidate, *, is_sealed: bool = False
) -> bytes:
    """The same brief on two sides of paper.

    Raises:
        NotScorableError: The candidate has no score yet.
    """
    return press.printed(render, candidate_brief(session, candidate, is_sealed=is_sealed))


def method_url(words: BriefContent) -> str:
    """Where staff read how the range on this brief was made, and with what."""
    return url_for("method.page", score=words.verification_code, _anchor="range")


def note_reading(session: Session, candidate: Candidate, reader: Staff | ShareLink) -> None:
    """Note that somebody opens a brief on screen. Flushes; the view commits.

    Call it before the brief is read: who takes answers back at the same moment waits for the note,
    or the brief is read after they are gone.
    """
    _note(session, "brief.read", candidate, reader)


def note_export(
    session: Session, candidate: Candidate, reader: Staff | ShareLink, pdf: bytes
) -> None:
    """Note that somebody took a brief away on paper, and the digest of that file. Flushes.

    Raises:
        NotScorableError: The answers were taken back while the file was being made.
    """
    _note(session, "brief.exported", candidate, reader, digest=hashlib.sha256(pdf).hexdigest())
    sittings.require_standing(session, candidate.id)


def pdf_answer(pdf: bytes, candidate: Candidate) -> Response:
    """The file as a download. Its name holds the code: names of people stay out of folders."""
    response = make_response(pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="brief-{candidate.code}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _note(
    session: Session, act: str, candidate: Candidate, reader: Staff | ShareLink, **details: str
) -> None:
    audit.record(
        session,
        act,
        actor=reader.id,
        object_id=candidate.id,
        now=datetime.now(UTC),
        chain=candidate.opening_id,
        **details,
    )
