"""What a rehearsal found, in lines for people."""

from collections.abc import Iterator

from hiring.rehearsal import Comparison, Figures, Pace, Times
from hiring.rehearsal.figures import BUSY_SHARE, SAVE_AIM_MS, START_AIM_MS

N_NAMED = 20


def report_lines(figures: Figures, comparison: Comparison, pace: Pace) -> Iterator[str]:
    """The whole report, line by line."""
    yield (
        f"{figures.n_candidates} simulated candidates, all starting within "
        f"{pace.start_within_seconds:g} s, thinking {pace.least_seconds:g} to "
        f"{pace.most_seconds:g} s; {figures.seconds:.0f} s in all"
    )
    yield _times("saves", figures.saves, SAVE_AIM_MS)
    yield _times("drafts", figures.drafts, SAVE_AIM_MS)
    yield _times("starts", figures.starts, START_AIM_MS)
    yield f"receipts       {figures.n_receipts} of {figures.n_candidates}"
    yield (
        f"a second       {figures.saves_per_second:.1f} saves, "
        f"{figures.drafts_per_second:.1f} drafts"
    )
    yield f"tried again    {_faults(figures)}"
    yield (
        f"called saved   {comparison.n_believed}: {comparison.n_same} stored as believed, "
        f"{len(comparison.lost)} lost, {len(comparison.different)} different, "
        f"{comparison.n_doubled} doubled"
    )
    for name in (*comparison.lost, *comparison.different)[:N_NAMED]:
        yield f"  look at      {name}"
    yield from _doubts(figures)
    yield _verdict(figures, comparison)


def _times(name: str, times: Times, aim_ms: float) -> str:
    if times.median_ms is None or times.p95_ms is None or times.longest_ms is None:
        return f"{name:<14} none"
    return (
        f"{name:<14} {times.n}: median {times.median_ms:.0f} ms, 95 of 100 within "
        f"{times.p95_ms:.0f} ms (aim {aim_ms:.0f}), longest {times.longest_ms:.0f} ms"
    )


def _faults(figures: Figures) -> str:
    told = ", ".join(f"{what} {n} times" for what, n in figures.faults.items())
    return told or "never"


def _doubts(figures: Figures) -> Iterator[str]:
    if figures.own_core_share > BUSY_SHARE:
        yield (
            f"The rehearsal itself used {figures.own_core_share:.0%} of a core: the times are "
            "longer than people would wait. Run it from another machine."
        )


def _verdict(figures: Figures, comparison: Comparison) -> str:
    if not comparison.is_whole:
        return "Not good: an answer that was called saved is not stored as it was given."
    if not figures.is_quick_enough:
        return "Nothing was lost, but people waited longer than the aims allow."
    return "Good: nothing was lost, and nobody waited long."
