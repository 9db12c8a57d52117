"""Simulated people with known true scores, and whether our numbers tell the truth about them.

``assumptions`` says what is taken for granted, ``views`` turns a form into what people see,
``people`` and ``answering`` draw them and their answers, ``expected`` knows their true scores,
``calibration`` fits the spread of judgement to the form, ``rungs``, ``biases``, ``impact_figures``
and ``norm_widths`` each put one question, ``study`` puts them all. Everything is an array with one
row for each person, and scores come from the road that real answers take.

Simulated people are no evidence about real ones. They show whether a method would be right if
people were as assumed.
"""

from hiring.simulation.assumptions import Assumptions, Style
from hiring.simulation.study import Findings, Study, run

__all__ = ["Assumptions", "Findings", "Study", "Style", "run"]
