"""How many people the house asks for before it shows a figure about them."""

from flask import current_app

from hiring.config import Settings
from hiring.psychometrics.impact.floors import GroupFloors
from hiring.psychometrics.norms.floors import NormFloors


def group_floors() -> GroupFloors:
    """Of groups of people: their figures, and comparing them."""
    settings: Settings = current_app.extensions["hiring_settings"]
    return settings.group_floors


def norm_floors() -> NormFloors:
    """Of norm groups: the quarter, the percentile in fives, the whole one."""
    settings: Settings = current_app.extensions["hiring_settings"]
    return settings.norm_floors
