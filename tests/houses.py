"""Houses that the tests share: each kind is made once, and whoever wants one copies it.

The processes of one run of the suite share them through the folder that
``DAFENG_TEST_HOUSES`` names; without it a process keeps its own.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
SHARED = "DAFENG_TEST_HOUSES"
SECONDS = 600
DAY = 24 * 60 * 60
MAKE_TABLES = """
import sys
from pathlib import Path
from dafeng.web.house import stand_up
stand_up(Path(sys.argv[1]))
from dafeng.web.tables import make_tables
make_tables()
"""


class FirstRun(NamedTuple):
    """What ``dafeng run`` said and did when it made the sample house."""

    shown: str
    told: str
    address: str
    page: str
    code: int


def sample_copy(home: Path) -> Path:
    """Copy the sample house, as ``dafeng run`` made it, to ``home``."""
    shutil.copytree(_sample() / "house", home)
    return home


def first_run() -> FirstRun:
    """What was said when the sample house was made."""
    words = (_sample() / name for name in ("house.out", "house.err", "address", "page"))
    shown, told, address, page = (path.read_text(encoding="utf-8") for path in words)
    return FirstRun(shown, told, address, page, int((_sample() / "code").read_text()))


def accounts_of(home: Path) -> dict[str, str]:
    """The passwords that a sample house keeps for its owner, by name."""
    lines = (home / "accounts.txt").read_text(encoding="utf-8").splitlines()
    return {name: word for name, word, _role in (line.split("\t") for line in lines)}


def with_tables(home: Path) -> Path:
    """Give a house that is yet to be made its empty tables, which take seconds."""
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(tables(), home)
    return home


def own_environment() -> dict[str, str]:
    """The environment of a person who never heard of the suite."""
    return {
        k: v for k, v in os.environ.items() if not k.startswith(("DAFENG", "DJANGO"))
    }


@contextmanager
def running(*arguments: str, home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start a command that serves; give it with the address once it answers."""
    port = free_port()
    command = [sys.executable, "-m", "dafeng", *arguments]
    out, err = home.with_suffix(".out"), home.with_suffix(".err")
    with out.open("w") as stdout, err.open("w") as stderr:
        process = subprocess.Popen(
            [*command, "--home", str(home), "--port", str(port)],
            env=own_environment(),
            stdout=stdout,
            stderr=stderr,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )
        try:
            address = f"http://127.0.0.1:{port}/"
            _wait_for(address, process, err)
            yield process, address
        finally:
            with suppress(ProcessLookupError):  # its workers are in its group
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own
        text: bytes = answer.read()
    return text.decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[str], err: Path) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=10):  # noqa: S310 - our own
                return
        except OSError:
            time.sleep(0.1)
    message = f"no answer at {address}: {err.read_text(encoding='utf-8')}"
    raise AssertionError(message)


@cache
def _sample() -> Path:
    """The folder of the sample house and of what was said when it was made."""
    with _made_once("sample", _shelf()) as folder:
        if not (folder / "code").exists():
            home = with_tables(folder / "house")
            with running("run", home=home) as (process, address):
                (folder / "address").write_text(address, encoding="utf-8")
                (folder / "page").write_text(page(address), encoding="utf-8")
                process.send_signal(signal.SIGINT)
                code = process.wait(SECONDS)
            (folder / "code").write_text(str(code), encoding="utf-8")
        return folder


def tables() -> Path:
    """The SQLite file of a house with tables and nothing else; not to be written to."""
    return _tables() / "house" / "dafeng.sqlite3"


@cache
def _tables() -> Path:
    """The folder of a database with tables; later runs find it, while no table changes.

    Making the tables takes longer than most files of tests.
    """
    place = Path(tempfile.gettempdir())
    shelf = place / f"dafeng-tables-{_seal_of_tables()}"
    for old in place.glob(f"dafeng-tables-{os.getuid()}-*"):
        if old.stat().st_mtime < time.time() - DAY:
            shutil.rmtree(old, ignore_errors=True)
    with _made_once("tables", shelf) as folder:
        if not (folder / "done").exists():
            shutil.rmtree(folder / "house", ignore_errors=True)
            home = str(folder / "house")
            command = [sys.executable, "-c", MAKE_TABLES, home]
            subprocess.run(command, cwd=ROOT, env=own_environment(), check=True)
            (folder / "done").touch()
        return folder


def _seal_of_tables() -> str:
    """A digest of all that says what tables a new house has, and what is in them."""
    web = ROOT / "src" / "dafeng" / "web"
    named = (
        "tables.py",
        "*/models.py",
        "*/models/*.py",
        "*/migrations/*.py",
        "*/data/*",
        "*/append_only.py",
        "*/rights.py",
    )
    files = sorted(path for pattern in named for path in web.glob(pattern))
    seal = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for path in files:
        seal.update(f"{path.relative_to(web)}\0".encode() + path.read_bytes())
    return f"{os.getuid()}-{seal.hexdigest()[:16]}"


@contextmanager
def _made_once(name: str, shelf: Path) -> Iterator[Path]:
    """Hold the folder of one kind of house; one process makes it, the others wait."""
    folder = shelf / name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


@cache
def _shelf() -> Path:
    shared = os.environ.get(SHARED)
    return Path(shared) if shared else Path(tempfile.mkdtemp(prefix="dafeng-houses-"))


def clear_away() -> None:
    """Remove the houses of this process; shared ones are their maker's to remove."""
    if _shelf.cache_info().currsize and SHARED not in os.environ:
        shutil.rmtree(_shelf(), ignore_errors=True)
