"""People side by side."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import audit, comparison, openings
from hiring.accounts import Staff
from hiring.banks.versions import bank_document, get_key_version
from hiring.db import db
from hiring.errors import NotComparableError, NotFoundError
from hiring.openings.records import Candidate, Opening
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.recruiter.comparison_pages import ComparisonPage
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now
from hiring.web.recruiter.words import why_not_words

APART = frozenset(map(str, comparison.Apart))


@bp.get("/openings/<uuid:opening_id>/compare")
@for_recruiters
def compare(opening_id: UUID) -> ResponseReturnValue:
    """Two to five people in order of name, or the reason why not."""
    opening = my_opening(opening_id)
    chosen = _chosen(opening)
    _note(opening, chosen)
    try:
        found = comparison.compare(db.session, chosen)
    except NotComparableError as fault:
        db.session.rollback()  # nobody was looked at
        return _refusal(opening, fault)
    page = _page(opening, found)
    db.session.commit()
    return render_template("recruiter/comparison.html", page=page, **desk(page.labels))


def _page(opening: Opening, found: comparison.Comparison) -> ComparisonPage:
    """The comparison with the content, the keys and the people that it rests on."""
    ids = {person.score.key_version_id for person in found.people}
    keys = {one: get_key_version(db.session, one) for one in ids}
    banks = {
        one: bank_document(db.session, key.bank_version_id, opening.language)
        for one, key in keys.items()
    }
    studies = [tie.study for tie in found.ties.others if tie.study is not None]
    names = {
        study.made_by_id: db.session.get_one(Staff, study.made_by_id).name for study in studies
    }
    return ComparisonPage(opening, keys, found, banks, names)


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
    people = {str(one.id): one for one in openings.list_candidates(db.session, opening.id)}
    wanted = dict.fromkeys(request.args.getlist("id"))
    if not wanted.keys() <= people.keys():
        raise NotFoundError("no such candidate in this opening")
    return [people[one] for one in wanted]


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
    return sorted((person.candidate.name, _form_words(person)) for person in people)


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
