"""The first line of the page of an enterprise."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from dafeng.web.core.languages import english
from dafeng.web.core.templatetags.dafeng import amount
from dafeng.web.meters.selectors.energy_page import EnterpriseEnergy
from dafeng.web.meters.wording_energy import tonnes


def day_sentence(page: EnterpriseEnergy, *, today: date) -> str:
    """What was used so far on the newest day, against a week ago.

    The day is named where it is not today: a house without new readings says so.
    """
    if page.day == today:
        name = _("今天") if not english() else f"{_('今天')} "
    else:
        name = f"{page.day.isoformat()} "
    return name + _used(page)


def _used(page: EnterpriseEnergy) -> str:
    if page.today_g is None:
        return _("用能未知。")
    told = {"amount": tonnes(page.today_g)}
    change = page.change_week
    if change is None:
        return _("已用 %(amount)s 吨标准煤。") % told
    told["change"] = amount(abs(change), 1)
    if not round(change, 1):
        words = _("已用 %(amount)s 吨标准煤，与上周同日同时段持平。")
    elif change < 0:
        words = _("已用 %(amount)s 吨标准煤，比上周同日同时段低 %(change)s%%。")
    else:
        words = _("已用 %(amount)s 吨标准煤，比上周同日同时段高 %(change)s%%。")
    return words % told


def month_sentence(page: EnterpriseEnergy) -> str:
    """What was used in the month so far, against the same days a year ago."""
    used = page.digest.month_g
    if used is None:
        return _("本月用能未知。")
    told = {"amount": tonnes(used)}
    change = page.change_year
    if change is None:
        return _("本月已用 %(amount)s 吨标准煤，上年同期未知。") % told
    told["change"] = amount(abs(change), 1)
    if not round(change, 1):
        words = _("本月已用 %(amount)s 吨标准煤，与上年同期持平。")
    elif change < 0:
        words = _("本月已用 %(amount)s 吨标准煤，比上年同期低 %(change)s%%。")
    else:
        words = _("本月已用 %(amount)s 吨标准煤，比上年同期高 %(change)s%%。")
    return words % told
