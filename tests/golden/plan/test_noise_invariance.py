"""The same plan, scanned badly, promises the same."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from dafeng.plan import read_text
from tests.golden.plan.noise import NOISES
from tests.golden.plan.truth import golden_files

if TYPE_CHECKING:
    from dafeng.plan.records import Plan

SEEDS = (1, 2, 3)
PLANS = [path for path in golden_files() if path.suffix == ".txt"]
SET_IN_LINES = {"district-shiquan"}  # printed lines already; they do not break again
CASES = [
    (path, noise)
    for path in PLANS
    for noise in NOISES
    if path.stem not in SET_IN_LINES or noise not in {"wrap_lines", "cut_pages"}
]


def promises(plan: Plan) -> Counter[tuple[str, ...]]:
    """What the plan promises, however it is printed."""
    return Counter(
        tuple(
            _plain(part)
            for part in (
                target.clause,
                target.indicator,
                target.comparator,
                target.value,
                target.value_max,
                target.unit,
                target.year,
            )
        )
        for target in plan.targets
    )


@pytest.mark.parametrize(
    ("path", "noise"), CASES, ids=[f"{path.stem}-{noise}" for path, noise in CASES]
)
def test_noise_leaves_the_targets_as_they_are(path: Path, noise: str):
    text = path.read_text(encoding="utf-8")
    clean = promises(read_text(text))
    for seed in SEEDS:
        rng = Random(f"{path.stem} {seed}")  # noqa: S311  no secret hangs on it
        noisy = NOISES[noise](text, rng)
        read = promises(read_text(noisy))
        assert (read - clean, clean - read) == (Counter(), Counter()), f"seed {seed}"


def _plain(part: object) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(part)))
