"""The whole suite: ``python -m tools.suite``.

Wants some Debian packages: installs them when ``APT=1`` or after asking on a terminal;
a group of tests whose package is missing is left out with the reason printed, and with
``CI=true`` that is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import attrs

from tools.postgres import programs

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FONTS = Path("/usr/share/fonts")


@attrs.frozen(kw_only=True)
class Want:
    """A Debian package, how to see that it is there, and the tests that need it."""

    package: str
    present: Callable[[], bool]
    group: str


WANTS = (
    Want(
        package="chromium",
        present=lambda: any(map(shutil.which, BROWSERS)),
        group="browser",
    ),
    Want(
        package="fonts-noto-cjk",
        present=lambda: any(FONTS.rglob("Noto*CJK*")),
        group="browser",
    ),
    Want(
        package="postgresql",
        present=lambda: programs() is not None,
        group="PostgreSQL",
    ),
    Want(
        package="default-jre-headless",
        present=lambda: shutil.which("java") is not None,
        group="Spark",
    ),
)


def main() -> int:
    """Run every group that can run; 0 when all that ran passed and none was needed."""
    install_missing()
    missing = [want for want in WANTS if not want.present()]
    left_out = {want.group for want in missing}
    codes = []
    if "PostgreSQL" not in left_out and (ROOT / "tests" / "web").exists():
        codes.append(run_group("the web's tests on PostgreSQL", postgres_command()))
    leave = ["--ignore=tests/pages"] if "browser" in left_out else []
    if "Spark" in left_out:
        leave += ["-m", "not spark"]
    command = [sys.executable, "-m", "pytest", *leave]
    codes.append(run_group("all tests on SQLite", command))
    for want in missing:
        print(f"left out: {want.group} tests; Debian package {want.package} is missing")
    if missing and os.environ.get("CI") == "true":
        return 1
    return max(codes)


def install_missing() -> None:
    """Install missing packages when allowed to."""
    packages = [want.package for want in WANTS if not want.present()]
    if not packages:
        return
    print(f"The suite wants these Debian packages: {' '.join(packages)}", flush=True)
    if not shutil.which("apt-get") or not may_install():
        return
    admin = [] if os.geteuid() == 0 else ["sudo"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(
            [*admin, "apt-get", "-qq", *step],
            env=environment,
            stdin=subprocess.DEVNULL,
            check=False,
        )


def may_install() -> bool:
    """``APT=1`` says yes; on a terminal we ask."""
    if os.environ.get("APT") == "1":
        return True
    if not sys.stdin.isatty():
        print("Say APT=1 to have them installed.")
        return False
    return input("Install them now? [y/N] ").strip().lower() in {"y", "yes", "j", "是"}


def postgres_command() -> list[str]:
    """Run the tests that touch the database beside a throw-away server."""
    pytest = [sys.executable, "-m", "pytest", "tests/web"]
    return [sys.executable, "-m", "tools.postgres", *pytest]


def run_group(title: str, command: list[str]) -> int:
    """Run one pytest, announced and timed."""
    print(f"\n=== {title}", flush=True)
    started = monotonic()
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    print(f"=== {title}: {monotonic() - started:.0f} s", flush=True)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
