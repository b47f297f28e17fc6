"""Units and their roles: 甲、乙牵头,丙配合,丁负责落实; 牵头单位:甲;配合单位:乙."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

import attrs

from dafeng.plan.records import Responsible, Role

# A label that opens a list of units; what it says of their role is in _LABEL_ROLES.
LABEL = (
    r"(?:主要)?(?:责任单位|责任部门|牵头单位|牵头部门|主责单位|主责部门|主办单位|配合单位"
    r"|配合部门|协办单位|参与单位|参加单位|落实单位|实施单位|完成单位|实施主体|责任主体"
    r"|主责|主办|协办|牵头|配合|参与|责任)"
)
_LABELLED = re.compile(rf"^{LABEL}:")
_LABEL_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.LEAD, re.compile("牵头|主责|主办")),
    (Role.SUPPORT, re.compile("配合|协办|参与|参加")),
    (Role.IMPLEMENT, re.compile("落实|实施|完成")),
)
# Verbs behind the last of several units; they give all of them their role.
_VERB_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        Role.LEAD,
        re.compile(r"(?:共同)?(?:牵头|主责|主办)(?:负责|落实|实施)?$"),
    ),
    (
        Role.SUPPORT,
        re.compile(
            r"(?:等)?(?:按(?:照)?(?:职责|各自)?[^、,]{0,8}?)?"
            r"(?:配合|参与|参加|协助|协办|协同|支持)(?:实施|落实)?$"
        ),
    ),
    (
        Role.IMPLEMENT,
        re.compile(
            r"(?:按(?:照)?职责(?:分工)?)?(?:负责)?"
            r"(?:组织实施|抓好落实|负责落实|具体落实|落实|实施)$"
        ),
    ),
)
# A role in brackets behind a unit: 管委会综合办(牵头)、经济发展局(配合).
_ROLE_BEHIND = re.compile(r"\(([^()]{2,6})\)$")
# 按职责分工负责 gives no role: each does what is its own.
_EACH_ITS_OWN = re.compile(
    r"(?:等)?(?:按(?:照)?(?:各自)?职责(?:分工)?(?:分别|共同)?(?:负责|落实)?"
    r"|分工负责|共同负责|分别负责|负责)$"
)
_AND = re.compile(r"(?<=[委局厅部办院司会心])(?:和|及|以及|会同)(?=[\u4e00-\u9fff])")
_AND_OTHERS = re.compile(r"(.+?)等(有关|相关)?(单位|部门|企业|机构)?$")
_BY = re.compile(r"^由(?=[\u4e00-\u9fff])")


class LeadRule(StrEnum):
    """Who leads when a bracket only lists units.

    That the first-listed unit leads is custom, not law; a district decides which rule
    holds and the rule's name stays on every task that was read by it.
    """

    FIRST_LISTED = "first_listed_leads"
    JOINT = "all_lead_jointly"


@attrs.frozen
class Assignment:
    """Units with their roles, and the rule that gave the roles."""

    responsible: tuple[Responsible, ...]
    rule: str


@attrs.frozen
class _Named:
    name: str
    role: Role | None


def parse_responsible(inner: str, lead: LeadRule) -> Assignment:
    """Units and roles of one bracket's text.

    Examples
    --------
    >>> found = parse_responsible("责任单位:区发改委、各乡镇", LeadRule.FIRST_LISTED)
    >>> [(r.name, r.role.value) for r in found.responsible]
    [('区发改委', 'lead'), ('各乡镇', 'support')]
    """
    found: list[_Named] = []
    role: Role | None = None
    for piece in re.split(r"[;。]", inner):
        text = piece.strip()
        label = _LABELLED.match(text)
        if label:
            role = _label_role(label.group())
            text = text[label.end() :]
        found.extend(_read_groups(text, role))
    if not any(named.role for named in found) and role is None:
        return Assignment(_by_rule(found, lead), lead.value)
    return Assignment(_by_words(found), "roles_written")


def parse_cells(cells: Sequence[tuple[str, str]], lead: LeadRule) -> Assignment:
    """Units of one row of a task table; ``cells`` are (column head, text)."""
    columns = [(_label_role(head), text) for head, text in cells if _is_filled(text)]
    if not any(role for role, _ in columns):
        return parse_responsible("、".join(text for _, text in columns), lead)
    found = [n for role, text in columns for n in _read_groups(text, role)]
    return Assignment(_by_words(found), "roles_in_table")


def without_verb(name: str) -> str:
    """Name of a unit without the verb that gives it a role."""
    return _verb_role(name).name


def _is_filled(text: str) -> bool:
    return len(text.strip("—-/ ")) >= 2


def _label_role(label: str) -> Role | None:
    return next((role for role, words in _LABEL_ROLES if words.search(label)), None)


def _verb_role(name: str) -> _Named:
    for role, pattern in _VERB_ROLES:
        found = pattern.search(name)
        if found:
            return _Named(name[: found.start()], role)
    return _Named(_EACH_ITS_OWN.sub("", name), None)


def _read_groups(text: str, role: Role | None) -> list[_Named]:
    """Names of one part: 甲、乙牵头,丙配合,丁负责落实."""
    found: list[_Named] = []
    for group in text.split(","):
        names = [name for part in _split_names(group) if (name := _clean(part))]
        if not names:
            continue
        last = _verb_role(names[-1])
        for name in (*names[:-1], last.name):
            own = _bracketed_role(name)
            each = own.role or last.role or role
            found.extend(_Named(n, each) for n in _expanded(own.name))
    return found


def _bracketed_role(name: str) -> _Named:
    found = _ROLE_BEHIND.search(name)
    role = _label_role(found.group(1)) if found else None
    return _Named(name[: found.start()] if found and role else name, role)


def _split_names(group: str) -> list[str]:
    """Parts between 、 outside of brackets, and between 和 behind a bureau's name."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(group):
        depth += (char in "([") - (char in ")]")
        if char == "、" and depth == 0:
            parts.append(group[start:at])
            start = at + 1
    parts.append(group[start:])
    return [piece for part in parts for piece in _AND.split(part)]


def _expanded(name: str) -> list[str]:
    """A name, and the group that 等有关单位 adds behind it."""
    name = name.strip(" :。")
    found = _AND_OTHERS.match(name)
    if found:
        first, concerned, kind = found.groups()
        return [first, f"{concerned}{kind}"] if concerned and kind else [first]
    return [name] if len(name) >= 2 else []


def _clean(name: str) -> str:
    name = _BY.sub("", _LABELLED.sub("", name.strip()))
    return name.strip("。:; ").replace("[", "(").replace("]", ")")


def _unique(found: Iterable[_Named]) -> list[_Named]:
    """Every name once, with the role of its first mention."""
    seen: dict[str, _Named] = {}
    for named in found:
        if named.name:
            seen.setdefault(named.name, named)
    return list(seen.values())


def _by_words(found: Sequence[_Named]) -> tuple[Responsible, ...]:
    return tuple(
        Responsible(name=n.name, role=n.role or Role.LEAD) for n in _unique(found)
    )


def _by_rule(found: Sequence[_Named], lead: LeadRule) -> tuple[Responsible, ...]:
    others = Role.LEAD if lead is LeadRule.JOINT else Role.SUPPORT
    return tuple(
        Responsible(name=named.name, role=others if i else Role.LEAD)
        for i, named in enumerate(_unique(found))
    )
