"""The rate of metering equals a count by hand, level by level."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from dafeng.meters import Installed, Level, Need, coverage_of, coverage_source_on

ON = date(2025, 6, 1)


def need(firm: str, level: Level, count: int, carrier: str = "electricity") -> Need:
    return Need(enterprise=firm, carrier=carrier, level=level, needed=count)


def there(
    firm: str, level: Level, *, carrier: str = "electricity", calibrated: bool = True
) -> Installed:
    return Installed(
        enterprise=firm, carrier=carrier, level=level, calibrated=calibrated
    )


def test_the_rate_equals_the_hand_count_of_a_tree() -> None:
    needs = [
        need("a", Level.ENTRY, 1),
        need("a", Level.UNIT, 3),
        need("b", Level.ENTRY, 2),
        need("b", Level.UNIT, 2),
        need("a", Level.ENTRY, 1, "natural_gas"),
        need("b", Level.EQUIPMENT, 0),
    ]
    meters = [
        there("a", Level.ENTRY),
        # One too many at a makes up for none that b lacks.
        *(there("a", Level.UNIT) for _ in range(4)),
        there("b", Level.ENTRY, calibrated=False),
        there("b", Level.UNIT),
        there("a", Level.EQUIPMENT),
    ]
    rows = {(row.carrier, row.level): row for row in coverage_of(needs, meters, on=ON)}
    counted = {
        key: (row.enterprises, row.needed, row.met, row.calibrated, row.installed)
        for key, row in rows.items()
    }
    assert counted == {
        ("electricity", Level.ENTRY): (2, 3, 2, 1, 2),
        ("electricity", Level.UNIT): (2, 5, 4, 4, 5),
        ("electricity", Level.EQUIPMENT): (0, 0, 0, 0, 1),
        ("natural_gas", Level.ENTRY): (1, 1, 0, 0, 0),
    }
    entry = rows["electricity", Level.ENTRY]
    assert (entry.rate, entry.asked, entry.reached) == (Fraction(2, 3), 1, False)
    equipment = rows["electricity", Level.EQUIPMENT]
    assert (equipment.rate, equipment.reached) == (None, None)


def test_a_carrier_that_the_standard_does_not_name_reaches_nothing_known() -> None:
    needs = [need("a", Level.ENTRY, 1, "wind")]
    (row,) = coverage_of(needs, [there("a", Level.ENTRY, carrier="wind")], on=ON)
    assert (row.rate, row.asked, row.reached) == (1, None, None)


def test_the_edition_of_the_day_is_named_and_an_unread_one_says_so() -> None:
    source, mark = coverage_source_on(ON)
    assert (source[:13], mark) == ("GB 17167-2006", "S")
    source, mark = coverage_source_on(date(2026, 6, 1))
    assert (source[:13], mark) == ("GB 17167-2025", "U")
    assert coverage_source_on(date(2001, 1, 1)) == ("", "")
