"""How an enterprise stands by the readings that came: rules, each with its words."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import attrs
from django.utils.translation import gettext as _

from dafeng.meters import QualityRules
from dafeng.web.core.templatetags.dafeng import amount
from dafeng.web.meters.models import EnergyDigest, MonthQuality
from dafeng.web.meters.panels import Colour, Lit

FRESH, STALE = timedelta(hours=3), timedelta(hours=24)
"""Younger readings are fresh, older ones are stale; rules of this house."""
NEARLY = Fraction(9, 10)
"""A completeness below this share of what is asked for is far off; of this house."""
WORST = (Colour.RED, Colour.AMBER, Colour.GREEN, Colour.GREY)
"""The one that counts most first; what is unknown never hides what is known."""
HUNDRED = 100


@attrs.frozen(kw_only=True)
class Judged:
    """One rule and what it says.

    Attributes
    ----------
    name : str
        What is judged, in words.
    """

    name: str
    lit: Lit


def worst(judged: tuple[Judged, ...]) -> Judged | None:
    """The rule that says the worst, of several the first; None without any."""
    return min(judged, key=lambda one: WORST.index(one.lit.colour), default=None)


def judged_by(
    digest: EnergyDigest | None,
    quality: MonthQuality | None,
    rules: QualityRules,
    now: datetime,
    *,
    compared: MonthQuality | None,
) -> tuple[Judged, ...]:
    """Judge an enterprise by freshness, completeness and agreement.

    Parameters
    ----------
    digest : EnergyDigest or None
        None has no meters.
    quality : MonthQuality or None
        Of the newest month; None was not counted yet.
    rules : QualityRules
        Of the day.
    now : datetime
        What ages are counted to.
    compared : MonthQuality or None
        Of the newest month with a statement: the month that runs has none yet.
    """
    if digest is None:
        return ()
    return (
        Judged(name=_("时效"), lit=_freshness(digest, now)),
        Judged(name=_("完整率"), lit=_completeness(digest, quality, rules)),
        Judged(name=_("质量"), lit=_agreement(quality, compared, rules)),
    )


def completeness_of(
    digest: EnergyDigest | None, quality: MonthQuality | None
) -> Decimal | None:
    """Share of readings that came, official where counted, else of hours known."""
    if quality is not None and quality.completeness is not None:
        return quality.completeness
    if digest is not None and digest.due_s:
        return Decimal(digest.known_s) / digest.due_s
    return None


def _freshness(digest: EnergyDigest, now: datetime) -> Lit:
    if digest.heard_until is None:
        return Lit(colour=Colour.RED, words=_("近期无数据"))
    age = now - digest.heard_until
    if age > STALE:
        days = age.days
        return Lit(colour=Colour.RED, words=_("%(n)s 天无数据") % {"n": days})
    if digest.silent:
        words = _("%(n)s 个计量点超过一天无数据") % {"n": digest.silent}
        return Lit(colour=Colour.AMBER, words=words)
    if age > FRESH:
        hours = age // timedelta(hours=1)
        return Lit(colour=Colour.AMBER, words=_("%(n)s 小时无数据") % {"n": hours})
    return Lit(colour=Colour.GREEN, words=_("数据及时"))


def _completeness(
    digest: EnergyDigest, quality: MonthQuality | None, rules: QualityRules
) -> Lit:
    share = completeness_of(digest, quality)
    if share is None:
        return Lit(colour=Colour.GREY, words=_("完整率未知"))
    words = _("完整率 %(share)s%%") % {"share": amount(share * HUNDRED, 1)}
    if share >= rules.completeness:
        return Lit(colour=Colour.GREEN, words=words)
    near = Fraction(share) >= rules.completeness * NEARLY
    return Lit(colour=Colour.AMBER if near else Colour.RED, words=words)


def _agreement(
    quality: MonthQuality | None, compared: MonthQuality | None, rules: QualityRules
) -> Lit:
    gap = None if compared is None else compared.day_month_gap
    branch = None if quality is None else quality.main_sub_gap
    if gap is not None and abs(gap) > rules.day_month_gap:
        words = _("日月偏差 %(gap)s%%") % {"gap": amount(gap * HUNDRED, 1)}
        return Lit(colour=Colour.RED, words=words)
    if branch is not None and abs(branch) > rules.main_sub_gap:
        words = _("总分表偏差 %(gap)s%%") % {"gap": amount(branch * HUNDRED, 1)}
        return Lit(colour=Colour.AMBER, words=words)
    if gap is None and branch is None:
        return Lit(colour=Colour.GREY, words=_("偏差未知"))
    return Lit(colour=Colour.GREEN, words=_("数据一致"))
