"""Everything stored about one person, to read and for machines."""
