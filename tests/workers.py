"""Workers in a process of their own that stand still amid their work, to be killed there.

Who looks for the middle from outside comes too late where the machine is busy.
"""

import os
import signal
import subprocess
from itertools import count

from sqlalchemy import event
from sqlalchemy.orm import Session


def stop_before_commit(number: int) -> None:
    """Have this process stand still when it is about to commit for that many-th time."""
    numbers = count(1)

    def stop(_session: Session) -> None:
        if next(numbers) == number:
            os.kill(os.getpid(), signal.SIGSTOP)

    event.listen(Session, "before_commit", stop)


def stands_still(worker: "subprocess.Popen[bytes]") -> bool:
    """Whether a worker has stopped there, or has ended before."""
    looking = os.WSTOPPED | os.WEXITED | os.WNOHANG | os.WNOWAIT
    return os.waitid(os.P_PID, worker.pid, looking) is not None
