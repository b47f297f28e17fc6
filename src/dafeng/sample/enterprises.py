"""Disclosure of enterprises in the sample: classes, publications; all invented.

The rows name an enterprise by its place among the sample's key energy users.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache

import attrs

from dafeng.base.days import day_or_none
from dafeng.base.tables import packaged_rows
from dafeng.sample.synthetic.district_years import sample_enterprises

DISCLOSURE_KEEPER = "ecology"
"""Code of the bureau that keeps the register."""
EVENT_OF, EVENT_ON, EVENT = 44, date(2026, 9, 7), "收到行政处罚决定书（示例）"
EVENT_PUBLISHED_ON = date(2026, 9, 11)
CLAIM_OF, CLAIM_BASIS = 138, "供热合同约定的保密内容（示例）"
CLAIM_SINCE = date(2026, 1, 1)
CONTACT, PHONE = "示例联系人", "10000000000"
WEB = "https://example.org/disclosure"
_ROOM = "dafeng.sample"


@attrs.frozen(kw_only=True)
class SampleClass:
    """An enterprise is of a class."""

    kind: str
    since: date
    until: date | None
    listed_in: str


@attrs.frozen(kw_only=True)
class SamplePublication:
    """Something was published, and perhaps verified.

    Attributes
    ----------
    verified_value : Decimal or None
        None: nobody verified it.
    """

    rule: str
    period: str
    published_on: date
    value: Decimal
    unit: str
    verified_value: Decimal | None
    verified_unit: str
    document: str
    verified_on: date | None


@attrs.frozen(kw_only=True)
class SampleDisclosure:
    """An enterprise that has to publish.

    Attributes
    ----------
    number : int
        Its place among the sample's enterprises, from 1.
    uscc : str
        Its credit code: valid, and given out by nobody.
    """

    number: int
    uscc: str
    name_zh: str
    name_en: str
    town: str
    industry: str
    classes: tuple[SampleClass, ...]
    publications: tuple[SamplePublication, ...]


@cache
def sample_disclosures() -> tuple[SampleDisclosure, ...]:
    """Return the enterprises of the register, in their order."""
    classes: dict[int, list[SampleClass]] = defaultdict(list)
    industries: dict[int, str] = {}
    for row in packaged_rows(_ROOM, "disclosure_classes.csv"):
        number = int(row["enterprise"])
        industries[number] = row["industry"]
        one = SampleClass(
            kind=row["kind"],
            since=date.fromisoformat(row["since"]),
            until=day_or_none(row["until"]),
            listed_in=row["listed_in"],
        )
        classes[number].append(one)
    published = _publications()
    firms = sample_enterprises()
    return tuple(
        SampleDisclosure(
            number=number,
            uscc=firms[number - 1].code,
            name_zh=firms[number - 1].name_zh,
            name_en=firms[number - 1].name_en,
            town=firms[number - 1].town,
            industry=industries[number],
            classes=tuple(kinds),
            publications=tuple(published[number]),
        )
        for number, kinds in classes.items()
    )


def _publications() -> dict[int, list[SamplePublication]]:
    found: dict[int, list[SamplePublication]] = defaultdict(list)
    for row in packaged_rows(_ROOM, "disclosure_publications.csv"):
        verified = row["verified_value"]
        one = SamplePublication(
            rule=row["rule"],
            period=row["period"],
            published_on=date.fromisoformat(row["published_on"]),
            value=Decimal(row["value"]),
            unit=row["unit"],
            verified_value=Decimal(verified) if verified else None,
            verified_unit=row["verified_unit"],
            document=row["document"],
            verified_on=day_or_none(row["verified_on"]),
        )
        found[int(row["enterprise"])].append(one)
    return found
