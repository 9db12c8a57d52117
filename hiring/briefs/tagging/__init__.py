"""Tagged PDF from ReportLab: what everything on a paper is, in the order in which it is read.

ReportLab writes no tags. ``Tags`` puts marks around what is drawn and grows a tree of elements
meanwhile (``tree``); when the paper is done, the tree goes into the file (``files``) together with
the description of the file (``description``) and, on long papers, bookmarks (``bookmarks``).

The structure is that of PDF/UA-1. What the tests check, and what nobody has checked yet, stands in
``docs/paper.md``; no claim goes beyond that.
"""

from hiring.briefs.tagging.roles import Role
from hiring.briefs.tagging.tags import Tags

__all__ = ["Role", "Tags"]
