"""Measures as the tables and records that ``dafeng measures`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from dafeng.measures import Action, annual_cost, measure_documents
from dafeng.sheets import Column, Kind, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dafeng.measures import Effect, Measure

FIELDS = {
    "industry": "工业",
    "power": "电力",
    "buildings": "建筑",
    "transport": "交通",
    "farming": "农业",
    "circular": "循环经济",
    "waste": "废弃物",
    "sinks": "碳汇",
    "public": "公共机构",
}
ACTIONS = {
    Action.EFFICIENCY: "节能",
    Action.SWITCH: "替代",
    Action.ACTIVITY: "减量",
    Action.GENERATION: "发电",
    Action.PROCESS: "减排过程气体",
}
FIGURES = {
    "investment": "投资",
    "operation": "运行费",
    "saving": "节省",
    "life": "寿命",
    "ramp": "见效过程",
    "build_years": "建设期",
    "strength": "强度",
    "ratio": "用能比",
}
CARRIERS = {
    "": "全部能源",
    "coal": "煤炭",
    "coke": "焦炭",
    "other-coal": "其他煤制品",
    "petrol": "汽油",
    "diesel": "柴油",
    "lpg": "液化石油气",
    "other-oil": "其他油品",
    "natural-gas": "天然气",
    "lng": "液化天然气",
    "electricity": "电力",
    "heat": "热力",
    "biomass": "生物质",
    "hydrogen": "氢",
    "waste": "废弃物",
    "process": "过程气体",
}
UNREAD = "未核实"


def list_table(rows: Sequence[Measure], rate: float) -> Sheet:
    """One measure a line."""
    return Sheet(
        name="减排措施",
        columns=(
            Column(title="编号"),
            Column(title="名称"),
            Column(title="领域"),
            Column(title="作用"),
            Column(title="规模单位"),
            Column(title="投资", unit="元/单位", kind=Kind.NUMBER),
            Column(title="年费用", unit="元/单位/年", kind=Kind.NUMBER),
            Column(title="寿命", unit="年", kind=Kind.NUMBER),
            Column(title="假定"),
        ),
        rows=[
            (
                row.id,
                row.name_zh,
                FIELDS[row.field],
                "；".join(dict.fromkeys(map(effect_text, row.effects))),
                row.unit,
                plain(row.cost.investment),
                plain(round(annual_cost(row.cost, rate))),
                plain(row.cost.life),
                figures_text(row.assumed),
            )
            for row in rows
        ],
    )


def card(row: Measure, rate: float) -> Sheet:
    """One measure, opened: each of its statements on a line."""
    cost = row.cost
    yearly = plain(round(annual_cost(cost, rate)))
    lines: list[tuple[str, str | None]] = [
        ("编号", row.id),
        ("名称", f"{row.name_zh} / {row.name_en}"),
        ("领域", FIELDS[row.field]),
        ("规模单位", row.unit),
        *(("作用", _opened(effect)) for effect in row.effects),
        ("投资", f"{plain(cost.investment)} 元/({row.unit})"),
        ("运行费", f"{plain(cost.operation)} 元/年/({row.unit})"),
        ("节省", f"{plain(cost.saving)} 元/年/({row.unit})"),
        ("寿命", f"{plain(cost.life)} 年"),
        ("年费用", f"{yearly} 元/年/({row.unit})，利率 {rate:g}"),
        ("价格年", str(cost.price_year)),
        ("见效过程", str(row.ramp)),
        ("建设期", f"{plain(row.build_years)} 年"),
        ("前置措施", " ".join(row.prerequisites)),
        ("互斥措施", " ".join(row.excludes)),
        ("费用依据", document_text(cost.source)),
        ("措施依据", document_text(row.source)),
        ("假定的数", figures_text(row.assumed)),
    ]
    return Sheet(
        name="减排措施",
        columns=(Column(title="项目"), Column(title="内容")),
        rows=[(word, text or None) for word, text in lines],
    )


def measure_json(row: Measure, rate: float) -> dict[str, Any]:
    """One measure with all that stands behind it."""
    content = attrs.asdict(
        row, value_serializer=lambda _, __, value: _json_value(value)
    )
    content["ramp"] = str(row.ramp)
    content["annual_cost"] = annual_cost(row.cost, rate)
    return content


def effect_text(effect: Effect) -> str:
    """What an effect does, in a few words."""
    word = ACTIONS[effect.action]
    if effect.action is Action.GENERATION:
        return f"{word} {plain(effect.strength)} MWh/年"
    share = f"{effect.strength * 100:g}%"
    if effect.action is Action.SWITCH:
        carriers = f"{CARRIERS[effect.carrier]}→{CARRIERS[effect.to_carrier]}"
        return f"{word} {carriers} {share}"
    if effect.action is Action.EFFICIENCY:
        return f"{word} {CARRIERS[effect.carrier]} {share}"
    return f"{word} {share}"


def _opened(effect: Effect) -> str:
    parts = [effect_text(effect), " ".join(effect.sectors)]
    if effect.action is Action.SWITCH:
        parts.append(f"用能比 {effect.ratio:g}")
    if effect.source:
        parts.append(document_text(effect.source))
    return "；".join(filter(None, parts))


def document_text(source: str) -> str:
    """The documents of a cell with their titles, and whether they were read."""
    known = {each.name: each for each in measure_documents()}
    told = []
    for name in filter(None, source.split("；")):
        document = known.get(name)
        if document is None:
            told.append(name)
        else:
            read = "" if document.verified else f"（{UNREAD}）"
            told.append(f"{name} {document.title}，{document.issuer}{read}")
    return "；".join(told)


def figures_text(names: Sequence[str]) -> str | None:
    """Names of figures as a person reads them; None where there are none."""
    return "、".join(FIGURES[name] for name in names) or None


def plain(value: float) -> int | float:
    """A number without a needless point."""
    return int(value) if float(value).is_integer() else value


def _json_value(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
