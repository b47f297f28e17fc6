"""One pass over sorted readings: flags, and energy by the hour in whole quanta.

All is whole numbers. Times are seconds of UTC; values are thousandths of the meter's
unit; energy is in quanta of the carrier (Wh, L, kJ, g). The rules, and why they are
local enough to be said in SQL as well, stand in the room's README.

The constants below are repeated here, and not imported, because numba's cache looks at
this file alone; a test holds them to :mod:`dafeng.meters.flags`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dafeng.meters.compiled import entry, part

RANGE, SPIKE, STUCK, GAP, RESET, DUPLICATE, LATE, MANUAL = 1, 2, 4, 8, 16, 32, 64, 128
ESTIMATED, CLOCK, ROLLOVER, UNCALIBRATED = 256, 512, 1024, 2048
LEFT_OUT = RANGE | SPIKE | DUPLICATE | CLOCK

HOUR = 3600
MICRO = 1_000_000
BEHIND_MOST_S = 24 * HOUR
BEHIND_MOST_ROWS = 200

# Columns of a dial: what the pass must know of one meter.
KIND, FROM, UNTIL, MOST, MODULUS, NUMERATOR, DENOMINATOR = range(7)
RATE, STEP, GAP_S, MEASURED_S, STUCK_S, LATE_S, RATIO = range(7, 14)
CALIBRATED_FROM, CALIBRATED_UNTIL, EXCHANGES_FROM, EXCHANGES_UNTIL = range(14, 18)
DIAL_WIDTH = 18
IS_INTERVAL = 1

# Slots of the state that walks along one meter. The candidate is judged when the one
# after it is known. LAST is the candidate before it, SEEN the one before it that is no
# spike, TAKEN the one before it that energy was taken to.
CAND, CAND_S, CAND_V = range(3)
LAST, LAST_S, LAST_V, LAST_RUN_S, LAST_SPIKE = range(3, 8)
TAKEN, TAKEN_S, TAKEN_V, RUN, RUN_S = range(8, 13)
DAY, CARRY = range(13, 15)
SEEN, SEEN_S, SEEN_V, SEEN_RUN_S, BEHIND_S = range(15, 20)
STATE_WIDTH = 20
NONE = -1


@part
def _share(whole: int, part_of: int, parts: int) -> int:
    """Whole times part_of / parts, rounded down; parts below 2**31."""
    times = whole // parts
    return int(times * part_of + (whole - times * parts) * part_of // parts)


@part
def _quanta(dial: Any, value: int) -> int:
    """A value in quanta, rounded down."""
    if dial[DENOMINATOR] == 1:  # a division takes longer than all the rest
        return int(value * dial[NUMERATOR])
    times = value // dial[DENOMINATOR]
    rest = value - times * dial[DENOMINATOR]
    return int(times * dial[NUMERATOR] + rest * dial[NUMERATOR] // dial[DENOMINATOR])


@part
def _most(dial: Any, seconds: int) -> int:
    """The most that can pass in so many seconds."""
    hours = seconds // HOUR
    rest = seconds - hours * HOUR
    return int(dial[RATE] * hours + dial[RATE] * rest // HOUR)


@part
def _step(dial: Any, before: int, after: int, seconds: int) -> int:
    """What passed between two register values, or NONE where that cannot be."""
    most = _most(dial, seconds)
    passed = after - before
    if passed < 0 and dial[MODULUS] > 0 and most < dial[MODULUS]:
        passed += dial[MODULUS]
    return passed if 0 <= passed <= most else NONE


@part
def _spread(start: int, end: int, amount: int, about: Any, out: Any) -> None:
    """Lay an amount over the hours of its span, in proportion to time.

    What has passed at each border is rounded down, so the hours add up to the amount.
    """
    first_hour, estimated = about
    energy, guessed, seconds, guessed_s = out
    hour, told, since = start // HOUR, 0, start
    while since < end:
        border = min((hour + 1) * HOUR, end)
        passed = (
            amount if border == end else _share(amount, border - start, end - start)
        )
        at = hour - first_hour
        energy[at] += passed - told
        seconds[at] += border - since
        if estimated:
            guessed[at] += passed - told
            guessed_s[at] += border - since
        told, since, hour = passed, border, hour + 1


@part
def _undo_run(dial: Any, state: Any, at_us: Any, flags: Any, about: Any) -> None:
    """Take back the time that a run of equal values had covered with nothing."""
    first_hour, seconds, guessed_s = about
    before = state[RUN_S]
    for row in range(state[RUN] + 1, state[TAKEN] + 1):
        if flags[row] & LEFT_OUT:
            continue
        after = at_us[row] // MICRO
        hour, since = before // HOUR, before
        while since < after:
            border = min((hour + 1) * HOUR, after)
            seconds[hour - first_hour] -= border - since
            if after - before > dial[MEASURED_S]:
                guessed_s[hour - first_hour] -= border - since
            since, hour = border, hour + 1
        before = after


@part
def _end_run(dial: Any, state: Any, flags: Any) -> None:
    """Mark the readings of a run of equal values that stood for too long."""
    if state[TAKEN] == NONE or dial[STUCK_S] == 0:
        return
    if state[TAKEN_S] - state[RUN_S] >= dial[STUCK_S]:
        for row in range(state[RUN] + 1, state[TAKEN] + 1):
            if not flags[row] & LEFT_OUT:
                flags[row] |= STUCK


@part
def _take_register(
    dial: Any, state: Any, at_us: Any, flags: Any, first_hour: int, out: Any
) -> None:
    """Turn the step from the last reading that was taken into energy."""
    row, second, value = state[CAND], state[CAND_S], state[CAND_V]
    if state[TAKEN] == NONE:
        return
    between = second - state[TAKEN_S]
    if between > dial[GAP_S]:
        flags[row] |= GAP
    passed = _step(dial, state[TAKEN_V], value, second - state[RUN_S])
    if passed == NONE:
        flags[row] |= RESET
        return
    start = state[TAKEN_S]
    estimated = between > dial[MEASURED_S]
    if passed > _most(dial, between):
        # The register stood still and then showed all at once what had passed.
        start, estimated = state[RUN_S], True
        _undo_run(dial, state, at_us, flags, (first_hour, out[2], out[3]))
    if passed != value - state[TAKEN_V]:
        flags[row] |= ROLLOVER
    if estimated:
        flags[row] |= ESTIMATED
    amount = _quanta(dial, state[TAKEN_V] + passed) - _quanta(dial, state[TAKEN_V])
    _spread(start, second, amount, (first_hour, estimated), out)


@part
def _take_interval(
    dial: Any, state: Any, flags: Any, first_hour: int, offset_s: int, out: Any
) -> None:
    """Turn an interval into energy; what a quantum lacks is carried inside a day."""
    second, value = state[CAND_S], state[CAND_V]
    start = second - dial[STEP]
    if state[LAST] != NONE:
        if second - state[LAST_S] > dial[GAP_S]:
            flags[state[CAND]] |= GAP
        start = max(start, state[LAST_S])
    day = (second - 1 + offset_s) // (24 * HOUR)
    if day != state[DAY]:
        state[DAY], state[CARRY] = day, 0
    estimated = dial[STEP] > dial[MEASURED_S]
    if estimated:
        flags[state[CAND]] |= ESTIMATED
    carry = state[CARRY]
    amount = _quanta(dial, carry + value) - _quanta(dial, carry)
    state[CARRY] = carry + value
    _spread(start, second, amount, (first_hour, estimated), out)


@part
def _is_spike(dial: Any, state: Any, after: Any) -> bool:
    """Whether the neighbours of the candidate agree with each other, not with it."""
    has_next, second, value = after
    if state[LAST] == NONE or not has_next:
        return False
    if dial[KIND] == IS_INTERVAL:
        large = dial[RATIO] * max(state[LAST_V], value)
        return bool(state[CAND_V] > large and state[CAND_V] * dial[RATIO] >= dial[MOST])
    if state[LAST_SPIKE]:
        return False
    run_s = state[LAST_RUN_S]
    return (
        _step(dial, state[LAST_V], state[CAND_V], state[CAND_S] - run_s) == NONE
        and _step(dial, state[LAST_V], value, second - run_s) != NONE
    )


@part
def _said_again(dial: Any, row: int, last: int, at_us: Any, values: Any) -> bool:
    """Whether a later row of the same second can be used."""
    second, other = at_us[row] // MICRO, row + 1
    while other < last and at_us[other] // MICRO == second:
        if 0 <= values[other] <= dial[MOST]:
            return True
        other += 1
    return False


@part
def _return_s(dial: Any, state: Any, source: Any) -> int:
    """Second at which a register that stepped back is ahead again, or NONE.

    Some readings behind others are of another time, when a clock ran ahead: the dial
    goes back and is soon where it was. Whoever takes them counts twice.
    """
    last, at_us, values, exchanges = source
    exchange, passed, looked = dial[EXCHANGES_FROM], 0, 0
    for row in range(state[CAND] + 1, last):
        second = at_us[row] // MICRO
        if second >= dial[UNTIL] or second - state[SEEN_S] > BEHIND_MOST_S:
            break
        if values[row] < 0 or values[row] > dial[MOST]:
            continue
        if _said_again(dial, row, last, at_us, values):
            continue
        while exchange < dial[EXCHANGES_UNTIL] and exchanges[0][exchange] <= second:
            passed, exchange = exchanges[1][exchange], exchange + 1
        value = values[row] + passed
        looked += 1
        if looked > BEHIND_MOST_ROWS:
            break
        if value >= state[SEEN_V]:
            between = second - state[SEEN_RUN_S]
            if _step(dial, state[SEEN_V], value, between) != NONE:
                return int(second)
    return NONE


@part
def _is_behind(dial: Any, state: Any, source: Any) -> bool:
    """Whether the candidate stands where the register has been, and will be again."""
    second, value = state[CAND_S], state[CAND_V]
    if state[SEEN] != NONE and value < state[SEEN_V]:
        between = second - state[SEEN_RUN_S]
        if _step(dial, state[SEEN_V], value, between) == NONE:
            state[BEHIND_S] = max(state[BEHIND_S], _return_s(dial, state, source))
    if state[SEEN] == NONE or state[SEEN_V] != value:
        state[SEEN_RUN_S] = second
    state[SEEN], state[SEEN_S], state[SEEN_V] = state[CAND], second, value
    return bool(second < state[BEHIND_S])


@part
def _judge(
    dial: Any, state: Any, source: Any, flags: Any, after: Any, about: Any, out: Any
) -> None:
    """Decide about the candidate, now that the reading after it is known."""
    first_hour, offset_s = about
    row, second, value = state[CAND], state[CAND_S], state[CAND_V]
    spike = _is_spike(dial, state, after)
    interval = dial[KIND] == IS_INTERVAL
    taken = interval or not (spike or _is_behind(dial, state, source))
    if spike or not taken:
        flags[row] |= SPIKE
    if interval:
        _take_interval(dial, state, flags, first_hour, offset_s, out)
    elif taken:
        _take_register(dial, state, source[1], flags, first_hour, out)
    if taken:
        if state[TAKEN] == NONE or state[TAKEN_V] != value:
            _end_run(dial, state, flags)
            state[RUN], state[RUN_S] = row, second
        state[TAKEN], state[TAKEN_S], state[TAKEN_V] = row, second, value
    if state[LAST] == NONE or state[LAST_V] != value:
        state[LAST_RUN_S] = second
    state[LAST], state[LAST_S], state[LAST_V] = row, second, value
    state[LAST_SPIKE] = spike


@part
def _marks(dial: Any, second: int, late_us: int, value: int, mark: int) -> int:
    """What can be said of a row alone."""
    said = 0
    if second < dial[FROM] or second >= dial[UNTIL]:
        said |= CLOCK
    if value < 0 or value > dial[MOST]:
        said |= RANGE
    if late_us > dial[LATE_S] * MICRO:
        said |= LATE
    if mark:
        said |= MANUAL
    if second < dial[CALIBRATED_FROM] or second >= dial[CALIBRATED_UNTIL]:
        said |= UNCALIBRATED
    return said


@part
def _meter(
    dial: Any,
    rows: Any,
    columns: Any,
    exchanges: Any,
    flags: Any,
    about: Any,
    out: Any,
    state: Any,
) -> None:
    """Walk along one meter."""
    at_us, values, learned_us, marks = columns
    exchange_s, exchange_sum = exchanges
    source = (rows[1], at_us, values, exchanges)
    state[:] = 0
    state[CAND], state[LAST], state[TAKEN], state[DAY] = NONE, NONE, NONE, NONE
    state[SEEN], state[BEHIND_S] = NONE, -(2**62)
    exchange, passed = dial[EXCHANGES_FROM], 0
    for row in range(rows[0], rows[1]):
        at = at_us[row]
        second = at // MICRO
        said = _marks(dial, second, learned_us[row] - at, values[row], marks[row])
        flags[row] = said
        if said & (CLOCK | RANGE):
            continue
        while exchange < dial[EXCHANGES_UNTIL] and exchange_s[exchange] <= second:
            passed, exchange = exchange_sum[exchange], exchange + 1
        if _said_again(dial, row, rows[1], at_us, values):
            flags[row] |= DUPLICATE
            continue
        if state[CAND] != NONE:
            after = (True, second, values[row] + passed)
            _judge(dial, state, source, flags, after, about, out)
        state[CAND], state[CAND_S] = row, second
        state[CAND_V] = values[row] + passed
    if state[CAND] != NONE:
        _judge(dial, state, source, flags, (False, 0, 0), about, out)
    _end_run(dial, state, flags)


_IN_1 = "Array(int64, 1, 'C', True)"
_IN_2 = "Array(int64, 2, 'C', True)"
_PAIR = f"UniTuple({_IN_1}, 2)"


@entry(
    f"void({_IN_2}, {_PAIR}, UniTuple({_IN_1}, 4), UniTuple({_IN_1}, 3),"
    "Array(uint8, 1, 'C', True), int64, uint16[::1],"
    "Tuple((int64[::1], int64[::1], int32[::1], int32[::1])))"
)
def pass_over(
    dials: Any,
    exchanges: Any,
    bounds: Any,
    columns: Any,
    marks: Any,
    offset_s: int,
    flags: Any,
    out: Any,
) -> None:
    """Go over whole meters of a block; write flags and hours.

    Parameters
    ----------
    dials : array of int64, shape (n, DIAL_WIDTH)
        One row per meter of the block, in the order of the rows.
    exchanges : pair of arrays of int64
        Second of each exchange, and what all exchanges of its meter up to it add.
    bounds : four arrays of int64
        First row of each meter, row after its last, first hour, place of its first hour
        in ``out``.
    columns : three arrays of int64
        Time, value, time of learning; times in microseconds of UTC.
    marks : array of uint8
        1 is read by a person.
    offset_s : int
        Seconds that local days are ahead of UTC.
    flags : array of uint16
        Written.
    out : arrays of int64, int64, int32, int32
        Energy, its estimated part, seconds covered, estimated seconds; zero before.
        The places must leave room for the spans that ``spans.lay_out`` found, an
        interval's step before them included: nothing checks it here.
    """
    firsts, lasts, first_hours, places = bounds
    at_us, values, learned_us = columns
    every = (at_us, values, learned_us, marks)
    state = np.zeros(STATE_WIDTH, np.int64)
    for meter in range(len(dials)):
        place = places[meter]
        mine = (out[0][place:], out[1][place:], out[2][place:], out[3][place:])
        rows, about = (firsts[meter], lasts[meter]), (first_hours[meter], offset_s)
        _meter(dials[meter], rows, every, exchanges, flags, about, mine, state)
