"""Question banks from QTI packages: a draft in our own format, and a report of what is left over.

The way of a package: ``packages`` opens it without trusting it, ``elements`` makes trees of its
files, ``manifests`` finds the items, ``items`` reads each into a scenario, ``drafts`` makes a bank
of them, ``importing`` writes it, ``findings`` and ``report`` tell what could not be honoured.
"""
