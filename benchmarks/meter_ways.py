"""One job, several ways, each in a process of its own: run with way, folder, meters.

The job: sorted Parquet of register readings at 15 minutes in; flags, energy by hour
(written), day and month, standard coal and CO2 out. The peers do the plain part of it,
as their users would: a difference to the row before, a few flags, sums by hour. They
split nothing at the border of an hour, spread no gap and judge no reading twice.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from datetime import UTC, datetime
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time

MOST = 600_000
GAP = 1350
TCE, CO2 = 0.1229, 0.5366
DAYS = 365


def ours(folder: Path, meters: int) -> int:
    import numpy as np

    from dafeng.meters import (
        Amount,
        Conversion,
        Span,
        amounts_of,
        longer_sums,
        roll_up_file,
        tariff_calendar,
    )
    from dafeng.sample.meters import sample_meters, sample_window

    tree = sample_meters(meters)
    made = roll_up_file(
        tree,
        folder / "readings.parquet",
        sample_window(DAYS),
        tariff_calendar("typical"),
        hours_to=folder / "hours.parquet",
        flags_to=folder / "flags.parquet",
        workers=2,
    )
    months = longer_sums(made.days, Span.MONTH)
    first = int(made.days.number.min())
    month = made.days.number.astype("datetime64[D]").astype("datetime64[M]")
    number = month.astype(np.int64) - np.datetime64(first, "D").astype(
        "datetime64[M]"
    ).astype(np.int64)
    wide = int(number.max()) + 1
    factors = [
        Conversion(
            amount=Amount.TCE, carrier="electricity", per_unit=Fraction(1229, 10**7)
        ),
        Conversion(
            amount=Amount.CO2, carrier="electricity", per_unit=Fraction(5366, 10**7)
        ),
    ]
    groups = made.days.meter.astype(np.int64) * wide + number
    amounts = amounts_of(tree, made.days, factors, groups, count=meters * wide)
    assert amounts.known[Amount.CO2].all()
    assert len(months)
    return made.rows


def duckdb(folder: Path, meters: int) -> int:  # noqa: ARG001
    import duckdb as duck

    con = duck.connect()
    con.execute(
        f"""
        create table hours as
        with steps as (
            select meter, r.at, value - lag(value) over w as passed,
                date_diff('second', lag(r.at) over w, r.at) as secs
            from '{folder}/readings.parquet' r
            window w as (partition by meter order by r.at)),
        flagged as (
            select *, (case when passed < 0 then 1 else 0 end)
                | (case when passed > {MOST} then 2 else 0 end)
                | (case when passed = 0 then 4 else 0 end)
                | (case when secs > {GAP} then 8 else 0 end) as flags from steps)
        select meter, date_trunc('hour', f.at - interval 1 second) as hour,
            sum(case when flags & 3 = 0 then passed end) as energy,
            bit_or(flags) as flags
        from flagged f group by all order by all;
        copy hours to '{folder}/duck.parquet' (format parquet, compression zstd);
        create table days as select meter, date_trunc('day', hour) as day,
            sum(energy) as energy from hours group by all;
        create table months as select meter, date_trunc('month', day) as month,
            sum(energy) as energy, sum(energy) * {TCE} as tce,
            sum(energy) * {CO2} as co2
        from days group by all;
        """  # noqa: S608
    )
    return count(folder)


def polars(folder: Path, meters: int) -> int:  # noqa: ARG001
    import polars as pl

    passed, secs = pl.col("value").diff(), pl.col("at").diff().dt.total_seconds()
    hours = (
        pl.scan_parquet(folder / "readings.parquet")
        .with_columns(
            passed.over("meter").alias("passed"), secs.over("meter").alias("secs")
        )
        .with_columns(
            (
                (pl.col("passed") < 0).cast(pl.UInt8)
                | (pl.col("passed") > MOST).cast(pl.UInt8) * 2
                | (pl.col("passed") == 0).cast(pl.UInt8) * 4
                | (pl.col("secs") > GAP).cast(pl.UInt8) * 8
            ).alias("flags"),
            (pl.col("at") - pl.duration(seconds=1)).dt.truncate("1h").alias("hour"),
        )
        .group_by("meter", "hour")
        .agg(
            pl.col("passed").filter(pl.col("passed").is_between(0, MOST)).sum(),
            pl.col("flags").bitwise_or(),
        )
        .sort("meter", "hour")
        .collect()
    )
    hours.write_parquet(
        folder / "polars.parquet", compression="zstd", compression_level=1
    )
    days = hours.group_by("meter", pl.col("hour").dt.truncate("1d")).agg(
        pl.col("passed").sum()
    )
    months = days.group_by("meter", pl.col("hour").dt.truncate("1mo")).agg(
        pl.col("passed").sum()
    )
    months.with_columns(tce=pl.col("passed") * TCE, co2=pl.col("passed") * CO2)
    return count(folder)


def pandas(folder: Path, meters: int) -> int:  # noqa: ARG001
    import pandas as pd

    rows = pd.read_parquet(folder / "readings.parquet")
    by = rows.groupby("meter")
    passed = by["value"].diff()
    secs = by["at"].diff().dt.total_seconds()
    rows["flags"] = (
        (passed < 0) + (passed > MOST) * 2 + (passed == 0) * 4 + (secs > GAP) * 8
    )
    rows["passed"] = passed.where(passed.between(0, MOST))
    rows["hour"] = (rows["at"] - pd.Timedelta(seconds=1)).dt.floor("h")
    hours = rows.groupby(["meter", "hour"]).agg({"passed": "sum", "flags": "max"})
    hours.to_parquet(folder / "pandas.parquet")
    flat = hours.reset_index()
    flat["day"] = flat["hour"].dt.floor("D")
    days = flat.groupby(["meter", "day"])["passed"].sum().reset_index()
    days["month"] = days["day"].dt.tz_localize(None).dt.to_period("M")
    months = days.groupby(["meter", "month"])["passed"].sum()
    assert len(months * TCE) == len(months * CO2)
    return len(rows)


def rows(folder: Path, meters: int) -> int:  # noqa: ARG001
    """Row after row in Python, as the known open platforms do."""
    import pyarrow.parquet as pq

    file = pq.ParquetFile(folder / "readings.parquet")
    batch = next(file.iter_batches(200_000, columns=["meter", "at", "value"]))
    last: dict[int, tuple[datetime, int]] = {}
    hours: dict[tuple[int, datetime], float] = defaultdict(float)
    days: dict[tuple[int, datetime], float] = defaultdict(float)
    months: dict[tuple[int, int, int], float] = defaultdict(float)
    for row in batch.to_pylist():
        meter, at, value = row["meter"], row["at"], row["value"]
        if meter in last:
            before, old = last[meter]
            passed = value - old
            if 0 <= passed <= MOST and (at - before).total_seconds() <= GAP:
                hour = at.replace(minute=0, second=0, tzinfo=UTC)
                hours[meter, hour] += passed
        last[meter] = (at, value)
    for (meter, hour), energy in hours.items():
        days[meter, hour.replace(hour=0)] += energy
    for (meter, day), energy in days.items():
        months[meter, day.year, day.month] += energy * TCE + energy * CO2
    return len(batch)


def count(folder: Path) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(folder / "readings.parquet").num_rows)


def peak_kb() -> int:
    """The most memory held; the rusage of a child starts at its parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0])


def main() -> None:
    """Do the job once and tell how long it took; imports are not counted."""
    way, folder, meters = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    modules = {
        # pyarrow looks for pandas at its first array.
        "ours": ("pandas", "dafeng.meters.streaming", "dafeng.meters.amounts"),
        "rows": ("pyarrow.parquet",),
    }
    for module in modules.get(way, (way,)):
        import_module(module)
    wall, cpu = perf_counter(), process_time()
    done = globals()[way](folder, int(meters))
    told = {
        "rows": done,
        "seconds": perf_counter() - wall,
        "cpu_seconds": process_time() - cpu,
        "peak_mb": peak_kb() / 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
