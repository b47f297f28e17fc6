"""Meters, hours and readings over the interface, as far as somebody may see them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from dafeng.base.days import CHINA
from dafeng.web.meters.services.rolling import readings_settle

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tests.web.meters.arrivals.conftest import Gateway

TODAY = timezone.localdate()
FIRST = TODAY - timedelta(days=3)
BEGIN = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=CHINA)


def told(answer: HttpResponse) -> Any:
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


@pytest.fixture
def read(gateway: Gateway) -> Gateway:
    """Twelve hours of a day at a rate of 10 kWh, with two hours between missing."""
    rows = [
        {
            "meter": "S-1",
            "at": (BEGIN + timedelta(hours=hour)).isoformat(),
            "value": hour * 10,
        }
        for hour in (*range(6), *range(8, 13))
    ]
    assert gateway.send(json.dumps({"readings": rows})).status_code == 201
    readings_settle()
    return gateway


def test_meters_are_those_that_the_person_sees(gateway: Gateway) -> None:
    page = told(gateway.get("/meters"))
    assert [one["code"] for one in page["items"]] == ["S-1", "S-2"]
    first = page["items"][0]
    assert told(gateway.get("/meters/S-1")) == first
    assert (first["enterprise"], first["unit"], first["role"]) == (
        "steel",
        "kWh",
        "main",
    )


@pytest.mark.usefixtures("other")
def test_a_meter_of_another_enterprise_is_none(gateway: Gateway) -> None:
    span = f"from={FIRST}&until={TODAY}"
    for path in ("", f"/hours?{span}", f"/readings?{span}"):
        assert gateway.get(f"/meters/G-1{path}").status_code == 404


def test_hours_come_without_holes_and_what_is_not_known_is_null(read: Gateway) -> None:
    until = FIRST + timedelta(days=1)
    hours = told(read.get(f"/meters/S-1/hours?from={FIRST}&until={until}"))
    assert hours["quantum"] == "Wh"
    assert hours["begin"] == BEGIN.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert hours["energy"][:5] == [10_000] * 5
    assert sum(filter(None, hours["energy"][:12])) == 120_000
    assert len(hours["state"]) == len(hours["energy"])
    nothing = told(read.get("/meters/S-2/hours?from=2020-01-01&until=2020-01-02"))
    assert (nothing["begin"], nothing["energy"]) == (None, [])


def test_readings_come_in_pages(read: Gateway) -> None:
    path = f"/meters/S-1/readings?from={FIRST}&until={TODAY}&limit=4"
    page = told(read.get(path))
    assert page["count"] == 11
    assert [one["value"] for one in page["items"]] == ["0", "10", "20", "30"]
    assert page["items"][0]["manual"] is False
    before = FIRST - timedelta(days=1)
    path = f"/meters/S-1/readings?from={before}&until={FIRST}"
    assert told(read.get(path))["count"] == 0  # that of the midnight comes after it
    rest = told(read.get(page["next"].removeprefix("/api/v1")))
    assert rest["items"][0]["value"] == "40"


@pytest.mark.parametrize(
    "span",
    [
        "from=2024-01-01&until=2024-01-01",
        "from=2020-01-01&until=2024-01-01",
        "from=1000-01-01&until=9999-01-01",
        "from=x&until=y",
    ],
)
def test_a_span_that_is_too_long_or_none_is_refused(
    gateway: Gateway, span: str
) -> None:
    for kind in ("hours", "readings"):
        assert gateway.get(f"/meters/S-1/{kind}?{span}").status_code == 422
