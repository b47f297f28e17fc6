"""Which data a plan lacks, from whom, since when, and what waits for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.indicators import Evidence, Observation
from dafeng.indicators.readiness import Coverage, Gap, Need, examine, readiness

GREEN, NEW = "buildings.new.green_area", "buildings.new.area"
FINAL, ELECTRIC = "energy.final", "energy.final.electricity"
AS_OF = date(2026, 6, 1)


def evidence(*figures: tuple[str, str, str]) -> Evidence:
    return Evidence(
        place="0",
        observations=tuple(
            Observation(series=series, period=period, value=Decimal(value))
            for series, period, value in figures
        ),
    )


def need(subject: str, definition: str, *years: int, **more: object) -> Need:
    return attrs.evolve(
        Need(subject=subject, definition=definition, years=years), **more
    )


def test_a_lack_names_series_owner_form_periods_and_who_waits() -> None:
    known = evidence((NEW, "2024", "90"), (GREEN, "2024", "60"), (NEW, "2025", "100"))
    (lack,) = readiness([need("T1", "F04", 2024, 2025)], known, AS_OF)
    assert (lack.series, lack.owner, lack.form) == (GREEN, "住建", "竣工验收台账")
    assert lack.periods == ("2025",)
    # Due two months after the end of 2025.
    assert lack.since == date(2026, 2, 28)
    assert lack.waiting == ("T1",)


def test_what_is_not_due_yet_is_not_lacking() -> None:
    # Energy balances come ten months after the year: on 31 October 2026.
    wanted = [need("T2", "B03", 2025)]
    assert readiness(wanted, evidence(), date(2026, 10, 31)) == ()
    late = readiness(wanted, evidence(), date(2026, 11, 1))
    assert [lack.series for lack in late] == [FINAL, ELECTRIC]
    assert late[0].since == date(2026, 10, 31)


def test_series_stand_in_the_order_of_how_many_wait() -> None:
    wanted = [
        need("T1", "B03", 2024),
        need("T2", "F04", 2025),
        need("T3", "F04", 2024),
    ]
    found = readiness(wanted, evidence((GREEN, "2024", "1")), AS_OF)
    told = [(lack.series, lack.waiting, lack.periods) for lack in found]
    assert told == [
        (NEW, ("T2", "T3"), ("2024", "2025")),
        # Of those for which one waits: due in October 2025, then in February 2026.
        (FINAL, ("T1",), ("2024",)),
        (ELECTRIC, ("T1",), ("2024",)),
        (GREEN, ("T2",), ("2025",)),
    ]


def test_the_base_year_of_a_change_is_lacking_as_well() -> None:
    found = readiness(
        [need("T9", "B01.calorific", 2024, base=2020)],
        evidence(
            ("energy.consumption.calorific", "2024", "50"),
            ("economy.gdp.2020prices", "2024", "900"),
            ("economy.gdp.2020prices", "2020", "700"),
        ),
        AS_OF,
    )
    assert [(lack.series, lack.periods) for lack in found] == [
        ("energy.consumption.calorific", ("2020",))
    ]


def test_parts_of_the_district_are_told_apart() -> None:
    (lack, _) = readiness(
        [
            need("T1", "F04", 2025, scope="甲园区"),
            need("T2", "F04", 2025, scope="乙园区"),
        ],
        evidence(),
        AS_OF,
    )
    assert lack.gaps == (
        Gap(due_on=date(2026, 2, 28), period="2025", scope="乙园区"),
        Gap(due_on=date(2026, 2, 28), period="2025", scope="甲园区"),
    )


def test_coverage_counts_each_value_once() -> None:
    known = evidence((NEW, "2024", "90"), (GREEN, "2024", "60"))
    wanted = [need("T1", "F04", 2024, 2025), need("T2", "F04", 2024, 2025, 2026)]
    found = examine(wanted, known, AS_OF)
    # 2024 is known, 2025 is late, 2026 is not due.
    assert found.coverage == Coverage(asked=2, known=1)
    assert found.coverage.share == Fraction(1, 2)


def test_a_value_without_anything_to_divide_by_is_not_known() -> None:
    known = evidence((NEW, "2024", "0"), (GREEN, "2024", "0"))
    found = examine([need("T1", "F04", 2024)], known, AS_OF)
    assert found.coverage == Coverage(asked=1, known=0)
    assert found.lacks == ()


def test_where_nothing_is_asked_there_is_no_share() -> None:
    assert examine([], evidence(), AS_OF).coverage.share is None


def test_a_change_without_base_year_is_refused() -> None:
    with pytest.raises(BadInputError) as caught:
        readiness([need("T9", "B01.calorific", 2024)], evidence(), AS_OF)
    assert caught.value.code == "indicator.no_base"


def test_an_unknown_definition_is_refused() -> None:
    with pytest.raises(NotFoundError) as caught:
        readiness([need("T9", "F04.other", 2024)], evidence(), AS_OF)
    assert caught.value.code == "definition.unknown"


FIGURES = st.lists(
    st.tuples(
        st.sampled_from([GREEN, NEW, FINAL, ELECTRIC]),
        st.sampled_from(["2022", "2023", "2024"]),
        st.sampled_from(["1", "2"]),
    ),
    max_size=8,
    unique_by=lambda figure: figure[:2],
)


@given(FIGURES)
def test_a_further_figure_never_opens_a_gap(
    figures: list[tuple[str, str, str]],
) -> None:
    wanted = [need("T1", "F04", 2022, 2023, 2024), need("T2", "B03", 2022, 2023, 2024)]
    counts = [
        sum(len(lack.gaps) for lack in readiness(wanted, evidence(*some), AS_OF))
        for some in (figures[: len(figures) // 2], figures)
    ]
    assert counts[1] <= counts[0]
    assert counts[1] == 12 - len(figures)
