"""The rules of the pass said again, as sets: SQL with windows on DuckDB."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from dafeng.base.days import CHINA
from dafeng.base.units import convert
from dafeng.meters.carriers import carriers_by_code
from dafeng.meters.flags import Flag

if TYPE_CHECKING:
    from dafeng.meters.readings import Readings
    from dafeng.meters.records import Meter, Window
    from dafeng.meters.tree import MeterTree

FAR = 10**15

MACROS = """
create macro floored(a, b) as ((a::hugeint - ((a::hugeint % b) + b) % b) // b);
create macro most(rate, secs) as floored(rate::hugeint * secs, 3600);
create macro wrapped(before, after, modulus, most) as
    case when after < before and modulus > 0 and most < modulus
         then after - before + modulus else after - before end;
create macro step(before, after, secs, rate, modulus) as
    case when wrapped(before, after, modulus, most(rate, secs))
              between 0 and most(rate, secs)
         then wrapped(before, after, modulus, most(rate, secs)) end;
"""

ALONE = f"""
create table alone as
select r.*, s,
    (case when s < born or s > died then {Flag.CLOCK:d} else 0 end)
    | (case when value < 0 or value > top then {Flag.RANGE:d} else 0 end)
    | (case when learned - at_us > late * 1000000 then {Flag.LATE:d} else 0 end)
    | (case when manual then {Flag.MANUAL:d} else 0 end)
    | (case when s < cal_from or s > cal_to then {Flag.UNCALIBRATED:d} else 0 end)
    as said
from (select *, floored(at_us, 1000000)::bigint as s from r) r
join dial using (meter);

create table doubles as
select row from (
    select row, row_number() over (partition by meter, s order by row desc) as nth
    from alone where said & {Flag.CLOCK | Flag.RANGE:d} = 0)
where nth > 1;

create table first_sieve as
select alone.row, meter, s, value + coalesce((
    select sum(adds) from exchange x
    where x.meter = alone.meter and x.s <= alone.s), 0) as v
from alone
where said & {Flag.CLOCK | Flag.RANGE:d} = 0 and row not in (select row from doubles);
"""  # noqa: S608 - numbers of flags only


def with_runs(name: str, source: str) -> str:
    """Readings with the run of equal values that they are in, and their neighbours."""
    return f"""
create table {name} as
with moved as (
    select *, case when v = lag(v) over w then 0 else 1 end as moves
    from {source} window w as (partition by meter order by s)),
runs as (select *, sum(moves) over (partition by meter order by s) as run from moved),
begun as (select *, min(s) over (partition by meter, run) as run_s from runs)
select *, lag(s) over w as ps, lag(v) over w as pv, lag(run_s) over w as prun_s,
    lag(run) over w as prun, lead(s) over w as ns, lead(v) over w as nv
from begun join dial using (meter) window w as (partition by meter order by s);
"""  # noqa: S608 - names of this file only


SPIKES = """
create table raw as
select row, meter, s, step(pv, v, s - prun_s, rate, modulus) is null
        and step(pv, nv, ns - prun_s, rate, modulus) is not null
        and pv is not null and nv is not null as doubtful
from first_runs where not is_interval;

create table spikes as
select row from (
    select *, row_number() over (partition by meter, island order by s) as nth
    from (select *, sum(case when doubtful then 0 else 1 end)
                    over (partition by meter order by s) as island from raw)
    where doubtful)
where nth % 2 = 1;

create table outliers as
select row from first_runs
where is_interval and v > ratio * greatest(pv, nv) and v * ratio >= top
    and pv is not null and nv is not null;

create table second_sieve as
select row, meter, s, v from first_sieve where row not in (select row from spikes);
"""

BEHIND = """
create table drops as
select meter, pv, ps, prun_s, s, nth from seen_runs
join (select row, row_number() over (partition by meter order by s) as nth
      from first_sieve) using (row)
where not is_interval and v < pv
    and step(pv, v, s - prun_s, rate, modulus) is null;

create table behind as
select a.row from seen_runs a
join (
    select d.meter, d.s, min(x.s) as again_s
    from drops d join dial using (meter)
    join (select *, row_number() over (partition by meter order by s) as nth
          from first_sieve) x on x.meter = d.meter and x.s > d.s
        and x.s - d.ps <= 86400 and x.nth - d.nth <= 200 and x.v >= d.pv
        and step(d.pv, x.v, x.s - d.prun_s, rate, modulus) is not null
    group by d.meter, d.s) b
on a.meter = b.meter and a.s >= b.s and a.s < b.again_s;

create table third_sieve as
select row, meter, s, v from second_sieve where row not in (select row from behind);
"""

SPANS = """
create table steps as
select *, s - ps as between_s,
    step(pv, v, s - prun_s, rate, modulus) as passed,
    step(pv, v, s - prun_s, rate, modulus) > most(rate, s - ps) as recovered
from taken_runs where not is_interval and pv is not null;

create table spans as
select row, meter, case when recovered then prun_s else ps end as a, s as b,
    floored((pv + passed) * num, den) - floored(pv * num, den) as amount,
    recovered or between_s > measured as guessed
from steps
where passed is not null and not exists (
    select 1 from steps t where t.meter = steps.meter and t.recovered
        and t.prun = steps.run and steps.s > steps.run_s)
union all
select row, meter, greatest(s - step_s, coalesce(ps, s - step_s)), s,
    floored(upto * num, den) - floored((upto - v) * num, den), step_s > measured
from (select *, sum(v) over (
        partition by meter, floored(s - 1 + 28800, 86400) order by s) as upto
      from taken_runs where is_interval);
"""

HOURS = """
create table pieces as
select meter, h, guessed,
    least((h + 1) * 3600, b) - greatest(h * 3600, a) as secs,
    floored(amount * (least((h + 1) * 3600, b) - a), b - a)
    - floored(amount * (greatest(h * 3600, a) - a), b - a) as part
from (select *, unnest(range(floored(a, 3600)::bigint,
                             (floored(b - 1, 3600) + 1)::bigint)) as h
      from spans where b > a);

create table grid as
select meter, unnest(range(floored(min(s - case when is_interval then step_s else 0 end)
        , 3600)::bigint, (floored(max(s) - 1, 3600) + 1)::bigint)) as h
from alone join dial using (meter) where said & 512 = 0 group by meter;
"""

HOURS_OUT = """
select meter, h, sum(part)::bigint, coalesce(sum(part) filter (guessed), 0)::bigint,
    coalesce(sum(secs), 0)::bigint, coalesce(sum(secs) filter (guessed), 0)::bigint
from grid join dial using (meter) left join pieces using (meter, h)
where h >= floored(born, 3600) group by meter, h order by meter, h
"""

FLAGS_OUT = f"""
with said as (
    select row, said as flag from alone
    union all select row, {Flag.DUPLICATE:d} from doubles
    union all select row, {Flag.SPIKE:d} from spikes
    union all select row, {Flag.SPIKE:d} from outliers
    union all select row, {Flag.SPIKE:d} from behind
    union all select row, {Flag.GAP:d} from taken_runs where s - ps > gap
    union all select row, {Flag.RESET:d} from steps where passed is null
    union all select row, {Flag.ROLLOVER:d} from steps where passed <> v - pv
    union all select row, {Flag.ESTIMATED:d} from spans where guessed
    union all select row, {Flag.ESTIMATED:d} from steps
        where passed is not null and between_s > measured
    union all select row, {Flag.STUCK:d} from (
        select *, max(s) over (partition by meter, run) as end_s from taken_runs)
        where s > run_s and stuck > 0 and end_s - run_s >= stuck)
select bit_or(flag)::bigint from said group by row order by row
"""  # noqa: S608 - numbers of flags only


def second_way(
    tree: MeterTree, readings: Readings, window: Window
) -> tuple[list[int], list[tuple[int, ...]]]:
    """Flags of the readings; hours as meter, hour, energy, estimated and seconds."""
    with ibis.duckdb.connect().con as con:
        con.execute("set threads = 1")
        con.execute(MACROS)
        con.register("rows_in", readings_table(readings))
        con.execute("create table r as select * from rows_in")
        con.register(
            "dials_in",
            pa.Table.from_pylist([dial(i, m, window) for i, m in enumerate(tree)]),
        )
        con.execute("create table dial as select * from dials_in")
        con.execute("create table exchange (meter integer, s bigint, adds bigint)")
        for place, meter in enumerate(tree):
            for one in meter.exchanges:
                adds = int((one.final - one.initial) * 1000)
                con.execute(
                    "insert into exchange values (?, ?, ?)",
                    [place, int(one.at.timestamp()), adds],
                )
        con.execute(ALONE)
        con.execute(with_runs("first_runs", "first_sieve"))
        con.execute(SPIKES)
        con.execute(with_runs("seen_runs", "second_sieve"))
        con.execute(BEHIND)
        con.execute(with_runs("taken_runs", "third_sieve"))
        con.execute(SPANS)
        con.execute(HOURS)
        flags = [row[0] for row in con.execute(FLAGS_OUT).fetchall()]
        return flags, con.execute(HOURS_OUT).fetchall()


def readings_table(readings: Readings) -> pa.Table:
    return pa.table(
        {
            "row": pa.array(range(len(readings)), pa.int64()),
            "meter": readings.meter,
            "at_us": readings.at,
            "value": readings.value,
            "learned": readings.learned_at,
            "manual": readings.manual.astype(bool),
        }
    )


def dial(place: int, meter: Meter, window: Window) -> dict[str, object]:
    """A meter as a row, from its record and not from the dials of the room."""
    carrier = carriers_by_code()[meter.carrier]
    ratio = convert(meter.multiplier, meter.unit, carrier.unit) / carrier.quantum / 1000
    interval = meter.kind == "interval"
    rate = int(meter.limits.most_per_hour * 1000)
    modulus = 10**meter.digits * 1000 if meter.digits and not interval else 0
    born, died = days(meter.valid_from, meter.valid_to)
    cal_from, cal_to = days(meter.calibrated_from, meter.calibrated_to)
    return {
        "meter": place,
        "is_interval": interval,
        "born": max(born, int(window.begin.timestamp())),
        "died": min(died, int(window.end.timestamp())),
        "cal_from": cal_from,
        "cal_to": cal_to,
        "top": rate * meter.limits.step_s // 3600
        if interval
        else (modulus or 10**15) - 1,
        "modulus": modulus,
        "num": ratio.numerator,
        "den": ratio.denominator,
        "rate": rate,
        "step_s": meter.limits.step_s,
        "gap": meter.limits.gap_s,
        "measured": min(meter.limits.gap_s, 7200),
        "stuck": meter.limits.stuck_s,
        "late": meter.limits.late_s,
        "ratio": meter.limits.spike_ratio,
    }


def days(first: date | None, last: date | None) -> tuple[int, int]:
    """First and last second of a span; midnight after the last day belongs to it."""
    begin = -FAR if first is None else midnight(first)
    end = FAR if last is None else midnight(last + timedelta(days=1))
    return begin, end


def midnight(day: date) -> int:
    moment = datetime(day.year, day.month, day.day, tzinfo=CHINA)
    return int(moment.astimezone(UTC).timestamp())
