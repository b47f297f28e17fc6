"""Words of the totals of towns and parks."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from dafeng.web.meters.selectors.totals import EnergyTotals, PlaceRow
from dafeng.web.meters.selectors.totals_records import Step
from dafeng.web.meters.templatetags.balance import known_share
from dafeng.web.meters.wording_energy import tonnes


def place_of(row: PlaceRow) -> str:
    """A town or park; all of them together say so."""
    if row.totals.place is None:
        return _("合计")
    return str(row.unit)


def step_label(step: Step, first: date) -> str:
    """A step on an axis."""
    if step is Step.DAY:
        return f"{first:%m-%d}"
    return f"{first:%Y-%m}" if step is Step.MONTH else f"{first:%Y}"


def totals_sentence(found: EnergyTotals) -> str:
    """What all of them used, and how much of the time is known."""
    whole = found.district.totals.whole
    if whole.tce_g is None:
        return _("这些日期没有读数，用能未知。")
    names = {
        "firms": found.district.totals.firms,
        "tce": tonnes(whole.tce_g),
        "equal": tonnes(whole.equal_g),
        "known": known_share(whole.known),
    }
    return (
        _(
            "%(firms)d 家有总表的企业用能 %(tce)s 吨标准煤（当量值），"
            "等价值 %(equal)s 吨；有数时间 %(known)s%%。"
        )
        % names
    )
