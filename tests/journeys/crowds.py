"""Many candidates at once, each in a thread, and what went wrong for any of them."""

import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.journeys.candidates import House
from tests.journeys.protocol import Candidate, rng
from tests.journeys.unreliable import Network


@dataclass(slots=True)
class Crowd:
    """All candidates without a browser, each in a thread; ``faults`` says who did not get on."""

    network: Network
    house: House
    patience_seconds: float
    is_over: threading.Event = field(default_factory=threading.Event)
    faults: list[str] = field(default_factory=list)
    members: dict[str, Candidate] = field(default_factory=dict)
    threads: list[threading.Thread] = field(default_factory=list)
    n_kills: int = 0

    @property
    def n_answers(self) -> int:
        """How many answers were called saved by now."""
        return sum(member.n_answers for member in self.members.values())

    def join(self, token: str) -> Candidate:
        """One more candidate, before their first request."""
        facts = (self.network, self.house, token, rng(len(self.members)), self.is_over.is_set)
        self.members[token] = Candidate(*facts, self.patience_seconds)
        return self.members[token]

    def wait_for_answers(self, n_answers: int, *, seconds: float) -> None:
        """Until that many more answers were called saved, but not for long: some may be done."""
        enough, end = self.n_answers + n_answers, time.monotonic() + seconds
        while self.n_answers < enough and time.monotonic() < end and not self.faults:
            time.sleep(0.05)

    def let(self, who: str, act: Callable[[], object]) -> None:
        """Have something done in a thread of its own from now on."""
        self.threads.append(threading.Thread(target=self._watched, args=(who, act)))
        self.threads[-1].start()

    def wait(self, seconds: float) -> None:
        """Until everybody is done; each may take that long."""
        for thread in self.threads:
            thread.join(seconds)
        assert not any(thread.is_alive() for thread in self.threads)

    def tell(self, fault: str) -> None:
        """Note what went wrong, and say so at once: nobody shall wait long for nothing."""
        self.faults.append(fault)
        say(fault)

    def _watched(self, who: str, act: Callable[[], object]) -> None:
        try:
            act()
        except Exception as fault:  # noqa: BLE001 - the test tells it
            self.tell(f"{who}: {fault!r}")


def memory() -> str:
    """The most that this process has used so far."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"


def say(line: str) -> None:
    """A line for whoever watches a long run."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
