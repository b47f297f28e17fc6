"""Tags of the register: certificates, carriers, levels, amounts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dafeng.base.findings import Finding
from dafeng.base.rounding import plain_number, round_half_even
from dafeng.meters import carriers_by_code
from dafeng.web.core.languages import english
from dafeng.web.core.templatetags.dafeng import amount, drawn_light
from dafeng.web.core.unit_words import unit_words
from dafeng.web.meters.models import MeterPoint, Tariff
from dafeng.web.meters.wording import (
    ACTIONS,
    CERTIFICATES,
    HOUR_LETTERS,
    LEVELS,
    carrier_words,
    finding_words,
)

register = template.Library()
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@register.filter
def certificate_light(certificate: str) -> SafeString:
    """Colour, shape and word of how a calibration stands."""
    return drawn_light(
        *CERTIFICATES[str(certificate)],
    )


@register.filter
def reached_light(reached: bool | None) -> SafeString:  # noqa: FBT001 - a filter's
    """Whether a rate is as high as asked."""
    colour, shape, word = {
        True: ("met", "●", _("达到要求")),
        False: ("missed", "■", _("未达到要求")),
        None: ("unknown", "◇", _("未知")),
    }[reached]
    return drawn_light(
        colour,
        shape,
        word,
    )


@register.filter
def carrier_word(code: str) -> str:
    """Name of a carrier."""
    return carrier_words(code)


@register.filter
def carrier_unit(code: str) -> str:
    """The unit in which a carrier is told."""
    carrier = carriers_by_code().get(code)
    return "" if carrier is None else unit_words(carrier.unit)


@register.filter
def hour_letter(kind: Tariff.Period) -> str:
    """A letter for a kind of hours, for the cells of the picture."""
    return str(HOUR_LETTERS[kind])


@register.filter
def level_word(code: str) -> str:
    """A level of metering in words."""
    return str(LEVELS.get(str(code), code))


@register.filter
def point_name(point: MeterPoint) -> str:
    """Name of a meter in the reader's language, without its code."""
    return point.name_en if english() and point.name_en else point.name_zh


@register.filter
def number(value: Decimal | None) -> str:
    """A number without the zeros that its column adds; unknown is ``--``."""
    if value is None:
        return "--"
    whole, dot, rest = plain_number(value).partition(".")
    return f"{int(whole):,}{dot}{rest}"


@register.filter
def rate(value: Fraction | None) -> str:
    """A share in percent; unknown is ``--``."""
    return (
        "--" if value is None else f"{plain_number(round_half_even(value * 100, 1))}%"
    )


@register.filter
def span_words(seconds: int) -> str:
    """Seconds in the largest unit that fits."""
    if seconds % _DAY == 0:
        return ngettext("%(n)s 天", "%(n)s 天", seconds // _DAY) % {
            "n": seconds // _DAY
        }
    if seconds % _HOUR == 0:
        return ngettext("%(n)s 小时", "%(n)s 小时", seconds // _HOUR) % {
            "n": seconds // _HOUR
        }
    if seconds % _MINUTE == 0:
        return ngettext("%(n)s 分钟", "%(n)s 分钟", seconds // _MINUTE) % {
            "n": seconds // _MINUTE
        }
    if seconds > _MINUTE:
        told = amount(Decimal(seconds) / _MINUTE, 1)
        return ngettext("%(n)s 分钟", "%(n)s 分钟", 2) % {"n": told}
    return ngettext("%(n)s 秒", "%(n)s 秒", seconds) % {"n": seconds}


@register.filter
def register_action(code: str) -> str:
    """What was done, in words."""
    return str(ACTIONS.get(code, code))


@register.filter
def register_problem(finding: Finding) -> str:
    """What is wrong with a cell of a table."""
    return finding_words(finding)
