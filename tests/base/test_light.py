"""Importing a noun of the base room loads no heavy library and no table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import dafeng.base

NOUNS = sorted(
    path.stem
    for path in Path(dafeng.base.__file__).parent.glob("*.py")
    if path.stem != "__init__"
)
HEAVY = "numpy pandas pyarrow ibis numba scipy django openpyxl docx lxml opencc typer"


@pytest.mark.parametrize("noun", NOUNS)
def test_a_noun_is_light_to_import(noun: str):
    check = (
        f"import sys, dafeng.base.{noun}; "
        f"print(*sorted(set('{HEAVY}'.split()) & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
