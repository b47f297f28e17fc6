"""What a responsible unit is, and under which name its spellings are kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

import attrs

from dafeng.plan.records import Unit, UnitKind

# Several units under one name; a dated roster says which.
_GROUP = re.compile(
    r"^(?:各|有关|相关|全[区市省县]各|其他|其它|市级有关|区级有关|县级有关|省级有关"
    r"|省直有关|市直有关|区直|市直有关|涉及|领导小组)"
)
_GROUP_ENDS = ("成员单位", "有关单位", "相关单位")
_KINDS: tuple[tuple[UnitKind, re.Pattern[str]], ...] = (
    (
        UnitKind.ENTERPRISE,
        re.compile(r"公司|集团|国网|电网|银行|厂$|企业$|联社$"),
    ),
    (
        UnitKind.PARTY,
        re.compile(
            r"党委|区委[^、]*(?:部|党校|办)|市委|县委|省委|组织部|宣传部|党校|团委|妇联"
            r"|工会|人大|政协|纪委"
        ),
    ),
    (UnitKind.OFFICE, re.compile(r"领导小组|办公室$|指挥部")),
    (
        UnitKind.BRANCH,
        re.compile(r"分局$|支局$|税务局|气象局|海关|公安.*分局|邮政管理局"),
    ),
    (
        UnitKind.PARK,
        re.compile(
            r"园区$|开发区|生态城|示范区|保护区|高新区|产业园|科技园|新区$|新城$|管委会"
        ),
    ),
    (UnitKind.TOWNSHIP, re.compile(r"(?:镇|乡|街道|办事处)(?:人民政府)?$")),
    (UnitKind.BUREAU, re.compile(r"(?:委|局|厅|部|办|中心|院|处|署|委员会|会)$")),
)
_LONG_NAME = 6  # characters; in a shorter name one character says too much


@attrs.frozen
class Units:
    """Responsible units of a plan.

    Attributes
    ----------
    records : tuple of Unit
        In the order of the document.
    canonical : mapping of str to str
        Name under which each spelling is kept.
    """

    records: tuple[Unit, ...]
    canonical: Mapping[str, str]


def unit_kind(name: str) -> UnitKind:
    """Kind of a unit by its name.

    Examples
    --------
    >>> unit_kind("各乡镇园区").value, unit_kind("市规划资源局某分局").value
    ('group', 'branch')
    """
    if is_group(name):
        return UnitKind.GROUP
    return next((k for k, pattern in _KINDS if pattern.search(name)), UnitKind.OTHER)


def is_group(name: str) -> bool:
    """Whether a name stands for several units (各乡镇园区); a roster says which."""
    return bool(_GROUP.match(name)) or name.endswith(_GROUP_ENDS)


def units_of(names: Iterable[str]) -> Units:
    """Distinct units, and the name under which each spelling is kept.

    A long name met once that differs by one character from a more frequent one is a
    misreading of it and becomes its variant.
    """
    counts = Counter(names)
    canonical = {name: _canonical(name, counts) for name in counts}
    records = tuple(
        Unit(
            name=name,
            kind=unit_kind(name),
            variants=tuple(v for v in counts if canonical[v] == name and v != name),
        )
        for name in counts
        if canonical[name] == name
    )
    return Units(records, canonical)


def _canonical(name: str, counts: Counter[str]) -> str:
    if len(name) < _LONG_NAME:
        return name
    for other, n in counts.most_common():
        if n > counts[name] and len(other) == len(name) and _one_apart(name, other):
            return other
    return name


def _one_apart(a: str, b: str) -> bool:
    different = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    # A different first or last character names another place or another kind of unit.
    return len(different) == 1 and 1 < different[0] < len(a) - 1
