"""Who answers: the bracket behind a task, its leads, its helpers and its groups."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum

import attrs

from dafeng.plan.normal import NormalText
from dafeng.plan.records import Responsible, Role, Span, Unit, UnitKind


class LeadRule(StrEnum):
    """Who leads when a bracket only lists units.

    That the first-listed unit leads is custom, not law; a district decides which rule
    holds and the rule's name stays on every task that was read by it.
    """

    FIRST_LISTED = "first_listed_leads"
    JOINT = "all_lead_jointly"


_HEAD = (
    r"(?:主要)?(?:责任单位|责任部门|牵头单位|牵头部门|主责单位|主责部门|主办单位|配合单位|配合部门|协办单位|参与单位|"
    r"参加单位|落实单位|实施单位|完成单位|实施主体|责任主体|主责|主办|协办|牵头|配合|参与|责任)"
)
_LABELLED = re.compile(rf"\(?{_HEAD}\s*[::]")
_BRACKET = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_ROLE_HEADS: tuple[tuple[Role, str], ...] = (
    (Role.LEAD, "牵头|主责|主办"),
    (Role.SUPPORT, "配合|协办|参与|参加"),
    (Role.IMPLEMENT, "落实|实施|完成"),
)
_ROLE_TAILS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.LEAD, re.compile(r"(?:共同)?(?:牵头|主责|主办)(?:负责|落实|实施)?$")),
    (
        Role.SUPPORT,
        re.compile(r"(?:等)?(?:按(?:照)?(?:职责|各自)?[^、,]{0,8}?)?(?:配合|参与|参加|协助|协办|协同|支持)(?:实施|落实)?$"),
    ),
    (Role.IMPLEMENT, re.compile(r"(?:按(?:照)?职责(?:分工)?)?(?:负责)?(?:组织实施|抓好落实|负责落实|具体落实|落实|实施)$")),
)
_DUTY_TAIL = re.compile(
    r"(?:等)?(?:按(?:照)?(?:各自)?职责(?:分工)?(?:分别|共同)?(?:负责|落实)?|分工负责|共同负责|分别负责|负责)$"
)
_NEXT_LINE = 4
_UNIT_END = re.compile(
    r"(?:委|局|厅|部|办|处|院|署|室|团|社|会|司|队|站|所|校|行|政府|公司|集团|中心|法院|园区|示范区|保护区|开发区|高新区|"
    r"生态城|乡镇|街道|镇|乡|县|区|市|村|单位|部门|企业|成员|科技园|产业园|新区|新城|总站|联社|大队|馆|台|厂|银行|协会|联盟|林场|管委会|学校|高校|机构|州|盟|旗|党校)(?:\([^()]*\))?$"
)
_ONE_UNIT = re.compile(r"[省市区县旗州镇][\u4e00-\u9fff]{2,12}(?:局|委|办|厅|管委会|政府)$")
_OFFICIAL = re.compile(r"[委局厅办部]|中心|政府|管委会|站|所")
_GROUP = re.compile(r"^(?:各|有关|相关|全[区市省县]各|其他|其它|市级有关|区级有关|县级有关|省级有关|省直有关|市直有关|区直|市直有关|涉及|领导小组)")
_KINDS: tuple[tuple[UnitKind, re.Pattern[str]], ...] = (
    (UnitKind.ENTERPRISE, re.compile(r"公司|集团|国网|电网|银行|厂$|企业$|联社$")),
    (UnitKind.PARTY, re.compile(r"党委|区委[^、]*(?:部|党校|办)|市委|县委|省委|组织部|宣传部|党校|团委|妇联|工会|人大|政协|纪委")),
    (UnitKind.OFFICE, re.compile(r"领导小组|办公室$|指挥部")),
    (UnitKind.BRANCH, re.compile(r"分局$|支局$|税务局|气象局|海关|公安.*分局|邮政管理局")),
    (UnitKind.PARK, re.compile(r"园区$|开发区|生态城|示范区|保护区|高新区|产业园|科技园|新区$|新城$|管委会")),
    (UnitKind.TOWNSHIP, re.compile(r"(?:镇|乡|街道|办事处)(?:人民政府)?$")),
    (UnitKind.BUREAU, re.compile(r"(?:委|局|厅|部|办|中心|院|处|署|委员会|会)$")),
)


@attrs.frozen(kw_only=True)
class Duty:
    """A bracket of answerable units, and where it stands."""

    responsible: tuple[Responsible, ...]
    span: Span
    rule: str


def duty_in(body: NormalText, lead: LeadRule) -> tuple[Duty, int] | None:
    """Last duty bracket of a block, and where its text begins; None if there is none."""
    for start, end, inner in reversed(list(_candidates(body.text))):
        responsible, rule = parse_responsible(inner, lead)
        if responsible:
            return Duty(responsible=responsible, span=body.span(start, end), rule=rule), start
    return None


def duties_in(body: NormalText, lead: LeadRule) -> list[Duty]:
    """Every duty bracket of a block, in order."""
    found: list[Duty] = []
    for start, end, inner in _candidates(body.text):
        responsible, rule = parse_responsible(inner, lead)
        if responsible:
            found.append(
                Duty(responsible=responsible, span=body.span(start, end), rule=rule)
            )
    return found


def merged(duties: Sequence[Duty]) -> list[Duty]:
    """Duties that stand line under line (牵头单位:… 配合单位:…) as one."""
    result: list[Duty] = []
    for duty in duties:
        last = result[-1] if result else None
        if last is not None and duty.span.start - last.span.end <= _NEXT_LINE:
            names = {r.name for r in last.responsible}
            more = tuple(r for r in duty.responsible if r.name not in names)
            span = Span(last.span.start, duty.span.end)
            result[-1] = attrs.evolve(last, responsible=last.responsible + more, span=span)
        else:
            result.append(duty)
    return result


def _candidates(text: str) -> Iterable[tuple[int, int, str]]:
    """Brackets, and lines with a label, that may name units."""
    taken = 0
    for match in _BRACKET.finditer(text):
        if _names_units(match.group(1)):
            taken = match.end()
            yield match.start(), match.end(), match.group(1)
    rest = text[taken:]
    labelled = re.search(rf"(?:^|[。;!?]){_HEAD}:", rest)
    if labelled:
        start = taken + labelled.start() + (rest[labelled.start()] in "。;!?")
        yield start, len(text), text[start:].rstrip("。)")
    elif "(" in rest and _LABELLED.search(rest):
        found = _LABELLED.search(rest)
        if found is not None and rest[found.start()] == "(":
            start = taken + found.start()
            yield start, len(text), text[start + 1 :].rstrip("。)")


def _names_units(inner: str) -> bool:
    if re.match(_HEAD + ":", inner):
        return True
    if len(inner) < 4 or re.search(r"\d{3}", inner):
        return False
    duty = re.search(r"牵头|配合|负责|参与|按职责|协办|主办", inner)
    parts = [p for p in re.split(r"[、,;]", inner) if p]
    named = sum(bool(_UNIT_END.search(_strip_role(p)[0])) for p in parts)
    if duty:
        return named * 2 >= len(parts)
    if len(parts) == 1:
        return bool(_ONE_UNIT.match(inner))
    return named == len(parts) and bool(_OFFICIAL.search(inner))


def parse_responsible(
    inner: str, lead: LeadRule
) -> tuple[tuple[Responsible, ...], str]:
    """Units and roles of one bracket's text, and the rule that gave the roles."""
    explicit = False
    found: list[tuple[str, Role | None]] = []
    role: Role | None = None
    for piece in re.split(r"[;。]", inner):
        head = re.match(rf"{_HEAD}:", piece.strip())
        text = piece.strip()
        if head:
            role = _head_role(head.group())
            text = text[head.end() :]
        group, closed = _read_groups(text, role)
        explicit = explicit or closed or (role is not None)
        found.extend(group)
    found = [(name, r) for name, r in found if name]
    if not explicit:
        return _by_rule([name for name, _ in found], lead), lead.value
    return tuple(
        Responsible(name=name, role=r or Role.LEAD) for name, r in _unique(found)
    ), "roles_written"


def parse_cells(
    cells: Sequence[tuple[str, str]], lead: LeadRule
) -> tuple[tuple[Responsible, ...], str]:
    """Units of one row of a task table; ``cells`` are (column head, text)."""
    columns = [(_head_role(head), text) for head, text in cells if _named(text)]
    if not any(role for role, _ in columns):
        names = "、".join(text for _, text in columns)
        return parse_responsible(names, lead)
    found = [
        (name, r or role or Role.LEAD)
        for role, text in columns
        for name, r in _read_groups(text, role)[0]
    ]
    unique = _unique(found)
    return tuple(Responsible(name=n, role=r or Role.LEAD) for n, r in unique), "roles_in_table"


def _named(text: str) -> bool:
    return len(text.strip("—-/ ")) >= 2


def _head_role(head: str) -> Role | None:
    for role, words in _ROLE_HEADS:
        if re.search(words, head):
            return role
    return None


def _read_groups(text: str, role: Role | None) -> tuple[list[tuple[str, Role | None]], bool]:
    """Names of one part: 甲、乙牵头,丙配合,丁负责落实."""
    found: list[tuple[str, Role | None]] = []
    written = False
    for group in re.split(r",", text):
        names = [_clean(n) for n in _split_names(group)]
        names = [n for n in names if n]
        if not names:
            continue
        last, group_role = _strip_role(names[-1])
        written = written or group_role is not None
        names[-1] = last
        for name in names:
            found.extend((n, group_role or role) for n in _expanded(name))
    return found, written


def _split_names(group: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for at, char in enumerate(group):
        depth += (char in "([") - (char in ")]")
        if char == "、" and depth == 0:
            parts.append(group[start:at])
            start = at + 1
    parts.append(group[start:])
    named: list[str] = []
    for part in parts:
        pieces = re.split(r"(?<=[委局厅部办院司会心])(?:和|及|以及|会同)(?=[\u4e00-\u9fff])", part)
        named.extend(pieces)
    return named


def _strip_role(name: str) -> tuple[str, Role | None]:
    for role, pattern in _ROLE_TAILS:
        found = pattern.search(name)
        if found:
            return name[: found.start()], role
    found = _DUTY_TAIL.search(name)
    if found:
        return name[: found.start()], None
    return name, None


def _expanded(name: str) -> list[str]:
    """A name, and the group that 等有关单位 adds behind it."""
    name = name.strip(" :。")
    found = re.match(r"(.+?)等(有关|相关)?(单位|部门|企业|机构)?$", name)
    if found:
        group = f"{found.group(2) or ''}{found.group(3) or ''}"
        names = [found.group(1)]
        return [*names, group] if found.group(2) and found.group(3) else names
    return [name] if len(name) >= 2 else []


def _clean(name: str) -> str:
    name = re.sub(rf"^{_HEAD}:", "", name.strip())
    name = re.sub(r"^由(?=[\u4e00-\u9fff])", "", name)
    return name.strip("。:; ").replace("[", "(").replace("]", ")")


def _unique(found: Sequence[tuple[str, Role | None]]) -> list[tuple[str, Role | None]]:
    seen: dict[str, Role | None] = {}
    for name, role in found:
        seen.setdefault(name, role)
    return list(seen.items())


def _by_rule(names: Sequence[str], lead: LeadRule) -> tuple[Responsible, ...]:
    unique = list(dict.fromkeys(names))
    if lead is LeadRule.JOINT:
        return tuple(Responsible(name=n, role=Role.LEAD) for n in unique)
    return tuple(
        Responsible(name=n, role=Role.SUPPORT if i else Role.LEAD)
        for i, n in enumerate(unique)
    )


def unit_kind(name: str) -> UnitKind:
    """Kind of a unit by its name."""
    if is_group(name):
        return UnitKind.GROUP
    for kind, pattern in _KINDS:
        if pattern.search(name):
            return kind
    return UnitKind.OTHER


def is_group(name: str) -> bool:
    """Whether a name stands for several units (各乡镇园区); a roster says which."""
    return bool(_GROUP.match(name)) or name.endswith(("成员单位", "有关单位", "相关单位"))


def units_of(names: Iterable[str]) -> tuple[tuple[Unit, ...], dict[str, str]]:
    """Distinct units, and the name under which each spelling is kept.

    A long name met once that differs by one character from a more frequent one is a
    misreading of it and becomes its variant.
    """
    counts = Counter(names)
    order = list(dict.fromkeys(counts))
    canonical = {name: _canonical(name, counts) for name in order}
    units = []
    for name in order:
        if canonical[name] != name:
            continue
        variants = tuple(v for v in order if canonical[v] == name and v != name)
        units.append(Unit(name=name, kind=unit_kind(name), variants=variants))
    return tuple(units), canonical


def _canonical(name: str, counts: Counter[str]) -> str:
    if len(name) < 6:
        return name
    for other, n in counts.most_common():
        if n > counts[name] and len(other) == len(name) and _one_apart(name, other):
            return other
    return name


def _one_apart(a: str, b: str) -> bool:
    different = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    # A different first or last character names another place or another kind of unit.
    return len(different) == 1 and 1 < different[0] < len(a) - 1
