"""What candidates learn from their own answers: in plain words, with its uncertainty, no key."""
