"""A hiring screen for empathy with customers that employers run themselves."""

__version__ = "0.1.0"
