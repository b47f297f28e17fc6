"""Rows of energy that leave the building as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from dafeng.meters import Carrier, State
from dafeng.web.meters.selectors.energy import EnergyRow
from dafeng.web.meters.selectors.energy_days import hour_moment
from dafeng.web.meters.selectors.energy_meter import MeterSeries
from dafeng.web.meters.selectors.energy_year import DayLine
from dafeng.web.meters.wording_energy import COLOURS, STATES, carrier_words

_GRAMS = 10**6
_HUNDRED = 100
_PLACES = Decimal("0.001")


def list_head() -> list[str]:
    """Heads of the list of enterprises."""
    return [
        _("企业"),
        _("统一社会信用代码"),
        _("所在地"),
        _("灯"),
        _("原因"),
        _("本月综合能耗（吨标准煤，当量值）"),
        _("上年同期（吨标准煤，当量值）"),
        _("同比（%）"),
        _("完整率（%）"),
        _("计量点数"),
        _("最近有数"),
        _("数据日期"),
    ]


def list_cells(rows: Iterable[EnergyRow]) -> Iterator[list[object]]:
    """Cells of the list, as it is narrowed."""
    for row in rows:
        one, digest, worst = row.enterprise, row.digest, row.worst
        yield [
            str(one),
            one.uscc,
            None if one.parent is None else str(one.parent),
            str(COLOURS[row.colour.value][2]),
            None if worst is None else str(worst.lit.words),
            tonnes(None if digest is None else digest.month_g),
            tonnes(None if digest is None else digest.last_year_g),
            _rounded(row.change),
            _rounded(None if row.share is None else row.share * _HUNDRED),
            0 if digest is None else digest.meters,
            digest and digest.heard_until and digest.heard_until.isoformat(),
            None if digest is None else digest.day.isoformat(),
        ]


def days_head() -> list[str]:
    """Heads of the days of an enterprise."""
    return [
        _("日期"),
        _("能源品种"),
        _("用量"),
        _("计量单位"),
        _("综合能耗（吨标准煤，当量值）"),
        _("综合能耗（吨标准煤，等价值）"),
        _("CO₂（t）"),
        _("已知时间（%）"),
    ]


def days_cells(lines: Iterable[DayLine]) -> Iterator[list[object]]:
    """Cells of the days."""
    for line in lines:
        yield [
            line.day.isoformat(),
            carrier_words(line.carrier),
            _rounded(Decimal(line.used.numerator) / line.used.denominator),
            line.carrier.unit,
            tonnes(line.tce_g),
            tonnes(line.equal_g),
            tonnes(line.co2_g),
            _rounded(line.known * _HUNDRED),
        ]


def tonnes(grams: int | None) -> Decimal | None:
    """Grams as tonnes, kilograms kept."""
    return None if grams is None else (Decimal(grams) / _GRAMS).quantize(_PLACES)


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(_PLACES)


def hours_head(carrier: Carrier) -> list[str]:
    """Heads of the hours of a meter."""
    return [
        _("小时（北京时间）"),
        _("用量（%(unit)s）") % {"unit": carrier.unit},
        _("其中分摊估计"),
        _("已知秒数"),
        _("状态"),
    ]


def hours_cells(series: MeterSeries) -> Iterator[list[object]]:
    """Cells of the hours; what is missing is empty, never 0."""
    hours, quantum = series.hours, series.carrier.quantum
    columns = (hours.hour, hours.energy, hours.estimated, hours.seconds, hours.state)
    for hour, energy, guessed, seconds, state in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        known = state != State.MISSING
        yield [
            f"{hour_moment(hour):%Y-%m-%d %H:%M}",
            _decimal(energy * quantum) if known else None,
            _decimal(guessed * quantum) if known else None,
            seconds,
            str(STATES[State(state)]),
        ]


def hours_parquet(series: MeterSeries) -> bytes:
    """Hours as Parquet: moments of UTC, quanta as whole numbers, missing as null."""
    import pyarrow as pa
    from pyarrow import parquet

    table = series.hours.table().drop_columns(["meter"])
    moments = pa.array(
        series.hours.hour.astype("int64") * 3600, pa.timestamp("s", "UTC")
    )
    table = table.append_column("at", moments).replace_schema_metadata(
        {
            "meter": series.point.code,
            "carrier": series.carrier.code,
            "quantum": series.carrier.quantum_name,
            "synthetic": "yes" if series.point.synthetic else "no",
        }
    )
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator
