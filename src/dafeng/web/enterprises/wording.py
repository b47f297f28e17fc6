"""Words for codes of this room, for refusals, and for where things stand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dafeng.base.errors import DafengError
from dafeng.base.findings import Finding
from dafeng.base.rounding import plain_number
from dafeng.enterprises import (
    Agreement,
    Counts,
    Difference,
    Standing,
    State,
    disclosure_classes,
    redactions,
    rule_of,
)
from dafeng.web.accounts.wording import ERRORS as FILE_ERRORS
from dafeng.web.accounts.wording import finding_words as sheet_words
from dafeng.web.core.languages import english
from dafeng.web.core.unit_words import unit_words
from dafeng.web.enterprises.models import (
    DutyClass,
    Publication,
    SecrecyClaim,
    VerifiedValue,
)
from dafeng.web.enterprises.selectors.enterprises import (
    DIFFERS,
    NO_DUTY,
    EnterpriseRow,
)
from dafeng.web.office.wording import ERRORS as PAPER_ERRORS

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LIGHTS: Mapping[str, tuple[str, str, StrPromise]] = {
    State.MISSING.value: ("missed", "■", gettext_lazy("逾期未披露")),
    State.LATE.value: ("behind", "▲", gettext_lazy("逾期后披露")),
    State.IN_TIME.value: ("met", "●", gettext_lazy("按期披露")),
    State.NOT_DUE.value: ("unknown", "◇", gettext_lazy("未到期")),
    NO_DUTY: ("unknown", "◇", gettext_lazy("本年无披露义务")),
}
"""Colour, shape and word of a state."""
AGREEMENTS: Mapping[str, tuple[str, str, StrPromise]] = {
    Agreement.EQUAL.value: ("met", "●", gettext_lazy("一致")),
    Agreement.DIFFERS.value: ("missed", "■", gettext_lazy("不一致")),
    Agreement.OTHER_UNIT.value: ("behind", "▲", gettext_lazy("计量单位不同类")),
    Agreement.UNKNOWN.value: ("unknown", "◇", gettext_lazy("未知")),
}
STATES: list[tuple[str, StrPromise]] = [
    (code, words[2]) for code, words in LIGHTS.items() if code != NO_DUTY
]
DIFFERS_CHOICE = (DIFFERS, gettext_lazy("公布值与核定值不一致"))
NO_DUTY_CHOICE = (NO_DUTY, LIGHTS[NO_DUTY][2])
ACTIONS: Mapping[str, StrPromise] = {
    "enterprises.enterprise.register": gettext_lazy("登记企业"),
    "enterprises.enterprise.change": gettext_lazy("更正企业"),
    "enterprises.class.add": gettext_lazy("登记披露类别"),
    "enterprises.class.end": gettext_lazy("终止披露类别"),
    "enterprises.occasion.add": gettext_lazy("登记应披露事项"),
    "enterprises.publication.enter": gettext_lazy("登记信息公布"),
    "enterprises.publication.correct": gettext_lazy("更正信息公布"),
    "enterprises.verified.enter": gettext_lazy("登记核定值"),
    "enterprises.claim.add": gettext_lazy("登记保密申明"),
    "enterprises.claim.end": gettext_lazy("终止保密申明"),
    "enterprises.class.withdraw": gettext_lazy("撤下披露类别"),
    "enterprises.occasion.withdraw": gettext_lazy("撤下应披露事项"),
    "enterprises.publication.withdraw": gettext_lazy("撤下信息公布"),
    "enterprises.verified.withdraw": gettext_lazy("撤下核定值"),
    "enterprises.claim.withdraw": gettext_lazy("撤下保密申明"),
}
ERRORS: Mapping[str, StrPromise] = {
    "enterprise.stale": gettext_lazy("保存期间他人改了这家企业。请核对后再保存。"),
    "enterprise.outside": gettext_lazy("“%(unit)s”不是本区的单位。"),
    "disclosure.future": gettext_lazy("%(day)s 还没有到。请填写实际日期。"),
    "disclosure.reason": gettext_lazy("请写明理由。"),
    "disclosure.withdrawn": gettext_lazy("这条登记已经撤下或更正过。"),
    "class.unknown": gettext_lazy("没有“%(kind)s”这个披露类别。"),
    "class.overlap": gettext_lazy("自 %(since)s 起已登记这个类别，期间重叠。"),
    "publication.duty": gettext_lazy("这家企业没有这一期（%(period)s）的披露义务。"),
    "publication.proof": gettext_lazy("请填写公布网址，或上传公布的文件。"),
    "publication.replaced": gettext_lazy("这条登记已经更正过。请从最新的一条更正。"),
    "claim.refused": gettext_lazy("“%(label)s”依法应当公开，不受理保密申明。"),
    "claim.needless": gettext_lazy("“%(label)s”本来就不公开，不必申明。"),
    "claim.field": gettext_lazy("没有“%(field)s”这项内容。"),
    "unit.unknown": gettext_lazy("计量单位不认识。请核对是否笔误，例如 tCO2、tCO2e。"),
    "list.findings": gettext_lazy("表格有 %(count)s 处读不出来，一行也没有保存。"),
    "list.columns": gettext_lazy("这不是披露名单的表格。请下载模板填写。"),
    "list.text": gettext_lazy("CSV 文件应为 UTF-8 编码。请另存后上传。"),
    "list.empty": gettext_lazy("表格里没有企业。"),
    "list.rows": gettext_lazy("名单超过 %(most)s 行。请分成几份上传。"),
    "list.size": gettext_lazy("文件超过 5 MB。请分成几份上传。"),
    "list.type": gettext_lazy("请上传 .xlsx 或 .csv 文件。"),
}
FINDINGS: Mapping[str, StrPromise] = {
    "list.uscc": gettext_lazy("不是统一社会信用代码：长度、字符或校验位不符。"),
    "list.class": gettext_lazy("没有这个披露类别。请从模板的下拉表中选。"),
    "list.town": gettext_lazy("本区没有这个乡镇或园区。"),
    "list.industry": gettext_lazy("应为 GB/T 4754 的 2 至 4 位数字。"),
    "list.days": gettext_lazy("终止日早于起始日。"),
    "list.day": gettext_lazy("日期不可能，请核对年份。"),
    "list.overlap": gettext_lazy("这个类别在这段时间已经登记，期间重叠。"),
    "list.long": gettext_lazy("文字太长。"),
}


def error_words(error: DafengError) -> str:
    """The sentence that a person reads for an error."""
    for known in (ERRORS, PAPER_ERRORS, FILE_ERRORS):
        if error.code in known:
            return str(known[error.code]) % error.fields
    return str(error)


def finding_words(finding: Finding) -> str:
    """What is wrong with a cell, and what to do."""
    words = FINDINGS.get(finding.code)
    if words is not None:
        return str(words)
    known = sheet_words(finding)
    return f"{known.title} {known.hint}"


def class_words(code: str) -> str:
    """A class in the reader's language."""
    found = disclosure_classes().get(code)
    if found is None:
        return code
    return found.label_en if english() else found.label_zh


def class_choices() -> list[tuple[str, str]]:
    """Every class with its words."""
    return [(code, class_words(code)) for code in disclosure_classes()]


def rule_words(code: str) -> str:
    """What is published, in the reader's language."""
    rule = rule_of(code)
    return rule.title_en if english() else rule.title_zh


def period_words(code: str) -> str:
    """A period, or the day of an occasion."""
    return code[:10]


def field_words(field: str) -> str:
    """A field of the public list."""
    rule = redactions().get(field)
    if rule is None:
        return field
    return rule.label_en if english() else rule.label_zh


def row_words(row: object) -> str:
    """What a row of the register says, in a few words."""
    if isinstance(row, DutyClass):
        return f"{class_words(row.kind)} {row.since.isoformat()}"
    if isinstance(row, Publication | VerifiedValue):
        return f"{rule_words(row.rule)} {period_words(row.period)}"
    if isinstance(row, SecrecyClaim):
        return field_words(row.field)
    return str(row)


def duty_words(row: Standing) -> str:
    """A duty as it stands in a list of choices."""
    return _("%(what)s %(period)s（期限 %(day)s）") % {
        "what": rule_words(row.duty.rule),
        "period": period_words(row.duty.period),
        "day": row.duty.due_on.isoformat(),
    }


def year_sentence(counts: Counts, year: int) -> str:
    """Who owes, who has published, who is over the day; the parts sum to the whole."""
    fields = {
        "year": year,
        "n": counts.obliged,
        "done": counts.done,
        "missing": counts.missing,
        "waiting": counts.waiting,
    }
    if not counts.obliged:
        return _("%(year)s 年没有应披露的企业。") % fields
    told = (
        _("%(year)s 年 %(n)s 家应披露，%(done)s 家已披露，%(missing)s 家逾期未披露。")
        % fields
    )
    if counts.waiting:
        rest = _("另有 %(waiting)s 家未到期。") % fields
        return f"{told} {rest}" if english() else f"{told}{rest}"
    return told


def enterprise_sentence(row: EnterpriseRow, year: int) -> str:
    """What an enterprise owes and where it stands."""
    if row.state is None:
        return _("%(year)s 年没有披露义务。") % {"year": year}
    if row.missing:
        first = row.missing[0]
        return _("%(what)s（%(period)s）应于 %(day)s 前披露，已逾期 %(n)s 天。") % {
            "what": rule_words(first.duty.rule),
            "period": period_words(first.duty.period),
            "day": first.duty.due_on.isoformat(),
            "n": first.days_late,
        }
    if row.next_due is not None:
        return _("下一项披露期限是 %(day)s。") % {"day": row.next_due.isoformat()}
    if row.state is State.LATE:
        return _("%(year)s 年应披露的都已披露，其中有逾期的。") % {"year": year}
    return _("%(year)s 年应披露的都已按期披露。") % {"year": year}


def gap_words(one: Difference) -> str:
    """The difference with its unit and share; empty where there is none to tell."""
    if one.gap is None or not one.gap:
        return ""
    sign = "+" if one.gap > 0 else "\u2212"
    told = f"{sign}{value_words(abs(one.gap), one.unit)}"
    if one.share is None:
        return told
    return f"{told} ({sign}{plain_number(abs(one.share) * 100, 2)}%)"


def value_words(value: Decimal | None, unit: str) -> str:
    """A value with its unit; ``--`` for one that is not known."""
    if value is None:
        return "--"
    whole, dot, rest = plain_number(value).partition(".")
    return f"{int(whole):,}{dot}{rest} {unit_words(unit)}".strip()
