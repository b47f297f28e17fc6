"""Make a checkout ready: environment, packages, assets, translations.

Runs with nothing but the system's Python: ``python3 tools/setup.py run`` (what the site
needs) or ``python3 tools/setup.py dev`` (what work on it needs). Each step leaves the
digest of what it was made from, so a second run has nothing to do.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STATE = VENV / "dafeng-setup.json"
OLDEST, NEWEST = (3, 11), (3, 13)
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
ASSETS = (
    *("build.py", "npm.py", "icons.txt"),
    *("package.json", "package-lock.json", ".npmrc"),
)
FONTS = ("fonts.py", "npm.py", "fonts/package-lock.json")
VENDOR = ROOT / "src" / "dafeng" / "web" / "static" / "vendor"


def main(arguments: list[str]) -> int:
    """Set up for ``run`` or ``dev``; 0, or the exit code of the step that failed."""
    purpose = arguments[0] if arguments else ""
    if purpose not in LOCKS or len(arguments) > 1:
        say("Use: python3 tools/setup.py run|dev")
        return 3
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        say(
            f"dafeng needs Python 3.11 to 3.13; {sys.executable} is "
            f"{sys.version.split()[0]}. Name another: make PYTHON=python3.11 …"
        )
        return 2
    try:
        make_environment()
        install(purpose)
        build_assets()
        if purpose == "run":
            fetch_fonts()
        compile_translations()
    except subprocess.CalledProcessError as failed:
        say(f"This step failed: {' '.join(map(str, failed.cmd))}")
        return 2
    return 0


def say(message: str) -> None:
    """Speak on stderr; stdout belongs to the command that follows."""
    print(message, file=sys.stderr, flush=True)


def run(*command: object) -> None:
    """Run one step with its output on stderr."""
    subprocess.run([str(part) for part in command], stdout=sys.stderr, check=True)


def make_environment() -> None:
    """Create ``.venv`` unless a working one is there."""
    if PYTHON.exists() and works(PYTHON, "pip"):
        return
    say("Creating .venv …")
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if not works(sys.executable, "ensurepip") and os.environ.get("APT") == "1":
        admin = [] if os.geteuid() == 0 else ["sudo"]
        run(*admin, "apt-get", "-qq", "update")
        run(*admin, "apt-get", "-qq", "install", "-y", package)
    if not works(sys.executable, "ensurepip"):
        say(
            "This Python cannot create environments (ensurepip is missing). On Debian: "
            f"apt-get install {package}"
        )
        raise SystemExit(2)
    run(sys.executable, "-m", "venv", "--clear", VENV)


def works(python: object, module: str) -> bool:
    """Whether ``python`` starts and finds ``module``."""
    code = (
        "import importlib.util as tool, sys\n"
        f"sys.exit(tool.find_spec({module!r}) is None)"
    )
    found = subprocess.run([str(python), "-c", code], check=False, capture_output=True)
    return found.returncode == 0


def install(purpose: str) -> None:
    """Install the locked packages by hash, then the checkout itself, editable."""
    lock = ROOT / LOCKS[purpose]
    seal = digest([lock, ROOT / "pyproject.toml"])
    if seal in (recorded(f"install-{purpose}"), recorded(f"covers-{purpose}")):
        return
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet")
    started = step(f"Installing the packages of {lock.name}")
    run(*pip, "install", *compiled(purpose), "--require-hashes", "--requirement", lock)
    run(*pip, "install", "--no-deps", "--no-build-isolation", "--editable", ROOT)
    record(f"install-{purpose}", seal)
    if purpose == "dev":  # the lock to work holds all of the lock to run
        run_seal = digest([ROOT / LOCKS["run"], ROOT / "pyproject.toml"])
        record("covers-run", run_seal)
    finish(started)


def compiled(purpose: str) -> tuple[str, ...]:
    """What a site imports is compiled on its first start, a third of all there is."""
    lazily = purpose == "run" and not sys.dont_write_bytecode
    return ("--no-compile",) if lazily else ()


def build_assets() -> None:
    """Fetch styles, icons and charts by their lock."""
    seal = digest([ROOT / "assets" / name for name in ASSETS])
    if VENDOR.exists() and recorded("assets") == seal:
        return
    started = step("Fetching styles, icons and charts")
    run(PYTHON, ROOT / "assets" / "build.py")
    record("assets", seal)
    finish(started)


def fetch_fonts() -> None:
    """Bring a Chinese font unless the machine has one: documents are set with it."""
    seal = digest([ROOT / "assets" / name for name in FONTS])
    if recorded("fonts") == seal:
        return
    started = step("Looking for a Chinese font")
    run(PYTHON, ROOT / "assets" / "fonts.py")
    record("fonts", seal)
    finish(started)


def compile_translations() -> None:
    """Compile the translations when a text is newer than what it compiles to."""
    texts = sorted(ROOT.glob("src/dafeng/**/locale/*/LC_MESSAGES/*.po"))
    seal = digest(texts)
    if recorded("translations") == seal and all(
        text.with_suffix(".mo").exists() for text in texts
    ):
        return
    run(PYTHON, "-m", "tools.translations", "compile")
    record("translations", seal)


def step(title: str) -> float:
    """Announce a step and return when it began."""
    say(f"{title} …")
    return monotonic()


def finish(started: float) -> None:
    """Say how long a step took."""
    say(f"  done in {monotonic() - started:.0f} s")


def digest(paths: list[Path]) -> str:
    """One seal over names and contents."""
    seal = hashlib.sha256()
    for path in paths:
        seal.update(path.name.encode() + b"\0" + path.read_bytes())
    return seal.hexdigest()


def recorded(name: str) -> str | None:
    """The seal that a step left, if any."""
    if not STATE.exists():
        return None
    value = json.loads(STATE.read_text(encoding="utf-8")).get(name)
    return value if isinstance(value, str) else None


def record(name: str, seal: str) -> None:
    """Leave the seal of a step that is done."""
    state = json.loads(STATE.read_text(encoding="utf-8")) if STATE.exists() else {}
    text = json.dumps({**state, name: seal}, indent=1)
    STATE.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    os.chdir(ROOT)
    raise SystemExit(main(sys.argv[1:]))
