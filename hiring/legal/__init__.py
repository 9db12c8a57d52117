"""Which rules a scoring key may fall under: a card computed from facts, never a verdict."""

from hiring.legal.card import LegalCard, LegalLine, Reading, legal_card

__all__ = ["LegalCard", "LegalLine", "Reading", "legal_card"]
