"""Why a key opens nothing: told, and counted where readings are lost by it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from dafeng.web.api.problems import Problem
from dafeng.web.api.selectors.tokens import ended_unit_of_key
from dafeng.web.core import rates
from dafeng.web.core.addresses import address_of
from dafeng.web.core.gates import READINGS
from dafeng.web.core.models import Organisation
from dafeng.web.meters.services.arriving import CLOSED, refusals_count

CHANNEL = "api"


def why_refused(request: HttpRequest, key: str) -> Problem:
    """Return the answer to a key that is wrong, old, or of a unit that ended."""
    sends_readings = request.path_info == READINGS
    if sends_readings:
        wait = rates.spend("api", address_of(request))
        if wait:
            detail = _("%(seconds)d 秒后可以继续。") % {"seconds": wait}
            title = _("操作过于频繁")
            return Problem(status=429, code="token.pace", title=title, detail=detail)
    unit = ended_unit_of_key(key)
    if unit is None:
        return Problem(
            status=401,
            code="token.refused",
            title=_("令牌无效"),
            detail=_("令牌写错、过期或已吊销；请向签发单位索取新的。"),
        )
    if sends_readings:
        _count(unit)
    return Problem(
        status=403,
        code="unit.ended",
        title=_("单位已终止"),
        detail=_("“%(unit)s”已于 %(day)s 终止，它的令牌不再有效。")
        % {"unit": unit.name_zh, "day": unit.valid_to},
    )


def _count(unit: Organisation) -> None:
    refusals_count(by=None, enterprise=unit, channel=CHANNEL, troubles={CLOSED: 1})
