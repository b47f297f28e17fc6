"""What a batch becomes in each form, and which rows are refused with which trouble."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.meters.arrivals.columns import MOST_ROWS
from dafeng.meters.arrivals.errors import BatchError
from dafeng.meters.arrivals.reading import NAMED, ReadBatch, read_batch
from dafeng.meters.arrivals.records import BatchForm, Trouble
from tests.meters.arrivals.sending import (
    ARRIVED,
    AT,
    AT_MICRO,
    TREE,
    as_arrow,
    as_json,
    envelope,
    row,
)

VALUES = [(12.5, 12_500), ("12.345", 12_345), (7, 7_000), (-0.001, -1), ("1e3", 10**6)]


def read(blob: bytes, form: BatchForm = BatchForm.JSON, **changes: Any) -> ReadBatch:
    return read_batch(blob, envelope(form, **changes), TREE)


def table(**columns: Any) -> pa.Table:
    told = {
        "meter": ["M00003"],
        "at": pa.array([AT_MICRO], pa.timestamp("us", "UTC")),
        "value": [12.5],
    }
    return pa.table(told | columns)


def book(*rows: tuple[Any, ...]) -> bytes:
    made = openpyxl.Workbook()
    for one in rows:
        made.active.append(one)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def only_trouble(batch: ReadBatch) -> Trouble:
    assert len(batch.readings) == 0
    (one,) = batch.refused
    assert batch.troubles == {one.trouble: 1}
    return one.trouble


@pytest.mark.parametrize(("value", "thousandths"), VALUES)
def test_a_number_or_a_decimal_text_is_taken_exactly(
    value: Any, thousandths: int
) -> None:
    got = read(as_json(row(value=value))).readings
    assert got.value.tolist() == [thousandths]
    assert got.meter.tolist() == [3]
    assert got.at.tolist() == [AT_MICRO]
    assert got.learned_at.tolist() == [int(ARRIVED.timestamp()) * 10**6]


def test_texts_and_numbers_may_stand_in_one_batch_and_so_may_all_kinds_of_moments() -> (
    None
):
    rows = [
        row(value=value, at=at) for (value, _), at in zip(VALUES, [AT] * 5, strict=True)
    ]
    rows[1]["at"] = "2024-04-30T00:00:00Z"
    rows[2]["at"] = "20240430T000000.5+0000"
    got = read(as_json(*rows)).readings
    assert got.value.tolist() == [thousandths for _, thousandths in VALUES]
    assert got.at.tolist() == [AT_MICRO] * 2 + [AT_MICRO + 500_000] + [AT_MICRO] * 2


@pytest.mark.parametrize(
    "values",
    [
        pa.array([Decimal("12.345"), None], pa.decimal128(12, 3)),
        pa.array([Decimal("12.34500"), None], pa.decimal128(18, 5)),
        pa.array([12.345, None], pa.float64()),
    ],
)
def test_arrow_is_taken_in_every_type_that_can_hold_thousandths(
    values: pa.Array,
) -> None:
    got = read(
        as_arrow(
            table(
                meter=pa.array(["M00003", "M00001"]).dictionary_encode(),
                at=pa.array([AT_MICRO, AT_MICRO]),
                value=values,
            )
        ),
        BatchForm.ARROW,
    )
    assert got.readings.value.tolist() == [12_345]
    assert got.refused[0].trouble is Trouble.VALUE


def test_arrow_as_a_file_with_thousandths_and_moments_in_nanoseconds() -> None:
    given_table = pa.table(
        {
            "value_e3": [12_345, -4],
            "at": pa.array([AT_MICRO * 1000 + 1] * 2, pa.timestamp("ns", "+08:00")),
            "meter": ["M00003", "M00004"],
        }
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, given_table.schema) as writer:
        writer.write_table(given_table)
    got = read(sink.getvalue().to_pybytes(), BatchForm.ARROW).readings
    assert got.value.tolist() == [12_345, -4]
    assert got.at.tolist() == [AT_MICRO] * 2


@pytest.mark.parametrize("unit", ["s", "ms"])
def test_a_moment_that_microseconds_cannot_hold_is_refused_alone(unit: str) -> None:
    thousands = 1000 if unit == "ms" else 1
    moments = [2**61, AT_MICRO // 10**6 * thousands, -(2**61)]
    got = read(
        as_arrow(
            table(
                meter=["M00003"] * 3,
                at=pa.array(moments, pa.timestamp(unit, "UTC")),
                value=[1.5] * 3,
            )
        ),
        BatchForm.ARROW,
    )
    assert got.readings.at.tolist() == [AT_MICRO]
    assert got.troubles == {Trouble.TIME: 2}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(
    "head",
    ["表号,时间,读数,单位", "meter,at,value,unit", " 计量点 ,采集时间,示数,单位"],
)
def test_text_is_read_in_what_offices_save(encoding: str, head: str) -> None:
    text = (
        f"{head}\n"
        "M00003,2024/4/30 8:00,12.345,kWh\n"
        'M00003,2024-04-29 24:00,"1,234.5",\n'
        ",,,\n"
        "M00003,2024年4月30日,0.012345,MWh\n"
    )
    got = read(text.encode(encoding), BatchForm.CSV, manual=True).readings
    assert got.value.tolist() == [12_345, 1_234_500, 12_345]
    assert got.at.tolist() == [AT_MICRO, AT_MICRO - 8 * 3600 * 10**6] * 1 + [
        AT_MICRO - 8 * 3600 * 10**6
    ]
    assert got.manual.tolist() == [1, 1, 1]


def test_a_workbook_is_read_below_its_head_and_rows_keep_their_number() -> None:
    got = read(
        book(
            ("抄表记录",),
            ("读数", "表号", "时间", "备注"),
            (12.345, "M00003", datetime.fromisoformat("2024-04-30T08:15")),
            (9, "M00004", date(2024, 4, 30)),
            ("约九", "M00004", "2024-04-30 08:00"),
        ),
        BatchForm.XLSX,
    )
    assert got.readings.value.tolist() == [12_345, 9_000]
    assert got.readings.at.tolist() == [
        AT_MICRO + 900 * 10**6,
        AT_MICRO - 8 * 3600 * 10**6,
    ]
    (bad,) = got.refused
    assert (bad.row, bad.meter, bad.trouble) == (5, "M00004", Trouble.VALUE)
    assert bad.value == "约九"


@pytest.mark.parametrize(
    ("wrong", "trouble"),
    [
        ({"meter": "M99999"}, Trouble.METER),
        ({"meter": None}, Trouble.METER),
        ({"meter": 3}, Trouble.METER),
        ({"meter": "M00020"}, Trouble.FOREIGN),
        ({"meter": "SUM"}, Trouble.VIRTUAL),
        ({"at": None}, Trouble.TIME),
        ({"at": "2024-04-30T08:00:00"}, Trouble.TIME),
        ({"at": "1970-01-01T00:00:00Z"}, Trouble.TIME),
        ({"at": "2024-02-30T08:00:00Z"}, Trouble.TIME),
        ({"at": 1714435200}, Trouble.TIME),
        ({"at": (ARRIVED + timedelta(minutes=11)).isoformat()}, Trouble.FUTURE),
        ({"unit": "m3"}, Trouble.UNIT),
        ({"unit": "kWh^999999999"}, Trouble.UNIT),
        ({"unit": "(((千kWh99)99)99)99"}, Trouble.UNIT),
        ({"unit": "（kWh）⁹⁹"}, Trouble.UNIT),
        ({"unit": 4}, Trouble.UNIT),
        ({"value": None}, Trouble.VALUE),
        ({"value": True}, Trouble.VALUE),
        ({"value": "1_000"}, Trouble.VALUE),
        ({"value": "12.3456"}, Trouble.VALUE),
        ({"value": 12.3456}, Trouble.VALUE),
        ({"value": 10**30}, Trouble.VALUE),
        ({"value": 1e300}, Trouble.VALUE),
        ({"value": "1e9999"}, Trouble.VALUE),
        ({"value": [1]}, Trouble.VALUE),
        ({"value": "1.0000001", "unit": "MWh"}, Trouble.VALUE),
    ],
)
def test_a_row_that_is_no_reading_is_named_with_its_trouble(
    wrong: dict[str, Any], trouble: Trouble
) -> None:
    assert only_trouble(read(as_json(row(**wrong)))) is trouble


def test_a_clock_a_little_ahead_and_an_impossible_value_are_readings() -> None:
    ahead = (ARRIVED + timedelta(minutes=9)).isoformat()
    batch = read(as_json(row(at=ahead), row(value=-5), row(value=99_999_999_999)))
    assert batch.refused == ()
    assert len(batch.readings) == 3


def test_another_unit_of_the_same_kind_is_converted_exactly() -> None:
    rows = [row(value=value, unit="MWh") for value in (1.5, "0.0000015", "0.000002")]
    batch = read(as_json(*rows, row(value=3.6, unit="MJ"), row(unit="kWh")))
    assert batch.readings.value.tolist() == [1_500_000, 2, 1_000, 12_500]
    assert batch.refused[0].trouble is Trouble.VALUE


def test_all_troubles_are_counted_and_the_first_are_named() -> None:
    rows = [row(meter=f"X{place}") for place in range(NAMED + 5)]
    batch = read(as_json(*rows, row()))
    assert batch.troubles == {Trouble.METER: NAMED + 5}
    assert len(batch.refused) == NAMED
    assert batch.rows == NAMED + 6
    assert len(batch.readings) == 1


def arrow_without_zone() -> bytes:
    return as_arrow(table(at=pa.array([AT_MICRO], pa.timestamp("us"))))


def arrow_of_scale(scale: int) -> bytes:
    one = pa.py_buffer(np.array([1, 0], np.int64).tobytes())
    values = pa.Array.from_buffers(pa.decimal128(38, scale), 1, [None, one])
    return as_arrow(table(value=values))


def arrow_compressed() -> bytes:
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    return as_arrow(table(), options=options)


@pytest.mark.parametrize(
    ("blob", "form", "code", "says"),
    [
        (b"", "json", "unreadable", "JSON"),
        (b'{"readings": {}}', "json", "unreadable", "readings"),
        (b'{"readings": [3]}', "json", "unreadable", r"readings\[0\]"),
        (b"[" * 10**5, "json", "unreadable", "JSON"),
        (gzip.compress(b"{}"), "json", "unreadable", "JSON"),
        (b'{"readings": []}', "json", "empty", "no rows"),
        (b"", "arrow", "unreadable", "Arrow"),
        (b"ARROW1\0\0garbage", "arrow", "unreadable", "Arrow"),
        (as_arrow(table())[:-60], "arrow", "unreadable", "Arrow"),
        (as_arrow(table().drop_columns("at")), "arrow", "columns", "'at'"),
        (
            as_arrow(table(value=pa.array([1], pa.float32()))),
            "arrow",
            "columns",
            "float",
        ),
        (arrow_without_zone(), "arrow", "columns", "zone"),
        (arrow_of_scale(-2_000_000_000), "arrow", "columns", "decimal"),
        (arrow_of_scale(39), "arrow", "columns", "decimal"),
        (arrow_compressed(), "arrow", "compressed", "gzip"),
        (b"a,b,c\n1,2,3\n", "csv", "columns", "a, b, c"),
        (b"", "csv", "columns", "nothing"),
        (b"meter,at,value\n", "csv", "empty", "no rows"),
        (b"meter,at,value,value\nM,1,2,3", "csv", "columns", "each once"),
        (b"\xff\xff\x00\x81", "csv", "encoding", "UTF-8"),
        (b"meter,at,value", "xlsx", "unreadable", "xlsx"),
    ],
)
def test_a_batch_that_cannot_be_read_says_what_is_wrong(
    blob: bytes, form: str, code: str, says: str
) -> None:
    with pytest.raises(BatchError, match=says) as caught:
        read(blob, BatchForm(form))
    assert caught.value.code == f"arrivals.{code}"


def test_the_last_moment_of_a_workbook_is_none() -> None:
    last = datetime(9999, 12, 31, 23, 59, 59, 999_999)  # noqa: DTZ001
    rows = [("meter", "at", "value"), ("M00003", last, 1), ("M00003", AT, 2)]
    assert read(book(*rows), BatchForm.XLSX).troubles == {Trouble.TIME: 1}


def test_a_batch_with_too_many_rows_is_refused() -> None:
    rows = MOST_ROWS + 1
    one = pa.table(
        {
            "meter": pa.array(["M00003"] * rows).dictionary_encode(),
            "at": np.full(rows, AT_MICRO),
            "value_e3": np.zeros(rows, np.int64),
        }
    )
    with pytest.raises(BatchError, match="at most") as caught:
        read(as_arrow(one), BatchForm.ARROW)
    assert caught.value.code == "arrivals.too_many"


def test_what_is_small_as_text_and_large_in_memory_is_refused() -> None:
    with pytest.raises(BatchError) as caught:
        read(b'{"readings":[' + b"{}," * (6 * MOST_ROWS + 1) + b"{}]}")
    assert caught.value.code == "arrivals.too_many"


def test_empty_lines_and_many_columns_of_a_text_cost_nothing() -> None:
    wide = b"meter,at,value" + b"," * 100_000 + b"\n"
    with pytest.raises(BatchError) as caught:
        read(wide + b"\n" * 300_000, BatchForm.CSV)
    assert caught.value.code == "arrivals.empty"


JSON_LIKE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["meter", "at", "value", "unit"]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(list(row())), JSON_LIKE), max_size=4))
def test_any_rows_are_readings_or_refused_and_none_is_lost(
    rows: list[dict[str, Any]],
) -> None:
    sent = [row(**one) for one in rows] + [row()]
    batch = read(as_json(*sent))
    assert batch.rows == len(sent)
    assert len(batch.readings) >= 1


WHOLE = {
    BatchForm.JSON: as_json(row(), row(value="1.5", unit="MWh")),
    BatchForm.ARROW: as_arrow(
        table(unit=["MWh"], meter=pa.array(["M00003"]).dictionary_encode())
    ),
    BatchForm.CSV: "表号,时间,读数\nM00003,2024-04-30 08:00,1\n".encode(),
    BatchForm.XLSX: book(("表号", "时间", "读数"), ("M00003", "2024-04-30 08:00", 1)),
}


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_any_bytes_are_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(list(BatchForm)))
    whole = WHOLE[form]
    kept = data.draw(st.integers(0, len(whole)))
    put = data.draw(st.binary(max_size=12))
    left = data.draw(st.integers(0, len(whole) - kept))
    for blob in (put, whole[:kept] + put + whole[kept + left :]):
        try:
            batch = read(blob, form)
        except BatchError:
            continue
        assert batch.rows > 0


def test_the_moment_of_arrival_has_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        envelope(BatchForm.JSON, received_at=ARRIVED.replace(tzinfo=None))
    assert envelope(BatchForm.JSON).received_at.tzinfo is UTC
