"""Why a step in handling a request was refused, in the words of a desk."""

from flask_babel import gettext as _

from hiring.cases import MAX_CHARS, MIN_REPLY_CHARS, CaseFault


def fault_words(code: str) -> tuple[str, str]:
    """Which field a refused step points at, and what to do about it."""
    words: dict[CaseFault, tuple[str, str]] = {
        CaseFault.ALREADY_CLOSED: (
            "reply",
            _("This was closed in the meantime. Reload the page to see how"),
        ),
        CaseFault.OUTCOME_DOES_NOT_FIT: ("outcome", _("Choose one of these answers")),
        CaseFault.REPLY_MISSING: (
            "reply",
            _(
                "Write what the candidate is told, at least %(n)s characters",
                n=MIN_REPLY_CHARS,
            ),
        ),
        CaseFault.TEXT_TOO_LONG: (
            "reply",
            _("Shorten the text to %(n)s characters", n=MAX_CHARS),
        ),
        CaseFault.NAME_MISSING: ("name", _("Write the candidate's name")),
        CaseFault.ADDRESS_TAKEN: (
            "email",
            _("Somebody else in this opening has this address"),
        ),
        CaseFault.NOTHING_TO_CORRECT: (
            "name",
            _("Name and address are as they were. Change what is to be corrected"),
        ),
        CaseFault.NOTHING_AGREED: (
            "outcome",
            _(
                "Nothing is agreed yet. Choose below what holds from now on, or tick that "
                "something else was agreed"
            ),
        ),
        CaseFault.DECIDE_FIRST: (
            "outcome",
            _("Store your new decision on the candidate's page first, then answer here"),
        ),
        CaseFault.SCORE_FIRST: (
            "outcome",
            _("There is no new score since they asked. Choose this only once there is one"),
        ),
        CaseFault.IS_HELD: (
            "outcome",
            _(
                "This person is on hold and cannot be erased now. Ask whoever set the hold, or "
                "decline and tell the candidate until when"
            ),
        ),
    }
    return words[CaseFault(code)]
