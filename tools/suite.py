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
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import attrs

from tools.postgres import programs

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""Any of these drives the pages; the first has no windows and takes a tenth less."""
FONTS = Path("/usr/share/fonts")
MOSQUITTO = Path("/usr/sbin/mosquitto")
"""Where Debian puts the broker; not every user's PATH has it."""
SHARED = "DAFENG_TEST_HOUSES"
"""Where the groups find the houses that they share; see tests/houses.py."""
ON_SQLITE = ("tests/web/api/test_schema.py", "tests/web/test_rights_walk.py")
"""The web's tests that ask nothing of the database that the others do not ask too.

The walks ask thousands of times who may do what, and whether an answer has the form
that was promised, which no database decides.
"""
ON_POSTGRESQL = tuple(
    path.relative_to(ROOT).as_posix()
    for name in ("test_samples.py", "test_*pages.py")
    for path in sorted((ROOT / "tests" / "web").rglob(name))
)
"""The web's tests of what the suite does on SQLite in its houses.

There ``dafeng run`` fills every sample, and a browser opens every page and sends forms.
Rules and services are asked on both.
"""
PLAN_AND_LAKE = ("tests/golden", "tests/lake", "tests/plan", "tests/sample")
PARTS = (
    *("tests/accounts", "tests/cli", "tests/house", "tests/pages", "tests/web"),
    *PLAN_AND_LAKE,
)
"""Folders with a group of their own."""


@attrs.frozen(kw_only=True)
class Want:
    """A Debian package, how to see that it is there, and the tests that need it."""

    package: str
    present: Callable[[], bool]
    group: str


WANTS = (
    Want(
        package="chromium-headless-shell",
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
        package="mosquitto",
        present=lambda: shutil.which("mosquitto") is not None or MOSQUITTO.is_file(),
        group="MQTT",
    ),
    Want(
        package="default-jre-headless",
        present=lambda: shutil.which("java") is not None,
        group="Spark",
    ),
    Want(
        package="fonts-noto-cjk",
        present=lambda: any(FONTS.rglob("Noto*CJK*")),
        group="documents",
    ),
    Want(
        package="fonts-arphic-ukai",
        present=lambda: any(FONTS.rglob("ukai*")),
        group="documents",
    ),
    Want(
        package="libreoffice-writer-nogui",
        present=lambda: shutil.which("soffice") is not None,
        group="documents",
    ),
)
MARKS = {"Spark": "spark", "documents": "documents", "MQTT": "mqtt"}
"""Groups that are no folder: their tests carry a marker."""


def main() -> int:
    """Run every group that can run; 0 when all that ran passed and none was needed."""
    install_missing()
    missing = [want for want in WANTS if not want.present()]
    left_out = {want.group for want in missing}
    with tempfile.TemporaryDirectory(prefix="dafeng-houses-") as houses:
        os.environ[SHARED] = houses  # a house that one group made, the others copy
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes load us
        with ThreadPoolExecutor(max_workers=2) as pool:  # two cores are what CI has
            groups = groups_without(left_out)
            codes = list(pool.map(run_group, groups, groups.values()))
    for want in missing:
        print(f"left out: {want.group} tests; Debian package {want.package} is missing")
    if missing and os.environ.get("CI") == "true":
        return 1
    return max(codes)


def groups_without(left_out: set[str]) -> dict[str, list[str]]:
    """Title and command of each group, the longest first, so that none ends alone.

    Every test belongs to one group: the last one takes what no other names.
    """
    pytest = [sys.executable, "-m", "pytest"]
    marks = [f"not {mark}" for group, mark in MARKS.items() if group in left_out]
    those = ["-m", " and ".join(marks)] if marks else []
    elsewhere = without(PARTS)
    on_sqlite = ["tests/web", *without(ON_POSTGRESQL)]
    on_postgresql = ["tests/web", *without(ON_SQLITE)]
    beside = [sys.executable, "-m", "tools.postgres", *pytest]
    groups = {
        "the pages in a browser": [*pytest, "tests/pages", *those],
        "the web's tests on PostgreSQL": [*beside, *on_postgresql, *those],
        "the web's tests on SQLite": [*pytest, *on_sqlite, *those],
        "houses and commands": [*pytest, "tests/house", "tests/cli", *those],
        "the plan, the lake and the sample": [*pytest, *PLAN_AND_LAKE, *those],
        "all other tests": [*pytest, *elsewhere, *those],
        "the account": [*pytest, "tests/accounts", *those],
    }
    if "browser" in left_out:
        del groups["the pages in a browser"]
    if "PostgreSQL" in left_out:
        del groups["the web's tests on PostgreSQL"]
    return groups


def install_missing() -> None:
    """Install missing packages when allowed to."""
    # A package may serve two groups: it is named once.
    packages = list(dict.fromkeys(want.package for want in WANTS if not want.present()))
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


def without(paths: Sequence[str]) -> list[str]:
    """Tell pytest to leave out some files and folders."""
    return [f"--ignore={path}" for path in paths]


def run_group(title: str, command: list[str]) -> int:
    """Run one pytest, announced and timed; its output is shown when it is done."""
    print(f"=== {title} …", flush=True)
    started = monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    told = done.stdout.decode("utf-8", "replace")
    seconds = monotonic() - started
    print(f"\n=== {title}\n{told}=== {title}: {seconds:.0f} s", flush=True)
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main())
