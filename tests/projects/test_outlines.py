"""Files of outlines: what is read, what is matched, what is refused in which words."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from dafeng.base.errors import BadInputError
from dafeng.projects import Town, read_outlines
from dafeng.projects.locations import areas_of, centre, geometry_box
from dafeng.projects.outlines import MOST_BYTES

TOWNS = (Town(code="120118101", name="甲镇"), Town(code="120118102", name="乙镇"))
SQUARE = [[117.0, 38.8], [117.1, 38.8], [117.1, 38.9], [117.0, 38.9], [117.0, 38.8]]


def feature(given: dict[str, Any], ring: Any = None, kind: str = "Polygon") -> Any:
    coordinates = [SQUARE if ring is None else ring]
    if kind == "MultiPolygon":
        coordinates = [coordinates]
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": given, "geometry": geometry}


def file(*features: Any, **more: Any) -> bytes:
    given = {"type": "FeatureCollection", "features": list(features), **more}
    return json.dumps(given, ensure_ascii=False).encode()


def test_towns_are_matched_by_code_or_name_and_the_missing_are_named() -> None:
    by_code = {"adcode": "120118101000", "name": "甲镇", "onload": "<script>"}
    reading = read_outlines(b"\xef\xbb\xbf" + file(feature(by_code)), TOWNS)
    (one,) = reading.outlines
    assert one.town == TOWNS[0]
    assert one.geometry == {"type": "Polygon", "coordinates": [SQUARE]}
    assert reading.missing == (TOWNS[1],)
    named = read_outlines(file(feature({"名称": "乙镇"}, kind="MultiPolygon")), TOWNS)
    assert named.outlines[0].town == TOWNS[1]


def test_a_town_of_several_parts_keeps_them_all() -> None:
    far = [[lon + 0.5, lat] for lon, lat in SQUARE]
    whole = {"type": "MultiPolygon", "coordinates": [[SQUARE], [far]]}
    given = {"type": "Feature", "properties": {"name": "甲镇"}, "geometry": whole}
    (one,) = read_outlines(file(given), TOWNS).outlines
    assert len(areas_of(one.geometry)) == 2
    assert geometry_box([one.geometry]) == (117.0, 38.8, 117.6, 38.9)
    assert centre(one.geometry) == pytest.approx((117.05, 38.85))


def metres(lon: float, lat: float) -> list[float]:
    return [lon * 4000, lat * 110000]


@pytest.mark.parametrize(
    ("given", "ring", "code"),
    [
        ({"name": "丁镇"}, None, "outline.unknown"),
        ({}, None, "outline.unknown"),
        ({"code": "120118101", "name": "乙镇"}, None, "outline.two_towns"),
        ({"name": "甲镇"}, SQUARE[:-1], "location.ring"),
        ({"name": "甲镇"}, [SQUARE[at] for at in (0, 2, 1, 3, 0)], "location.ring"),
        ({"name": "甲镇"}, [one[::-1] for one in SQUARE], "location.swapped"),
        ({"name": "甲镇"}, [metres(*one) for one in SQUARE], "location.outside"),
        ({"name": "甲镇"}, [["a", "b"]] * 5, "location.numbers"),
        ({"name": "甲镇"}, [SQUARE[0]] * 2001, "location.ring"),
    ],
)
def test_a_feature_that_cannot_be_is_a_finding(
    given: dict[str, Any], ring: Any, code: str
) -> None:
    reading = read_outlines(file(feature(given, ring)), TOWNS)
    (finding,) = reading.findings
    assert (finding.code, finding.place) == (code, "1")
    assert reading.outlines == ()


def test_a_town_twice_and_what_is_no_area_are_findings() -> None:
    line = feature({"name": "乙镇"}, kind="LineString")
    twice = [feature({"name": "甲镇"})] * 2
    reading = read_outlines(file(*twice, line), TOWNS)
    assert [one.code for one in reading.findings] == ["outline.twice", "location.area"]
    assert [one.place for one in reading.findings] == ["2", "3"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b" " * (MOST_BYTES + 1), "outlines.size"),
        (b"PK\x03\x04", "outlines.json"),
        (b"[" * 100_000, "outlines.json"),
        (file(feature({"name": "x"})).replace(b"117.0", b"NaN"), "outlines.json"),
        (b'{"type": "Feature"}', "outlines.kind"),
        (b"[]", "outlines.kind"),
        (file(), "outlines.many"),
        (
            file(
                feature({"name": "甲镇"}),
                crs={"type": "name", "properties": {"name": "EPSG:4549"}},
            ),
            "outlines.system",
        ),
    ],
)
def test_a_file_that_is_none_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read_outlines(content, TOWNS)
    assert caught.value.code == code


def test_a_border_of_two_thousand_points_is_read() -> None:
    around = [2 * math.pi * at / 1999 for at in range(1999)]
    ring = [[117 + math.cos(one) / 9, 38.9 + math.sin(one) / 9] for one in around]
    given = feature({"name": "甲镇"}, [*ring, ring[0]])
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert read_outlines(file(given, crs=crs), TOWNS).findings == ()
