"""The tables of meters: readings as they came, and what was made of them.

Moments are of UTC; months, years and days are China's. Energy is in quanta of the
carrier (Wh, L, kJ, g). Of rows about one hour or day the one learned last holds.
"""

from __future__ import annotations

from dafeng.lake.blocks import BlockColumn, BlockSchema, Packing

MOMENT = "timestamp[us, tz=UTC]"

_LEARNED = BlockColumn(
    name="learned_at", type=MOMENT, meaning="when this was known in the house"
)
_TURN = BlockColumn(
    name="turn", meaning="version of the table that it was made for; a later one holds"
)
_GONE = BlockColumn(
    name="gone",
    type="bool",
    meaning="the row holds no more and nothing is in its place",
)

READINGS = BlockSchema(
    name="readings",
    meaning="Readings of meters as they were sent; span is the month since 1970.",
    thing="meter",
    columns=(
        BlockColumn(
            name="at",
            type=MOMENT,
            meaning="moment of a register's reading, end of an interval",
        ),
        BlockColumn(name="value_e3", meaning="value, in thousandths", unit="meter's"),
        BlockColumn(
            name="lag_s",
            type="int32",
            meaning="from its moment until it reached us, rounded up",
            unit="s",
            packing=Packing.WORDS,
        ),
        BlockColumn(name="manual", type="bool", meaning="read by a person"),
        BlockColumn(name="sequence", meaning="entry of the journal that it came with"),
    ),
    order=("at", "lag_s", "sequence"),
)

HOURS = BlockSchema(
    name="hours",
    meaning="Energy of meters by the hour; span is the month since 1970.",
    thing="meter",
    columns=(
        BlockColumn(name="hour", type="int32", meaning="hours since 1970"),
        BlockColumn(name="energy", meaning="0 where nothing is known", unit="quantum"),
        BlockColumn(name="estimated", meaning="part spread over a gap", unit="quantum"),
        BlockColumn(name="seconds", type="int16", meaning="covered", unit="s"),
        BlockColumn(
            name="estimated_s", type="int16", meaning="covered by estimates", unit="s"
        ),
        _GONE,
        _LEARNED,
        _TURN,
    ),
    order=("hour", "learned_at", "turn"),
    facts=("hour",),
    depth=1,
)

DAYS = BlockSchema(
    name="days",
    meaning="Energy of meters by the day; span is the year since 1970.",
    thing="meter",
    columns=(
        BlockColumn(name="day", type="int32", meaning="days since 1970"),
        BlockColumn(name="energy", meaning="of known hours", unit="quantum"),
        BlockColumn(name="estimated", meaning="part spread over a gap", unit="quantum"),
        BlockColumn(name="seconds", type="int32", meaning="covered", unit="s"),
        BlockColumn(
            name="estimated_s", type="int32", meaning="covered by estimates", unit="s"
        ),
        *(
            BlockColumn(name=name, meaning=f"energy of {name} hours", unit="quantum")
            for name in ("sharp", "peak", "flat", "valley", "deep_valley")
        ),
        _GONE,
        _LEARNED,
        _TURN,
    ),
    order=("day", "learned_at", "turn"),
    facts=("day",),
    depth=1,
)

MARKS = BlockSchema(
    name="marks",
    meaning="Readings of a day by their flags; span is the year since 1970.",
    thing="meter",
    columns=(
        BlockColumn(name="day", type="int32", meaning="days since 1970"),
        BlockColumn(name="came", type="int32", meaning="readings, doubled ones too"),
        BlockColumn(name="used", type="int32", meaning="readings that can be used"),
        *(
            BlockColumn(name=name, type="int32", meaning=f"readings marked {name}")
            for name in (
                "range",
                "spike",
                "stuck",
                "gap",
                "reset",
                "duplicate",
                "late",
                "manual",
                "estimated",
                "clock",
                "rollover",
                "uncalibrated",
            )
        ),
        _GONE,
        _LEARNED,
        _TURN,
    ),
    order=("day", "learned_at", "turn"),
    facts=("day",),
    depth=1,
)

SETTINGS = BlockSchema(
    name="settings",
    meaning="With which settings of a meter its hours were made.",
    thing="meter",
    columns=(
        BlockColumn(name="digest", meaning="of the settings that decide"),
        _LEARNED,
        _TURN,
    ),
    order=("turn",),
    depth=2,
)
