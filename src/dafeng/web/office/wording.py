"""Words for codes of this room, and for what its services refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from dafeng.base.errors import DafengError
from dafeng.web.office.models import MeetingState
from dafeng.web.office.models.calendar import ACTORS
from dafeng.web.office.selectors.calendar import TurnState

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WORDS_OF_ACTORS = dict(ACTORS)
TURN_WORDS: Mapping[TurnState, tuple[str, StrPromise]] = {
    TurnState.DONE: ("met", gettext_lazy("已办结")),
    TurnState.OVERDUE: ("missed", gettext_lazy("逾期未办结")),
    TurnState.RUNNING: ("on-track", gettext_lazy("办理中")),
    TurnState.COMING: ("unknown", gettext_lazy("未开始")),
}
"""Colour of the light, and the word beside it."""
TURN_SHAPES = {
    "met": "●",
    "missed": "■",
    "on-track": "●",
    "unknown": "◇",
    "behind": "▲",
}
MEETING_LIGHTS: Mapping[str, str] = {
    MeetingState.PLANNED: "unknown",
    MeetingState.INVITED: "on-track",
    MeetingState.HELD: "behind",
    MeetingState.MINUTED: "met",
    MeetingState.CANCELLED: "missed",
}
"""Colour of the light of a meeting: one that was held still lacks its minutes."""
SURENESS: Mapping[str, StrPromise] = {
    "V": gettext_lazy("已核对原文"),
    "S": gettext_lazy("据转载，待核对原文"),
    "U": gettext_lazy("按惯例，待核实"),
}
ERRORS: Mapping[str, StrPromise] = {
    "paper.changed": gettext_lazy(
        "文件与登记的校验值不符，已经被改动，不能作为证据下载。请从备份恢复原文件。"
    ),
    "calendar.future": gettext_lazy("办结日 %(day)s 还没有到。请填写实际办结的日期。"),
    "calendar.undone": gettext_lazy("“%(title)s”的办结登记已经取消。"),
    "year_clock.bad": gettext_lazy(
        "日期与频次不符：每年的事项可写某月某日，其他频次写报告期结束后的天数；"
        "期限不能早于开始。"
    ),
    "year_clock.day": gettext_lazy(
        "“%(text)s”不是日期。写某月某日（如 03-31），或报告期结束后的天数（如 +15）。"
    ),
    "letter.no_signs": gettext_lazy("还没有设定机关代字，不能编发文号。请先设定。"),
    "letter.future": gettext_lazy("日期还没有到。请填写实际日期。"),
    "letter.twice": gettext_lazy("这份文件已经登记：%(letter)s，没有再登记一次。"),
    "letter.no_reply": gettext_lazy(
        "“%(letter)s”与本件收发方向相同或已作废，不能选作被回复的文件。"
    ),
    "letter.ended": gettext_lazy("“%(letter)s”已归档或作废，不能再办理。"),
    "letter.other_year": gettext_lazy(
        "本件登记在 %(year)s 年的登记簿中，收发日期不能改到其他年份。"
    ),
    "letter.stale": gettext_lazy("保存期间他人改了这件收发文。请核对后再保存。"),
    "letter.kept": gettext_lazy(
        "本件是已签发的“%(keeper)s”的文件，标题、收文单位、日期、期限和文件不能在"
        "登记簿中改，也不能在这里作废。请到原处办理：督办件可退回、撤回或取代。"
    ),
    "letter.reason": gettext_lazy("请写明理由。"),
    "evidence.empty": gettext_lazy("“%(name)s”是空文件。请核对是否选对了文件。"),
    "evidence.too_large": gettext_lazy(
        "“%(name)s”有 %(size)s MB，超过 %(most)s MB。请压缩或分成几个文件。"
    ),
    "evidence.type": gettext_lazy("“%(name)s”的类型不收。可用：%(kinds)s。"),
    "evidence.disguised": gettext_lazy(
        "“%(name)s”的内容与扩展名不符，没有保存。请上传原始文件。"
    ),
    "meeting.past": gettext_lazy("%(day)s 已经过去。请填写以后的日期。"),
    "meeting.over": gettext_lazy("“%(meeting)s”%(state)s，议程和安排不能再改。"),
    "meeting.stale": gettext_lazy("保存期间他人改了“%(meeting)s”。请核对后再保存。"),
    "meeting.no_agenda": gettext_lazy("还没有议题，不能发会议通知。请先列议题。"),
    "meeting.no_units": gettext_lazy("没有选通知单位，不能发会议通知。"),
    "meeting.future": gettext_lazy("召开日期还没有到。请填写实际日期。"),
    "meeting.not_held": gettext_lazy("“%(meeting)s”%(state)s，不能记录纪要。"),
    "meeting.point_gone": gettext_lazy("“%(point)s”已被他人从议程中删去。"),
    "meeting.point_open": gettext_lazy("第 %(order)s 项议题没有写明结果。"),
    "meeting.point_empty": gettext_lazy("第 %(order)s 项议题没有写明决定了什么。"),
    "meeting.reason": gettext_lazy("请写明理由。"),
    "decision.future": gettext_lazy("会议日期还没有到。请填写实际日期。"),
    "decision.gone": gettext_lazy("纪要“%(number)s”已撤回，不能再改。"),
    "decision.reason": gettext_lazy("请写明理由。"),
}


def error_words(error: DafengError) -> str:
    """The sentence that a person reads for an error."""
    words = ERRORS.get(error.code)
    return str(error) if words is None else str(words) % error.fields
