"""What data a plan lacks, as the table and the record that ``dafeng`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dafeng.sheets import Column, Kind, Sheet

if TYPE_CHECKING:
    from datetime import date

    from dafeng.indicators import Lack, Readiness


def lacks_sheet(found: Readiness) -> Sheet:
    """One lacking series a line, the one that holds up most targets first."""
    return Sheet(
        name="缺少的数据",
        columns=(
            Column(title="数据系列"),
            Column(title="名称"),
            Column(title="单位"),
            Column(title="责任单位"),
            Column(title="报表"),
            Column(title="所缺时期"),
            Column(title="所缺范围"),
            Column(title="逾期自"),
            Column(title="等待的目标数", kind=Kind.INTEGER),
            Column(title="等待的目标"),
        ),
        rows=[
            (
                one.series,
                one.name_zh,
                one.unit,
                one.owner,
                one.form,
                "、".join(one.periods),
                "、".join(_scopes(one)) or None,
                one.since.isoformat(),
                len(one.waiting),
                "、".join(one.waiting),
            )
            for one in found.lacks
        ],
    )


def _scopes(lack: Lack) -> list[str]:
    return sorted({gap.scope for gap in lack.gaps if gap.scope})


def readiness_json(found: Readiness, place: str, as_of: date) -> dict[str, Any]:
    """What is lacking, and how much is there."""
    return {
        "place": place,
        "as_of": as_of.isoformat(),
        "coverage": {"asked": found.coverage.asked, "known": found.coverage.known},
        "lacks": [
            {
                "series": one.series,
                "name_zh": one.name_zh,
                "unit": one.unit,
                "owner": one.owner,
                "form": one.form,
                "since": one.since.isoformat(),
                "gaps": [
                    {
                        "period": gap.period,
                        "scope": gap.scope,
                        "due_on": gap.due_on.isoformat(),
                    }
                    for gap in one.gaps
                ],
                "waiting": list(one.waiting),
            }
            for one in found.lacks
        ],
    }
