"""Fetch a Chinese font where the machine has none, so that documents can be set.

It goes to ``src/dafeng/reports/data/fonts/``, which git ignores, with its licence. A
machine with a Chinese font of its own downloads nothing.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import npm

from dafeng.reports import NoFontsError, fonts_used

ASSETS = Path(__file__).resolve().parent
FOLDER = ASSETS / "fonts"
FETCHED = ASSETS.parent / "src" / "dafeng" / "reports" / "data" / "fonts"
MODULES = FOLDER / "node_modules"
PACKAGE = MODULES / "@embedpdf" / "fonts-sc"
WEIGHTS = ("Regular", "Bold")


def main() -> int:
    """Fetch what is missing; the exit code of npm when it fails."""
    try:
        fonts_used()
    except NoFontsError:
        return fetch()
    return 0


def fetch() -> int:
    """Bring the font; the exit code of npm when it fails."""
    if code := npm.install(FOLDER):
        return code
    FETCHED.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        name = f"NotoSansHans-{weight}.otf"
        shutil.copyfile(PACKAGE / "fonts" / name, FETCHED / name)
    (FETCHED / "LICENSE.txt").write_text(npm.licence(PACKAGE) + "\n", encoding="utf-8")
    shutil.rmtree(MODULES)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
