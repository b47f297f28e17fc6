"""Reading a plan: one of the usual size (57 KB), and ten of them in one document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dafeng.plan import read_text
from dafeng.sample import demo_plan_text

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

USUAL_BYTES = 57_000


def plan_of(size: int) -> str:
    """A plan document of about ``size`` UTF-8 bytes, by repeating the demonstration."""
    text = demo_plan_text()
    return "\n".join([text] * max(1, round(size / len(text.encode()))))


@pytest.mark.parametrize("times", [1, 10])
def test_reading_text(benchmark: BenchmarkFixture, times: int) -> None:
    text = plan_of(USUAL_BYTES * times)
    benchmark.extra_info["bytes"] = len(text.encode())
    plan = benchmark(read_text, text)
    assert plan.targets
