"""The server: granian, with as many workers as the machine has cores."""

from __future__ import annotations

import multiprocessing
import os
import socket
from importlib import import_module
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from dafeng.base.errors import BadInputError
from dafeng.web.databases import KEPT_SECONDS
from dafeng.web.logging import server_logging

TARGET = "dafeng.web.wsgi:application"
WORKERS_AT_MOST = 4
THREADS = 4
SECONDS_TO_FINISH = 10


def serve(home: Path, host: str, port: int) -> None:
    """Serve the site until the process is told to stop, and finish what is under way.

    Styles and scripts are laid out anew when the program brings other ones than those
    of the house, as it does after an upgrade.

    Raises
    ------
    BadInputError
        There is no house in ``home``, or another program listens on the port.
    """
    if not (home / "secret-key").exists():
        msg = f"There is no house in {home}. Make one: dafeng run --home {home}"
        raise BadInputError(msg, code="house.none", home=str(home))
    _refuse_taken_port(host, port)
    _lay_out(home)
    # Workers begin anew and read the settings of the finished house.
    os.environ["DAFENG_HOME"] = str(home.resolve())  # noqa: TID251 - for the workers
    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=min(WORKERS_AT_MOST, os.cpu_count() or 1),
        blocking_threads=THREADS,
        # A thread holds a connection to the database: both live equally long.
        blocking_threads_idle_timeout=KEPT_SECONDS,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
        log_level=LogLevels.warning,
        log_dictconfig=server_logging(os.environ.get("DAFENG_LOG", "")),  # noqa: TID251
    ).serve()


def _lay_out(home: Path) -> None:
    # Imported here: only this process needs Django before its workers have it.
    import_module("dafeng.web.house").stand_up(home)
    import_module("dafeng.web.static_files").lay_out()


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            msg = (
                f"Cannot listen on {host}:{port} ({error.strerror}). Another program "
                "may be using it; choose another with --port."
            )
            raise BadInputError(msg, code="serve.port", host=host, port=port) from None
