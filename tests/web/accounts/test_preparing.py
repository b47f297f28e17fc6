"""What is prepared for the pages: parts add up, and single firms stay unknown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.accounts import Boundary, Grade, Line, Stream, Total
from dafeng.web.accounts.models import Audience
from dafeng.web.accounts.prepared import MERGED, Prepared, from_json, to_json
from dafeng.web.accounts.services.preparing import LEAST_OWNERS, prepare

CUTS = ("sectors", "items", "gases", "places", "grades")
SECTORS = ("industry.steel", "industry.glass", "transport", "households")


def line(number: int, **facts: Any) -> Line:
    base: dict[str, Any] = {
        "id": f"2023-{number:012d}",
        "flow": "fuel.stationary",
        "sector": "industry.steel",
        "item": "NATURAL_GAS",
        "place": "110101001",
        "owner": "",
        "year": 2023,
        "activity": Decimal(1),
        "unit": "m3",
        "method": "combustion",
        "gas": "CO2",
        "mass_g": 10,
        "co2e_g": 10,
        "low_g": 9,
        "high_g": 11,
        "uses": (),
        "rule": "national-2026",
        "stream": Stream.ENTERPRISE,
        "grade": Grade.B,
    }
    return Line(**(base | facts))


def shown(lines: list[Line], audience: Audience) -> Prepared | None:
    grams = sum(one.co2e_g for one in lines)
    total = Total(boundary=Boundary.CONTROL, co2e_g=grams, low_g=grams, high_g=grams)
    return prepare(lines, total, audience)


lines = st.lists(
    st.tuples(
        st.sampled_from(SECTORS),
        st.sampled_from(["", "a", "b", "c", "d"]),
        st.integers(-500, 5000),
        st.sampled_from(["NATURAL_GAS", "DIESEL"]),
    ),
    min_size=1,
    max_size=25,
).map(
    lambda rows: [
        line(n, sector=s, owner=o, co2e_g=g, item=i)
        for n, (s, o, g, i) in enumerate(rows)
    ]
)


@given(lines, st.sampled_from(list(Audience)))
def test_every_cut_adds_up_to_the_total(rows: list[Line], audience: Audience) -> None:
    found = shown(rows, audience)
    if found is None:
        return
    for cut in CUTS:
        assert sum(part.value_g for part in getattr(found, cut)) == found.value_g


@given(lines)
def test_no_public_part_comes_from_one_or_two_firms(rows: list[Line]) -> None:
    found = shown(rows, Audience.PUBLIC)
    if found is None:
        owners = {one.owner for one in rows if one.owner}
        assert 0 < len(owners) < LEAST_OWNERS
        return
    for part in found.sectors:
        if part.code == MERGED:
            continue
        owners = {one.owner for one in rows if one.sector == part.code and one.owner}
        assert not 0 < len(owners) < LEAST_OWNERS


@given(lines)
def test_the_order_of_lines_changes_nothing(rows: list[Line]) -> None:
    for audience in Audience:
        assert shown(rows, audience) == shown(rows[::-1], audience)


@given(lines)
def test_what_is_kept_comes_back(rows: list[Line]) -> None:
    found = shown(rows, Audience.INSIDE)
    assert found is not None
    assert from_json(to_json(found)) == found


def test_a_lonely_firm_is_merged_with_another_branch() -> None:
    rows = [
        line(1, owner="d", sector="industry.glass", co2e_g=700),
        line(2, sector="households", co2e_g=50),
        line(3, sector="transport", co2e_g=90),
    ]
    rows += [line(n, owner=o, co2e_g=100) for n, o in enumerate("abc", start=4)]
    found = shown(rows, Audience.PUBLIC)
    assert found is not None
    parts = {part.code: part.value_g for part in found.sectors}
    assert parts == {"transport": 90, "households": 50, MERGED: 1000}
    inside = shown(rows, Audience.INSIDE)
    assert inside is not None
    assert {part.code for part in inside.sectors} >= {"industry.glass", "households"}


def test_a_flow_picture_that_would_tell_is_not_public() -> None:
    rows = [line(n, owner=o) for n, o in enumerate("abc")]
    open_picture = shown(rows, Audience.PUBLIC)
    assert open_picture is not None
    assert open_picture.links
    told = shown([*rows, line(9, owner="d", item="DIESEL")], Audience.PUBLIC)
    assert told is not None
    assert told.links == ()


@pytest.mark.parametrize("count", [1, 2])
def test_a_boundary_of_one_or_two_firms_is_not_public(count: int) -> None:
    rows = [line(n, owner=f"firm-{n}") for n in range(count)]
    assert shown(rows, Audience.PUBLIC) is None
    assert shown(rows, Audience.INSIDE) is not None


def test_what_is_taken_out_is_told_beside_the_picture() -> None:
    rows = [
        line(1, co2e_g=100),
        line(2, flow="power.sold", item="ELECTRICITY", co2e_g=-30),
    ]
    found = shown(rows, Audience.INSIDE)
    assert found is not None
    assert found.taken_out_g == -30
    assert [link.value_g for link in found.links] == [100]
