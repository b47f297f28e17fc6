"""The real plan's text lies outside of the project; its tests run where it is."""

from __future__ import annotations

import os
from pathlib import Path

BESIDE = Path(__file__).parents[3] / "shared" / "seed" / "jinghai-plan.txt"
SEED = Path(os.environ.get("DAFENG_SEED", BESIDE))

collect_ignore = [] if SEED.is_file() else ["test_seed.py"]


def pytest_report_header() -> str:
    """Say so when the text is absent."""
    if SEED.is_file():
        return f"the real plan: {SEED}"
    return f"the real plan is absent ({SEED}): DAFENG_SEED names a copy"
