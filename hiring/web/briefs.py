"""A candidate's brief for whoever may have it: words, paper, and the page with the same words."""

from flask import current_app, make_response
from flask_babel import force_locale, get_translations
from sqlmodel import Session
from werkzeug.wrappers import Response

from hiring.briefs.content import BriefContent, compose
from hiring.briefs.document import render
from hiring.briefs.sources import brief_facts
from hiring.openings.records import Candidate, get_opening
from hiring.web.pages import contact_words, employer_words
from hiring.words import Translator


def translator_for(language: str) -> Translator:
    """The catalogue of a language, whatever the language of the page."""
    with force_locale(language):
        return get_translations()  # type: ignore[no-any-return]


def candidate_brief(session: Session, candidate: Candidate) -> BriefContent:
    """The words of a candidate's brief in the language of the opening.

    Raises:
        NotScorableError: The candidate has no score yet.
    """
    settings = current_app.extensions["hiring_settings"]
    translator = translator_for(get_opening(session, candidate.opening_id).language)
    facts = brief_facts(
        session,
        candidate,
        employer=employer_words(settings),
        contact=contact_words(settings),
        translator=translator,
    )
    return compose(facts, translator)


def candidate_brief_pdf(session: Session, candidate: Candidate) -> bytes:
    """The same brief on two sides of paper.

    Raises:
        NotScorableError: The candidate has no score yet.
    """
    return render(candidate_brief(session, candidate))


def pdf_answer(pdf: bytes, candidate: Candidate) -> Response:
    """The file as a download. Its name holds the code: names of people stay out of folders."""
    response = make_response(pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="brief-{candidate.code}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response
