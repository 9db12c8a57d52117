"""Serve the app, and run background jobs."""

import os
import socket
import subprocess
import sys
import threading
import time
from multiprocessing import parent_process
from typing import TYPE_CHECKING

import click

from hiring.config import Settings
from hiring.errors import SettingsError

if TYPE_CHECKING:
    from flask import Flask

DEFAULT_PORT = 8000
RESTART_AFTER_SECONDS = 1.0
PARENT_CHECK_SECONDS = 1.0
WORKER_NICENESS = 19
STOP_SECONDS = 3  # a web process that is stopped while it starts would else be waited for for ever


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
    """Run background jobs until stopped."""
    _stand_back()
    if while_alive is not None:
        _end_with(while_alive)
    # Imported here: the command line should start quickly for every other command.
    from hiring.app import create_app  # noqa: PLC0415

    app = create_app()
    huey = app.extensions["hiring_queue"]
    app.extensions["hiring_sweep"].call_local()
    huey.create_consumer(workers=threads, check_worker_health=False).run()


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
    """Start granian with one blocking thread per process, pulse and worker beside it.

    One thread per process measured best: the work is Python, and a second thread only adds waiting.
    """
    require_free_port(host, port)
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    # Where processes are forked, they share what is imported here and start again at once.
    import hiring.app  # noqa: F401, PLC0415
    from hiring.cli.pulse import start_pulse  # noqa: PLC0415

    server = Granian(
        "hiring.cli.serve:web_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=n_workers,
        blocking_threads=1,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_access=False,
        log_level=LogLevels.error,
    )
    no_fork = _fork_lock()
    start_pulse(Settings.from_environment(), host, port, no_fork=no_fork)
    if with_worker:
        threading.Thread(target=_keep_worker, args=(no_fork,), daemon=True).start()
    server.serve()


def web_app() -> "Flask":
    """The app of one web process; it ends with the server and does not keep its port taken."""
    from hiring.app import create_app  # noqa: PLC0415

    if (server := parent_process()) is not None and server.pid is not None:
        _end_with(server.pid)
    return create_app()


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


def _end_with(parent: int) -> None:
    """End this process when its parent is gone, however that ended.

    The parent is named, not asked for: it may be gone before this process can ask.
    """
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK_SECONDS)
    os._exit(0)
