"""Linking studies: what makes the scores of two forms or versions comparable, and how well.

``gathering`` holds two forms side by side, ``making`` links them and freezes the study, ``records``
keeps studies and finds them.
"""

from hiring.linking_studies.gathering import FormScores, Ground, form_scores, gather
from hiring.linking_studies.making import (
    DESIGNS,
    MIN_REASON_CHARS,
    WhyNotLinked,
    Wish,
    make_linking_study,
    require_linkable,
    retire_linking_study,
)
from hiring.linking_studies.records import (
    LinkingStudy,
    find_link,
    get_linking_study,
    linking_of,
    list_linking_studies,
)

__all__ = [
    "DESIGNS",
    "MIN_REASON_CHARS",
    "FormScores",
    "Ground",
    "LinkingStudy",
    "WhyNotLinked",
    "Wish",
    "find_link",
    "form_scores",
    "gather",
    "get_linking_study",
    "linking_of",
    "list_linking_studies",
    "make_linking_study",
    "require_linkable",
    "retire_linking_study",
]
