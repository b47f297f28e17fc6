"""A room's door opens at once: it offers what it names and loads nothing heavy."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

import dafeng
from tests.cli.running import python

SRC = Path(dafeng.__file__).parent
DOORS = [
    "dafeng",
    "dafeng.base",
    *sorted(
        ".".join(("dafeng", *init.parent.relative_to(SRC).parts))
        for init in SRC.rglob("__init__.py")
        if "lazy_door(" in init.read_text(encoding="utf-8")
    ),
]
HEAVY = {
    "django",
    "docx",
    "duckdb",
    "deltalake",
    "ibis",
    "lxml",
    "numba",
    "numpy",
    "opencc",
    "openpyxl",
    "pandas",
    "pyarrow",
    "pypdfium2",
    "pypinyin",
    "rich",
    "scipy",
    "xlsxwriter",
}


def test_importing_all_doors_loads_nothing_heavy() -> None:
    ended = python(f"import sys, {', '.join(DOORS)}; print(*sys.modules)")
    assert ended.code == 0, ended.stderr
    loaded = set(ended.stdout.decode().split())
    assert set(DOORS) <= loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("door", DOORS)
def test_a_door_offers_every_name_that_it_lists_in_order(door: str) -> None:
    module = import_module(door)
    names = getattr(module, "__all__", [])
    for name in names:
        assert getattr(module, name) is not None
    assert list(names) == sorted(names)


def test_reading_a_plan_needs_no_web_and_no_table_library() -> None:
    ended = python(
        "import sys\n"
        "from dafeng.plan import read_text\n"
        "read_text('一、目标\\n到2025年,非化石能源占比达到20%。\\n')\n"
        "print(*sys.modules)\n"
    )
    assert ended.code == 0, ended.stderr
    assert not set(ended.stdout.decode().split()) & {"django", "pandas", "numpy"}
