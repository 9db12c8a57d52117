"""A candidate of whom there is a row in every table that can have one."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from hiring import cases, conditions, jobs, mail, openings, sittings, vault
from hiring.accounts import ApiKey, Role, Staff
from hiring.batches import Batch, BatchBrief
from hiring.cases import CaseKind
from hiring.interviews import Interview, InterviewPlan, PlanQuestion, QuestionRating, Scorecard
from hiring.openings import (
    Candidate,
    CandidateTag,
    Decision,
    Note,
    Outcome,
    ReasonCode,
    SharedCandidate,
    ShareLink,
    Telling,
)
from hiring.openings.decisions import note_view
from hiring.openings.holds import LegalHold
from hiring.openings.orders import ApiOrder
from hiring.ratings import RatedAnswer, Rating
from hiring.response_quality import look_at_sitting
from hiring.retention import RemovalMark
from hiring.scoring import score_sitting
from hiring.sittings import DraftFacts, Sitting, TimeChangeKind
from hiring.sittings.late_answers import keep_late
from hiring.sittings.time_changes import note_change
from hiring.webhooks import EventKind, WebhookDelivery, WebhookEndpoint
from tests.builders import BEST_ANSWERS, House

NAME, MAIL, WRITTEN = "Sentinel Example-Person", "sentinel@example.org", "Sentinel words."


def make_somebody(session: Session, house: House, now: datetime) -> Candidate:
    """The candidate, with everything committed."""
    opening = house.opening()
    staff = house.join(opening, Role.RECRUITER)
    candidate = house.candidate(opening, NAME, MAIL)
    cookie = sittings.exchange_token(session, house.token(candidate), now=now)
    agreed = conditions.Agreed(large_print=True)
    conditions.agree(session, candidate, agreed, staff=staff, now=now)
    cases.open_case(session, candidate, CaseKind.CORRECTION, words=WRITTEN, now=now)
    sitting = house.sitting(candidate, BEST_ANSWERS | {"own-words/responses": WRITTEN})
    note_change(session, sitting.id, TimeChangeKind.STARTED, None, now=now)
    _leave_drafts(session, sitting.id, cookie, now)
    sittings.submit(session, sitting, now=now)
    session.commit()
    jobs.ask_for_score(session, sitting.id, now=now)
    score_sitting(session, sitting.id, now=now)
    look_at_sitting(session, sitting.id, now=now)
    note_view(session, candidate, staff=staff, now=now)
    openings.decide(
        session,
        candidate,
        staff=staff,
        outcome=Outcome.HOLD,
        reason_code=ReasonCode.INTERVIEW,
        reason=f"{NAME} was calm.",
        considered=f"{WRITTEN} And the interview.",
        now=now,
    )
    mail.queue_mail(
        session,
        candidate,
        kind="receipt",
        subject=f"For {NAME}",
        body=f"{WRITTEN} {mail.LINK}",
        language="en",
        unique_key=f"receipt:{sitting.id}",
        now=now,
    )
    vault.keep_reply(session, candidate, {vault.Topic.SEX: vault.NOT_SAID}, now=now)
    _leave_desk_rows(session, candidate, sitting, staff, now)
    session.commit()
    return candidate


def _leave_desk_rows(
    session: Session, candidate: Candidate, sitting: Sitting, staff: Staff, now: datetime
) -> None:
    """What staff wrote, shared, printed and rated."""
    decision = session.exec(select(Decision)).one()
    later = now + timedelta(days=1)
    opening_id, by = candidate.opening_id, staff.id
    link = ShareLink(
        opening_id=opening_id,
        made_for="A manager",
        token_hash="1" * 64,
        made_by_id=by,
        made_at=now,
        expires_at=later,
    )
    batch = Batch(opening_id=opening_id, asked_by_id=by, asked_at=now, expires_at=later)
    plan = InterviewPlan(opening_id=opening_id, made_by_id=by, made_at=now)
    interview = Interview(
        candidate_id=candidate.id, interviewer_id=by, assigned_by_id=by, assigned_at=now
    )
    answer = RatedAnswer(
        sitting_id=sitting.id,
        key_version_id=sitting.key_version_id,
        item="own-words/responses",
        text=WRITTEN,
        shuffle=1,
        asked_at=now,
    )
    key = ApiKey(
        name="Applicant tracking",
        token_hash="3" * 64,
        reads_status=True,
        made_by_id=by,
        made_at=now,
        expires_at=later,
    )
    session.add_all([link, batch, plan, interview, answer, key])
    session.flush()
    scorecard = Scorecard(
        interview_id=interview.id,
        recommendation="maybe",
        summary=f"{NAME} was calm.",
        started_at=now,
        filed_at=now,
    )
    question = PlanQuestion(
        plan_id=plan.id,
        position=1,
        origin="own",
        facets=[],
        text="Tell me.",
        probe="What?",
        weak="a",
        fair="b",
        strong="c",
    )
    endpoint = WebhookEndpoint(
        address="https://hooks.example.org/hiring",
        events=[EventKind.SITTING_FINISHED.value],
        sealed_key="1:sealed",
        added_by_id=by,
        added_at=now,
    )
    session.add_all([scorecard, question, endpoint])
    session.flush()
    session.add_all(
        [
            LegalHold(
                candidate_id=candidate.id,
                reason=WRITTEN,
                began_at=now,
                until=later,
                ended_at=now,
            ),
            RemovalMark(candidate_id=candidate.id, marked_at=now, erase_from=later),
            Note(candidate_id=candidate.id, author_id=by, text=WRITTEN, written_at=now),
            WebhookDelivery(
                endpoint_id=endpoint.id,
                candidate_id=candidate.id,
                kind=EventKind.SITTING_FINISHED.value,
                unique_key=f"sitting.finished:{sitting.id}:{endpoint.id.hex}",
                happened_at=now,
                body=f"https://hiring.example.org/candidates/{candidate.id}",
            ),
            ApiOrder(
                api_key_id=key.id,
                candidate_id=candidate.id,
                idempotency_hash="1" * 64,
                request_hash="2" * 64,
                ordered_at=now,
            ),
            CandidateTag(candidate_id=candidate.id, word=WRITTEN, added_by_id=by, added_at=now),
            Telling(decision_id=decision.id, way="mail", told_by_id=by, told_at=now),
            SharedCandidate(link_id=link.id, candidate_id=candidate.id),
            BatchBrief(
                batch_id=batch.id,
                candidate_id=candidate.id,
                position=1,
                state="made",
                made_at=now,
                pdf=NAME.encode(),
            ),
            QuestionRating(scorecard_id=scorecard.id, question_id=question.id, evidence=WRITTEN),
            Rating(answer_id=answer.id, rater_id=by, number=1, filed_at=now, remark=WRITTEN),
        ]
    )
    session.flush()


def _leave_drafts(session: Session, sitting_id: object, cookie: str, now: datetime) -> None:
    """Something that stood in a page, and an answer that came too late."""
    facts = DraftFacts(
        item="own-words/responses",
        page_id="a" * 12,
        number=1,
        revision=0,
        fields=WRITTEN,
        value=WRITTEN,
        shown_at=now - timedelta(minutes=1),
        active_seconds=30.0,
        received_at=now,
        cookie=cookie,
    )
    sittings.keep_draft(session, sitting_id, facts)
    keep_late(
        session,
        sitting_id=sitting_id,
        item="own-words/responses",
        page_id="b" * 12,
        value=WRITTEN,
        arrived_at=now,
    )
