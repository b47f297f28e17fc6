"""The real plan, read from its text where that is (see ``conftest.py``).

The table holds facts (clause, comparator, figure, unit, year), no sentence.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path

from dafeng.plan import Plan, diff_plans, read_text
from dafeng.plan.records import ClauseKind, TargetKind
from dafeng.sample import load_sample_plan

BESIDE = Path(__file__).parents[3] / "shared" / "seed" / "jinghai-plan.txt"

FIGURES = [
    ("二", ">", "10", None, "%", 2025),
    ("二", ">=", "38", None, "%", 2025),
    ("二", ">=", "10.5", None, "%", 2025),
    ("二", ">=", "15", None, "%", 2030),
    ("二", ">", "40", None, "%", 2030),
    ("三(一)1", ">=", "15.5", None, "%", 2025),
    ("三(一)2", ">=", "25", None, "%", 2025),
    ("三(二)2", ">=", "98", None, "%", 2025),
    ("三(二)2", ">=", "91.5", None, "%", 2025),
    ("三(二)2", ">=", "92", None, "%", 2025),
    ("专栏2", ">=", "10", None, "家", None),
    ("专栏2", ">=", "2", "3", "个", None),
    ("专栏2", ">=", "1", "2", "个", None),
    ("三(二)4", ">=", "100", None, "%", 2025),
    ("三(二)4", ">=", "100", None, "%", 2025),
    ("三(二)4", ">=", "50", None, "%", 2025),
    ("三(三)1", ">=", "280", None, "万kW", 2025),
    ("三(三)2", ">=", "15", None, "亿m3", 2025),
    ("三(三)3", ">=", "100", None, "%", 2025),
    ("三(三)3", ">=", "15", None, "%", 2025),
    ("专栏5", ">=", "76", None, "个", None),
    ("三(四)2", ">=", "100", None, "t", None),
    ("三(四)2", ">=", "2", None, "家", 2025),
    ("三(四)2", ">=", "80", None, "家", 2025),
    ("三(五)1", ">=", "100", None, "%", 2025),
    ("三(五)1", ">=", "100", None, "%", 2025),
    ("三(五)2", ">", "2", None, "万m2", None),
    ("三(五)2", ">", "10", None, "万m2", None),
    ("三(五)2", ">=", "100", None, "%", 2025),
    ("三(五)2", ">=", "5", None, "万m2", 2025),
    ("三(五)2", ">=", "15", None, "%", 2025),
    ("三(五)3", ">=", "8", None, "%", 2025),
    ("三(五)3", ">=", "50", None, "%", 2025),
    ("专栏7", ">=", "2", "3", "个", None),
    ("三(六)1", ">=", "19.2", None, "%", 2030),
    ("三(六)2", ">=", "50", None, "%", 2025),
    ("三(六)2", ">=", "2", None, "家", 2025),
    ("三(六)3", ">=", "70", None, "%", 2025),
    ("专栏9", ">=", "9", None, "%", 2025),
    ("专栏9", ">=", "17", None, "%", 2028),
    ("专栏9", ">=", "2", "3", "条", 2028),
    ("专栏9", "<", "12", None, "min", 2028),
    ("专栏9", ">=", "29", None, "%", 2030),
    ("三(六)4", ">=", "100", None, "%", 2025),
    ("三(六)4", ">=", "95", None, "%", 2025),
    ("三(六)4", "<", "3", None, "km", 2025),
    ("三(六)4", "<", "5", None, "km", 2025),
    ("三(六)4", ">=", "500", None, "台", 2025),
    ("三(六)4", ">=", "100", None, "%", 2025),
    ("三(七)1", ">=", "3.81", None, "%", 2025),
    ("三(七)2", ">=", "10.5", None, "%", 2025),
    ("三(七)3", ">=", "98", None, "%", 2025),
    ("三(七)3", ">=", "85", None, "%", 2025),
    ("三(七)3", ">=", "85", None, "%", 2025),
    ("三(十)", ">=", "30", None, "家", 2025),
]


@cache
def seed_text() -> str:
    return Path(os.environ.get("DAFENG_SEED", BESIDE)).read_text("utf-8")


@cache
def seed() -> Plan:
    return read_text(seed_text())


def figures(plan: Plan) -> Counter[tuple[object, ...]]:
    return Counter(
        (
            one.clause,
            one.comparator,
            str(one.value),
            None if one.value_max is None else str(one.value_max),
            one.unit,
            one.year,
        )
        for one in plan.targets
        if one.value is not None and one.unit != "星" and re.search(r"\d", one.quote)
    )


def test_every_figure_is_found_and_none_is_invented() -> None:
    assert figures(seed()) == Counter(FIGURES)


def test_three_of_the_figures_are_thresholds() -> None:
    rules = [t for t in seed().targets if t.kind is TargetKind.THRESHOLD]
    assert {(t.clause, t.unit) for t in rules} == {
        ("三(四)2", "t"),
        ("三(五)2", "万m2"),
        ("三(五)2", "星"),
    }


def test_every_clause_and_box_has_its_id() -> None:
    kinds = Counter(clause.kind for clause in seed().clauses)
    assert kinds == {
        ClauseKind.CHAPTER: 5,
        ClauseKind.SECTION: 18,
        ClauseKind.ITEM: 32,
        ClauseKind.BOX: 10,
        ClauseKind.ATTACHMENT: 1,
    }
    assert {c.id for c in seed().clauses} == {c.id for c in load_sample_plan().clauses}


def test_every_bracket_names_all_its_units() -> None:
    tasks = seed().tasks
    assert len(tasks) == 39
    assert sum(len(task.responsible) for task in tasks) == 183


def test_a_misread_name_becomes_a_variant() -> None:
    [grid] = [unit for unit in seed().units if unit.kind.value == "enterprise"]
    assert len(grid.variants) == 1


def test_the_papers_are_the_documents_own() -> None:
    paper = seed().document
    assert (paper.number, paper.date) == ("津静海政发〔2023〕11号", "2023-06-15")
    digest = hashlib.sha256(seed_text().encode()).hexdigest()
    assert paper.text_sha256 == digest == load_sample_plan().document.text_sha256


def test_the_faults_of_the_document_become_findings() -> None:
    found = {(one.code, one.place) for one in seed().findings}
    assert {
        ("box.missing", "专栏1"),
        ("unit.impossible", "专栏4"),
        ("attachment.absent", "附件"),
        ("text.garbled", "三(一)3"),
    } <= found


def test_handed_down_and_directional_targets_have_no_figure() -> None:
    for target in seed().targets:
        if target.kind in (TargetKind.DELEGATED, TargetKind.DIRECTIONAL):
            assert target.value is None
    kinds = Counter(target.kind for target in seed().targets)
    assert kinds[TargetKind.DELEGATED] == 7
    assert kinds[TargetKind.PROHIBITION] == 3


def test_quotes_are_the_text_of_their_spans() -> None:
    for one in (*seed().targets, *seed().projects, *seed().milestones):
        assert seed_text()[one.span.start : one.span.end] == one.quote


def test_the_shipped_facts_agree_with_the_reading() -> None:
    difference = diff_plans(load_sample_plan(), seed())
    assert difference.conflicts == ()
    assert difference.weaker == ()
