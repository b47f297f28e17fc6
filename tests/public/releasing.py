"""Two versions of a small release, for the tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from dafeng.public import (
    FigureKind,
    Promise,
    PromisedField,
    PromisedYear,
    Release,
    ReleasedFigure,
    Version,
)


def figure(key: str = "target:T1", **facts: Any) -> ReleasedFigure:
    base: dict[str, Any] = {
        "key": key,
        "kind": FigureKind.TARGET,
        "name_zh": "森林覆盖率",
        "name_en": "forest cover",
        "value": Decimal("18.20"),
        "unit": "%",
        "period": "2025",
        "state": "off-track",
        "target_value": Decimal(20),
        "source": "2025 年考核结果",
        "source_seal": "e" * 64,
    }
    return ReleasedFigure(**(base | facts))


def first(**facts: Any) -> Release:
    base: dict[str, Any] = {
        "place": "示范区",
        "place_code": "990000",
        "version": Version(1, 0),
        "title_zh": "达峰数据",
        "title_en": "Peak data",
        "issued_on": date(2026, 5, 1),
        "promise": Promise(
            title="方案",
            targets=2,
            fields=(PromisedField(ref="三(一)", title="能源", targets=2),),
            years=(PromisedYear(year=2030, targets=2),),
        ),
        "figures": (figure(), figure("target:T2", name_zh="=乙", value=None)),
    }
    return Release(**(base | facts))


def second(**facts: Any) -> Release:
    old = first()
    base: dict[str, Any] = {
        "version": Version(1, 1),
        "corrects": Version(1, 0),
        "note_zh": "订正统计口径",
        "issued_on": date(2026, 6, 1),
        "figures": (
            figure(value=Decimal("18.3"), state="at-risk"),
            old.figures[1].withdraw(reason_zh="口径有误。", reason_en="Wrong scope"),
        ),
    }
    return attrs.evolve(old, **(base | facts))
