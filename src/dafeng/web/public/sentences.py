"""A released figure as one sentence, in both languages, made on the day of release."""

from __future__ import annotations

from decimal import Decimal

import attrs

from dafeng.base.rounding import plain_number, round_half_even
from dafeng.public.releases import STATES
from dafeng.web.assessment.models import TargetStanding

STATUS = "plan.state"
LEAST_PLACES, MOST_PLACES = 2, 6
SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "=", "~": "≈"}


@attrs.frozen
class Sentences:
    """The same in Chinese and in English."""

    zh: str
    en: str


@attrs.frozen(kw_only=True)
class Stated:
    """The figures of a target as the public reads them.

    Attributes
    ----------
    is_status : bool
        It is met or not, and no number says how far.
    """

    value: Decimal | None
    target: Decimal | None
    most: Decimal | None
    unit: str
    is_status: bool = False


def stated_of(row: TargetStanding) -> Stated:
    """Figures of a target, without decimals that nobody needs.

    Two decimals, and more where two would move the figure across its target.  A target
    that is met or not has no figure: its 1 and 0 are no numbers for people.
    """
    if row.definition == STATUS:
        return Stated(value=None, target=None, most=None, unit="", is_status=True)
    bounds = [one for one in (row.target_value, row.target_max) if one is not None]
    return Stated(
        value=None if row.value is None else _short(row.value, bounds),
        target=row.target_value,
        most=row.target_max,
        unit=row.unit,
    )


def target_sentences(row: TargetStanding, stated: Stated, name_en: str) -> Sentences:
    """Write ``森林覆盖率 2025 年为 18.2%，2030 年目标 ≥ 20%：滞后。``."""
    state_zh, state_en = STATES[row.state]
    name = name_en or row.indicator
    by_zh = f"{row.year} 年目标" if row.year else "目标"
    by_en = f"target for {row.year}" if row.year else "target"
    if stated.is_status:
        return Sentences(
            zh=f"{row.indicator}，{by_zh}：{state_zh}。",
            en=f"{name}, {by_en}: {state_en}.",
        )
    asked = asked_words(row.comparator, stated.target, stated.most, stated.unit)
    if stated.value is None:
        return Sentences(
            zh=f"{row.indicator}的现值未知，{by_zh} {asked}：{state_zh}。",
            en=f"{name}: not known yet, {by_en} {asked}; {state_en}.",
        )
    now = _with_unit(stated.value, stated.unit)
    return Sentences(
        zh=f"{row.indicator} {row.period} 年为 {now}，{by_zh} {asked}：{state_zh}。",
        en=f"{name}: {now} in {row.period}, {by_en} {asked}; {state_en}.",
    )


def _short(value: Decimal, bounds: list[Decimal]) -> Decimal:
    for places in range(LEAST_PLACES, MOST_PLACES):
        rounded = round_half_even(value, places)
        if all(_side(rounded, one) == _side(value, one) for one in bounds):
            return rounded
    return value


def _side(value: Decimal, bound: Decimal) -> int:
    return (value > bound) - (value < bound)


def account_sentences(name_zh: str, name_en: str, figure: str) -> tuple[str, str]:
    """Write ``2023 年温室气体排放总量为 812.3 万 tCO₂e。``."""
    english = figure.replace("万 tCO₂e", "× 10⁴ tCO₂e")
    return f"{name_zh}为 {figure}。", f"{name_en}: {english}."


def asked_words(
    comparator: str, value: Decimal | None, most: Decimal | None, unit: str = ""
) -> str:
    """What is asked for: ``≥ 20%``, ``2–3 台``; empty is unknown."""
    if value is None:
        return ""
    if most is not None:
        return f"{plain_number(value)}–{_with_unit(most, unit)}"
    sign = SIGNS.get(comparator, "")
    return f"{sign} {_with_unit(value, unit)}".strip()


def _with_unit(value: Decimal, unit: str) -> str:
    number = plain_number(value)
    gap = "" if unit in ("%", "‰", "") else " "
    return f"{number}{gap}{unit}"
