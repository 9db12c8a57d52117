"""How far people agree who rate the same things, and what follows for a key or a rating."""
