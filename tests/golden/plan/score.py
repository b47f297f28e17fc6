"""Score of the plan reader on plans of known truth.

``python -m tests.golden.plan.score [--verbose] [--dir DIR] [NAME...]``
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from dafeng.plan import read_plan
from tests.golden.plan.matching import Matching, match_targets
from tests.golden.plan.truth import (
    HERE,
    Truth,
    golden_files,
    is_counted,
    load_truth,
)
from tests.golden.plan.wording import likeness, name_key, unit_key

if TYPE_CHECKING:
    from dafeng.plan.records import Plan

FIELDS = (
    "comparator",
    "clause",
    "direction",
    "kind",
    "softness",
    "base_year",
    "indicator",
    "indicator_code",
    "responsible",
)
PREAMBLE = "序"
IN_WORDS = ("word", "status", "delegated", "directional", "prohibition")


@attrs.frozen(kw_only=True)
class Score:
    """Hits and totals by name (``digit.recall``, ``field.clause``), and the remarks."""

    hits: Counter[str]
    totals: Counter[str]
    remarks: tuple[str, ...]

    def share(self, name: str) -> float | None:
        """Hits per total, or None where there was nothing to count."""
        if not self.totals[name]:
            return None
        return self.hits[name] / self.totals[name]


def score_file(path: Path) -> Score:
    """Read one text and score it against the truth beside it."""
    plan = read_plan(path)
    return score_plan(plan, load_truth(path, plan))


def score_plan(plan: Plan, truth: Truth) -> Score:
    """Score one reading."""
    tally = _Tally()
    matching = match_targets(truth.targets, plan.targets)
    _score_targets(tally, matching, plan)
    _score_fields(tally, matching)
    _score_clauses(tally, plan, truth)
    _score_responsible(tally, plan, truth)
    _score_units(tally, plan, truth)
    _score_projects(tally, plan, truth)
    _score_milestones(tally, plan, truth)
    _score_document(tally, plan, truth)
    return Score(hits=tally.hits, totals=tally.totals, remarks=tuple(tally.remarks))


def add_scores(scores: Iterable[Score]) -> Score:
    """All files as one."""
    hits: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for score in scores:
        hits.update(score.hits)
        totals.update(score.totals)
    return Score(hits=hits, totals=totals, remarks=())


class _Tally:
    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()
        self.totals: Counter[str] = Counter()
        self.remarks: list[str] = []

    def count(self, name: str, hits: int, total: int) -> None:
        self.hits[name] += hits
        self.totals[name] += total


def _score_targets(tally: _Tally, matching: Matching, plan: Plan) -> None:
    found = [p for p in matching.pairs if p.right]
    needed = [p.true for p in matching.pairs] + list(matching.missed)
    for group in ("digit", *IN_WORDS, "threshold"):
        total = [t for t in needed if t.group == group and not t.optional]
        hits = [p for p in found if p.true.group == group and not p.true.optional]
        tally.count(f"{group}.recall", len(hits), len(total))
    wrong = [p for p in matching.pairs if not p.right and not p.true.optional]
    bad = [p.read for p in wrong if is_counted(p.read)]
    bad += [r for r in matching.invented if is_counted(r)]
    good = tally.hits["digit.recall"]
    tally.count("digit.precision", good, good + len(bad))
    invented = sum(1 for r in matching.invented if is_counted(r))
    others = sum(1 for r in matching.invented if r.value is None)
    tally.count("invented.figures", invented, len(plan.targets))
    tally.count("invented.words", others, len(plan.targets))
    for t in matching.missed:
        if not t.optional:
            tally.remarks.append(f"missed {t.group}: {_true_line(t.row)}")
    for p in wrong:
        read = _line(p.read)
        tally.remarks.append(
            f"wrong {p.true.group}: {_true_line(p.true.row)}\n      read {read}"
        )
    for r in matching.invented:
        if r.kind != "threshold":
            tally.remarks.append(f"invented: {_line(r)}")


def _score_fields(tally: _Tally, matching: Matching) -> None:
    for pair in matching.pairs:
        if not pair.right or pair.true.optional:
            continue
        for field in FIELDS:
            if field not in pair.true.row:
                continue
            right = pair.true.allows(field, pair.read)
            tally.count(f"field.{field}", int(right), 1)
            if not right:
                tally.remarks.append(
                    f"{field}: {getattr(pair.read, field)!r} instead of "
                    f"{pair.true.row[field]!r} at {pair.true.row['quote']!r}"
                )
        if pair.true.group != "digit":
            right = pair.true.allows("year", pair.read)
            tally.count("field.year", int(right), 1)
            if not right:
                tally.remarks.append(
                    f"year: {pair.read.year} instead of {pair.true.row['year']} "
                    f"at {pair.true.row['quote']!r}"
                )


def _score_clauses(tally: _Tally, plan: Plan, truth: Truth) -> None:
    rows = {name_key(r["id"]): r for r in truth.rows["clauses"]}
    needed = {name_key(r["id"]) for r in truth.known("clauses")}
    read = {name_key(c.id): c for c in plan.clauses if c.id != PREAMBLE}
    tally.count("clauses.recall", len(needed & set(read)), len(needed))
    tally.count("clauses.precision", len(set(read) & set(rows)), len(read))
    for key in needed - set(read):
        tally.remarks.append(f"missed clause: {rows[key]['id']} {rows[key]['title']}")
    for key in set(read) - set(rows):
        tally.remarks.append(f"invented clause: {read[key].id} {read[key].title!r}")
    for key in needed & set(read):
        row, clause = rows[key], read[key]
        kind = row["kind"] == clause.kind
        parent = name_key(row["parent"] or "") == name_key(clause.parent or "")
        title = row["title"] is None or (
            name_key(row["title"]) == name_key(clause.title)
        )
        for name, right in (("kind", kind), ("parent", parent), ("title", title)):
            tally.count(f"clauses.{name}", int(right), 1)
            if not right:
                tally.remarks.append(
                    f"clause {row['id']} {name}: {getattr(clause, name)!r} "
                    f"instead of {row[name]!r}"
                )


def _score_responsible(tally: _Tally, plan: Plan, truth: Truth) -> None:
    read = {
        (name_key(task.clause), unit_key(unit.name)): unit
        for task in plan.tasks
        for unit in task.responsible
    }
    used = set()
    total = 0
    for task in truth.rows["tasks"]:
        clauses = [task["clause"], *task.get("accept", {}).get("clause", ())]
        for unit in task["responsible"]:
            total += 1
            keys = [(name_key(c), unit_key(unit["name"])) for c in clauses]
            hit = next((k for k in keys if k in read and k not in used), None)
            if hit is None:
                tally.remarks.append(f"missed unit: {task['clause']} {unit['name']}")
                continue
            used.add(hit)
            if unit["role"]:
                right = read[hit].role == unit["role"]
                tally.count("responsible.role", int(right), 1)
    tally.count("responsible.recall", len(used), total)
    tally.count("responsible.precision", len(used), len(read))
    tally.remarks.extend(
        f"invented unit: {clause} {read[clause, name].name}"
        for clause, name in set(read) - used
    )


def _score_units(tally: _Tally, plan: Plan, truth: Truth) -> None:
    kinds = {unit_key(n): u.kind for u in plan.units for n in (u.name, *u.variants)}
    for row in truth.rows["units"]:
        good = [row["kind"], *row.get("accept", {}).get("kind", ())]
        right = kinds.get(unit_key(row["name"])) in good
        tally.count("units.kind", int(right), 1)
        if not right:
            kind = kinds.get(unit_key(row["name"]))
            tally.remarks.append(f"unit kind: {row['name']} {kind} instead of {good}")


def _pair_up(
    wanted: Sequence[Mapping[str, Any]],
    read: Sequence[Any],
    fits: Callable[[Mapping[str, Any], Any], bool],
) -> list[tuple[Mapping[str, Any], Any]]:
    rows, left = list(wanted), list(read)
    pairs = []
    for same_clause in (True, False):
        for row in list(rows):
            near = [r for r in left if r.clause == row["clause"] or not same_clause]
            hit = next((r for r in near if fits(row, r)), None)
            if hit is not None:
                left.remove(hit)
                rows.remove(row)
                pairs.append((row, hit))
    return pairs


def _project_fits(row: Mapping[str, Any], project: Any) -> bool:
    alike = likeness(row["name"], project.name)
    sized = row.get("capacity") is not None and project.capacity == row["capacity"]
    return alike >= 0.75 or (sized and alike >= 0.35)


def _score_projects(tally: _Tally, plan: Plan, truth: Truth) -> None:
    pairs = _pair_up(truth.rows["projects"], plan.projects, _project_fits)
    needed = truth.known("projects")
    hits = [row for row, _ in pairs if not row.get("optional")]
    tally.count("projects.recall", len(hits), len(needed))
    tally.count("projects.precision", len(pairs), len(plan.projects))
    for row in needed:
        if row not in hits:
            tally.remarks.append(f"missed project: {row['name']}")
    taken = [id(p) for _, p in pairs]
    tally.remarks.extend(
        f"invented project: {p.name}" for p in plan.projects if id(p) not in taken
    )
    for row, project in pairs:
        for field in ("clause", "place", "capacity", "unit", "period"):
            if field not in row:
                continue
            value = getattr(project, field)
            wanted = row[field]
            right = (
                value == wanted
                if field == "capacity"
                else name_key(str(value or "")) == name_key(str(wanted))
            )
            tally.count(f"projects.{field}", int(right), 1)
            if not right:
                tally.remarks.append(
                    f"project {field}: {value!r} instead of {wanted!r} ({row['name']})"
                )


def _score_milestones(tally: _Tally, plan: Plan, truth: Truth) -> None:
    def fits(row: Mapping[str, Any], milestone: Any) -> bool:
        same_time = milestone.end.split("-")[0] == row["end"].split("-")[0]
        return same_time and likeness(row["text"], milestone.text) >= 0.5

    needed = truth.known("milestones")
    pairs = _pair_up(needed, plan.milestones, fits)
    tally.count("milestones.recall", len(pairs), len(needed))
    for row, milestone in pairs:
        right = (milestone.start, milestone.end) == (row["start"], row["end"])
        tally.count("milestones.dates", int(right), 1)
    hits = [id(row) for row, _ in pairs]
    tally.remarks.extend(
        f"missed milestone: {row['end']} {row['text']}"
        for row in needed
        if id(row) not in hits
    )


def _score_document(tally: _Tally, plan: Plan, truth: Truth) -> None:
    document = dict(truth.rows["document"])
    accepted = document.pop("accept", {})
    for field, wanted in document.items():
        value = getattr(plan.document, field)
        good = [wanted, *accepted.get(field, ())]
        right = name_key(value or "") in {name_key(g or "") for g in good}
        tally.count(f"document.{field}", int(right), 1)
        if not right:
            tally.remarks.append(f"document {field}: {value!r} instead of {wanted!r}")


def _true_line(row: Mapping[str, Any]) -> str:
    parts = [row.get("comparator"), row.get("value"), row.get("value_max")]
    figure = " ".join(str(p) for p in parts if p is not None)
    return (
        f"{row['clause']} {row['indicator']} {figure} {row.get('unit')} {row['year']} "
        f"[{row['kind']}] {row['quote']!r}"
    )


def _line(target: Any) -> str:
    top = "" if target.value_max is None else f"..{target.value_max}"
    return (
        f"{target.clause} {target.indicator} {target.comparator} {target.value}{top} "
        f"{target.unit} {target.year} [{target.kind}] {target.quote!r}"
    )


def _show(name: str, score: Score) -> str:
    lines = [f"== {name}"]
    groups: dict[str, list[str]] = {}
    for key in score.totals:
        share = score.share(key)
        if share is None:
            continue
        group, _, field = key.partition(".")
        cell = f"{field} {score.hits[key]}/{score.totals[key]} = {share:.3f}"
        groups.setdefault(group, []).append(cell)
    lines += [f"  {group:<12}" + "; ".join(cells) for group, cells in groups.items()]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the score of every text and of all together."""
    parser = argparse.ArgumentParser(prog="tests.golden.plan.score")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--verbose", action="store_true", help="list every error")
    parser.add_argument("--dir", type=Path, default=HERE, help="texts and truth files")
    asked = parser.parse_args(arguments)
    scores = []
    for path in golden_files(asked.dir, *asked.names):
        score = score_file(path)
        scores.append(score)
        sys.stdout.write(_show(path.name, score))
        if asked.verbose:
            sys.stdout.writelines(f"    {line}\n" for line in score.remarks)
    sys.stdout.write(_show(f"all ({len(scores)} texts)", add_scores(scores)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
