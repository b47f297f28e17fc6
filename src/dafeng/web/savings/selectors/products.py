"""Unit consumption beside its limits, output by month, and certificates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import attrs
from django.db.models import QuerySet

from dafeng.enterprises.norms import (
    RULES,
    Consumption,
    Course,
    Coverage,
    GapRow,
    Level,
    Norm,
    NormKind,
    Validity,
    course,
    coverage,
    gap_rows,
    packaged_norms,
)
from dafeng.web.core.models import Organisation
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person
from dafeng.web.meters.models import EnergyDigest
from dafeng.web.savings.convert import certificate_of, consumption_of, norm_of
from dafeng.web.savings.models import (
    EnergyCertificate,
    LocalNorm,
    OutputMonth,
    ProductYear,
)
from dafeng.web.savings.permissions import VIEW
from dafeng.web.savings.selectors.visible import (
    certificates_for,
    enterprises_for,
    root_of_house,
)

MONTHS_SHOWN = 24
LEAST_PEERS = 5
"""Enterprises from which on the best and the median are told to everybody: from fewer
the figure of a competitor could be told apart."""


@attrs.frozen(kw_only=True)
class NormFilter:
    """What the table is narrowed to; empty fields do not narrow."""

    year: int
    product: str = ""
    level: str = ""
    q: str = ""


@attrs.frozen(kw_only=True)
class NormRow:
    """A unit consumption with its enterprise and its entry.

    Attributes
    ----------
    world : Norm or None
        The best of the world in the unit of the norm, beside a norm that rules.
    """

    enterprise: Organisation
    entry: ProductYear
    gap: GapRow
    world: Norm | None = None

    @property
    def to_world(self) -> Decimal | None:
        """Value less the best of the world: above 0 is behind it."""
        best = None if self.world is None else self.world.advanced
        return None if self.gap.value is None or best is None else self.gap.value - best


@attrs.frozen(kw_only=True)
class Strip:
    """Enterprises with one product, the least first, and what they are held against.

    Attributes
    ----------
    norm : Norm
        Every value is in its unit.
    rows : tuple of NormRow
        With a value; only of enterprises that the reader may see.
    """

    norm: Norm
    rows: tuple[NormRow, ...]


@attrs.frozen(kw_only=True)
class CertificateRow:
    """A certificate, and how it stands on the day."""

    certificate: EnergyCertificate
    validity: Validity


def all_norms() -> tuple[Norm, ...]:
    """Packaged norms, and those that the district entered."""
    rows = LocalNorm.objects.filter(withdrawn_at=None)
    return (*packaged_norms(), *map(norm_of, rows))


def product_choices() -> list[tuple[str, Norm]]:
    """Products with a norm, each once, with a norm that names it."""
    named = {norm.product: norm for norm in all_norms()}
    return sorted(named.items(), key=lambda pair: pair[1].name_zh)


def product_years() -> QuerySet[ProductYear]:
    """Entries that stand."""
    return ProductYear.objects.filter(withdrawn_at=None).select_related("enterprise")


def years_present() -> list[int]:
    """Years of the entries, the newest first."""
    years = product_years().order_by("-year").values_list("year", flat=True)
    return list(dict.fromkeys(years))


def norm_rows(user: Person, wanted: NormFilter) -> list[NormRow]:
    """The table of a year, narrowed; a rank counts all enterprises of the house.

    Enterprises that the person may not see take part in the rank, and are not shown.
    Who does not see the whole district is told the best and the median of five
    enterprises and more.
    """
    whole = sees_district(user)
    entries = list(product_years().filter(year=wanted.year))
    by_key = {(str(one.enterprise_id), one.product, one.year): one for one in entries}
    seen = set(enterprises_for(user).values_list("pk", flat=True))
    rows = []
    for gap, world in _beside_the_world(entries):
        told = gap.consumption
        entry = by_key[told.enterprise, told.product, told.year]
        row = NormRow(
            enterprise=entry.enterprise,
            entry=entry,
            gap=gap if whole else _covered(gap),
            world=world,
        )
        if entry.enterprise_id in seen and _fits(row, wanted):
            rows.append(row)
    return rows


def _beside_the_world(
    entries: Iterable[ProductYear],
) -> list[tuple[GapRow, Norm | None]]:
    """Rows of a year; the best of the world stands beside what rules, if anything."""
    gaps = gap_rows([consumption_of(one) for one in entries], all_norms())
    best = {
        one.consumption.product: one.norm
        for one in gaps
        if one.norm is not None and one.norm.kind is NormKind.WORLD
    }
    ruled = {
        one.consumption.product for one in gaps if one.norm and one.norm.kind in RULES
    }
    return [
        (one, _same_unit(best.get(one.consumption.product), one.norm))
        for one in gaps
        if one.consumption.product not in ruled
        or one.norm is None
        or one.norm.kind in RULES
    ]


def _same_unit(world: Norm | None, norm: Norm | None) -> Norm | None:
    fits = world is not None and norm is not None and world.unit == norm.unit
    return world if fits else None


def strip_of(rows: Sequence[NormRow]) -> Strip | None:
    """The product that most enterprises of a table have; None without a value.

    What the table keeps from the reader is not in its rows, and so not here.
    """
    found = [
        (row.gap.norm.kind, row.gap.norm, row)
        for row in rows
        if row.gap.norm is not None and row.gap.value is not None
    ]
    ruled = {
        (row.entry.product, row.enterprise.pk)
        for kind, _norm, row in found
        if kind in RULES
    }
    counts = Counter(product for product, _firm in ruled)
    if not counts:
        return None
    product = max(sorted(counts), key=counts.__getitem__)
    own = [one for one in found if one[2].entry.product == product]
    kind = min((kind for kind, _n, _r in own if kind in RULES), key=RULES.index)
    norm = next(norm for held, norm, _r in own if held is kind)
    return Strip(
        norm=norm,
        rows=tuple(
            sorted(
                (row for held, _n, row in own if held is kind),
                key=lambda row: row.gap.value or 0,
            )
        ),
    )


def is_over(row: NormRow) -> bool:
    """Whether a row is above a limit; a baseline of a notice is none."""
    norm = row.gap.norm
    return (
        norm is not None
        and norm.kind is not NormKind.BENCHMARK
        and row.gap.level is Level.OVER
    )


def sees_district(user: Person) -> bool:
    """Whether somebody sees every enterprise of the house."""
    root = root_of_house()
    return root is not None and root.path in paths_where(user, VIEW)


def _covered(gap: GapRow) -> GapRow:
    """The row without what few enterprises would give away."""
    if gap.ranked >= LEAST_PEERS:
        return gap
    return attrs.evolve(gap, best=None, middle=None)


def norm_rows_of(enterprise: Organisation, year: int) -> list[NormRow]:
    """Rows of one enterprise in a year, without best and median."""
    rows = product_years().filter(year=year)
    own = rows.filter(enterprise=enterprise).values("product")
    entries = list(rows.filter(product__in=own))
    by_key = {(str(one.enterprise_id), one.product): one for one in entries}
    return [
        NormRow(
            enterprise=enterprise,
            entry=by_key[gap.consumption.enterprise, gap.consumption.product],
            gap=attrs.evolve(gap, best=None, middle=None),
            world=world,
        )
        for gap, world in _beside_the_world(entries)
        if gap.consumption.enterprise == str(enterprise.pk)
    ]


def courses_of(enterprise: Organisation) -> list[Course]:
    """Each product of an enterprise that has a norm, over its years."""
    told = [
        consumption_of(one) for one in product_years().filter(enterprise=enterprise)
    ]
    by_product: defaultdict[str, list[Consumption]] = defaultdict(list)
    for one in told:
        by_product[one.product].append(one)
    norms = all_norms()
    found = (course(by_product[product], norms) for product in sorted(by_product))
    return [one for one in found if one is not None]


def _fits(row: NormRow, wanted: NormFilter) -> bool:
    names = (row.enterprise.name_zh, row.enterprise.name_en)
    levels = {row.gap.level.value}
    if row.to_world is not None and row.to_world > 0:
        levels.add(Level.BEHIND.value)
    return (
        (not wanted.product or row.entry.product == wanted.product)
        and (not wanted.level or wanted.level in levels)
        and (
            not wanted.q
            or any(wanted.q.casefold() in name.casefold() for name in names)
        )
    )


def output_rows(enterprise: Organisation) -> list[OutputMonth]:
    """Output of the last months that stand, the newest first."""
    rows = OutputMonth.objects.filter(enterprise=enterprise, withdrawn_at=None)
    return list(rows.select_related("entered_by").order_by("-month", "product"))[
        :MONTHS_SHOWN
    ]


def certificate_rows(user: Person, *, on: date) -> list[CertificateRow]:
    """Certificates, the first to end on top."""
    return [
        CertificateRow(certificate=row, validity=certificate_of(row).validity(on))
        for row in certificates_for(user)
    ]


def certificate_coverage(user: Person, *, on: date) -> Coverage:
    """How many enterprises that the person may see have a certificate."""
    firms = enterprises_for(user).values_list("pk", flat=True)
    return coverage(
        _yearly(list(firms)), map(certificate_of, certificates_for(user)), on
    )


def _yearly(firms: Sequence[int]) -> Mapping[str, Decimal | None]:
    """Standard coal of a month of each enterprise, as a weight; None is unknown."""
    found = dict(
        EnergyDigest.objects.filter(enterprise__in=firms).values_list(
            "enterprise_id", "month_g"
        )
    )
    grams = {key: found.get(key) for key in firms}
    return {
        str(key): None if value is None else Decimal(value)
        for key, value in grams.items()
    }
