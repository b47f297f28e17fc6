"""Words for the management systems of enterprises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dafeng.enterprises.management import ReviewInput, ReviewStanding
from dafeng.enterprises.savings import Doubt
from dafeng.meters import carriers_by_code
from dafeng.web.core.languages import english
from dafeng.web.core.unit_words import unit_words
from dafeng.web.savings.models import EnergyIndicator
from dafeng.web.savings.wording import Light, carrier_name, number_words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STANDINGS: Mapping[str, Light] = {
    ReviewStanding.HELD.value: ("met", "●", pgettext_lazy("review", "按期")),
    ReviewStanding.SOON.value: ("behind", "▲", gettext_lazy("60 日内到期")),
    ReviewStanding.OVERDUE.value: ("missed", "■", gettext_lazy("评审逾期")),
    ReviewStanding.NONE.value: ("unknown", "◇", gettext_lazy("没有登记评审")),
}
"""Colour, shape and word of where reviews stand."""
DOUBTS: Mapping[str, StrPromise] = {
    Doubt.DAYS.value: gettext_lazy("已知天数不足九成"),
    Doubt.BASELINE_SHORT.value: gettext_lazy("基准期已知不足 180 天"),
    Doubt.SCATTER.value: gettext_lazy("基准模型误差过大，或无法计算"),
    Doubt.OUTSIDE.value: gettext_lazy("超出基准期气温或产量范围的日超过一成"),
}
"""What speaks against an improvement."""


def input_words(one: ReviewInput) -> str:
    """An input of a review in the reader's language."""
    return one.name_en if english() else one.name_zh


def energy_unit(indicator: EnergyIndicator) -> str:
    """Unit of the energy of an indicator."""
    return unit_words(carriers_by_code()[indicator.carrier].unit)


def value_unit(indicator: EnergyIndicator) -> str:
    """Unit of the indicator's own figure; an index has none."""
    if indicator.kind == EnergyIndicator.Kind.INDEX:
        return ""
    return f"{energy_unit(indicator)}/{unit_words(indicator.output_unit)}"


def boundary_words(indicator: EnergyIndicator) -> str:
    """What of the enterprise an indicator measures."""
    if indicator.point is None:
        return f"{_('全部主表')} · {carrier_name(indicator.carrier)}"
    return str(indicator.point)


def improvement_words(row: Mapping[str, Any] | None) -> str:
    """An improvement with its interval in per cent; unknown is ``--``."""
    if row is None or row["improvement"] is None:
        return "--"
    told, low, high = (
        number_words(None if one is None else one * 100, 1)
        for one in (row["improvement"], row["low"], row["high"])
    )
    return f"{told}% ({low} – {high})"


def doubt_words(row: Mapping[str, Any]) -> str:
    """What speaks against an improvement; empty where nothing does."""
    return _("；").join(str(DOUBTS[code]) for code in row["doubts"])


def improvement_light(row: Mapping[str, Any] | None) -> Light:
    """What can be said of an improvement: its whole interval on one side, or not.

    What its evidence leaves in doubt is neither met nor missed.
    """
    if row is None or row["low"] is None or row["high"] is None:
        return ("unknown", "◇", gettext_lazy("未知"))
    if row["doubts"]:
        return ("behind", "▲", gettext_lazy("依据不足"))
    if row["low"] > 0:
        return ("met", "●", gettext_lazy("已改进"))
    if row["high"] < 0:
        return ("missed", "■", gettext_lazy("已变差"))
    return ("behind", "▲", gettext_lazy("未见显著变化"))
