"""Where a score stands in a group, and how much of that may be shown."""
