"""Both files as a person sees them: the .docx through LibreOffice."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from typing import TYPE_CHECKING

import pytest

from dafeng.reports import as_docx, as_pdf, example_paper
from dafeng.reports.examples import EXAMPLES
from tests.reports.looking import (
    blue_dots,
    first_red,
    ink_box,
    pdf_pages,
    pictures,
    red_rows,
    squeezed,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.documents
DAY = date(2026, 11, 30)
MM = 2 * 72 / 25.4  # pixels, at twice 72 to the inch
STANDS_FOR = {
    "仿宋_GB2312": "Noto Serif CJK SC",
    "方正小标宋简体": "Noto Serif CJK SC",
    "宋体": "Noto Serif CJK SC",
    "楷体_GB2312": "AR PL UKai CN",
    "黑体": "Noto Sans CJK SC",
}
"""LibreOffice reads no other names of a font from a file; fontconfig says them."""


def fontconfig() -> str:
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{wanted}</string></test>'
        '<edit name="family" mode="assign" binding="strong">'
        f"<string>{used}</string></edit></match>"
        for wanted, used in STANDS_FOR.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"{rules}</fontconfig>"
    )


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every example, written as .docx and turned into a PDF in one run."""
    folder: Path = tmp_path_factory.mktemp("documents")
    for kind in EXAMPLES:
        content = as_docx(example_paper(kind), made_on=DAY)
        (folder / f"{kind}.docx").write_bytes(content)
    (folder / "fonts.conf").write_text(fontconfig(), "utf-8")
    done = subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *(str(folder / f"{kind}.docx") for kind in EXAMPLES),
        ],
        env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")},
        capture_output=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return {kind: (folder / f"{kind}.pdf").read_bytes() for kind in EXAMPLES}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_both_files_come_out_on_as_many_pages(
    converted: dict[str, bytes], kind: str
) -> None:
    pdf = as_pdf(example_paper(kind), made_on=DAY)
    assert len(pdf_pages(converted[kind])) == pdf.pages


@pytest.mark.parametrize("kind", EXAMPLES)
def test_marks_and_basis_are_seen_on_every_page(
    converted: dict[str, bytes], kind: str
) -> None:
    paper = example_paper(kind)
    for page in pdf_pages(converted[kind]):
        assert "示例数据（合成）" in page
        assert squeezed(paper.basis) in page


def test_a_letter_looks_alike_in_both(converted: dict[str, bytes]) -> None:
    own = pictures(as_pdf(example_paper("order"), made_on=DAY).content, scale=2)
    other = pictures(converted["order"], scale=2)
    for picture in (own[0], other[0]):
        head = first_red(picture, below=round(25 * MM))
        assert head == pytest.approx(30 * MM, abs=2 * MM)
        rows = red_rows(picture)
        upper = [y for y in rows if head < y < len(picture) / 2]
        lower = [y for y in rows if y > len(picture) / 2]
        assert min(upper) == pytest.approx(42.5 * MM, abs=2 * MM)
        assert len(picture) - min(lower) == pytest.approx(20.5 * MM, abs=1.5 * MM)
    for picture in (own[1], other[1]):
        left, top, right, _ = ink_box(picture)
        assert left >= 27.5 * MM
        assert right <= (210 - 25.5) * MM
        assert top == pytest.approx(38.5 * MM, abs=3 * MM)
        assert red_rows(picture) == []


def test_a_circular_looks_alike_in_both(converted: dict[str, bytes]) -> None:
    own = pictures(as_pdf(example_paper("circular"), made_on=DAY).content, scale=2)
    other = pictures(converted["circular"], scale=2)
    for picture in (own[0], other[0]):
        head = first_red(picture, below=round(37 * MM))
        assert head == pytest.approx((37 + 35) * MM, abs=2 * MM)
        line = max(red_rows(picture))
        assert line == pytest.approx(112 * MM, abs=4 * MM)


def test_copies_stand_at_the_foot_of_the_last_page(
    converted: dict[str, bytes],
) -> None:
    own = pictures(as_pdf(example_paper("circular"), made_on=DAY).content, scale=2)
    other = pictures(converted["circular"], scale=2)
    for picture in (own[-1], other[-1]):
        foot = picture[: round(263.5 * MM)]
        bottom = ink_box(foot)[3]  # the last line of the text area
        assert bottom == pytest.approx(262 * MM, abs=1.5 * MM)


def test_a_chart_is_drawn_in_both(converted: dict[str, bytes]) -> None:
    own = pictures(as_pdf(example_paper("sheet"), made_on=DAY).content, scale=2)
    other = pictures(converted["sheet"], scale=2)
    for (picture,) in (own, other):
        assert blue_dots(picture) > 300  # the line of the history
