"""The rules of drawing, scoring and following up: rows with source and validity."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.errors import NotFoundError
from dafeng.base.tables import packaged_rows
from dafeng.inspections.records import NoticeForm, Severity

TABLES = ("risk.csv", "quotas.csv", "draw.csv", "followups.csv")
_EDITION_LENGTH = 12
_ROOM = "dafeng.inspections"


@attrs.frozen(kw_only=True)
class RiskRule:
    """Points for one thing; ``at_least`` is tce, months or a severity."""

    kind: str
    at_least: str
    points: int
    meaning_zh: str = ""
    meaning_en: str = ""
    source: str = ""
    verified: str = "U"


@attrs.frozen(kw_only=True)
class ClassRule:
    """A class of subjects by energy use, and which share of it is asked for.

    ``at_least_tce`` None: the class of those whose energy use is unknown.
    """

    code: str
    label_zh: str
    label_en: str
    at_least_tce: Decimal | None
    below_tce: Decimal | None
    share: Decimal
    least: int
    source: str = ""
    verified: str = "U"

    def holds(self, energy_tce: Decimal | None) -> bool:
        """Whether a subject with this energy use is of the class."""
        if energy_tce is None or self.at_least_tce is None:
            return energy_tce is None and self.at_least_tce is None
        return self.at_least_tce <= energy_tce and (
            self.below_tce is None or energy_tce < self.below_tce
        )


@attrs.frozen(kw_only=True)
class FollowUp:
    """What a finding of a severity calls for, in calendar days."""

    severity: Severity
    notice: NoticeForm
    demand_days: int
    recheck_days: int
    again_days: int
    label_zh: str = ""
    label_en: str = ""
    source: str = ""
    verified: str = "U"


@attrs.frozen(kw_only=True)
class Rules:
    """All rules that hold on a day.

    Attributes
    ----------
    edition : str
        First digits of the SHA-256 of the rows: the same rows, the same edition.
    """

    edition: str
    risk: tuple[RiskRule, ...]
    classes: tuple[ClassRule, ...]
    random_share: Decimal
    inspectors: int
    rest_months: int
    lookback_months: int
    finding_cap: int
    follow_ups: tuple[FollowUp, ...]

    def follow_up(self, severity: Severity) -> FollowUp:
        """What a finding calls for."""
        return next(one for one in self.follow_ups if one.severity is severity)


@lru_cache(maxsize=32)
def rules_on(day: date) -> Rules:
    """Return the packaged rules that hold on a day.

    Raises
    ------
    NotFoundError
        ``rules.none``: a rule has no row for the day.
    """
    tables = {name: list(packaged_rows(_ROOM, name)) for name in TABLES}
    return rules_of(tables, day)


def rules_of(tables: Mapping[str, Iterable[Mapping[str, str]]], day: date) -> Rules:
    """Read rules from rows as the files of ``data`` have them.

    Raises
    ------
    NotFoundError
        ``rules.none``: a rule has no row for the day.
    """
    held = {
        name: [dict(row) for row in rows if _holds(row, day)]
        for name, rows in tables.items()
    }
    return Rules(
        edition=_edition(held),
        risk=tuple(_risk(row) for row in held["risk.csv"]),
        classes=tuple(_class(row) for row in held["quotas.csv"]),
        random_share=Decimal(_setting(held, "random-share", day)),
        inspectors=int(_setting(held, "inspectors", day)),
        rest_months=int(_setting(held, "rest", day)),
        lookback_months=int(_setting(held, "lookback", day)),
        finding_cap=int(_setting(held, "finding-cap", day)),
        follow_ups=tuple(_follow_up(row) for row in held["followups.csv"]),
    )


def _holds(row: Mapping[str, str], day: date) -> bool:
    return holds_on(
        day_or_none(row["effective_from"]), day_or_none(row["effective_to"]), day
    )


def _edition(held: Mapping[str, object]) -> str:
    text = json.dumps(held, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_EDITION_LENGTH]


def _setting(held: Mapping[str, list[dict[str, str]]], rule: str, day: date) -> str:
    values = [row["value"] for row in held["draw.csv"] if row["rule"] == rule]
    if not values:
        msg = f"draw.csv has no row {rule!r} for {day}. Add one with its source."
        raise NotFoundError(msg, code="rules.none", rule=rule, day=day)
    return values[-1]


def _risk(row: Mapping[str, str]) -> RiskRule:
    return RiskRule(
        kind=row["kind"],
        at_least=row["at_least"],
        points=int(row["points"]),
        meaning_zh=row["meaning_zh"],
        meaning_en=row["meaning_en"],
        source=row["source"],
        verified=row["verified"],
    )


def _class(row: Mapping[str, str]) -> ClassRule:
    return ClassRule(
        code=row["class"],
        label_zh=row["label_zh"],
        label_en=row["label_en"],
        at_least_tce=_decimal(row["at_least_tce"]),
        below_tce=_decimal(row["below_tce"]),
        share=Decimal(row["share"]),
        least=int(row["least"]),
        source=row["source"],
        verified=row["verified"],
    )


def _follow_up(row: Mapping[str, str]) -> FollowUp:
    return FollowUp(
        severity=Severity(row["severity"]),
        notice=NoticeForm(row["notice"]),
        demand_days=int(row["demand_days"]),
        recheck_days=int(row["recheck_days"]),
        again_days=int(row["again_days"]),
        label_zh=row["label_zh"],
        label_en=row["label_en"],
        source=row["source"],
        verified=row["verified"],
    )


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None
