"""A throw-away PostgreSQL for tests: ``python -m tools.postgres COMMAND ...``.

It lives in a temporary folder, listens on a socket in it and on nothing else, and is
gone when the command ends. The command finds it in ``DAFENG_DATABASE_URL``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

USER = "dafeng"
DEBIAN = Path("/usr/lib/postgresql")
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "64MB",
    "max_connections": "40",
}


def main(command: Sequence[str]) -> int:
    """Run ``command`` beside a server; its exit code."""
    if not command:
        print("Use: python -m tools.postgres COMMAND ...", file=sys.stderr)
        return 3
    with server() as url:
        environment = {**os.environ, "DAFENG_DATABASE_URL": url}
        return subprocess.run(list(command), env=environment, check=False).returncode


def programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``, newest version first; None without."""
    versions = sorted(
        DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3])
    )
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def server() -> Iterator[str]:
    """Start a server, give its address, stop it and remove its folder."""
    bin_folder = programs()
    if bin_folder is None:
        msg = "PostgreSQL is not installed; on Debian: apt-get install postgresql"
        raise SystemExit(msg)
    folder = Path(tempfile.mkdtemp(prefix="dafeng-pg-"))
    data, log = folder / "data", folder / "log"
    try:
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(folder, "postgres", "postgres")
        control = [str(bin_folder / "pg_ctl"), "-D", str(data), "-w", "-s"]
        initialise = [str(bin_folder / "initdb"), "-D", str(data), "-U", USER]
        quietly([*initialise, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        options += f" -c unix_socket_directories='{folder}'"
        quietly([*control, "-l", str(log), "-o", options, "start"])
        try:
            yield f"postgresql://{USER}@/postgres?{urlencode({'host': folder})}"
        finally:
            quietly([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def quietly(command: list[str]) -> None:
    """Run as user postgres when we are root; show what it said only if it fails."""
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    done = subprocess.run(
        command,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        msg = f"{' '.join(command)} failed:\n{done.stderr.decode('utf-8', 'replace')}"
        raise SystemExit(msg)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
