"""How items behave: difficulty, options, and whether they are fair to groups."""
