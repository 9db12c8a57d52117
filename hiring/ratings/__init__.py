"""Blind human ratings of open answers: who rates what, what they gave, and how far they agree.

``asking`` puts open answers before the raters, ``turns`` hands them out and files what is given,
``settling`` turns ratings into points, ``calibration`` holds practice and checks in between,
``agreement`` says how far raters agree. The public verbs are gathered here.
"""

from hiring.ratings.agreement import (
    Progress,
    QuestionFigures,
    progress_of,
    question_figures,
)
from hiring.ratings.asking import (
    Prompt,
    ask_for_ratings,
    find_prompts,
    get_prompt,
    prompts_of,
    wording_digest,
)
from hiring.ratings.calibration import (
    BenchmarkFault,
    Closeness,
    Practice,
    Standing,
    add_benchmark,
    checks_in_between,
    closeness,
    file_benchmark_rating,
    find_benchmark_rating,
    get_benchmark,
    list_benchmarks,
    next_benchmark,
    practice_of,
    retire_benchmark,
)
from hiring.ratings.records import Benchmark, BenchmarkRating, RatedAnswer, Rating
from hiring.ratings.settling import Settled, counting, settled_of, settled_points, settled_table
from hiring.ratings.turns import (
    LEASE,
    Filed,
    RatingFault,
    file_rating,
    get_turn,
    n_open,
    take_turn,
    waiting_for,
)

__all__ = [
    "LEASE",
    "Benchmark",
    "BenchmarkFault",
    "BenchmarkRating",
    "Closeness",
    "Filed",
    "Practice",
    "Progress",
    "Prompt",
    "QuestionFigures",
    "RatedAnswer",
    "Rating",
    "RatingFault",
    "Settled",
    "Standing",
    "add_benchmark",
    "ask_for_ratings",
    "checks_in_between",
    "closeness",
    "counting",
    "file_benchmark_rating",
    "file_rating",
    "find_benchmark_rating",
    "find_prompts",
    "get_benchmark",
    "get_prompt",
    "get_turn",
    "list_benchmarks",
    "n_open",
    "next_benchmark",
    "practice_of",
    "progress_of",
    "prompts_of",
    "question_figures",
    "retire_benchmark",
    "settled_of",
    "settled_points",
    "settled_table",
    "take_turn",
    "waiting_for",
    "wording_digest",
]
