"""Words of checks: recomputing, plausibility, differences to the own account."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dafeng.web.core.languages import english
from dafeng.web.verification.models import ReportVersion
from dafeng.web.verification.wording import quantity_words, tonnes_words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from dafeng.enterprises.reporting import Doubt

GAP_REASONS: Mapping[str, tuple[str, str, StrPromise]] = {
    "same": ("met", "●", gettext_lazy("一致")),
    "activity": ("missed", "■", gettext_lazy("活动数据不同")),
    "factor": ("behind", "▲", gettext_lazy("因子不同")),
    "only-report": ("behind", "▲", gettext_lazy("碳账没有这一排放源")),
    "only-account": ("missed", "■", gettext_lazy("报告没有这一排放源")),
    "unknown": ("unknown", "◇", gettext_lazy("未知")),
}
"""Colour, shape and word of why a report and the own account differ."""


def doubt_words(one: Doubt) -> str:
    """What is in doubt, in the reader's language."""
    return one.rule.text_en if english() else one.rule.text_zh


def reported_words(reported: Decimal | None, computed: Decimal | None) -> str:
    """A reported and a recomputed emission beside each other."""
    told = {
        "reported": _("没有填写")
        if reported is None
        else f"{tonnes_words(reported)} t",
        "computed": _("未知") if computed is None else f"{tonnes_words(computed)} t",
    }
    return _("填报：%(reported)s；重算：%(computed)s") % told


def total_words(version: ReportVersion, verified_t: Decimal | None) -> str:
    """Emission of a version that counts for compliance.

    Where no method recomputes a line, the total of a verified version is the one that
    the verifier stated.
    """
    stated = version.kind == ReportVersion.Kind.VERIFIED and verified_t is not None
    if version.compliance_t is not None or not stated:
        return tonnes_words(version.compliance_t)
    return _("%(t)s（核查认定）") % {"t": tonnes_words(verified_t)}


def reported_total(version: ReportVersion) -> Decimal | None:
    """What the lines report together; None where one of them reports nothing."""
    lines = [one for one in version.lines.all() if one.flow]
    if not lines or any(one.reported_t is None for one in lines):
        return None
    return version.reported_t


def amount_words(value: Decimal | None, unit: str) -> str:
    """An amount with its unit."""
    return "--" if value is None else f"{quantity_words(value)} {unit}"
