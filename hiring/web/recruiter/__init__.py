"""Pages for recruiters and owners."""
