"""Places and units of the sample district."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

import attrs

from dafeng.base.places import Place

SAMPLE_PLACE_CODE = "120118"
SAMPLE_DATA_VERSION = "2023.1"
SAMPLE_DATA_DATE = date(2023, 6, 15)


@attrs.frozen(kw_only=True)
class SampleOrganisation:
    """One unit of the district.

    Attributes
    ----------
    code : str
        Key in the tree; ``parent`` is another's code, empty for the root.
    kind : str
        Kind as in :class:`dafeng.plan.records.UnitKind`, and ``government``.
    name_zh : str
        Name as the plan calls the unit.
    place_code : str
        Division code of 6 or 9 digits.
    """

    code: str
    parent: str
    kind: str
    name_zh: str
    name_en: str
    short_zh: str
    place_code: str


@cache
def sample_organisations() -> tuple[SampleOrganisation, ...]:
    """Units of the district, every parent before its children."""
    return tuple(SampleOrganisation(**row) for row in _rows("organisations.csv"))


@cache
def sample_places() -> tuple[Place, ...]:
    """The district and its towns, for ``base.places.place_tree(extra=...)``."""
    return tuple(
        Place(code=row["code"], name=row["name"], source=row["source"])
        for row in _rows("places.csv")
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("dafeng.sample").joinpath("data", name).read_text("utf-8")
    yield from csv.DictReader(text.splitlines())
