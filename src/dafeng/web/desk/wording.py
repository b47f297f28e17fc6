"""The answer of the first page in words, and words of the management pages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dafeng.web.core.templatetags.dafeng import amount
from dafeng.web.desk.selectors.outlook import FieldTally, Outlook, Tally
from dafeng.web.desk.selectors.rulebook import Force
from dafeng.web.pathways.models import OutlookRun
from dafeng.web.pathways.selectors.runs import outlook_of
from dafeng.web.pathways.wording import answer as peak_answer

FORCE = {
    Force.YES: gettext_lazy("有效"),
    Force.OVER: gettext_lazy("已失效"),
    Force.YET: gettext_lazy("未施行"),
}
LOOKS = {
    "database": gettext_lazy("数据库"),
    "migrations": gettext_lazy("数据库结构"),
    "lake": gettext_lazy("数据湖"),
    "disk": gettext_lazy("磁盘"),
    "worker": gettext_lazy("工作进程"),
}
"""What is looked at when somebody asks whether the house is well."""


def answer(outlook: Outlook) -> str:
    """Will we make it? One sentence, as far as the results say."""
    whole = outlook.whole
    if not whole.total:
        return _("方案没有可以评价的目标。")
    if outlook.run is None:
        return _("还没有评价过，%(total)s 项目标能否完成，目前都是未知。") % {
            "total": amount(whole.total)
        }
    if outlook.year is not None:
        return ahead_words(outlook.year, outlook.ahead)
    if outlook.closed_year is not None:
        return closed_words(outlook.closed_year, outlook.closed)
    return _("%(total)s 项目标都没有写年份。") % {"total": amount(whole.total)}


def peak_words(run: OutlookRun | None) -> str:
    """Will it peak in time, by the model of the district; empty without an outlook."""
    if run is None:
        return ""
    found = outlook_of(run)
    return peak_answer(found, found.headline)


def ahead_words(year: int, tally: Tally) -> str:
    """How the targets of a year that is still to come stand."""
    return _(
        "按目前走势，%(year)s 年的 %(total)s 项目标中 %(good)s 项已达标或在路径上，"
        "%(right)s 项没有数值但方向正确，%(risk)s 项有风险，%(bad)s 项滞后，"
        "%(unknown)s 项未知。"
    ) % {
        "year": year,
        "total": tally.total,
        "good": tally.good,
        "right": tally.right_way,
        "risk": tally.risk,
        "bad": tally.bad,
        "unknown": tally.unknown,
    }


def closed_words(year: int, tally: Tally) -> str:
    """How the targets of a year that is over came out."""
    return _(
        "%(year)s 年到期的 %(total)s 项目标中 %(met)s 项达标，%(missed)s 项未达，"
        "其余 %(rest)s 项没有定论。"
    ) % {
        "year": year,
        "total": tally.total,
        "met": tally.met,
        "missed": tally.missed,
        "rest": tally.total - tally.met - tally.missed,
    }


def expected_words(tally: Tally) -> str:
    """What the probabilities add up to; empty without any."""
    if tally.expected is None:
        return ""
    return _("有概率的 %(n)s 项预计 %(expected)s 项能达标") % {
        "n": tally.chances,
        "expected": amount(tally.expected.quantize(Decimal("0.1"))),
    }


def field_words(fields: Sequence[FieldTally]) -> str:
    """Name the field with most targets that are not met, on the way or going right."""
    behind = [
        (one, one.tally.total - one.tally.good - one.tally.right_way) for one in fields
    ]
    worst = max(behind, key=lambda pair: pair[1], default=None)
    if worst is None:
        return _("没有目标")
    field, count = worst
    if not count:
        return _("各领域的目标都在按计划推进")
    return _("“%(field)s”最需要关注：%(count)s 项没有达标或按计划推进") % {
        "field": field.title,
        "count": count,
    }


def force_word(force: Force) -> str:
    """Whether a rule holds, in a word."""
    return str(FORCE[force])


def look_name(name: str) -> str:
    """What was looked at, in words."""
    return str(LOOKS.get(name, name))
