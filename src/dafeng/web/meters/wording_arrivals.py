"""Why rows and batches are no readings, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from dafeng.meters.arrivals.errors import BatchError

TROUBLES: Mapping[str, str | Promise] = {
    "meter": _("没有登记这个计量点"),
    "foreign": _("计量点属于其他企业"),
    "virtual": _("虚拟表没有读数"),
    "time": _("时间无法识别或没有时区"),
    "future": _("时间晚于到达时间"),
    "value": _("不是数字，或超出三位小数"),
    "unit": _("单位与计量点不符"),
    "unreadable": _("整批无法读取"),
    "batch": _("整批无法读取"),
    "columns": _("缺少规定的列"),
    "empty": _("没有任何行"),
    "too_many": _("行数过多"),
    "encoding": _("文字编码无法识别"),
    "compressed": _("内部另有压缩"),
    "too_large": _("内容太大"),
    "damaged": _("压缩内容已损坏"),
    "type": _("不是规定的格式"),
    "length": _("没有说明内容的长度"),
    "sender": _("没有登记这个网关"),
    "closed": _("企业或网关已停用"),
}
"""By code of ``Trouble``, and by the end of the codes of ``BatchError``."""

ERRORS: Mapping[str, str | Promise] = {
    "arrivals.unreadable": _("文件读不出来。请用 CSV 或 XLSX 重新保存后再传。"),
    "arrivals.columns": _("前 20 行里没有找到表头：须有表号、时间、读数三列，各一列。"),
    "arrivals.empty": _("文件里没有读数。"),
    "arrivals.too_many": _("行数过多。请分成几份上传。"),
    "arrivals.too_large": _("文件超过 16 MB。请分成几份上传。"),
    "arrivals.encoding": _("文字编码无法识别。请存成 UTF-8 的 CSV。"),
    "arrivals.gone": _("预览已过期。请重新上传文件。"),
}
"""What a person reads who sent a file."""

TO_PROGRAMS: Mapping[str, str | Promise] = {
    "arrivals.unreadable": _(
        "整批无法读取：不是规定形式的 JSON 或 Arrow。没有存入任何数据。"
    ),
    "arrivals.columns": _("缺少规定的列，或列的类型不对。没有存入任何数据。"),
    "arrivals.empty": _("一批至少要有一条读数。"),
    "arrivals.too_many": _("行数过多。请分成几批发送。"),
    "arrivals.compressed": _(
        "Arrow 内部另有压缩。请发送未压缩的 Arrow，整批可用 gzip。"
    ),
}
"""What a program is told that sent a batch."""


def trouble_words(trouble: str) -> str:
    """Say what a trouble is."""
    return str(TROUBLES.get(trouble, trouble))


def program_error_words(error: BatchError) -> str:
    """Say to a program why a whole batch was not taken."""
    return str(TO_PROGRAMS.get(error.code) or batch_error_words(error))


def batch_error_words(error: BatchError) -> str:
    """Say why a whole batch was not taken."""
    words = ERRORS.get(error.code)
    return trouble_words(error.code.rpartition(".")[2]) if words is None else str(words)
