"""Serve the app, and run background jobs."""

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from hiring.config import Settings
from hiring.errors import SettingsError

if TYPE_CHECKING:
    from flask import Flask

    from hiring.cli.door import Door

DEFAULT_PORT = 8000
RESTART_AFTER_SECONDS = 1.0
PARENT_CHECK_SECONDS = 1.0
WORKER_NICENESS = 19
# What is under way is answered before a web process ends. One that is stopped while it starts would
# be waited for for ever.
STOP_SECONDS = 10
MAX_CONNECTIONS = 4_000  # of a web process, those included that only wait for the next request
OPEN_FILES = 65_536


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=DEFAULT_PORT, show_default=True)
@click.option("--workers", type=int, default=None, help="Web processes (HIRING_WORKERS).")
@click.option(
    "--with-worker/--without-worker",
    default=None,
    help="Run background jobs beside the web processes. Default: only on the embedded database.",
)
def serve(host: str, port: int, workers: int | None, with_worker: bool | None) -> None:  # noqa: FBT001
    """Serve the app until stopped."""
    # Web processes inherit this: links then begin with the address that is really served.
    os.environ.setdefault("HIRING_PUBLIC_URL", f"http://{host}:{port}")
    settings = Settings.from_environment()
    settings.require_safe()
    click.echo(f"Serving {settings.public_url} Stop with Ctrl+C.")
    run_server(
        host=host,
        port=port,
        n_workers=workers or settings.workers,
        with_worker=settings.is_sqlite if with_worker is None else with_worker,
    )


@click.command()
@click.option("--threads", default=1, show_default=True)
@click.option("--while-alive", type=int, hidden=True, help="Stop when this parent process ends.")
def worker(threads: int, while_alive: int | None) -> None:
    """Run background jobs until stopped. A job under way is finished first."""
    _stand_back()
    if while_alive is not None:
        _end_with(while_alive, _stop_kindly)
    # Imported here: the command line should start quickly for every other command.
    from hiring.app import create_app  # noqa: PLC0415

    app = create_app()
    huey = app.extensions["hiring_queue"]
    app.extensions["hiring_sweep"].call_local()
    huey.create_consumer(workers=threads, check_worker_health=False, graceful_signal="TERM").run()


def require_free_port(host: str, port: int) -> None:
    """Refuse a port that is taken: two servers on one would share out a candidate's requests.

    Raises:
        SettingsError: Somebody listens there already, or the address is not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingsError(
                f"port {port} on {host} is taken ({error.strerror}). "
                "Stop the other server, or choose another port with --port."
            ) from error


def run_server(*, host: str, port: int, n_workers: int, with_worker: bool) -> None:
    """Start granian, pulse and worker beside it.

    A process works on one request at a time: the work is Python, and a second thread only adds
    waiting. ``Door`` says how requests reach it.
    """
    require_free_port(host, port)
    from granian import Granian  # noqa: PLC0415
    from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    # Where processes are forked, they share what is imported here and start again at once.
    import hiring.app  # noqa: F401, PLC0415
    from hiring.cli.pulse import start_pulse  # noqa: PLC0415

    _allow_connections()
    settings = Settings.from_environment()
    server = Granian(
        "hiring.cli.serve:web_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=n_workers,
        backpressure=MAX_CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_access=False,
        log_level=LogLevels.error,
    )
    no_fork = _fork_lock()
    start_pulse(settings, host, port, no_fork=no_fork)
    if with_worker:
        threading.Thread(target=_keep_worker, args=(no_fork,), daemon=True).start()
    with _counted_together(settings):
        server.serve()


def web_app() -> "Door":
    """The app of one web process; it ends with the server and does not keep its port taken."""
    from hiring.app import create_app, settings_of  # noqa: PLC0415
    from hiring.cli.door import Door  # noqa: PLC0415
    from hiring.rush import note_arrivals  # noqa: PLC0415

    if (server := parent_process()) is not None and server.pid is not None:
        _end_with(server.pid, _stop_at_once)
    app = create_app()
    note_arrivals(app, settings_of(app).data_dir)
    door = Door(app, at_end=_tally(app))
    _set_aside_what_stays()
    return door


def _tally(app: "Flask") -> Callable[[], None]:
    """Have requests counted in the log, but not in a demo; what writes the last count."""
    from hiring.app import settings_of  # noqa: PLC0415
    from hiring.web import tallying  # noqa: PLC0415

    return (lambda: None) if settings_of(app).demo else tallying.register(app).close


@contextmanager
def _counted_together(settings: Settings) -> Iterator[None]:
    """A folder in which the web processes count requests together, if anybody may ask for them.

    One that was killed leaves its counts there; they go with the server.
    """
    from hiring.web.health import SHARED_FOLDER  # noqa: PLC0415

    if not settings.metrics_token.get_secret_value():
        yield
        return
    with TemporaryDirectory(prefix="hiring-figures-") as folder:
        os.environ[SHARED_FOLDER] = folder
        yield


def _allow_connections() -> None:
    """Take as many open files as the system lets us have; the usual number is a small one."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on every system

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def _set_aside_what_stays() -> None:
    """Spare the collector the quarter of a million objects that live as long as the process.

    Looking through them stops a process for 0.16 seconds, in the middle of somebody's request.
    """
    gc.collect()
    gc.freeze()


def _stand_back() -> None:
    """Let web processes have the processors first: people wait for them, nobody for a job."""
    if hasattr(os, "nice"):
        os.nice(WORKER_NICENESS)


def _keep_worker(no_fork: threading.Lock) -> None:
    """Start the worker again whenever it ends; the job rows remember what was left."""
    command = [sys.executable, "-m", "hiring", "worker", "--while-alive", str(os.getpid())]
    while True:
        with no_fork:
            process = subprocess.Popen(command)  # noqa: S603 - our own command
        process.wait()
        time.sleep(RESTART_AFTER_SECONDS)


def _fork_lock() -> threading.Lock:
    """A lock that every fork of this process waits for.

    A web process forked while the worker is being started would inherit the pipe by which Python
    learns that the start went well, and keep it open: the thread would wait for ever. One forked
    while the pulse is taken would inherit a connection, and locks that nobody opens for it.
    """
    lock = threading.Lock()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(
            before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release
        )
    return lock


def _end_with(parent: int, end: Callable[[], None]) -> None:
    """End this process when its parent is gone, however that ended.

    The parent is named, not asked for: it may be gone before this process can ask.
    """
    threading.Thread(target=_watch, args=(parent, end), daemon=True).start()


def _watch(parent: int, end: Callable[[], None]) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK_SECONDS)
    end()


def _stop_kindly() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def _stop_at_once() -> None:
    os._exit(0)
