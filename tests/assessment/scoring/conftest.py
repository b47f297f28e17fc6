"""The text of the district scheme, to be changed word by word."""

from __future__ import annotations

from importlib import resources

import pytest


@pytest.fixture(scope="session")
def district_toml() -> str:
    folder = resources.files("dafeng.assessment") / "data" / "schemes"
    return (folder / "district-2023.toml").read_text(encoding="utf-8")
