"""Words of this room: what its services refuse, and codes for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from dafeng.base.errors import DafengError
from dafeng.public import Change, change_words_en, change_words_zh
from dafeng.web.core.languages import english

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ERRORS: Mapping[str, StrPromise] = {
    "public.stale": gettext_lazy(
        "“%(what)s”在您打开页面之后有人办理过。请核对现在的内容再办理。"
    ),
    "release.not_draft": gettext_lazy("“%(release)s”不是草稿，不能再改。"),
    "release.not_open": gettext_lazy("“%(release)s”已经发布或放弃，不能再办理。"),
    "release.not_issued": gettext_lazy("“%(release)s”还没有发布，不能更正。"),
    "release.not_latest": gettext_lazy("只能更正现行版本，现行版本是 %(version)s。"),
    "release.open": gettext_lazy("“%(release)s”还没有发布，先发布或放弃它。"),
    "release.empty": gettext_lazy("还没有选定任何数字，不能送审。"),
    "release.note": gettext_lazy("更正的版本要写明改了什么、为什么改。"),
    "release.no_change": gettext_lazy("与 %(version)s 相比没有任何变化，不必更正。"),
    "release.reason": gettext_lazy("请写明理由。"),
    "release.vanished": gettext_lazy(
        "已经公布的数字不能直接去掉：%(keys)s。不再成立的，请写明原因后撤回。"
    ),
    "release.unknown_figure": gettext_lazy("结果中没有这些数字：%(keys)s。"),
    "release.source_changed": gettext_lazy(
        "这些数字所依据的结果已被取代：%(names)s。请重新取数后再审核、签发。"
    ),
    "release.withdrawn_before": gettext_lazy("“%(figure)s”已经撤回。"),
    "release.first": gettext_lazy("还没有公布过，直接取消选择即可，不用撤回。"),
    "list.empty": gettext_lazy("%(year)s 年没有企业应当披露，没有名单可以发布。"),
    "list.stale": gettext_lazy(
        "名单 %(list)s 拟定以后，保密申请、公布内容或核定值有变化。请重新拟定名单。"
    ),
    "list.not_open": gettext_lazy("名单 %(list)s 已经办理完毕，不能再办理。"),
    "list.not_issued": gettext_lazy("名单 %(list)s 没有发布，不能撤回。"),
    "signature.checked": gettext_lazy("%(by)s已经审核。"),
    "signature.unchecked": gettext_lazy("还没有审核，不能签发。"),
    "signature.issued": gettext_lazy("%(by)s已经签发。"),
    "signature.same_person": gettext_lazy("审核人与签发人不能是同一人。"),
    "feedback.often": gettext_lazy("来信过于频繁，%(seconds)s 秒后可以再写。"),
    "feedback.closed": gettext_lazy("这封来信已经办结。"),
    "feedback.not_agreed": gettext_lazy("来信人没有同意公开，不能公开答复。"),
    "feedback.no_answer": gettext_lazy("还没有答复，不能公开。"),
    "feedback.reason": gettext_lazy("没有答复就办结的，请写明理由。"),
    "event.stale": gettext_lazy("已取消的活动不能填写参加人次。"),
    "event.no_people": gettext_lazy("填写首次参加的人数前，先填写参加人次。"),
    "household.value": gettext_lazy("有的数值超出了可能的范围。"),
}


def error_words(error: DafengError) -> str:
    """The sentence that a person reads for an error."""
    words = ERRORS.get(error.code)
    if words is None:
        return str(error)
    fields = {
        name: "、".join(map(str, value)) if isinstance(value, list | tuple) else value
        for name, value in error.fields.items()
    }
    return str(words) % fields


def change_words(change: Change) -> str:
    """A change between two versions, in the reader's language."""
    return change_words_en(change) if english() else change_words_zh(change)
