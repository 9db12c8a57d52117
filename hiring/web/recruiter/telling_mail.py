"""Mail that tells somebody what was decided. It names no score, and leaves room for own words."""

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlmodel import Session

from hiring import jobs, mail
from hiring.openings.decisions import Decision, Outcome
from hiring.openings.invitations import get_invitation_of
from hiring.openings.records import Candidate, Opening
from hiring.web.pages import contact_words, employer_words
from hiring.web.recruiter.case_mail import language_of
from hiring.web.recruiter.desk import now, settings
from hiring.words import set_apart

KIND = "decision"


def telling_words(
    session: Session, candidate: Candidate, opening: Opening, outcome: Outcome, own_words: str
) -> tuple[str, str, str]:
    """Language, subject and body, in the language of the candidate's pages."""
    language = language_of(session, candidate)
    is_dead = get_invitation_of(session, candidate.id).revoked_at is not None
    with force_locale(language):
        title = set_apart(mail.without_links(opening.title), language)
        subject = str(_("News about your application: %(opening)s", opening=title))
        parts = [
            _("Hello,"),
            _outcome_words(outcome, title),
            *_paragraphs(own_words),
            _("People made this decision. The assessment was one part of what they looked at."),
            *([] if is_dead else [_rights_words(), mail.LINK]),
            _("Questions? Ask %(contact)s.", contact=_contact(language)),
            employer_words(settings()),
        ]
    return language, subject, "\n\n".join(map(str, parts)) + "\n"


def send_telling(
    session: Session, candidate: Candidate, opening: Opening, decision: Decision, own_words: str
) -> None:
    """Put the mail in the queue; asking twice about a decision sends it once. Flushes."""
    outcome = Outcome(decision.outcome)
    language, subject, body = telling_words(session, candidate, opening, outcome, own_words)
    row = mail.queue_mail(
        session,
        candidate,
        kind=KIND,
        subject=subject,
        body=body,
        language=language,
        unique_key=f"{KIND}:{decision.id}",
        now=now(),
    )
    jobs.ask_to_send(session, row, now=now())


def _outcome_words(outcome: Outcome, title: str) -> str:
    words: dict[Outcome, str] = {
        Outcome.ADVANCE: _(
            "we would like to go on with you to the next step for %(opening)s. We will write or "
            "call to arrange it.",
            opening=title,
        ),
        Outcome.HOLD: _(
            "we have not come to an end with your application for %(opening)s yet. We will be in "
            "touch again.",
            opening=title,
        ),
        Outcome.NOT_ADVANCE: _(
            "thank you for the time you gave us. We have decided not to go on with your "
            "application for %(opening)s.",
            opening=title,
        ),
    }
    return str(words[outcome])


def _rights_words() -> str:
    return str(
        _(
            "On your own page you can read what we know, ask for an explanation, or ask for a "
            "second look by another person:"
        )
    )


def _paragraphs(own_words: str) -> list[str]:
    """What the sender adds, without anything that could be clicked."""
    lines = [mail.without_links(line) for line in own_words.splitlines()]
    return [line for line in lines if line]


def _contact(language: str) -> str:
    return set_apart(contact_words(settings()), language)
