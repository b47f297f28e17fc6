"""The case of ``dafeng allocate`` that a house gives: its parts, and totals by hand."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import attrs

from dafeng.base.errors import BadInputError
from dafeng.cli.house import open_house, web_room
from dafeng.cli.house_case import is_house

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dafeng.assessment.allocation import (
        AllocationCase,
        Budget,
        Group,
        Named,
        Party,
    )
    from dafeng.indicators import Evidence


LEAST_COST = "least-cost"


@attrs.frozen(kw_only=True)
class Asked:
    """What a command asks of a house."""

    home: Path
    place: str | None = None
    year: int | None = None
    base_year: int | None = None
    as_of: datetime | None = None
    energy: str | None = None
    carbon: str | None = None
    reserve_share: str = "0"
    over: str = "parts"
    rule: str
    other: str = ""


def case_of_house(asked: Asked) -> AllocationCase:
    """Make a case of what the parts of a house's district state.

    Raises
    ------
    BadInputError
        ``allocate.asked``: no year, no total, a word or number that is none; there is
        no lake or district, or no part states energy or carbon.
    """
    from dafeng.assessment.allocation import AllocationCase, parties_from_evidence
    from dafeng.cli.indicator_house import known_in

    if asked.year is None:
        _refuse("Give a case with --input, or a year of the house with --year.")
    if asked.energy is None and asked.carbon is None:
        _refuse("Give the total to split: --energy, --carbon or both.")
    group = _group(asked.over)
    budgets = {
        name: _budget(name, stated, asked.reserve_share, group)
        for name, stated in (("energy", asked.energy), ("carbon", asked.carbon))
    }
    known = known_in(asked.home, asked.place, asked.as_of)
    base = asked.base_year or _last_year(known.evidence, group, asked.year or 0)
    parties = parties_from_evidence(
        known.evidence, base, group=group, names=_names(asked.home)
    )
    if LEAST_COST in {asked.rule, asked.other} and is_house(asked.home):
        parties = _priced(asked.home, known.evidence.place, parties, base)
    return AllocationCase(
        place=known.evidence.place,
        year=asked.year or base,
        base_year=base,
        energy=budgets["energy"],
        carbon=budgets["carbon"],
        rule=asked.rule,
        parties=parties,
        synthetic=any(one.synthetic for one in known.evidence.observations),
    )


def _priced(
    home: Path, place: str, parties: tuple[Party, ...], base_year: int
) -> tuple[Party, ...]:
    """Give the parties the cost curves of the outlook of the house."""
    open_house(home)
    owner = web_room("core.models").Organisation.objects.filter(place_code=place)
    root = owner.order_by("path").first()
    if root is None:
        return parties
    allocating = web_room("assessment.services.allocating")
    priced: tuple[Party, ...] = allocating.with_curves(parties, root, base_year)
    return priced


def _group(text: str) -> Group:
    from dafeng.assessment.allocation import Group

    try:
        return Group(text)
    except ValueError:
        _refuse(f"--over is {text!r}; expected {' or '.join(Group)}.")


def _budget(name: str, stated: str | None, share: str, group: Group) -> Budget | None:
    from dafeng.assessment.allocation import Budget, evidence_unit

    if stated is None:
        return None
    return Budget(
        total=_number(f"--{name}", stated),
        reserve_share=_number("--reserve-share", share) or None,
        unit=evidence_unit(name, group),
    )


def _number(option: str, text: str) -> Decimal:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        _refuse(f"{option} is {text!r}; expected a number, such as 120000.")
    return number


def _last_year(evidence: Evidence, group: Group, year: int) -> int:
    """The last year before the asked one for which some part states a figure."""
    from dafeng.assessment.allocation import stated_years

    known = [each for each in stated_years(evidence, group) if each < year]
    return max(known, default=year - 1)


def _names(home: Path) -> Mapping[str, Named]:
    """Names of the registered units; beside a lake alone codes speak for the parts."""
    from dafeng.assessment.allocation import Named, PartyKind

    if not is_house(home):
        return {}
    open_house(home)
    kinds = web_room("assessment.services.allocating").KINDS
    found: dict[str, Named] = {}
    for unit in web_room("core.models").Organisation.objects.all():
        kind = kinds.get(unit.kind, PartyKind.OTHER)
        named = Named(name=unit.name_zh, kind=kind)
        found |= {code: named for code in (unit.code, unit.uscc) if code}
    return found


def _refuse(msg: str) -> NoReturn:
    raise BadInputError(msg, code="allocate.asked")
