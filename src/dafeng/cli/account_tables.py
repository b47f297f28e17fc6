"""An account as the tables that ``dafeng account`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dafeng.accounts import Boundary, Cut, by_cut, flow, sector, tonnes, within
from dafeng.cli.output import json_number
from dafeng.cli.results import findings_json
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes

if TYPE_CHECKING:
    from dafeng.accounts import Account, Difference, Line, LineChange, Total

BOUNDARIES = {
    Boundary.TERRITORIAL: "地域口径",
    Boundary.CONTROL: "控制口径",
    Boundary.UNITS: "责任单位口径",
    Boundary.ENTERPRISES: "企业口径",
    Boundary.SINKS: "碳汇",
}
REASONS = {
    "added": "新增",
    "removed": "删除",
    "method": "方法",
    "activity": "活动量",
    "factor": "因子",
    "activity-and-factor": "活动量和因子",
    "provenance": "依据",
}
CUTS = {
    "sector": Cut.SECTOR,
    "fuel": Cut.FUEL,
    "gas": Cut.GAS,
    "place": Cut.PLACE,
    "unit": Cut.UNIT,
}
_T = "tCO2e"


def totals(account: Account) -> Sheet:
    """Totals of each boundary with their intervals."""
    return Sheet(
        name=f"{account.settings.place} {account.settings.year} 碳账",
        columns=(
            Column(title="口径"),
            Column(title="排放量", unit=_T, kind=Kind.NUMBER),
            Column(title="下限", unit=_T, kind=Kind.NUMBER),
            Column(title="上限", unit=_T, kind=Kind.NUMBER),
            Column(title="条数", kind=Kind.INTEGER),
        ),
        rows=[
            (BOUNDARIES[total.boundary], *_interval(account, total))
            for total in account.totals
        ],
    )


def _interval(account: Account, total: Total) -> tuple[Any, ...]:
    """Total, ends and lines; what no line feeds is unknown, never zero."""
    count = len(within(account.lines, total.boundary))
    if not count:
        return None, None, None, 0
    return tonnes(total.co2e_g), tonnes(total.low_g), tonnes(total.high_g), count


def totals_json(account: Account) -> dict[str, Any]:
    """The same for programs, with bridge, reconciliations and findings."""
    bridge = account.bridge
    return {
        "place": account.settings.place,
        "year": account.settings.year,
        "gwp": account.settings.gwp,
        "unit": _T,
        "factor_edition": account.factor_edition,
        "tables": dict(account.tables),
        "totals": {
            total.boundary.value: dict(
                zip(("total", "low", "high"), _ends(account, total), strict=True)
            )
            for total in account.totals
        },
        "complete": account.complete,
        "bridge": bridge
        and {
            "enterprises": _t(bridge.enterprises_g),
            "processes": _t(bridge.processes_g),
            "inner_sales": _t(bridge.inner_sales_g),
            "small_users": _t(bridge.small_users_g),
            "other": _t(bridge.other_g),
            "control": _t(bridge.control_g),
        },
        "reconciliations": [
            {
                "name": each.name,
                "left": each.left,
                "right": each.right,
                "left_total": json_number(each.left_total),
                "right_total": json_number(each.right_total),
                "net_difference": json_number(each.net_difference),
                "absolute_difference": json_number(each.absolute_difference),
                "unit": each.unit,
                "parts": each.parts,
            }
            for each in account.reconciliations
        ],
        "findings": findings_json(account.findings),
    }


def _ends(account: Account, total: Total) -> list[int | float | str | None]:
    return [
        None if value is None else json_number(value)
        for value in _interval(account, total)[:3]
    ]


def lines(account: Account, boundary: Boundary) -> Sheet:
    """Lines within a boundary, largest first."""
    counted = within(account.lines, boundary)
    return Sheet(
        name=f"{account.settings.year} {BOUNDARIES[boundary]}",
        columns=(
            Column(title="编号"),
            Column(title="流向"),
            Column(title="行业"),
            Column(title="品种"),
            Column(title="气体"),
            Column(title="活动量", kind=Kind.NUMBER),
            Column(title="单位"),
            Column(title="排放量", unit=_T, kind=Kind.NUMBER),
            Column(title="等级"),
            Column(title="标记"),
        ),
        rows=[_line(line) for line in sorted(counted, key=_largest)],
    )


def _line(line: Line) -> tuple[Any, ...]:
    return (
        line.id,
        flow(line.flow).name_zh,
        sector(line.sector).name_zh,
        line.item,
        line.gas,
        line.activity,
        line.unit,
        tonnes(line.co2e_g),
        line.grade.value,
        "、".join(line.flags) or None,
    )


def _largest(line: Line) -> tuple[int, str]:
    return -abs(line.co2e_g), line.id


def changes(found: Difference) -> Sheet:
    """Lines that changed between two accounts, with the reason."""
    return Sheet(
        name="差异",
        columns=(
            Column(title="编号"),
            Column(title="原因"),
            Column(title="流向"),
            Column(title="行业"),
            Column(title="品种"),
            Column(title="原值", unit=_T, kind=Kind.NUMBER),
            Column(title="现值", unit=_T, kind=Kind.NUMBER),
            Column(title="差额", unit=_T, kind=Kind.NUMBER),
        ),
        rows=[_change(change) for change in found.changes],
    )


def _change(change: LineChange) -> tuple[Any, ...]:
    about = change.after or change.before
    assert about is not None  # noqa: S101 - a change has one side at least
    return (
        change.id,
        REASONS[change.reason.value],
        flow(about.flow).name_zh,
        sector(about.sector).name_zh,
        about.item,
        tonnes(change.before.co2e_g) if change.before else None,
        tonnes(change.after.co2e_g) if change.after else None,
        tonnes(change.change_g),
    )


def changes_json(found: Difference) -> dict[str, Any]:
    """The same for programs."""
    return {
        "unit": _T,
        "settings": [
            {"name": name, "before": before, "after": after}
            for name, before, after in found.settings
        ],
        "totals": {
            boundary.value: {"before": _t(before), "after": _t(after)}
            for boundary, before, after in found.totals
        },
        "changes": [
            {
                "id": change.id,
                "reason": change.reason.value,
                "before": _t(change.before.co2e_g) if change.before else None,
                "after": _t(change.after.co2e_g) if change.after else None,
                "change": _t(change.change_g),
            }
            for change in found.changes
        ],
    }


def _t(grams: int) -> int | float | str:
    return json_number(tonnes(grams))


def account_json(account: Account, boundary: Boundary, seal: str | None) -> Any:
    """An account within a boundary, for programs."""
    counted = within(account.lines, boundary)
    total = next(t for t in account.totals if t.boundary is boundary)
    return {
        "place": account.settings.place,
        "year": account.settings.year,
        "boundary": boundary.value,
        "gwp": account.settings.gwp,
        "unit": _T,
        **dict(zip(("total", "low", "high"), _ends(account, total), strict=True)),
        "complete": account.complete,
        "lines": [_line_json(line) for line in counted],
        "by": {
            name: {part: _t(grams) for part, grams in by_cut(counted, cut).items()}
            for name, cut in CUTS.items()
        },
        "seal": seal,
        "factor_edition": account.factor_edition,
        "tables": dict(account.tables),
    }


def _line_json(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "sector": line.sector,
        "fuel": line.item,
        "flow": line.flow,
        "gas": line.gas,
        "quantity": json_number(line.activity),
        "unit": line.unit,
        "factor_ids": [use.factor_id for use in line.uses],
        "value": _t(line.co2e_g),
        "low": _t(line.low_g),
        "high": _t(line.high_g),
        "grade": line.grade.value,
        "mass_t": _t(line.mass_g),
        "method": line.method,
        "place": line.place,
        "owner": line.owner,
        "unit_in_charge": line.unit_in_charge,
        "evidence": list(line.evidence),
        "estimate": line.estimate,
        "flags": list(line.flags),
    }


def workbook(account: Account) -> bytes:
    """Totals and lines of every boundary."""
    sheets = [totals(account), *(lines(account, b) for b in BOUNDARIES)]
    return workbook_bytes(sheets, title=f"{account.settings.year} 碳账")


def changes_workbook(found: Difference) -> bytes:
    """Changes as a workbook."""
    return workbook_bytes([changes(found)], title="差异")
