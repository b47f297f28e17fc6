"""Names of what codes stand for, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dafeng.accounts import flows, sectors
from dafeng.accounts.balance import carriers
from dafeng.factors import factor_book
from dafeng.web.accounts.prepared import MERGED
from dafeng.web.core.languages import english
from dafeng.web.core.models import Organisation

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MERGED_NAME = _("其余(为保护单户数据合并)")
KINDS: Mapping[str, StrPromise] = {
    "combustion": _("化石燃料燃烧"),
    "bought": _("购入电力和热力"),
    "process": _("工业过程"),
    "farming": _("农业"),
    "waste": _("废弃物"),
    "land": _("碳汇"),
}
"""Kinds of emission on the right side of the flow picture."""
WHOLE = _("未分到镇街")
STATEMENTS: Mapping[str, StrPromise] = {
    "meter": _("计量表计"),
    "enterprise": _("企业填报"),
    "supplier": _("供应企业"),
    "statistics": _("统计部门"),
    "estimate": _("估算"),
    "owners": _("各企业合计"),
}


WASTES: Mapping[str, StrPromise] = {
    "CN_MSW": _("生活垃圾"),
    "CN_HW": _("危险废物"),
    "CN_SLUDGE": _("污泥"),
    "MSW_FOOD": _("厨余垃圾"),
    "MSW_GARDEN": _("园林垃圾"),
    "MSW_PAPER": _("废纸"),
    "MSW_WOOD": _("废木竹"),
    "MSW_TEXTILES": _("废织物"),
    "MSW_NAPPIES": _("卫生用品"),
    "MSW_RUBBER": _("橡胶皮革"),
    "MSW_PLASTICS": _("废塑料"),
    "MSW_METAL": _("废金属"),
    "MSW_GLASS": _("废玻璃"),
    "MSW_OTHER": _("其他垃圾"),
    "SLUDGE_DOM": _("生活污泥"),
    "SLUDGE_IND": _("工业污泥"),
}
"""Wastes: their items name climate or furnace behind a dot."""


def sector_name(code: str) -> str:
    """Name of a sector; a code that the list lacks stays as it is."""
    if code == MERGED:
        return str(MERGED_NAME)
    known = sectors().get(code)
    if known is None:
        return code
    return known.name_en if english() else known.name_zh


def flow_name(code: str) -> str:
    """Name of a kind of flow."""
    known = flows().get(code)
    if known is None:
        return code
    return known.name_en if english() else known.name_zh


@cache
def _items() -> Mapping[str, tuple[str, str]]:
    names: dict[str, tuple[str, str]] = {}
    for carrier in carriers().values():
        names[carrier.code] = (carrier.name_zh, carrier.name_en)
    for row in factor_book().rows:
        names.setdefault(row.code, (row.name_zh, row.name_en))
    return names


def item_name(code: str) -> str:
    """Name of a fuel, material or animal: of the balance, else of the factor tables."""
    if code == MERGED:
        return str(MERGED_NAME)
    waste = WASTES.get(code.partition(".")[0])
    if waste is not None:
        return str(waste)
    known = _items().get(code)
    if known is None:
        return code
    return known[english()] or known[0]


GASES = {"CO2": "CO₂", "CH4": "CH₄", "N2O": "N₂O", "SF6": "SF₆", "NF3": "NF₃"}


def gas_name(code: str) -> str:
    """Formula of a gas with its subscripts."""
    return str(MERGED_NAME) if code == MERGED else GASES.get(code, code)


def kind_name(code: str) -> str:
    """Kind of emission."""
    return str(KINDS.get(code, code))


def unit_names(codes: set[str]) -> dict[str, str]:
    """Names of organisations by code or credit code, in one query."""
    known: dict[str, str] = {}
    for unit in Organisation.objects.filter(Q(code__in=codes) | Q(uscc__in=codes)):
        known[unit.code] = str(unit)
        if unit.uscc:
            known[unit.uscc] = str(unit)
    return {code: known.get(code, code) for code in codes} | {MERGED: str(MERGED_NAME)}


def place_names(codes: set[str]) -> dict[str, str]:
    """Names of places by code: the unit that governs a place lends it its name."""
    known = {
        unit.place_code: str(WHOLE if unit.parent_id is None else unit)
        for unit in Organisation.objects.filter(
            Q(parent__isnull=True) | Q(kind="township"), place_code__in=codes
        )
    }
    return {code: known.get(code, code) for code in codes} | {MERGED: str(MERGED_NAME)}


def comparison_name(name: str) -> str:
    """What a reconciliation compares: a kind of flow and what flows."""
    flow, _blank, item = name.partition(" ")
    return f"{flow_name(flow)} · {item_name(item)}" if item else flow_name(flow)


def statement_name(code: str) -> str:
    """Who stated a side of a reconciliation."""
    return str(STATEMENTS.get(code, code))
