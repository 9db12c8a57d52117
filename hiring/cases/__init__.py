"""What candidates ask for, and the people who have to answer: with a clock, never by machine."""

from hiring.cases.records import Case, CaseKind, CaseStatus

__all__ = ["Case", "CaseKind", "CaseStatus"]
