"""Something to try for each theme of the shipped bank. Other banks' themes bring a definition.

General on purpose: advice that fitted one scenario would say how its responses are keyed.
"""

from hiring.feedback.themes import Theme
from hiring.words import Translator


def suggestion(theme: Theme, translator: Translator) -> str:
    """One concrete thing to try on a working day."""
    found = _suggestions(translator).get(theme.id)
    if found is not None:
        return found
    _ = translator.gettext
    return _("Look for one moment this week to practise it, and ask somebody how it came across.")


def _suggestions(translator: Translator) -> dict[str, str]:
    """By the ids of the shipped bank's facets."""
    _ = translator.gettext
    return {
        "understanding-emotion": _(
            "When somebody is upset, notice two or three small signs: a word, a pause, the tone. "
            "Ask yourself what each one may mean before you reply."
        ),
        "perspective": _(
            "Ask one open question first: how do things look from the customer's side? Hear the "
            "whole answer before you suggest anything."
        ),
        "listening": _(
            "Say back in one sentence what you heard and why it matters to the customer. Let them "
            "put it right before you offer a solution."
        ),
        "de-escalation": _(
            "When a talk gets tense, slow down. Say what you can do next, and say kindly where "
            "the limit is."
        ),
        "ownership": _(
            "When something goes wrong, tell the customer early what you know, what you do not "
            "know yet, and when they will hear from you again."
        ),
        "anticipating": _(
            "When you have solved what was asked, stop for half a minute. What comes next for this "
            "customer? Offer one thing that nobody asked for."
        ),
        "self-awareness": _(
            "After a hard talk, write down one reaction of your own that you noticed, and one "
            "small thing to do differently next time."
        ),
    }
