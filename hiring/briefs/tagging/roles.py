"""What a thing on paper is to a reader."""

from enum import StrEnum


class Role(StrEnum):
    """The standard structure types of PDF that our papers use; two kinds of head of a table."""

    DOCUMENT = "Document"
    SECTION = "Sect"
    HEADING_1 = "H1"
    HEADING_2 = "H2"
    HEADING_3 = "H3"
    PARAGRAPH = "P"
    LIST = "L"
    ITEM = "LI"
    LABEL = "Lbl"
    ITEM_BODY = "LBody"
    TABLE = "Table"
    CAPTION = "Caption"
    ROW = "TR"
    COLUMN_HEAD = "TH-Column"
    ROW_HEAD = "TH-Row"
    CELL = "TD"
    FIGURE = "Figure"
    FIELD = "Form"  # a box to mark with a pen
    ARTIFACT = "Artifact"  # only ink: not part of the tree

    @property
    def structure(self) -> str:
        """The structure type without the scope."""
        return self.value.partition("-")[0]

    @property
    def scope(self) -> str:
        """What a head is the head of; empty for everything else."""
        return self.value.partition("-")[2]
