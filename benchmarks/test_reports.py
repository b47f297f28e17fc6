"""Writing documents: a letter, a sheet, and a report of sixty pages."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING

import pytest

from dafeng.reports import (
    Chart,
    Column,
    Heading,
    Layout,
    PageBreak,
    Paper,
    Paragraph,
    Table,
    as_docx,
    as_pdf,
    example_paper,
)

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

DAY = date(2026, 11, 30)
CHAPTERS = 21
ROWS = 45


def long_report(run: int) -> Paper:
    """A report of a good sixty pages: a chapter has text, a chart and a long table.

    Each run has words of its own, because the compiler remembers what it has set.
    """
    chart = next(
        one for one in example_paper("report").blocks if isinstance(one, Chart)
    )
    columns = tuple(Column(title=f"列{at}") for at in range(6))
    rows = tuple(tuple(f"{row}-{at}-{run}" for at in range(6)) for row in range(ROWS))
    return Paper(
        layout=Layout.REPORT,
        organ="示范区双碳办",
        title="年度报告",
        blocks=tuple(
            block
            for chapter in range(CHAPTERS)
            for block in (
                Heading(text=f"第{chapter}部分"),
                Paragraph(text=f"本部分说明第{run}次的进展情况。" * 40),
                chart,
                Table(columns=columns, rows=rows),
                PageBreak(),
            )
        ),
    )


@pytest.mark.parametrize("kind", ["order", "sheet", "report"])
def test_pdf(benchmark: BenchmarkFixture, kind: str) -> None:
    made = benchmark(as_pdf, example_paper(kind), made_on=DAY)
    benchmark.extra_info["pages"] = made.pages


@pytest.mark.parametrize("kind", ["order", "sheet", "report"])
def test_docx(benchmark: BenchmarkFixture, kind: str) -> None:
    made = benchmark(as_docx, example_paper(kind), made_on=DAY)
    benchmark.extra_info["bytes"] = len(made)


def test_long_pdf(benchmark: BenchmarkFixture) -> None:
    """The target is 5 s for sixty pages."""
    runs = count()
    made = benchmark.pedantic(
        as_pdf, setup=lambda: ((long_report(next(runs)),), {"made_on": DAY}), rounds=3
    )
    benchmark.extra_info["pages"] = made.pages
    assert made.pages >= 60


def test_long_docx(benchmark: BenchmarkFixture) -> None:
    runs = count(100)
    made = benchmark.pedantic(
        as_docx, setup=lambda: ((long_report(next(runs)),), {"made_on": DAY}), rounds=3
    )
    benchmark.extra_info["bytes"] = len(made)
