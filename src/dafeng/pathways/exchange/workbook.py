"""An outlook as one workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dafeng.pathways.exchange import tables
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes

if TYPE_CHECKING:
    from dafeng.pathways.results import Outlook


def outlook_workbook(outlook: Outlook) -> bytes:
    """Write a workbook; the same outlook gives the same bytes.

    Parameters
    ----------
    outlook : Outlook

    Returns
    -------
    bytes
        Sheets of every scenario, the fans, and what follows from the headline.
    """
    head, names = outlook.headline, names_zh(outlook)
    fans = [
        tables.fan_sheet(outlook, path, f"路径{at}")
        for at, path in enumerate(outlook.paths, 1)
    ]
    return workbook_bytes(
        [
            _about(outlook, names),
            tables.ways_sheet(outlook.paths, names, outlook.by),
            tables.peak_sheet(head),
            tables.targets_sheet(head.targets),
            tables.sectors_sheet(head),
            tables.levers_sheet(outlook.levers),
            tables.wedges_sheet(outlook),
            tables.cost_sheet(outlook.steps),
            tables.sensitivity_sheet(outlook.sensitivity),
            tables.gap_sheet(outlook.gap),
            *fans,
        ],
        title=f"outlook {outlook.place}",
    )


def names_zh(outlook: Outlook) -> dict[str, str]:
    """Chinese names of scenarios and conventions, by code."""
    return {one.code: one.name_zh for one in (*outlook.scenarios, *outlook.conventions)}


def _about(outlook: Outlook, names: Mapping[str, str]) -> Sheet:
    """What stands behind the figures, and which fan is on which sheet."""
    facts: list[tuple[str, str]] = [
        ("地区", outlook.place),
        ("基年", str(outlook.base_year)),
        ("规划期末", str(outlook.horizon)),
        ("承诺年", str(outlook.by)),
        ("抽样次数", str(outlook.draws)),
        ("随机种子", str(outlook.seed)),
        ("账本封存号", outlook.account_seal or "--"),
    ]
    facts += [
        (f"路径{at}", f"{names[path.scenario]};{names[path.convention]}")
        for at, path in enumerate(outlook.paths, 1)
    ]
    return Sheet(
        name="说明",
        columns=(Column(title="项目"), Column(title="内容", kind=Kind.TEXT)),
        rows=facts,
    )
