"""Pages for candidates."""
