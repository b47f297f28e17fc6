"""Words of the energy balance: flows, stages, places, sentences, findings."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dafeng.base.findings import Finding
from dafeng.enterprises.balance import BalanceFlow, StageName
from dafeng.meters import carriers_by_code
from dafeng.web.core.templatetags.dafeng import amount
from dafeng.web.meters.selectors.balance import BalancePage
from dafeng.web.meters.wording_energy import carrier_words

FLOWS: Mapping[BalanceFlow, Promise] = {
    BalanceFlow.BOUGHT: gettext_lazy("购入"),
    BalanceFlow.OWN: gettext_lazy("自产"),
    BalanceFlow.RECOVERED: gettext_lazy("回收"),
    BalanceFlow.OPENING: gettext_lazy("期初库存"),
    BalanceFlow.CONVERTED_OUT: gettext_lazy("加工转换产出"),
    BalanceFlow.CONVERTED_IN: gettext_lazy("加工转换投入"),
    BalanceFlow.SOLD: gettext_lazy("外供"),
    BalanceFlow.CLOSING: gettext_lazy("期末库存"),
    BalanceFlow.LOST: gettext_lazy("损失"),
    BalanceFlow.USED: gettext_lazy("使用量"),
}
STAGES: Mapping[StageName, Promise] = {
    StageName.SUPPLY: gettext_lazy("购入贮存"),
    StageName.CONVERSION: gettext_lazy("加工转换"),
    StageName.DISTRIBUTION: gettext_lazy("输送分配"),
    StageName.USE: gettext_lazy("最终使用"),
}
_FINDINGS: Mapping[str, Promise] = {
    "balance.unknown": gettext_lazy("用量未知。"),
    "balance.parts": gettext_lazy("下级表之和大于本表。"),
    "balance.over": gettext_lazy("去向合计大于供入。"),
    "balance.rate": gettext_lazy("没有折标系数。"),
    "balance.conversion": gettext_lazy("加工转换产出大于投入。"),
}
_TOP = 100


def place_words(place: tuple[str, ...], depth: int) -> str:
    """A level of a place; what no workshop is named for says so."""
    if depth >= len(place):
        return ""
    return place[depth] or (_("未注明车间") if depth == 0 else "")


def finding_words(one: Finding) -> str:
    """What is to be looked at, and where."""
    code, *place = one.place.split("/")
    carrier = carriers_by_code().get(code)
    first = carrier_words(carrier) if carrier else _("加工转换")
    return f"{' / '.join((first, *place))}: {_FINDINGS[one.code]}"


def tce_words(value: Fraction | None) -> str:
    """Tonnes of standard coal, as many decimals as are worth reading."""
    if not value:
        return amount(None if value is None else 0)
    places = 0 if abs(value) >= _TOP else 1 if abs(value) >= 1 else 3
    return amount(float(round(value, places)), places)


def balance_sentence(page: BalancePage) -> str:
    """What came in, and how much of it somebody accounts for."""
    found = page.balance.calorific
    if not page.balance.carriers:
        return _("这一年没有单据也没有读数，能量平衡未知。")
    if found.supplied is None or found.left is None:
        return _("有的用量未知，能量不能平衡。")
    names = {
        "supplied": tce_words(found.supplied),
        "left": tce_words(found.left),
        "share": tce_words(
            found.left / found.supplied * 100 if found.supplied else None
        ),
    }
    return (
        _(
            "供入 %(supplied)s 吨标准煤（当量值），"
            "其中 %(left)s 吨（%(share)s%%）没有分摊到车间。"
        )
        % names
    )
