"""What a scheme must fulfil before anybody is judged by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from dafeng.assessment.schemes.cells import Problem
from dafeng.assessment.schemes.grade_checks import grade_problems, named_once
from dafeng.assessment.schemes.records import (
    Assesses,
    MissedItemVeto,
    MissedTargetVeto,
    Scheme,
)
from dafeng.assessment.schemes.rules import (
    AnyRule,
    ItemsRule,
    Measure,
    QualityRule,
    SchemeItem,
    TargetsRule,
    TasksRule,
    TimelinessRule,
)
from dafeng.base.indicators import indicator_register

_VERIFIED = ("V", "S", "U")
_SOFTNESS = ("binding", "strive", "expected")
_WHOLE = Decimal(100)


def scheme_problems(scheme: Scheme) -> Iterator[Problem]:
    """Yield everything that is wrong with a scheme whose cells could all be read."""
    yield from _validity(scheme)
    yield from _verified(scheme)
    yield from _rules(scheme)
    for rule in scheme.rules:
        yield from _rule(rule)
    yield from grade_problems(scheme)
    yield from _vetoes(scheme)
    yield from _parts(scheme)


def _validity(scheme: Scheme) -> Iterator[Problem]:
    begun, ended = scheme.effective_from, scheme.effective_to
    if ended is not None and ended < begun:
        yield Problem(
            "scheme.validity",
            f"The scheme ends on {ended}, before it begins on {begun}. Exchange the "
            "two days, or correct one of them.",
        )


def _verified(scheme: Scheme) -> Iterator[Problem]:
    marks = [("scheme", scheme.verified)]
    marks += [(f"rule {rule.id!r}", rule.verified) for rule in scheme.rules]
    marks += [(f"item {item.id!r}", item.verified) for item in _items(scheme)]
    for where, mark in marks:
        if mark not in _VERIFIED:
            yield Problem(
                "scheme.value", f"{where}: verified = {mark!r}; write V, S or U."
            )


def _items(scheme: Scheme) -> Iterator[SchemeItem]:
    for rule in scheme.rules:
        if isinstance(rule, ItemsRule):
            yield from rule.items


def _rules(scheme: Scheme) -> Iterator[Problem]:
    if not scheme.rules:
        yield Problem("scheme.empty", "The scheme has no rule. Add [[rule]] tables.")
        return
    if scheme.total <= 0 or scheme.total % 1:
        yield Problem(
            "scheme.value", f"total = {scheme.total}; write a whole number above 0."
        )
    yield from _sum(
        "the rules", [rule.points for rule in scheme.rules], scheme.total, "total"
    )
    names = [rule.id for rule in scheme.rules]
    yield from named_once("rule", names)
    yield from named_once(
        "item",
        [i.id for r in scheme.rules if isinstance(r, ItemsRule) for i in r.items],
    )
    wrong = [
        rule.id
        for rule in scheme.rules
        if isinstance(rule, ItemsRule) is (scheme.assesses is Assesses.UNITS)
    ]
    if wrong:
        yield Problem(
            "scheme.rule_kind",
            f"The scheme assesses the {scheme.assesses}, so the rules "
            f"{', '.join(wrong)} cannot stand in it: items are for the district, all "
            "other kinds are for units.",
        )


def _sum(
    what: str, parts: list[Decimal], whole: Decimal, name: str
) -> Iterator[Problem]:
    found = sum(parts, Decimal(0))
    if found != whole:
        yield Problem(
            "scheme.weights",
            f"The points of {what} add up to {found}, not to {name} = {whole}: the "
            f"difference is {found - whole:+}. Correct a part or the {name}.",
        )


def _rule(rule: AnyRule) -> Iterator[Problem]:
    if rule.points <= 0:
        yield Problem(
            "scheme.empty",
            f"The rule {rule.id!r} gives {rule.points} points. Give it more than 0, or "
            "take it out.",
        )
    match rule:
        case ItemsRule():
            yield from _item_list(rule)
        case TimelinessRule():
            yield from _late(rule)
        case TasksRule():
            yield from _share(rule.id, "claimed", rule.claimed)
        case QualityRule():
            yield from _quality(rule)
        case TargetsRule():
            pass


def _item_list(rule: ItemsRule) -> Iterator[Problem]:
    if not rule.items:
        yield Problem(
            "scheme.empty",
            f"The rule {rule.id!r} has no item. Add [[rule.item]] tables, or take the "
            "rule out.",
        )
        return
    points = [item.points for item in rule.items]
    yield from _sum(f"the items of {rule.id!r}", points, rule.points, "points")
    for item in rule.items:
        if item.points <= 0:
            yield Problem(
                "scheme.empty", f"The item {item.id!r} gives {item.points} points."
            )
        if bool(item.indicators) is (item.measure is Measure.JUDGED):
            yield Problem(
                "scheme.empty",
                f"The item {item.id!r} is measured as {item.measure} and names "
                f"{len(item.indicators)} indicators. An item that is only judged names "
                "none, any other at least one.",
            )
        yield from _indicators(item.id, item.indicators)
    if rule.fails_at is not None and not 1 <= rule.fails_at <= len(rule.items):
        yield Problem(
            "scheme.value",
            f"The rule {rule.id!r} fails at {rule.fails_at} of {len(rule.items)} "
            f"items. Write 1 to {len(rule.items)}.",
        )


def _indicators(item: str, names: Iterable[str]) -> Iterator[Problem]:
    register = indicator_register()
    for name in names:
        code = name.partition(".")[0]
        if all(known.code != code for known in register):
            yield Problem(
                "scheme.indicator",
                f"The item {item!r} names the indicator {name!r}, which the register "
                "does not know. See dafeng indicators list.",
            )


def _late(rule: TimelinessRule) -> Iterator[Problem]:
    for tier in rule.late:
        yield from _share(rule.id, f"late {tier.days} days", tier.share)
    for sooner, later in pairwise(rule.late):
        if later.days <= sooner.days or later.share > sooner.share:
            yield Problem(
                "scheme.value",
                f"The rule {rule.id!r} gives {sooner.share} up to {sooner.days} days "
                f"late and {later.share} up to {later.days} days. Sort from few days "
                "to many; who is later earns no more.",
            )


def _share(where: str, name: str, value: Decimal) -> Iterator[Problem]:
    if not 0 <= value <= 1:
        yield Problem(
            "scheme.value",
            f"The rule {where!r}: {name} = {value}; write a share from 0 to 1.",
        )


def _quality(rule: QualityRule) -> Iterator[Problem]:
    for quality, share in rule.grades.items():
        yield from _share(rule.id, quality.value, share)
    if min(rule.figure_weight, rule.report_weight) < 0 or not (
        rule.figure_weight + rule.report_weight
    ):
        yield Problem(
            "scheme.empty",
            f"The rule {rule.id!r} weighs figures {rule.figure_weight} and reports "
            f"{rule.report_weight}. Neither may be negative, one must be more than 0.",
        )


def _vetoes(scheme: Scheme) -> Iterator[Problem]:
    yield from named_once("veto", [veto.id for veto in scheme.vetoes])
    items = {
        item.id for r in scheme.rules if isinstance(r, ItemsRule) for item in r.items
    }
    for veto in scheme.vetoes:
        match veto:
            case MissedItemVeto():
                strange = sorted(set(veto.items) - items)
                if strange or not veto.items:
                    yield Problem(
                        "scheme.veto",
                        f"The veto {veto.id!r} names the items "
                        f"{', '.join(strange) or 'none'}. Items are: "
                        f"{', '.join(sorted(items)) or 'none'}.",
                    )
            case MissedTargetVeto():
                yield from _target_veto(veto, scheme)


def _target_veto(veto: MissedTargetVeto, scheme: Scheme) -> Iterator[Problem]:
    strange = sorted(set(veto.softness) - set(_SOFTNESS))
    if strange or not veto.softness or not veto.roles:
        yield Problem(
            "scheme.veto",
            f"The veto {veto.id!r} needs roles and softness; softness is one of "
            f"{', '.join(_SOFTNESS)}.",
        )
    if scheme.assesses is Assesses.DISTRICT:
        yield Problem(
            "scheme.veto",
            f"The veto {veto.id!r} is about units, the scheme assesses the district. "
            "Use kind missed-item.",
        )


def _parts(scheme: Scheme) -> Iterator[Problem]:
    shares = scheme.shares
    whole = shares.lead + shares.support
    if min(shares.lead, shares.support) < 0 or whole != _WHOLE:
        yield Problem(
            "scheme.shares",
            f"lead = {shares.lead} and support = {shares.support} make {whole}, not "
            f"{_WHOLE}: the difference is {whole - _WHOLE:+}. Correct one of them.",
        )
    goals = scheme.goals
    for name in _SOFTNESS:
        if goals.weight(name) < 0 or (name == "binding" and not goals.binding):
            yield Problem(
                "scheme.shares",
                f"goals: {name} = {goals.weight(name)}. A weight is not negative, that "
                "of binding targets more than 0.",
            )
