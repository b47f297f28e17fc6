"""Outlines of towns from a GeoJSON file: read, checked, matched by code or name."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity
from dafeng.projects.locations import Reach, area_of

MOST_BYTES = 2_000_000
MOST_FEATURES = 300
OUTLINE = Reach(box=(73.0, 3.0, 136.0, 54.0), ring=2000, whole=30_000)
"""China, in degrees; a border of a town needs more points than a project."""
DEGREES = ("CRS84", "4326", "4490")
"""Systems of degrees that agree with WGS 84 to less than a metre."""
CODE_NAMES = ("code", "adcode", "place_code", "行政区划代码", "代码")
NAME_NAMES = ("name", "NAME", "名称", "乡镇", "单位名称")
_TAIL = re.compile(r"0{3}\Z")
_SHOWN, _RULE = 40, 200


@attrs.frozen(kw_only=True)
class Town:
    """A town or park of the district that an outline can be of."""

    code: str
    name: str


@attrs.frozen(kw_only=True)
class Outline:
    """The outline of a town: nothing of the file but its figures is kept."""

    town: Town
    geometry: dict[str, Any]


@attrs.frozen(kw_only=True)
class OutlineReading:
    """What a file holds.

    Attributes
    ----------
    findings : tuple of Finding
        ``outline.…`` and ``location.…``; ``place`` is the number of the feature, and
        ``value`` what it calls itself.
    missing : tuple of Town
        Towns that the file has no outline of.
    """

    outlines: tuple[Outline, ...]
    findings: tuple[Finding, ...]
    missing: tuple[Town, ...]


def read_outlines(content: bytes, towns: Sequence[Town]) -> OutlineReading:
    """Read a file of outlines against the towns of a district.

    A feature is matched by its code, else by its name. What is wrong with a feature is
    a finding; a file that is none is refused.

    Raises
    ------
    BadInputError
        ``outlines.size``, ``outlines.json``, ``outlines.kind``: no FeatureCollection;
        ``outlines.many``; ``outlines.system``: it says that its figures are no degrees
        of WGS 84.
    """
    features = _features(content)
    outlines: dict[str, Outline] = {}
    findings: list[Finding] = []
    for number, feature in enumerate(features, start=1):
        given = _properties(feature)
        try:
            town = _town(given, towns, outlines)
            geometry = area_of(_of(feature, "geometry"), OUTLINE)
        except BadInputError as error:
            findings.append(_finding(error, number, given))
        else:
            outlines[town.code] = Outline(town=town, geometry=geometry)
    return OutlineReading(
        outlines=tuple(outlines[code] for code in sorted(outlines)),
        findings=tuple(findings),
        missing=tuple(town for town in towns if town.code not in outlines),
    )


def _features(content: bytes) -> list[object]:
    if len(content) > MOST_BYTES:
        msg = f"The file has {len(content)} bytes, above {MOST_BYTES}."
        raise BadInputError(msg, code="outlines.size", most=MOST_BYTES // 10**6)
    try:
        read = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        msg = "The file is no JSON in UTF-8."
        raise BadInputError(msg, code="outlines.json") from error
    features = _of(read, "features")
    if _of(read, "type") != "FeatureCollection" or not isinstance(features, list):
        msg = "The file is no FeatureCollection of GeoJSON."
        raise BadInputError(msg, code="outlines.kind")
    _see_system(_of(read, "crs"))
    if not 0 < len(features) <= MOST_FEATURES:
        msg = f"The file has {len(features)} features; 1 to {MOST_FEATURES} can be."
        raise BadInputError(
            msg, code="outlines.many", n=len(features), most=MOST_FEATURES
        )
    return features


def _no_number(text: str) -> float:
    raise ValueError(text)


def _see_system(crs: object) -> None:
    if crs is None:
        return
    name = str(_of(_of(crs, "properties"), "name") or "")
    if not name.endswith(DEGREES):
        msg = f"The file is in {name!r}, not in degrees of WGS 84."
        raise BadInputError(msg, code="outlines.system", system=name[:_SHOWN] or "?")


def _of(given: object, name: str) -> object:
    return given.get(name) if isinstance(given, Mapping) else None


def _properties(feature: object) -> Mapping[str, object]:
    found = _of(feature, "properties")
    return found if isinstance(found, Mapping) else {}


def _town(
    given: Mapping[str, object], towns: Sequence[Town], drawn: Container[str]
) -> Town:
    codes = {code for text in _texts(given, CODE_NAMES) for code in _codes(text)}
    names = set(_texts(given, NAME_NAMES))
    by_code = [town for town in towns if town.code in codes]
    by_name = [town for town in towns if town.name in names]
    if by_code and by_name and by_code != by_name:
        msg = f"Its code is that of {by_code[0].name}, its name another's."
        raise BadInputError(msg, code="outline.two_towns")
    found = by_code or by_name
    if len(found) != 1:
        msg = "It is no town of the district."
        raise BadInputError(msg, code="outline.unknown")
    if found[0].code in drawn:
        msg = f"{found[0].name} has two outlines."
        raise BadInputError(msg, code="outline.twice")
    return found[0]


def _texts(given: Mapping[str, object], names: Sequence[str]) -> Iterator[str]:
    for name in names:
        value = given.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool):
            yield str(value).strip()


def _codes(text: str) -> tuple[str, str]:
    """A code of 12 digits is that of a town when it ends in three noughts."""
    return text, _TAIL.sub("", text) if len(text) == 12 else text


def _finding(error: BadInputError, number: int, given: Mapping[str, object]) -> Finding:
    called = [*_texts(given, NAME_NAMES), *_texts(given, CODE_NAMES), ""]
    return Finding(
        code=error.code,
        severity=Severity.ERROR,
        place=str(number),
        value=called[0][:_SHOWN],
        rule=str(error)[:_RULE],
        hint=str(error.fields.get("place", "")),
    )
