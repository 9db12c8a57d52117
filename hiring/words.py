"""The kind of translator that edges hand to whoever writes sentences for people.

The middle returns codes and numbers; pages, papers and commands turn them into sentences. They
share this narrow view of a message catalogue, so nothing here needs Flask-Babel.
"""

from typing import Protocol


class Translator(Protocol):
    """The part of ``gettext.NullTranslations`` that we use."""

    def gettext(self, message: str) -> str:
        """The message in the reader's language, or as it is."""
        ...

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form of the message that goes with ``n``."""
        ...
