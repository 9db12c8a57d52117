"""Pages for monitors: counts of groups, never a person."""
