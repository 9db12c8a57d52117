"""Norm groups: with whom a score is compared, frozen, dated and described by a named analyst.

``records`` holds the table, ``gathering`` picks the sittings, ``making`` freezes groups and retires
them, ``choosing`` lets an opening use one, ``placing`` says where a score stands in it.
"""

from hiring.norm_groups.choosing import (
    carry_norm_group,
    choose_norm_group,
    norm_groups_on_offer,
    openings_using,
)
from hiring.norm_groups.gathering import Chosen, Preview, Sources, preview, sources
from hiring.norm_groups.making import make_norm_group, retire_norm_group
from hiring.norm_groups.placing import Place, WhyNoPlace, find_place
from hiring.norm_groups.records import (
    MIN_PEOPLE,
    NormFault,
    NormGroup,
    People,
    find_norm_group,
    get_norm_group,
    list_norm_groups,
)

__all__ = [
    "MIN_PEOPLE",
    "Chosen",
    "NormFault",
    "NormGroup",
    "People",
    "Place",
    "Preview",
    "Sources",
    "WhyNoPlace",
    "carry_norm_group",
    "choose_norm_group",
    "find_norm_group",
    "find_place",
    "get_norm_group",
    "list_norm_groups",
    "make_norm_group",
    "norm_groups_on_offer",
    "openings_using",
    "preview",
    "retire_norm_group",
    "sources",
]
