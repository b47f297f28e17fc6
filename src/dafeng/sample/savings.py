"""Savings in the sample: weather, limits, unit consumption, certificates, projects.

All invented and deterministic; days count back from a day that is an argument.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.sample.synthetic.district_years import sample_enterprises

if TYPE_CHECKING:
    from dafeng.sample.synthetic.records import SampleEnterprise

WEATHER_SOURCE = "示例气象（合成）"
NORM_SOURCE = "示例限额（合成），不是真实标准"
NORM_STANDARD, WORLD_BEST = "示例限额 01", "示例国际先进值"
BEFORE, TIGHTENED = date(2020, 1, 1), date(2024, 7, 1)
"""From when the limits before and those of now hold."""
DOCUMENT = "示例能源利用状况报告（合成）"
PROVIDER = "示范节能服务公司（示例）"
BODY = "示范认证中心（示例）"
WEATHER_DAYS = 800
CERTIFIED_EVERY = 4
_ROOM = "dafeng.sample"
_YEAR = 365.25
_PRIME = 7919
_SPREAD = 1000
_LAXER, _WORLD = Decimal("1.06"), Decimal("0.94")
_WRONG_UNIT = 17
"""One enterprise in so many states standard coal without its basis."""


@attrs.frozen(kw_only=True)
class SampleNorm:
    """An invented limit, as it is now."""

    product: str
    sector: str
    name_zh: str
    name_en: str
    unit: str
    advanced: Decimal
    access: Decimal
    limit: Decimal
    output_unit: str


@attrs.frozen(kw_only=True)
class SampleProduct:
    """What an enterprise used for its product in a year."""

    enterprise: str
    product: str
    year: int
    energy: Decimal
    energy_unit: str
    output: Decimal
    output_unit: str


@attrs.frozen(kw_only=True)
class SampleCertificate:
    """A certificate of an energy management system."""

    enterprise: str
    number: str
    issued_on: date
    expires_on: date


@attrs.frozen(kw_only=True)
class SampleProject:
    """A project that saves energy.

    Attributes
    ----------
    report_ago : int
        Days before the last one at which the report period begins.
    settled : int
        How many months of it are settled.
    signed, changed : bool
        Whether its contract is signed, and was changed after what is settled.
    """

    enterprise: str
    meter: str
    name_zh: str
    measure: str
    product: str
    kind: str
    figure: str
    share: Decimal
    price: Decimal
    floor: Decimal | None
    cap: Decimal | None
    guaranteed: Decimal
    fee: Decimal
    report_ago: int
    settled: int
    signed: bool
    changed: bool


def sample_weather(last: date) -> dict[date, Decimal]:
    """Return daily means up to a day, of a place with cold winters and hot summers."""
    return {day: _mean(day) for day in _days(last, WEATHER_DAYS)}


def _mean(day: date) -> Decimal:
    number = (day - date(1970, 1, 1)).days
    season = 13.2 - 15.5 * math.cos(2 * math.pi * (number - 18) / _YEAR)
    # Three waves without a common period stand in for fronts; a hash for the rest.
    waves = 2.2 * math.sin(number / 2.7) + 1.6 * math.sin(number / 4.9 + 1.0)
    waves += 1.1 * math.sin(number / 11.3 + 2.0)
    rest = (number * _PRIME % _SPREAD) / _SPREAD - 0.5
    return Decimal(str(round(season + waves + 2 * rest, 1)))


def _days(last: date, count: int) -> Iterator[date]:
    for ago in reversed(range(count)):
        yield last - timedelta(days=ago)


@cache
def sample_norms() -> tuple[SampleNorm, ...]:
    """Return the limits."""
    return tuple(
        SampleNorm(
            **{name: row[name] for name in ("product", "sector", "name_zh", "name_en")},
            unit=row["unit"],
            advanced=Decimal(row["advanced"]),
            access=Decimal(row["access"]),
            limit=Decimal(row["limit"]),
            output_unit=row["output_unit"],
        )
        for row in packaged_rows(_ROOM, "local_norms.csv")
    )


@attrs.frozen(kw_only=True)
class SampleEdition:
    """One edition of an invented limit, or an invented best of the world."""

    kind: str
    product: str
    name_zh: str
    name_en: str
    standard: str
    unit: str
    advanced: Decimal
    access: Decimal | None = None
    limit: Decimal | None = None
    valid_from: date
    valid_to: date | None = None


def sample_norm_editions() -> Iterator[SampleEdition]:
    """Of each limit the edition before, that of now, and the best of the world."""
    for norm in sample_norms():
        now = SampleEdition(
            kind="local",
            product=norm.product,
            name_zh=norm.name_zh,
            name_en=norm.name_en,
            standard=f"{NORM_STANDARD}-{TIGHTENED.year}",
            unit=norm.unit,
            advanced=norm.advanced,
            access=norm.access,
            limit=norm.limit,
            valid_from=TIGHTENED,
        )
        yield attrs.evolve(
            now,
            standard=f"{NORM_STANDARD}-{BEFORE.year}",
            advanced=_part(norm.advanced, _LAXER),
            access=_part(norm.access, _LAXER),
            limit=_part(norm.limit, _LAXER),
            valid_from=BEFORE,
            valid_to=TIGHTENED - timedelta(days=1),
        )
        yield now
        yield attrs.evolve(
            now,
            kind="world",
            standard=WORLD_BEST,
            advanced=_part(norm.advanced, _WORLD),
            access=None,
            limit=None,
            valid_from=BEFORE,
        )


def _part(figure: Decimal, share: Decimal) -> Decimal:
    return round(figure * share, 1)


def sample_products(year: int) -> tuple[SampleProduct, ...]:
    """Return what enterprises with a limit used for their product in a year."""
    by_sector = {norm.sector: norm for norm in sample_norms()}
    return tuple(
        _product(number, firm, by_sector[firm.sector], year)
        for number, firm in enumerate(sample_enterprises(), start=1)
        if firm.sector in by_sector
    )


def _product(
    number: int, firm: SampleEnterprise, norm: SampleNorm, year: int
) -> SampleProduct:
    draw = number * _PRIME % _SPREAD
    # From a little below the advanced value to a tenth above the limit, better by
    # one per cent a year.
    low, high = norm.advanced * Decimal("0.94"), norm.limit * Decimal("1.06")
    value = low + (high - low) * draw / _SPREAD
    value *= 1 + Decimal(2026 - year) / 100
    output = Decimal(20_000 + number * 977 % 60_000)
    energy = (value * output / 1000).quantize(Decimal("0.001"))
    plain = number % _WRONG_UNIT == 0
    return SampleProduct(
        enterprise=firm.code.lower(),
        product=norm.product,
        year=year,
        energy=energy,
        energy_unit="tce" if plain else "tce当量",
        output=output,
        output_unit=norm.output_unit,
    )


def sample_certificates(on: date) -> tuple[SampleCertificate, ...]:
    """Return certificates: most hold, some end soon or have ended."""
    made = []
    for number, firm in enumerate(sample_enterprises(), start=1):
        if number % CERTIFIED_EVERY:
            continue
        expires = on + timedelta(days=number * 53 % 1000 - 60)
        made.append(
            SampleCertificate(
                enterprise=firm.code.lower(),
                number=f"SL-EN-{number:04d}",
                issued_on=expires - timedelta(days=1095),
                expires_on=expires,
            )
        )
    return tuple(made)


@cache
def sample_projects() -> tuple[SampleProject, ...]:
    """Return the projects."""
    firms = sample_enterprises()
    return tuple(
        SampleProject(
            enterprise=firms[int(row["enterprise"]) - 1].code.lower(),
            **{
                name: row[name]
                for name in ("meter", "name_zh", "measure", "product", "kind", "figure")
            },
            share=Decimal(row["share"]),
            price=Decimal(row["price"]),
            floor=_or_none(row["floor"]),
            cap=_or_none(row["cap"]),
            guaranteed=Decimal(row["guaranteed"] or 0),
            fee=Decimal(row["fee"] or 0),
            report_ago=int(row["report_ago"]),
            settled=int(row["settled"]),
            signed=row["signed"] == "yes",
            changed=row["changed"] == "yes",
        )
        for row in packaged_rows(_ROOM, "saving_projects.csv")
    )


def _or_none(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def sample_output(number: int, month: date) -> Decimal:
    """Return the output of a month of a project's product."""
    season = 1 + Decimal(str(round(0.12 * math.sin(month.month / 2), 3)))
    return (Decimal(4000 + number * 10) * season).quantize(Decimal(1))


def sample_months(
    product: SampleProduct, today: date, count: int
) -> tuple[tuple[date, Decimal], ...]:
    """Return the output of a product in the months before this one, the last first."""
    firm = sum(map(ord, product.enterprise))
    month, made = today.replace(day=1), []
    for _number in range(count):
        month = (month - timedelta(days=1)).replace(day=1)
        draw = (month.year * 12 + month.month) * _PRIME * firm % _SPREAD
        share = Decimal(850 + draw * 3 // 10) / _SPREAD
        amount = (product.output / 12 * share).quantize(Decimal("0.1"))
        made.append((month, amount))
    return tuple(made)
