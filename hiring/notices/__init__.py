"""What candidates are told, and where the law says so: by place and language, in versions.

``texts`` holds the words, ``composing`` fills in the facts, ``keeping`` stores what was shown,
``days`` counts the days that a place asks for between notice and start, ``places`` changes whose
rules an opening follows.
"""

from hiring.notices.composing import (
    HEADING_MARK,
    NoticeFacts,
    NoticeSection,
    NoticeText,
    compose,
    is_stale,
    language_for,
    languages,
)
from hiring.notices.days import earliest_start
from hiring.notices.keeping import get_notice, pretest_notice, pretest_text, shown_sections, stored
from hiring.notices.kinds import NoticeKind, Place
from hiring.notices.places import set_place
from hiring.notices.records import Notice

__all__ = [
    "HEADING_MARK",
    "Notice",
    "NoticeFacts",
    "NoticeKind",
    "NoticeSection",
    "NoticeText",
    "Place",
    "compose",
    "earliest_start",
    "get_notice",
    "is_stale",
    "language_for",
    "languages",
    "pretest_notice",
    "pretest_text",
    "set_place",
    "shown_sections",
    "stored",
]
