"""A scheme from TOML: read, checked, refused with every fault at once."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TypedDict

from dafeng.assessment.records import Progress, Role
from dafeng.assessment.schemes.cells import Problem, Table
from dafeng.assessment.schemes.checks import scheme_problems
from dafeng.assessment.schemes.records import (
    ALL_ALIKE,
    ONE_UNIT,
    AnyVeto,
    Assesses,
    BandGrading,
    GoalPolicy,
    Grade,
    MetGrading,
    MissedItemVeto,
    MissedTargetVeto,
    Policy,
    Scheme,
    Shares,
)
from dafeng.assessment.schemes.rules import (
    AnyRule,
    ItemsRule,
    LateTier,
    Measure,
    Pay,
    QualityRule,
    SchemeItem,
    Span,
    TargetsRule,
    TasksRule,
    TimelinessRule,
)
from dafeng.base.errors import BadInputError
from dafeng.indicators.records import Quality


def scheme_from_toml(data: bytes) -> Scheme:
    """Read a scheme.

    Parameters
    ----------
    data : bytes
        TOML in UTF-8, as ``docs/methods/schemes.md`` describes it.

    Raises
    ------
    BadInputError
        Every fault of the file in one message, ``problems`` with the code of each; the
        error's own code is the first. ``scheme.toml``: it is no TOML.
        ``scheme.missing``, ``scheme.value``, ``scheme.unknown_key``: a cell.
        ``scheme.rule_kind``: a kind of rule, veto or grading that nobody knows.
        ``scheme.weights``: points that do not add up, with sum and difference.
        ``scheme.empty``: a rule that gives or asks nothing. ``scheme.grades``: grades
        that overlap or leave a gap. ``scheme.validity``, ``scheme.shares``,
        ``scheme.veto``, ``scheme.indicator``, ``scheme.duplicate``.

    Examples
    --------
    >>> scheme_from_toml(b"id = ")
    Traceback (most recent call last):
    ...
    dafeng.base.errors.BadInputError: The scheme is no TOML: Invalid value (at end of \
document). Correct that line.
    """
    try:
        cells = tomllib.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"The scheme is no TOML: {error}. Correct that line."
        raise BadInputError(msg, code="scheme.toml") from error
    problems: list[Problem] = []
    made = _scheme(Table("scheme", cells, problems), hashlib.sha256(data).hexdigest())
    # Sums of cells that could not be read would only mislead.
    problems = problems or list(scheme_problems(made))
    if problems:
        told = "\n".join(f"- {problem.text}" for problem in problems)
        msg = f"The scheme {made.id!r} cannot be used:\n{told}"
        codes = tuple(problem.code for problem in problems)
        raise BadInputError(msg, code=codes[0], problems=codes, scheme=made.id)
    return made


def _scheme(top: Table, sha256: str) -> Scheme:
    assesses = top.word("assesses", Assesses)
    units = assesses is Assesses.UNITS
    begun, ended = top.day("effective_from"), top.day("effective_to")
    if begun is None:
        top.refuse("scheme.missing", "effective_from is missing. Say since when.")
    made = Scheme(
        id=top.text("id"),
        edition=top.text("edition"),
        name_zh=top.text("name_zh"),
        name_en=top.text("name_en"),
        label_zh=top.text("label_zh"),
        label_en=top.text("label_en"),
        source=top.text("source"),
        verified=top.text("verified"),
        effective_from=begun or date.min,
        effective_to=ended,
        assesses=assesses,
        total=top.number("total"),
        rules=_rules(top),
        grading=_grading(top.table("grading")),
        vetoes=_vetoes(top),
        shares=_shares(top.table("shares")) if units else ONE_UNIT,
        goals=_goals(top.table("goals")) if units else ALL_ALIKE,
        sha256=sha256,
    )
    top.close()
    return made


def _rules(top: Table) -> tuple[AnyRule, ...]:
    made = []
    for table in top.tables("rule"):
        kind = table.text("kind")
        reader = _RULES.get(kind)
        if reader is None:
            have = ", ".join(_RULES)
            table.refuse("scheme.rule_kind", f"kind {kind!r} is not known: {have}.")
            continue
        made.append(reader(table))
        table.close()
    return tuple(made)


class _Common(TypedDict):
    id: str
    name_zh: str
    name_en: str
    points: Decimal
    evidence: bool
    verified: str
    note: str


def _common(table: Table) -> _Common:
    return _Common(
        id=table.text("id"),
        name_zh=table.text("name_zh"),
        name_en=table.text("name_en"),
        points=table.number("points"),
        evidence=table.flag("evidence"),
        verified=table.text("verified"),
        note=table.note("note"),
    )


def _targets(table: Table) -> TargetsRule:
    return TargetsRule(**_common(table))


def _tasks(table: Table) -> TasksRule:
    return TasksRule(
        **_common(table),
        claimed=table.number("claimed"),
        aside=table.words("aside", Progress),
    )


def _timeliness(table: Table) -> TimelinessRule:
    tiers = []
    for row in table.tables("late"):
        tiers.append(LateTier(row.whole("days") or 0, row.number("share")))
        row.close()
    return TimelinessRule(**_common(table), late=tuple(tiers))


def _quality(table: Table) -> QualityRule:
    return QualityRule(
        **_common(table),
        grades=_quality_shares(table.table("grades")),
        figure_weight=table.number("figure_weight"),
        report_weight=table.number("report_weight"),
    )


def _quality_shares(table: Table) -> Mapping[Quality, Decimal]:
    made = {quality: table.number(quality.value) for quality in Quality}
    table.close()
    return MappingProxyType(made)


def _items(table: Table) -> ItemsRule:
    return ItemsRule(
        **_common(table),
        items=tuple(_item(row) for row in table.tables("item")),
        pays=table.word("pays", Pay),
        fails_at=table.whole("fails_at"),
    )


def _item(row: Table) -> SchemeItem:
    made = SchemeItem(
        id=row.text("id"),
        name_zh=row.text("name_zh"),
        name_en=row.text("name_en"),
        points=row.number("points"),
        indicators=row.texts("indicators"),
        measure=row.word("measure", Measure),
        span=row.word("span", Span, Span.ANY),
        verified=row.text("verified"),
        note=row.note("note"),
    )
    row.close()
    return made


_RULES: Mapping[str, Callable[[Table], AnyRule]] = MappingProxyType(
    {
        "targets": _targets,
        "tasks": _tasks,
        "timeliness": _timeliness,
        "quality": _quality,
        "items": _items,
    }
)


def _grading(table: Table) -> BandGrading | MetGrading:
    kind = table.text("kind")
    grades = tuple(_grade(row) for row in table.tables("grade"))
    falsified = table.text("falsified")
    made: BandGrading | MetGrading = BandGrading(grades=grades, falsified=falsified)
    if kind == "met":
        made = MetGrading(
            grades=grades,
            falsified=falsified,
            all_met=table.text("all_met"),
            failed=table.text("failed"),
            otherwise=table.text("otherwise"),
        )
    elif kind != "bands":
        table.refuse("scheme.rule_kind", f"kind {kind!r} is not known: bands, met.")
    table.close()
    return made


def _grade(row: Table) -> Grade:
    made = Grade(
        id=row.text("id"),
        name_zh=row.text("name_zh"),
        name_en=row.text("name_en"),
        at_least=row.bound("at_least"),
        below=row.bound("below"),
    )
    row.close()
    return made


def _vetoes(top: Table) -> tuple[AnyVeto, ...]:
    made: list[AnyVeto] = []
    for row in top.tables("veto"):
        kind, name, cap = row.text("kind"), row.text("id"), row.text("cap")
        if kind == "missed-item":
            made.append(MissedItemVeto(id=name, cap=cap, items=row.texts("items")))
        elif kind == "missed-target":
            made.append(
                MissedTargetVeto(
                    id=name,
                    cap=cap,
                    softness=row.texts("softness"),
                    roles=row.words("roles", Role),
                    yearless=row.texts("yearless"),
                )
            )
        else:
            have = "missed-target, missed-item"
            row.refuse("scheme.rule_kind", f"kind {kind!r} is not known: {have}.")
            continue
        row.close()
    return tuple(made)


def _shares(table: Table) -> Shares:
    made = Shares(lead=table.number("lead"), support=table.number("support"))
    table.close()
    return made


def _goals(table: Table) -> GoalPolicy:
    made = GoalPolicy(
        binding=table.number("binding"),
        strive=table.number("strive"),
        expected=table.number("expected"),
        delegated_unset=table.word("delegated_unset", Policy),
        not_due=table.word("not_due", Policy),
        directional=table.word("directional", Policy),
        before_year=table.texts("before_year"),
    )
    table.close()
    return made
