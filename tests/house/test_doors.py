"""A room's door opens at once: it offers what it names and loads nothing heavy."""

from __future__ import annotations

from importlib import import_module

import pytest

from tests.cli.running import python

DOORS = [
    "dafeng",
    "dafeng.accounts",
    "dafeng.assessment",
    "dafeng.assessment.allocation",
    "dafeng.base",
    "dafeng.factors",
    "dafeng.indicators",
    "dafeng.lake",
    "dafeng.plan",
    "dafeng.sample",
    "dafeng.sheets",
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


@pytest.mark.parametrize("door", DOORS)
def test_importing_a_door_loads_nothing_heavy(door: str) -> None:
    ended = python(f"import {door}, sys; print(*sys.modules)")
    assert ended.code == 0, ended.stderr
    assert not set(ended.stdout.decode().split()) & HEAVY


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
