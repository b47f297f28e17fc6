"""Words for codes of the register of meters, for refusals, and for its sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, pgettext_lazy

from dafeng.base.errors import DafengError
from dafeng.base.findings import Finding
from dafeng.meters import Level, carriers_by_code
from dafeng.web.accounts.wording import ERRORS as FILE_ERRORS
from dafeng.web.accounts.wording import finding_words as sheet_words
from dafeng.web.core.languages import english
from dafeng.web.meters.models import Tariff
from dafeng.web.meters.selectors.points import Certificate
from dafeng.web.office.wording import ERRORS as PAPER_ERRORS

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

CERTIFICATES: Mapping[str, tuple[str, str, StrPromise]] = {
    Certificate.HOLDS.value: ("met", "●", gettext_lazy("在检定有效期内")),
    Certificate.SOON.value: ("behind", "▲", gettext_lazy("90 天内到期")),
    Certificate.OVER.value: ("missed", "■", gettext_lazy("检定已过期")),
    Certificate.NONE.value: ("unknown", "◇", gettext_lazy("没有检定记录")),
    Certificate.NEEDLESS.value: ("unknown", "◇", gettext_lazy("不需检定")),
}
"""Colour, shape and word of how a calibration stands."""
LEVELS: Mapping[str, StrPromise] = {
    Level.ENTRY.value: gettext_lazy("进出用能单位"),
    Level.UNIT.value: gettext_lazy("次级用能单位"),
    Level.EQUIPMENT.value: gettext_lazy("用能设备"),
}
ACTIONS: Mapping[str, StrPromise] = {
    "meters.point.register": gettext_lazy("登记计量点"),
    "meters.point.change": gettext_lazy("更正计量点"),
    "meters.point.retire": gettext_lazy("停用计量点"),
    "meters.point.reopen": gettext_lazy("恢复计量点"),
    "meters.point.replace": gettext_lazy("换表"),
    "meters.exchange.enter": gettext_lazy("登记换表"),
    "meters.exchange.withdraw": gettext_lazy("撤下换表"),
    "meters.calibration.enter": gettext_lazy("登记检定"),
    "meters.calibration.withdraw": gettext_lazy("撤下检定"),
    "meters.correction.propose": gettext_lazy("提出用量更正"),
    "meters.correction.confirm": gettext_lazy("确认用量更正"),
    "meters.correction.withdraw": gettext_lazy("撤下用量更正"),
    "meters.need.set": gettext_lazy("登记应配备数"),
    "meters.hours.enter": gettext_lazy("登记分时时段"),
    "meters.hours.withdraw": gettext_lazy("撤下分时时段"),
    "meters.tariff.enter": gettext_lazy("登记能源价格"),
    "meters.tariff.withdraw": gettext_lazy("撤下能源价格"),
    "meters.statement.enter": gettext_lazy("登记月度单据"),
    "meters.statement.withdraw": gettext_lazy("撤下月度单据"),
    "meters.balance.state": gettext_lazy("登记平衡项目"),
    "meters.balance.withdraw": gettext_lazy("撤下平衡项目"),
    "meters.gateway.register": gettext_lazy("登记网关"),
    "meters.gateway.key": gettext_lazy("签发网关密钥"),
    "meters.gateway.close_key": gettext_lazy("吊销网关密钥"),
    "meters.gateway.withdraw": gettext_lazy("撤下网关"),
    "meters.register.take": gettext_lazy("导入计量点"),
    "meters.quality.prepare": gettext_lazy("统计数据质量"),
    "meters.readings.arrive": gettext_lazy("收到读数"),
    "meters.readings.refuse": gettext_lazy("读数未入库"),
}
ERRORS: Mapping[str, StrPromise] = {
    "meter.stale": gettext_lazy("保存期间他人改了这个计量点。请核对后再保存。"),
    "meter.code": gettext_lazy("%(name)s 已有读数，表号不能改。"),
    "meter.measured": gettext_lazy(
        "%(name)s 已有读数，能源品种和单位不能改。请停用它，另行登记新表。"
    ),
    "meter.enterprise": gettext_lazy("“%(unit)s”不是企业。"),
    "meter.future": gettext_lazy("%(day)s 还没有到。请填写实际日期。"),
    "meter.reason": gettext_lazy("请写明理由。"),
    "meter.in_use": gettext_lazy(
        "%(meters)s 仍以这块表为上级表或列入公式。先处理它们。"
    ),
    "meter.open": gettext_lazy("%(name)s 正在使用。"),
    "meter.replaced": gettext_lazy("%(name)s 已由 %(heir)s 替换，不能恢复。"),
    "meter.interval": gettext_lazy("%(name)s 没有表底数，不需换表登记。"),
    "meter.dial": gettext_lazy("%(digits)s 位的表盘显示不出 %(value)s。"),
    "meter.life": gettext_lazy("%(name)s 当时不在用。请核对时间。"),
    "meter.evidence": gettext_lazy("请填写换表单据。"),
    "meter.multiplier": gettext_lazy("倍率须大于 0。"),
    "meter.succeeded": gettext_lazy("%(name)s 已由 %(heir)s 替换，请对新表办理。"),
    "meter.new_code": gettext_lazy("倍率变了，请给新表填一个新的表号。"),
    "meter.no_device": gettext_lazy("%(name)s 是虚拟表，没有可检定的器具。"),
    "meter.withdrawn": gettext_lazy("这条登记已经撤下。"),
    "correction.passed": gettext_lazy("要更正以前用量的，结论须为不合格。"),
    "correction.file": gettext_lazy("要更正以前用量的，须附检定证书或换表单据。"),
    "correction.multiplier": gettext_lazy(
        "%(name)s 换表后倍率变了，不能在已关闭的月份补登。请核对换表时间和倍率。"
    ),
    "correction.later": gettext_lazy("更正截止日不能晚于检定日期 %(day)s。"),
    "correction.life": gettext_lazy("%(name)s 当时不在用。请核对起止日期。"),
    "correction.same": gettext_lazy("系数为 1，没有可更正的。"),
    "correction.overlap": gettext_lazy(
        "这些日期里已有更正：%(other)s。请先撤下它，或改起止日期。"
    ),
    "correction.done": gettext_lazy("这条更正已经办过，请看现在的状态。"),
    "correction.same_person": gettext_lazy(
        "这条更正涉及已关闭的月份，须由提出人和确认人以外的人办理。"
    ),
    "correction.waiting": gettext_lazy(
        "另一条更正 %(other)s 刚变动，尚未算完。算完后再确认，一般几分钟。"
    ),
    "meter.closed": gettext_lazy(
        "%(month)s 已关闭。补登换表须附单据、写明理由，由另一人确认后才生效。"
    ),
    "meter.closed_row": gettext_lazy(
        "%(month)s 已关闭，须由登记人以外、有权确认更正的人撤下。"
    ),
    "correction.stands": gettext_lazy("还有用量更正以它为据。请先撤下更正。"),
    "meter.unknown": gettext_lazy("没有表号为“%(name)s”的计量点。"),
    "meter.limits": gettext_lazy("限值不可能。请核对采集间隔和每小时最大量。"),
    "meter.bad": gettext_lazy("计量点之间的关系不成立。"),
    "readings.bad": gettext_lazy("读数用不了。"),
    "balance.workshop": gettext_lazy(
        "车间“%(workshop)s”没有这种能源的计量点。请照计量点登记的名称写，没有计量的不写。"
    ),
    "carrier.unknown": gettext_lazy("没有“%(carrier)s”这个能源品种。"),
    "hours.empty": gettext_lazy("请至少填写一行时段。"),
    "hours.overlap": gettext_lazy("自 %(since)s 起已有时段，期间重叠。"),
    "tariff.overlap": gettext_lazy("自 %(since)s 起已有价格，期间重叠。"),
    "tariff.bad": gettext_lazy("时段不可能：月份为 1 至 12，小时为 0 至 24。"),
    "calendar.unknown": gettext_lazy("没有“%(name)s”这个分时时段表。"),
    "gateway.closed": gettext_lazy("这个网关已经撤下。"),
    "gateway.folder": gettext_lazy("文件交换不用密钥。"),
    "gateway.no_keys": gettext_lazy("本系统没有开通接口，签发不了密钥。"),
    "register.findings": gettext_lazy("表格有 %(count)s 处读不出来，一行也没有保存。"),
    "register.empty": gettext_lazy("表格里没有计量点。"),
    "register.rows": gettext_lazy("超过 %(most)s 行。请分成几份上传。"),
    "register.size": gettext_lazy("文件超过 5 MB。请分成几份上传。"),
    "register.type": gettext_lazy("请上传 .xlsx 文件。"),
}
RULES: Mapping[str, StrPromise] = {
    "An id stands once": gettext_lazy("表号重复。"),
    "The carrier is one of": gettext_lazy("没有这个能源品种。"),
    "The multiplier is larger": gettext_lazy("倍率须大于 0。"),
    "A dial has 1 to": gettext_lazy("表盘整数位数为 1 至 12。"),
    "Exchanges stand by time": gettext_lazy("同一时间有两次换表。"),
    "A virtual meter has": gettext_lazy("虚拟表须有公式，其他表不得有公式。"),
    "It names a meter of": gettext_lazy("本企业没有这块表。"),
    "Both are of one carrier": gettext_lazy("两块表的能源品种不同。"),
    "No meter stands behind": gettext_lazy("上级表绕成了圈。"),
    "A main meter stands": gettext_lazy(
        "总表不能有上级表：购入的能源会计两次。有上级表的是分表。"
    ),
    "A formula names meters": gettext_lazy("公式只能用有读数的表，不能用虚拟表。"),
    "Shares have at most": gettext_lazy("系数的小数位太多。"),
    "A formula reads like": gettext_lazy("公式应写成 M1 + M2 - 0.5*M3。"),
    "Dial times multiplier": gettext_lazy("表盘位数乘倍率太大。请减少位数。"),
    "A dial that begins again": gettext_lazy("按这个位数和倍率，表底过零时不是整数。"),
}
"""Chinese words of the core's rules, by how a rule begins."""
FINDINGS: Mapping[str, StrPromise] = {
    "register.enterprise": gettext_lazy("本系统没有这个统一社会信用代码的企业。"),
    "register.carrier": gettext_lazy("没有这个能源品种。请从下拉表中选。"),
    "register.kind": gettext_lazy("读数类型应为表底数或区间量。"),
    "register.role": gettext_lazy("类别应为总表、分表、虚拟表或人工抄表。"),
    "register.twice": gettext_lazy("表号在表格里出现了两次。"),
    "register.foreign": gettext_lazy("这个表号是别的企业的。"),
    "register.parent": gettext_lazy("没有这块上级表。"),
}
UNIT_RULE = gettext_lazy("计量单位与能源品种不符。")


def error_words(error: DafengError) -> str:
    """The sentence that a person reads for an error."""
    for known in (ERRORS, FILE_ERRORS, PAPER_ERRORS):
        if error.code in known:
            return str(known[error.code]) % error.fields
    return str(error)


def rule_words(finding: Finding) -> str:
    """What is wrong with a field of a meter, by the core's rule."""
    for begins, words in RULES.items():
        if finding.rule.startswith(begins):
            return str(words)
    return str(UNIT_RULE) if finding.place.endswith(", unit") else finding.rule


def finding_words(finding: Finding) -> str:
    """What is wrong with a cell, and what to do."""
    words = FINDINGS.get(finding.code)
    if words is not None:
        return str(words)
    if finding.code == "register.field":
        return finding.rule  # the model's own words, in the reader's language
    if finding.code == "meter.bad":
        return rule_words(finding)
    told = sheet_words(finding)
    return f"{told.title} {told.hint}".strip()


def carrier_words(code: str) -> str:
    """Name of a carrier in the reader's language; an unknown code stays."""
    carrier = carriers_by_code().get(code)
    if carrier is None:
        return code
    return carrier.name_en if english() else carrier.name_zh


def carrier_choices() -> list[tuple[str, str]]:
    """Carriers as choices."""
    return [(code, carrier_words(code)) for code in carriers_by_code()]


HOUR_LETTERS = {
    Tariff.Period.SHARP: pgettext_lazy("hour", "尖"),
    Tariff.Period.PEAK: pgettext_lazy("hour", "峰"),
    Tariff.Period.FLAT: pgettext_lazy("hour", "平"),
    Tariff.Period.VALLEY: pgettext_lazy("hour", "谷"),
    Tariff.Period.DEEP_VALLEY: pgettext_lazy("hour", "深"),
}
"""A letter for each kind of hours."""
