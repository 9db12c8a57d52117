"""Many briefs at once: asking, watching them being made, fetching them as one file."""

import hashlib
from tempfile import TemporaryFile
from uuid import UUID

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from hiring import audit, batches, jobs, openings
from hiring.batches import Batch, Piece
from hiring.db import db
from hiring.errors import NotFoundError
from hiring.openings.records import Candidate, Opening
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.masking import show_codes_only
from hiring.web.pacing import files_paced
from hiring.web.pages import simulated_label
from hiring.web.recruiter.batch_pages import batch_lines, batch_page, people_words
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now

PAGE = "/openings/<uuid:opening_id>/briefs"
ONE = f"{PAGE}/<uuid:batch_id>"


@bp.get(PAGE)
@for_recruiters
def brief_batches(opening_id: UUID) -> ResponseReturnValue:
    """Ask for the briefs of everybody scored, or of those named; and what was asked for before."""
    found = my_opening(opening_id)
    return _list_page(found, request.args.getlist("who"))


@bp.post(PAGE)
@for_recruiters
@files_paced
def ask_for_briefs(opening_id: UUID) -> ResponseReturnValue:
    """Have the briefs made, each by a job of its own."""
    found = my_opening(opening_id)
    named = request.form.getlist("who")
    people = _people(found, named)
    if not 1 <= len(people) <= batches.MAX_BRIEFS:
        return _list_page(found, named), 422
    is_blind = bool(request.form.get("blind"))
    batch = batches.ask_for_briefs(
        db.session, found, people, is_blind=is_blind, staff=signed_in(), now=now()
    )
    waiting = batches.waiting_briefs(db.session, batch)
    jobs.ask_to_print(db.session, waiting, now=now())
    db.session.commit()
    return redirect(url_for("recruiter.brief_batch", opening_id=found.id, batch_id=batch.id))


@bp.get(ONE)
@for_recruiters
def brief_batch(opening_id: UUID, batch_id: UUID) -> ResponseReturnValue:
    """How far a batch is, what could not be made and why, and the files once they are there."""
    found, batch = _mine(opening_id, batch_id)
    if batch.is_blind:
        show_codes_only()
    page = batch_page(db.session, found, batch, reader=signed_in(), now=now())
    return render_template("recruiter/brief_batch.html", page=page, **desk(page.labels))


@bp.post(f"{ONE}/again")
@for_recruiters
def make_briefs_again(opening_id: UUID, batch_id: UUID) -> ResponseReturnValue:
    """Try those once more that were not made; the others stay as they are."""
    found, batch = _mine(opening_id, batch_id)
    if now() < batch.expires_at:
        waiting = batches.try_again(db.session, batch, staff=signed_in(), now=now())
        jobs.ask_to_print(db.session, waiting, now=now())
        db.session.commit()
    return redirect(url_for("recruiter.brief_batch", opening_id=found.id, batch_id=batch.id))


@bp.post(f"{ONE}/merged")
@for_recruiters
@files_paced
def merge_briefs(opening_id: UUID, batch_id: UUID) -> ResponseReturnValue:
    """Have all briefs set in one document."""
    found, batch = _mine(opening_id, batch_id)
    if now() < batch.expires_at:
        jobs.ask_to_merge(db.session, batch, now=now())
        db.session.commit()
    return redirect(url_for("recruiter.brief_batch", opening_id=found.id, batch_id=batch.id))


@bp.get(f"{ONE}/briefs.zip")
@for_recruiters
@files_paced
def briefs_archive(opening_id: UUID, batch_id: UUID) -> ResponseReturnValue:
    """Every brief that stands in one archive; each is noted as taken away.

    Stored before the archive is written: nobody's answer waits for many megabytes.
    """
    found, batch = _mine(opening_id, batch_id)
    made = _to_fetch(found, batch)
    _note(found, batch, made)
    batches.require_unchanged(db.session, batch, made)
    db.session.commit()
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    batches.write_archive(db.session, batch, batches.pieces(db.session, batch), file)
    file.seek(0)
    return _download(send_file(file, "application/zip"), f"briefs-{batch.id.hex[:8]}.zip")


@bp.get(f"{ONE}/briefs.pdf")
@for_recruiters
@files_paced
def briefs_merged(opening_id: UUID, batch_id: UUID) -> ResponseReturnValue:
    """Every brief that stands in one document; each is noted as taken away."""
    found, batch = _mine(opening_id, batch_id)
    made = _to_fetch(found, batch)
    _note(found, batch, made)
    db.session.refresh(batch)
    if batch.merged is None or batch.merged_of != batches.fingerprint(made):
        raise NotFoundError("this file is no longer there")
    batches.require_unchanged(db.session, batch, made)
    pdf = batch.merged
    db.session.commit()
    return _download(Response(pdf, mimetype="application/pdf"), f"briefs-{batch.id.hex[:8]}.pdf")


def _list_page(found: Opening, named: list[str]) -> str:
    people = _people(found, named)
    is_forced = openings.must_be_blind(found, signed_in())
    return render_template(
        "recruiter/brief_batches.html",
        opening=found,
        named=named,
        people=people,
        n_words=people_words(len(people), is_named=bool(named)),
        most=batches.MAX_BRIEFS,
        is_forced=is_forced,
        lines=batch_lines(db.session, found, now=now()),
        **desk(simulated_label(is_simulated=found.is_simulated)),
    )


def _people(found: Opening, named: list[str]) -> list[Candidate]:
    """Those named who have a score, or everybody who has one."""
    scored = batches.printable_people(db.session, found.id)
    if not named:
        return scored
    wanted = {one.id for one in openings.chosen_candidates(db.session, found.id, named)}
    return [one for one in scored if one.id in wanted]


def _mine(opening_id: UUID, batch_id: UUID) -> tuple[Opening, Batch]:
    found = my_opening(opening_id)
    return found, batches.get_batch(db.session, found.id, batch_id)


def _to_fetch(found: Opening, batch: Batch) -> list[Piece]:
    """The briefs that this reader may fetch now.

    Raises:
        NotFoundError: There are none: not made yet, run out, or with names the reader may not know.
    """
    made = [one for one in batches.pieces(db.session, batch) if one.is_made]
    if not made or now() >= batch.expires_at or not batches.may_fetch(batch, found, signed_in()):
        raise NotFoundError("there are no briefs to fetch here")
    return made


def _note(found: Opening, batch: Batch, made: list[Piece]) -> None:
    """One entry for each person, as for a single brief, and one for the file with its digests."""
    ids = [one.candidate.id for one in made]
    audit.record_each(
        db.session,
        "brief.exported",
        actor=signed_in().id,
        object_ids=ids,
        now=now(),
        chain=found.id,
    )
    digests = hashlib.sha256(" ".join(one.digest or "" for one in made).encode()).hexdigest()
    audit.record(
        db.session,
        "batch.downloaded",
        actor=signed_in().id,
        object_id=batch.id,
        now=now(),
        chain=found.id,
        n_briefs=len(made),
        digests=digests,
    )


def _download(response: Response, name: str) -> Response:
    """No name of a person in it, and no copy in a cache."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
