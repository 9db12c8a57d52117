"""Paper and files for candidates: their feedback, large print, plain text."""
