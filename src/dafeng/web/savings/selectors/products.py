"""Unit consumption beside its limits, output by month, and certificates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import attrs
from django.db.models import QuerySet

from dafeng.enterprises.norms import (
    Coverage,
    GapRow,
    Norm,
    Validity,
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
    """A unit consumption with its enterprise and its entry."""

    enterprise: Organisation
    entry: ProductYear
    gap: GapRow


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
    for gap in gap_rows([consumption_of(one) for one in entries], all_norms()):
        told = gap.consumption
        entry = by_key[told.enterprise, told.product, told.year]
        if entry.enterprise_id in seen and _fits(entry, gap, wanted):
            shown = gap if whole else _covered(gap)
            rows.append(NormRow(enterprise=entry.enterprise, entry=entry, gap=shown))
    return rows


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
    entries = list(product_years().filter(year=year))
    by_key = {(str(one.enterprise_id), one.product): one for one in entries}
    return [
        NormRow(
            enterprise=enterprise,
            entry=by_key[gap.consumption.enterprise, gap.consumption.product],
            gap=attrs.evolve(gap, best=None, middle=None),
        )
        for gap in gap_rows([consumption_of(one) for one in entries], all_norms())
        if gap.consumption.enterprise == str(enterprise.pk)
    ]


def _fits(entry: ProductYear, gap: GapRow, wanted: NormFilter) -> bool:
    names = (entry.enterprise.name_zh, entry.enterprise.name_en)
    return (
        (not wanted.product or entry.product == wanted.product)
        and (not wanted.level or gap.level.value == wanted.level)
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
