"""``dafeng reports``: write a document, show an example, say which fonts are used."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from dafeng.reports import example_paper, paper_from_json, paper_to_json
from dafeng.reports.examples import EXAMPLES
from tests.cli.running import dafeng
from tests.cli.test_account_house import run_here

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

needs_fonts = pytest.mark.documents


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.json"
    path.write_text(paper_to_json(example_paper("order")), "utf-8")
    return path


def changed(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    plain = json.loads(paper_to_json(example_paper("report")))
    change(plain)
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(plain), "utf-8")
    return path


@pytest.mark.parametrize("kind", EXAMPLES)
def test_an_example_reads_back_as_it_was_shown(kind: str) -> None:
    ended = run_here("reports", "example", kind)
    assert ended.code == 0
    assert paper_from_json(ended.stdout) == example_paper(kind)


def test_an_unknown_example_is_told_which_there_are() -> None:
    ended = run_here("reports", "example", "poem")
    assert ended.code == 2
    assert "reminder, order, circular" in ended.stderr


def test_a_docx_is_written_without_a_house_and_the_same_each_time(
    paper: Path, tmp_path: Path
) -> None:
    for name in ("one.docx", "two.docx"):
        ended = dafeng("reports", "write", "--input", paper, "-o", tmp_path / name)
        assert (ended.code, ended.stdout) == (0, b""), ended.stderr
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()


@needs_fonts
def test_a_pdf_is_written_and_tells_its_pages_and_fonts(
    paper: Path, tmp_path: Path
) -> None:
    made = tmp_path / "order.PDF"
    ended = run_here("reports", "write", "--input", paper, "--output", made)
    assert ended.code == 0
    assert made.read_bytes().startswith(b"%PDF-1.7")
    assert "pages 3" in ended.stderr
    assert "for 仿宋_GB2312" in ended.stderr


def test_the_day_of_the_file_can_be_given(paper: Path, tmp_path: Path) -> None:
    contents = set()
    for day in ("2026-11-30", "2026-12-01"):
        made = tmp_path / f"{day}.docx"
        asked = ("reports", "write", "--input", paper, "-o", made, "--made-on", day)
        assert run_here(*asked).code == 0
        contents.add(made.read_bytes())
    assert len(contents) == 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda one: one.pop("title"), "required field missing @ $.title"),
        (lambda one: one.update(layout="poster"), "'poster' is none of letter, "),
        (lambda one: one.update(marks="草稿"), "'草稿' is no list of texts @ $.marks"),
        (lambda one: one.update(title=5), "5 is no text @ $.title"),
        (lambda one: one["blocks"][0].update(colour="red"), "colour: unknown field"),
        (
            lambda one: one["blocks"][0].update(block="poem"),
            "block 'poem': expected heading, paragraph",
        ),
        (lambda one: one["blocks"][0].update(level=9), "'level' must be <= 4: 9"),
        (
            lambda one: one["blocks"][3]["series"][0]["values"].pop(),
            "has 12 values for 13 labels. @ $.blocks[3]",
        ),
        (
            lambda one: one["blocks"][3]["series"][0]["values"].insert(0, "many"),
            "'many' is no number; what is not known is null @ "
            "$.blocks[3].series[0].values[0]",
        ),
        (lambda one: one.update(signed_on="2026-13-01"), "$.signed_on"),
        (
            lambda one: one["blocks"][3]["series"][0]["values"].insert(0, "1E+99999"),
            "is no number",
        ),
    ],
)
def test_an_error_names_the_field(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], told: str
) -> None:
    made = tmp_path / "made.docx"
    source = changed(tmp_path, change)
    ended = run_here("reports", "write", "--input", source, "--output", made)
    assert ended.code == 2
    assert told in ended.stderr
    assert not made.exists()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--output", "paper.odt"), "use .docx or .pdf"),
        (("--output", "paper.docx", "--made-on", "tomorrow"), "is no date"),
    ],
)
def test_a_wrong_ending_or_day_is_refused(
    paper: Path, more: tuple[str, ...], told: str
) -> None:
    ended = run_here("reports", "write", "--input", paper, *more)
    assert ended.code == 2
    assert told in ended.stderr


def test_a_file_that_is_not_there_or_no_json_is_told(tmp_path: Path) -> None:
    missing = tmp_path / "missing.json"
    asked = ("--output", tmp_path / "made.docx")
    assert run_here("reports", "write", "--input", missing, *asked).code == 2
    missing.write_text("no JSON", "utf-8")
    ended = run_here("reports", "write", "--input", missing, *asked)
    assert ended.code == 2
    assert "not JSON" in ended.stderr


@needs_fonts
def test_fonts_say_what_stands_for_each_of_the_standard() -> None:
    ended = run_here("reports", "fonts")
    assert ended.code == 0
    rows = ended.stdout.decode().splitlines()
    assert rows[0].split() == ["role", "wanted", "used", "what"]
    assert [row.split()[0] for row in rows[1:]] == [
        "title",
        "body",
        "kai",
        "hei",
        "song",
    ]
    assert "of 5 fonts are stood in for" in ended.stderr
