"""Words of energy: lights, flags, states, and the sentences of the pages."""

from __future__ import annotations

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.meters.carriers import Carrier
from dafeng.meters.flags import Flag
from dafeng.meters.records import State
from dafeng.web.core.languages import english
from dafeng.web.core.templatetags.dafeng import amount

GRAMS = 10**6
_FINE, _MIDDLE = 10, 1000

COLOURS: dict[str, tuple[str, str, str | Promise]] = {
    "green": ("met", "●", pgettext_lazy("light", "正常")),
    "amber": ("behind", "▲", pgettext_lazy("light", "注意")),
    "red": ("missed", "■", pgettext_lazy("light", "异常")),
    "grey": ("unknown", "◇", pgettext_lazy("light", "未知")),
}
"""Class, shape and word of a light."""

FLAGS: dict[Flag, str | Promise] = {
    Flag.RANGE: _("超出量程"),
    Flag.SPIKE: _("突变"),
    Flag.STUCK: _("长时间不变"),
    Flag.GAP: _("之前缺数"),
    Flag.RESET: _("表底不连续"),
    Flag.DUPLICATE: _("重复"),
    Flag.LATE: _("迟到"),
    Flag.MANUAL: _("人工抄录"),
    Flag.ESTIMATED: _("分摊估计"),
    Flag.CLOCK: _("时钟错误"),
    Flag.ROLLOVER: _("表底过零"),
    Flag.UNCALIBRATED: _("检定过期"),
}

REASONS: dict[Flag, str | Promise] = {
    Flag.RANGE: _("为负、超出表盘或超过一个间隔的最大量，未采用。"),
    Flag.SPIKE: _("与前后读数不符；表底读数未采用，区间量照用。"),
    Flag.STUCK: _("读数长时间没有变化，照用。"),
    Flag.GAP: _("此前的读数缺失。"),
    Flag.RESET: _("与上一读数接不上，两者之间的用量未知。"),
    Flag.DUPLICATE: _("同一时刻另有后到的读数，未采用。"),
    Flag.LATE: _("到达明显晚于读数时间，照用。"),
    Flag.MANUAL: _("人工抄录，照用。"),
    Flag.ESTIMATED: _("总量已知，在各小时之间按时间分摊。"),
    Flag.CLOCK: _("时间在未来，或不在计量点启用期内，未采用。"),
    Flag.ROLLOVER: _("表盘走满后从零开始，已接上。"),
    Flag.UNCALIBRATED: _("检定已过有效期，照用并标明。"),
}

STATES: dict[State, str | Promise] = {
    State.MISSING: _("缺失"),
    State.MEASURED: _("实测"),
    State.ESTIMATED: _("估计"),
    State.PARTIAL: _("部分"),
}


WAYS: dict[str, str | Promise] = {
    "api": _("接口"),
    "mqtt": "MQTT",
    "upload": _("上传文件"),
    "hand": _("人工填报"),
    "folder": _("文件交换"),
}


def carrier_words(carrier: Carrier) -> str:
    """A carrier in the reader's language."""
    return carrier.name_en if english() else carrier.name_zh


def tonnes(grams: int | None) -> str:
    """Grams as tonnes, as many decimals as are worth reading."""
    # A template gives an empty text where there is no record at all.
    if not isinstance(grams, int):
        return amount(None)
    value = Decimal(grams) / GRAMS
    places = 3 if abs(value) < _FINE else 1 if abs(value) < _MIDDLE else 0
    return amount(value, places)


def flag_words(flags: int) -> list[str]:
    """Names of the marks that are set, in the order of their bits."""
    return [str(word) for flag, word in FLAGS.items() if flags & flag]


def flag_name_words(name: str) -> str:
    """What a mark is, by its name in a report on quality."""
    return str(FLAGS[Flag[name.upper()]])


def reason_words(flags: int) -> str:
    """What the marks mean for the reading."""
    words = [str(word) for flag, word in REASONS.items() if flags & flag]
    return (" " if english() else "").join(words)
