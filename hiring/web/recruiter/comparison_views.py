"""People side by side."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import audit, comparison, openings
from hiring.banks.versions import bank_document, get_key_version
from hiring.db import db
from hiring.errors import NamesNeededError, NotComparableError
from hiring.openings.records import Candidate, Opening
from hiring.web.access import signed_in
from hiring.web.comparing import comparison_page
from hiring.web.desks import desk
from hiring.web.masking import UNBLINDED, is_blinded, sees_names, show_codes_only, who
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now
from hiring.web.recruiter.interview_columns import interview_columns
from hiring.web.recruiter.words import why_not_words

APART = frozenset(map(str, comparison.Apart))


@bp.get("/openings/<uuid:opening_id>/compare")
@for_recruiters
def compare(opening_id: UUID) -> ResponseReturnValue:
    """Two to five people in order of name or code, or the reason why not."""
    opening = my_opening(opening_id)
    chosen = _chosen(opening)
    if request.args.get("blind"):
        show_codes_only()
    _note(opening, chosen)
    try:
        found = comparison.compare(db.session, chosen)
    except NotComparableError as fault:
        db.session.rollback()  # nobody was looked at
        return _refusal(opening, fault)
    is_narrowed = bool(request.args.get("differing"))
    page = comparison_page(db.session, opening, found, is_narrowed=is_narrowed)
    people = [one.person.candidate for one in page.profiles]
    interviews = (
        None if is_narrowed else interview_columns(db.session, people, staff=signed_in(), now=now())
    )
    words = render_template(
        "recruiter/comparison.html",
        page=page,
        interviews=interviews,
        is_asked_blind=bool(request.args.get("blind")),
        ids=[str(one.id) for one in people],
        blinded=[one for one in people if sees_names() and is_blinded(one)],
        **desk(page.labels),
    )
    db.session.commit()
    return words


@bp.post("/openings/<uuid:opening_id>/names")
@for_recruiters
def unblind(opening_id: UUID) -> ResponseReturnValue:
    """Show the names of these people from now on to whoever asks here; that is on record."""
    opening = my_opening(opening_id)
    ids = request.form.getlist("id")
    people = openings.chosen_candidates(db.session, opening.id, ids)
    if not sees_names():
        raise NamesNeededError("names are not open to this person")
    audit.record_each(
        db.session,
        UNBLINDED,
        actor=signed_in().id,
        object_ids=[one.id for one in people if is_blinded(one)],
        now=now(),
        chain=opening.id,
    )
    db.session.commit()
    if len(people) == 1:
        return redirect(url_for("recruiter.candidate", candidate_id=people[0].id))
    return redirect(url_for("recruiter.compare", opening_id=opening.id, id=ids))


def _note(opening: Opening, chosen: list[Candidate]) -> None:
    """Note who is looked at side by side, before any score is read.

    Who takes answers back at the same moment waits for this note, or is no longer among the scores.
    """
    audit.record(
        db.session,
        "candidates.compared",
        actor=signed_in().id,
        object_id=opening.id,
        now=now(),
        chain=opening.id,
        candidates=[str(one.id) for one in chosen],
    )


def _chosen(opening: Opening) -> list[Candidate]:
    """The people whose ids were sent, each once; ids of other openings are not found."""
    return list(openings.chosen_candidates(db.session, opening.id, request.args.getlist("id")))


def _refusal(opening: Opening, fault: NotComparableError) -> ResponseReturnValue:
    reason, remedy = why_not_words(fault.code)
    body = render_template(
        "recruiter/not_comparable.html",
        opening=opening,
        reason=reason,
        remedy=remedy,
        people=_versions(opening) if fault.code in APART else [],
        back_url=url_for("recruiter.opening", opening_id=opening.id),
        **desk(),
    )
    return body, 409


def _versions(opening: Opening) -> list[tuple[str, str]]:
    """Who answered and was scored by what, in order of name."""
    people = comparison.scored_people(db.session, _chosen(opening)).values()
    return sorted((who(person.candidate), _form_words(person)) for person in people)


def _form_words(person: comparison.ScoredPerson) -> str:
    key = get_key_version(db.session, person.score.key_version_id)
    bank = bank_document(db.session, key.bank_version_id)
    return str(
        _(
            "%(bank)s %(version)s, %(form)s, key %(key)s",
            bank=bank.title,
            version=bank.version,
            form=bank.get_form(person.sitting.form_id).title,
            key=key.key_version,
        )
    )
