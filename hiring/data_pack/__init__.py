"""Everything stored about one person, to read and for machines.

``gathering`` follows the database's own foreign keys, so that a new table cannot be forgotten;
``telling`` says what stands in the place of what is not about the person; ``files`` packs it.
"""

from hiring.data_pack.files import packed
from hiring.data_pack.gathering import DataPack, Seen, gather_pack, hanging_tables
from hiring.data_pack.telling import HIDDEN, POINTED_TO

__all__ = [
    "HIDDEN",
    "POINTED_TO",
    "DataPack",
    "Seen",
    "gather_pack",
    "hanging_tables",
    "packed",
]
