"""The truth beside each golden plan: what a careful person reads in it.

A truth file has the shape of ``dafeng plan read --format json`` and holds only what is
known: a field that is left out is not scored, ``accept`` lists further good answers of
a field, ``optional`` marks an object that may be read or not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from tests.golden.plan.wording import Squashed, likeness, name_key, unit_key

if TYPE_CHECKING:
    from dafeng.plan.records import Plan, Target

HERE = Path(__file__).parent
FORMS = (".txt", ".md", ".html")
UNCOUNTED = ("status", "delegated", "directional", "prohibition", "threshold")


@attrs.frozen(kw_only=True)
class TrueTarget:
    """One target that is in the plan, with the places where its quote stands."""

    row: Mapping[str, Any]
    spans: tuple[tuple[int, int], ...]

    @property
    def group(self) -> str:
        """What it is scored as: ``digit``, ``word``, ``status``, ``delegated``..."""
        return str(self.row["class"])

    @property
    def optional(self) -> bool:
        """Whether a reader may leave it out."""
        return bool(self.row.get("optional", False))

    def meets(self, target: Target) -> bool:
        """Whether the target was read where the quote stands.

        A rule for single cases is never a figure that somebody promised.
        """
        if self.group == "threshold" and not self.allows("kind", target):
            return False
        start, end = target.span
        return any(start < last and first < end for first, last in self.spans)

    def allows(self, field: str, target: Target) -> bool:
        """Whether the target's field is right (or not known here)."""
        if field not in self.row:
            return True
        good = [self.row[field], *self.row.get("accept", {}).get(field, ())]
        value = getattr(target, field)
        return any(_same(field, wanted, value) for wanted in good)

    def allows_all(self, fields: tuple[str, ...], target: Target) -> bool:
        """Whether every one of the fields is right."""
        return all(self.allows(field, target) for field in fields)


@attrs.frozen(kw_only=True)
class Truth:
    """Everything known about one plan."""

    name: str
    targets: tuple[TrueTarget, ...]
    rows: Mapping[str, Any]

    def known(self, key: str) -> list[Mapping[str, Any]]:
        """The objects of one kind that must be read."""
        return [row for row in self.rows.get(key, ()) if not row.get("optional")]


def golden_files(folder: Path = HERE, *names: str) -> list[Path]:
    """Texts of the folder that have a truth file beside them."""
    found = [
        path
        for path in sorted(folder.iterdir())
        if path.suffix in FORMS and path.with_suffix(".json").is_file()
    ]
    if not names:
        return found
    return [path for path in found if path.stem in names or path.name in names]


def load_truth(path: Path, plan: Plan) -> Truth:
    """Truth of one text; the quotes are looked up in the text as it was read."""
    rows = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    text = Squashed(plan.text)
    targets = []
    for row in rows["targets"]:
        spans = tuple(text.find(row["quote"]))
        if not spans:
            msg = f"{path.name}: the quote {row['quote']!r} is not in the text."
            raise LookupError(msg)
        targets.append(TrueTarget(row=row, spans=spans))
    return Truth(name=path.name, targets=tuple(targets), rows=rows)


def is_counted(target: Target) -> bool:
    """Whether the target claims a figure that somebody can be held to."""
    return target.value is not None and target.kind not in UNCOUNTED


def _same(field: str, wanted: Any, value: Any) -> bool:
    if wanted is None or value is None:
        return wanted is None and value is None
    if field in {"value", "value_max"}:
        return abs(Decimal(str(wanted)) - value) <= abs(value) * Decimal("0.002")
    if field == "indicator":
        return likeness(wanted, value) >= 0.7
    if field == "responsible":
        return {unit_key(n) for n in wanted} == {unit_key(n) for n in value}
    if field in {"unit", "clause"}:
        return name_key(wanted) == name_key(value)
    return bool(wanted == value)
