"""The reader finds what careful people find in plans that it was not built on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dafeng
from dafeng.plan import read_plan
from tests.golden.plan.score import add_scores, main, score_file
from tests.golden.plan.test_noise_invariance import promises
from tests.golden.plan.truth import HERE, golden_files

FLOORS = {
    "digit.recall": 0.9,
    "digit.precision": 0.9,
    "word.recall": 0.8,
    "status.recall": 0.8,
    "delegated.recall": 0.9,
    "directional.recall": 0.8,
    "prohibition.recall": 0.9,
    "field.comparator": 0.9,
    "field.clause": 0.9,
    "field.direction": 0.9,
    "field.kind": 0.9,
    "field.softness": 0.9,
    "field.base_year": 0.9,
    "field.indicator": 0.85,
    "field.responsible": 0.9,
    "clauses.recall": 0.95,
    "clauses.precision": 0.95,
    "responsible.recall": 0.9,
    "responsible.precision": 0.9,
    "projects.recall": 0.8,
    "milestones.recall": 0.8,
}


@pytest.fixture(scope="module")
def score():
    return add_scores(score_file(path) for path in golden_files())


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_the_reader_reaches_the_floor(score, name: str, floor: float):
    assert score.share(name) >= floor


def test_few_figures_are_invented(score):
    assert score.share("invented.figures") <= 0.02


def test_the_truth_is_large_and_of_six_styles():
    texts = golden_files()
    assert len(texts) >= 12
    assert score_truths() >= 200
    assert {path.suffix for path in texts} == {".txt", ".md", ".html"}


def test_every_construction_in_the_readme_stands_in_its_plan():
    table = (HERE / "README.md").read_text(encoding="utf-8").split("## What the texts")
    rows = re.findall(r"^\| [^|]+ \| `([^`]+)` \| ([\w-]+) \|$", table[1], re.MULTILINE)
    assert len(rows) > 100
    for phrase, name in rows:
        path = next(p for p in golden_files() if p.stem == name and p.suffix != ".html")
        phrase = phrase.replace("\\n", "\n").replace("\\t", "\t")
        assert phrase in path.read_text(encoding="utf-8"), (name, phrase)


def test_the_demonstration_plan_is_the_one_that_ships():
    shipped = Path(dafeng.__file__).parent / "sample" / "data" / "demo-plan.txt"
    assert (HERE / "demo-plan.txt").read_bytes() == shipped.read_bytes()


def test_a_web_page_promises_the_same_as_its_text():
    page, text = HERE / "city-baihe.html", HERE / "city-baihe.txt"
    assert promises(read_plan(page)) == promises(read_plan(text))


def test_the_score_is_printed_for_a_folder_of_ones_own(tmp_path: Path, capsys):
    for name in ("park-xinhe.txt", "park-xinhe.json"):
        (tmp_path / name).write_bytes((HERE / name).read_bytes())
    assert main(["--dir", str(tmp_path), "--verbose"]) == 0
    printed = capsys.readouterr().out
    assert "== park-xinhe.txt" in printed
    assert "== all (1 texts)" in printed


def score_truths() -> int:
    """How many targets with a figure in digits are known, each plan once."""
    stems = {path.stem: path for path in golden_files()}
    return sum(score_file(p).totals["digit.recall"] for p in stems.values())
