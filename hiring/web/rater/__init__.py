"""Pages for raters: open answers of people unknown, one question at a time."""
