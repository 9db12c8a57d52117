"""A rehearsal before the day: many simulated candidates at once, against a server that runs.

They answer over real connections, at the pace of people, and remember what they were told is saved.
Afterwards every answer is held against the database. Everybody in it is simulated and says so.
"""

from hiring.rehearsal.comparing import Comparison, compare
from hiring.rehearsal.crowd import Crowd, Pace, rehearse
from hiring.rehearsal.figures import Figures, Times, figures_of
from hiring.rehearsal.stage import Stage, clear_stage, count_at_work, set_stage

__all__ = [
    "Comparison",
    "Crowd",
    "Figures",
    "Pace",
    "Stage",
    "Times",
    "clear_stage",
    "compare",
    "count_at_work",
    "figures_of",
    "rehearse",
    "set_stage",
]
