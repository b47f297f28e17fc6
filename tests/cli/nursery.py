"""A process that has loaded everything, and forks itself for each command.

Most of the time of a command goes into loading numpy, pyarrow and their like.  Each
command still has a process, an environment, a folder and streams of its own; what is
told about how fast ``dafeng`` starts, or what it loads, runs afresh.

``python -m tests.cli.nursery SOCKET``
"""

from __future__ import annotations

import json
import os
import pkgutil
import socket
import sys
from importlib import import_module, util
from pathlib import Path

LOADED = (
    "cattrs",
    "deltalake",
    "django.core.management",
    "duckdb",
    "highspy",
    "ibis",
    "lxml.etree",
    "numpy",
    "openpyxl",
    "pyarrow.compute",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "rich.progress",
    "scipy.optimize",
    "scipy.stats",
    "typer",
    "xarray",
    "xlsxwriter",
    "yaml",
)
APART = ("dafeng.web", "dafeng.__main__")
MOST = 1 << 20
BROKEN = 70


def main(address: str) -> None:
    """Serve one command after another until nobody asks any more."""
    load()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        Path(f"{address}.open").touch()
        while True:
            with door.accept()[0] as asked:
                serve(asked)


def load() -> None:
    """Load libraries, and every module of dafeng that needs no house."""
    import dafeng

    for name in filter(has, LOADED):
        import_module(name)
    rooms = pkgutil.iter_modules(dafeng.__path__, "dafeng.")
    for room in (room.name for room in rooms if room.name not in APART):
        path = import_module(room).__path__
        for module in pkgutil.walk_packages(path, f"{room}.", onerror=str):
            import_module(module.name)


def has(name: str) -> bool:
    """Whether a library is installed."""
    return util.find_spec(name.partition(".")[0]) is not None


def serve(asked: socket.socket) -> None:
    """Run one command in a child, and answer with how it ended."""
    message, streams, _flags, _from = socket.recv_fds(asked, MOST, 3)
    child = os.fork()
    if not child:
        run(json.loads(message), streams)
    for stream in streams:
        os.close(stream)
    _child, status = os.waitpid(child, 0)
    asked.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def run(wanted: dict[str, object], streams: list[int]) -> None:
    """Become the command; does not return."""
    code: object = BROKEN
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        os.chdir(str(wanted["folder"]))
        os.environ.clear()
        os.environ.update(wanted["environment"])  # type: ignore[call-overload]
        sys.argv = ["dafeng", *wanted["arguments"]]  # type: ignore[misc]
        from dafeng.cli import main as dafeng

        code = dafeng()
    except SystemExit as ended:
        code = ended.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else BROKEN)


if __name__ == "__main__":
    main(sys.argv[1])
