"""What the program imports, `pip install` brings."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "dafeng"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def names(requirements: list[str]) -> set[str]:
    found = {re.split(r"[\[<>=!~; ]", need)[0] for need in requirements}
    return {re.sub(r"[-_.]+", "-", name).lower() for name in found}


CORE = names(PROJECT["dependencies"])
WEB = CORE | names(PROJECT["optional-dependencies"]["web"])


def imported(tree: ast.AST) -> Iterator[str]:
    """Top packages that are imported when the code runs, not only for types."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]
        else:
            yield from imported(node)


@pytest.mark.parametrize("room", ["base", "sheets", "plan", "sample", "cli", "web"])
def test_a_room_imports_only_what_its_install_brings(room: str) -> None:
    brought = WEB if room == "web" else CORE
    homes = packages_distributions()
    foreign = []
    for path in sorted((SOURCE / room).rglob("*.py")):
        for top in imported(ast.parse(path.read_text(encoding="utf-8"))):
            if top in sys.stdlib_module_names or top == "dafeng":
                continue
            if not names(homes.get(top, [top])) & brought:
                foreign.append(f"{path.relative_to(SOURCE)}: {top}")
    assert foreign == []
