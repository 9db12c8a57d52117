"""Many visitors at once: all arrive within a minute, each answers at a pace of its own."""

import threading
import time
from dataclasses import dataclass
from random import Random
from urllib.parse import urlsplit

from hiring.rehearsal.stage import Stage
from hiring.rehearsal.visitor import Memory, Visitor

STACK_BYTES = 512 * 1024  # two thousand visitors are two thousand threads


@dataclass(frozen=True, slots=True)
class Pace:
    """How people come and go: all start within some seconds, and think between two pages."""

    start_within_seconds: float
    least_seconds: float
    most_seconds: float


@dataclass(frozen=True, slots=True)
class Crowd:
    """What all of them remember, by link; how long it took, and the share of a core we used."""

    memories: dict[str, Memory]
    seconds: float
    own_core_share: float


def rehearse(stage: Stage, url: str, pace: Pace, *, seed: int = 1) -> Crowd:
    """Let everybody on the stage answer at ``url``; returns when the last one is through."""
    memories: dict[str, Memory] = {}
    cpu, begun = time.process_time(), time.perf_counter()
    before = threading.stack_size(STACK_BYTES)
    try:
        threads = [
            threading.Thread(target=_attend, args=(stage, url, pace, token, seed + n, memories))
            for n, token in enumerate(stage.tokens)
        ]
        for thread in threads:
            thread.start()
    finally:
        threading.stack_size(before)
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    return Crowd(memories, seconds, (time.process_time() - cpu) / seconds)


def _attend(
    stage: Stage, url: str, pace: Pace, token: str, seed: int, memories: dict[str, Memory]
) -> None:
    rng = Random(seed)  # noqa: S311 - pauses and choices, not secrets
    time.sleep(rng.uniform(0, pace.start_within_seconds))

    def rest(share: float) -> None:
        time.sleep(share * rng.uniform(pace.least_seconds, pace.most_seconds))

    memories[token] = Visitor(urlsplit(url), token, stage.pages, rng, rest).attend()
