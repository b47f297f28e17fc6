"""All that an installation without network needs: ``python -m tools.bundle``.

::

    build/bundle/
      wheels/          every locked package, and dafeng with its styles and texts
      requirements.txt the lock, with hashes
      install.sh       makes an environment and installs from here alone
      SHA256SUMS       the hash of every file; `sha256sum -c` reads it

The wheels are those of this machine's Python and system: build the bundle on a machine
like the one that it is for. ``python -m tools.bundle try`` installs it into a fresh
environment, where the kernel allows it without any network, and starts the program.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parents[1]
BUNDLE = ROOT / "build" / "bundle"
LOCK = ROOT / "requirements.lock"
NEEDED = (
    ROOT / "src/dafeng/web/static/vendor/tabler/tabler.min.css",
    ROOT / "src/dafeng/web/locale/en/LC_MESSAGES/django.mo",
)
SUMS = "SHA256SUMS"
INSTALL = """#!/bin/sh
# Installs dafeng from this folder alone: sh install.sh [FOLDER]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${{1:-/opt/dafeng}}
python=${{PYTHON:-python{python}}}
(cd "$here" && sha256sum --check --quiet {sums})
"$python" -m venv "$target"
"$target/bin/python" -m pip install --disable-pip-version-check --quiet \\
  --no-index --find-links "$here/wheels" \\
  --require-hashes --requirement "$here/requirements.txt"
"$target/bin/python" -m pip install --disable-pip-version-check --quiet \\
  --no-index --no-deps "$here"/wheels/dafeng-*.whl
echo "$target/bin/dafeng"
"""


def main(arguments: Sequence[str]) -> int:
    """Build the bundle, or try the one that is there; 0 when that went well."""
    if list(arguments) == ["try"]:
        return try_out()
    if arguments:
        print("Use: python -m tools.bundle [try]", file=sys.stderr)
        return 3
    missing = [path for path in NEEDED if not path.exists()]
    if missing:
        print(f"{missing[0]} is missing. Run: make setup", file=sys.stderr)
        return 2
    started = monotonic()
    build()
    size = sum(path.stat().st_size for path in BUNDLE.rglob("*") if path.is_file())
    wheels = len(list((BUNDLE / "wheels").iterdir()))
    say(f"{BUNDLE}: {wheels} wheels, {size >> 20} MB, {monotonic() - started:.0f} s")
    return 0


def build() -> None:
    """Collect wheels, lock and script, and seal them."""
    shutil.rmtree(BUNDLE, ignore_errors=True)
    wheels = BUNDLE / "wheels"
    wheels.mkdir(parents=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    say("Collecting the locked packages …")
    run([*pip, "wheel", "--require-hashes", "-r", LOCK, "--wheel-dir", wheels])
    say("Building dafeng …")
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", wheels])
    (BUNDLE / "requirements.txt").write_text(locked(wheels), encoding="utf-8")
    version = ".".join(platform.python_version_tuple()[:2])
    script = BUNDLE / "install.sh"
    script.write_text(INSTALL.format(python=version, sums=SUMS), encoding="utf-8")
    script.chmod(0o755)
    lines = [
        f"{digest(path)}  {path.relative_to(BUNDLE)}\n"
        for path in sorted(BUNDLE.rglob("*"))
        if path.is_file()
    ]
    (BUNDLE / SUMS).write_text("".join(lines), encoding="utf-8")


def locked(wheels: Path) -> str:
    """Pin each wheel by the hash that it has here.

    A package that was built here from its source has another hash than in the lock,
    which was held against the source.
    """
    pins = []
    for path in sorted(wheels.glob("*.whl")):
        name, version = path.name.split("-")[:2]
        if name != "dafeng":
            pins.append(f"{name}=={version} --hash=sha256:{digest(path)}\n")
    return "".join(pins)


def try_out() -> int:
    """Install the bundle without network into a fresh environment and start it."""
    with tempfile.TemporaryDirectory(prefix="dafeng-bundle-") as folder:
        target = Path(folder) / "dafeng"
        started = monotonic()
        alone = ["unshare", "--net"] if may_cut_the_network() else []
        say("without any network" if alone else "with the network of this machine")
        clean = {"PATH": os.environ["PATH"], "HOME": folder, "LANG": "C.UTF-8"}
        clean["PYTHON"] = sys.executable
        run([*alone, "sh", BUNDLE / "install.sh", target], clean)
        program = target / "bin" / "dafeng"
        plan = Path(folder) / "plan.txt"
        plan.write_text(
            "示例区碳达峰实施方案\n\n一、主要目标\n"
            "到2025年，非化石能源消费比重达到12%以上。\n",
            encoding="utf-8",
        )
        home = ["--home", str(Path(folder) / "house")]
        new = ["new", "--plan", plan, "--place", "110101"]
        run([*alone, program, "--version"], clean)
        run([*alone, program, *new, *home], clean)
        say(f"installed and started in {monotonic() - started:.0f} s")
    return 0


def may_cut_the_network() -> bool:
    """Whether this process may run another one without network."""
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run(["unshare", "--net", "true"], capture_output=True)
    return tried.returncode == 0


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def say(message: str) -> None:
    """Tell of progress on stderr."""
    print(message, file=sys.stderr, flush=True)


def run(command: Sequence[object], environment: dict[str, str] | None = None) -> None:
    """Run one step; its output goes to stderr."""
    words = [str(part) for part in command]
    subprocess.run(words, cwd=ROOT, env=environment, stdout=sys.stderr, check=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
