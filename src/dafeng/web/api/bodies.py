"""What a program sends as a body: no larger than allowed, packed or not."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from dafeng.meters.arrivals.errors import BatchError
from dafeng.meters.arrivals.packing import MOST_BYTES, MOST_UNPACKED, unpacked
from dafeng.web.api.problems import Problem, ProblemError


def body_of(request: HttpRequest) -> bytes:
    """Return the body, unpacked; what is too large is refused before it is read.

    Raises
    ------
    ProblemError
        Its length is not told (411), it is too large, packed or unpacked (413), packed
        in a way that is not known (415), or damaged (400).
    """
    if "Transfer-Encoding" in request.headers:
        raise ProblemError(_without_length())
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise ProblemError(_too_large(MOST_BYTES))
    packing = request.headers.get("Content-Encoding", "identity").strip().lower()
    if packing in ("", "identity"):
        return request.body
    if packing not in ("gzip", "x-gzip"):
        title = _("这种压缩方式不受支持")
        problem = Problem(status=415, code="content.encoding", title=title)
        raise ProblemError(problem)
    try:
        return unpacked(request.body)
    except BatchError as error:
        if error.code == "arrivals.too_large":
            raise ProblemError(_too_large(MOST_UNPACKED)) from error
        raise ProblemError(_damaged()) from error


def _without_length() -> Problem:
    return Problem(
        status=411,
        code="content.length",
        title=_("没有说明内容的长度"),
        detail=_("请带上 Content-Length，不要分块发送；没有存入任何数据。"),
    )


def _too_large(most: int) -> Problem:
    return Problem(
        status=413,
        code="content.size",
        title=_("内容太大"),
        detail=_("内容最多 %(most)d MB，请分成几批发送。") % {"most": most // 2**20},
    )


def _damaged() -> Problem:
    return Problem(
        status=400,
        code="content.damaged",
        title=_("压缩内容已损坏"),
        detail=_("内容不是完整的 gzip；没有存入任何数据。"),
    )
