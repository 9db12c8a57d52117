"""How consistent scores are, how far they stray, and what may be said about two of them."""
