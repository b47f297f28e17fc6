"""Readings: batches of gateways; meters, their hours and readings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Status

from dafeng.meters.arrivals.errors import BatchError
from dafeng.meters.arrivals.reading import ReadBatch
from dafeng.meters.arrivals.records import BatchForm, Envelope, Refused
from dafeng.web.api.bodies import body_of
from dafeng.web.api.entry import person_of, token_behind
from dafeng.web.api.models import Scope
from dafeng.web.api.pace import PACE
from dafeng.web.api.problems import Problem, ProblemError
from dafeng.web.api.shapes import Shape
from dafeng.web.core.models import Organisation, OrganisationKind, User
from dafeng.web.core.rights import acting_unit
from dafeng.web.meters.models import Gateway
from dafeng.web.meters.selectors.gateways import gateway_of_key
from dafeng.web.meters.services.arriving import (
    CLOSED,
    batch_arrive,
    gateway_seen,
    refusals_count,
)
from dafeng.web.meters.wording_arrivals import program_error_words, trouble_words

router = Router(tags=["readings"])

NAMED = 100
"""Refused rows that an answer names."""

JSON = "application/json"
ARROW = "application/vnd.apache.arrow.stream"
ARROW_FILE = "application/vnd.apache.arrow.file"
FORMS = {JSON: BatchForm.JSON, ARROW: BatchForm.ARROW, ARROW_FILE: BatchForm.ARROW}

AT_THE_DOOR = {
    "gateway.closed": CLOSED,
    "content.type": "type",
    "content.encoding": "type",
    "content.length": "length",
    "content.size": "too_large",
    "content.damaged": "damaged",
}
"""Trouble under which a batch is counted that is refused before it is read."""

_READING = {
    "type": "object",
    "required": ["meter", "at", "value"],
    "properties": {
        "meter": {"type": "string", "description": "Code of the meter."},
        "at": {
            "type": "string",
            "format": "date-time",
            "description": "Moment with its zone; of an interval, its end.",
        },
        "value": {
            "oneOf": [{"type": "number"}, {"type": "string"}],
            "description": "At most three decimals, in the unit of the meter.",
        },
        "unit": {"type": "string", "description": "Another unit of the same kind."},
    },
}
_BATCH = {
    "type": "object",
    "required": ["readings"],
    "properties": {"readings": {"type": "array", "items": _READING}},
}
_BINARY = {"type": "string", "format": "binary"}
_BODY = {
    "requestBody": {
        "required": True,
        "description": (
            "Readings of meters of one enterprise; `Content-Encoding: gzip` is "
            "allowed. Arrow: meter (text), at (timestamp with zone), value (decimal) "
            "or value_e3 (int64 thousandths), unit (text, optional)."
        ),
        "content": {
            JSON: {"schema": _BATCH},
            ARROW: {"schema": _BINARY},
            ARROW_FILE: {"schema": _BINARY},
        },
    }
}


class RefusedShape(Shape):
    """A row that is no reading."""

    row: int = Field(description="From 1.")
    meter: str
    trouble: str = Field(
        description="meter, foreign, virtual, time, future, value or unit."
    )
    value: str = Field(description="What stands there.")


class ArrivedShape(Shape):
    """What became of a batch; it is on the disk when this is said."""

    sequence: int = Field(description="Number of the batch in the journal.")
    duplicate: bool = Field(description="It had come before: nothing was stored now.")
    rows: int
    readings: int = Field(description="Rows that are readings.")
    refused: list[RefusedShape] = Field(description="The first 100.")
    troubles: dict[str, int] = Field(description="All refused rows, by trouble.")


@router.post(
    "/readings",
    response={200: ArrivedShape, 201: ArrivedShape},
    summary="Send readings",
    openapi_extra=_BODY,
)
def readings_send(request: HttpRequest) -> Any:
    """Send a batch for the enterprise acted for; the same batch again stores nothing.

    201 is stored, 200 had come before. Rows that are no readings are named, the others
    are stored; where none is a reading the batch is refused with 422.
    """
    person = person_of(request, Scope.READINGS)
    enterprise = _enterprise(person)
    _keep_pace(request)
    gateway = _gateway(request)
    channel = _channel(request, person, gateway)
    try:
        _let_in(gateway)
        form, blob = _form(request), body_of(request)
    except ProblemError as error:
        trouble = AT_THE_DOOR[error.problem.code]
        refusals_count(
            by=person, enterprise=enterprise, channel=channel, troubles={trouble: 1}
        )
        raise
    envelope = Envelope(
        sender=enterprise.code,
        form=form,
        received_at=timezone.now(),
        channel=channel,
    )
    try:
        arrived = batch_arrive(
            by=person, enterprise=enterprise, blob=blob, envelope=envelope
        )
    except BatchError as error:
        raise ProblemError(_unreadable(error)) from error
    if arrived.sequence is None:
        raise ProblemError(_nothing_taken(arrived.batch))
    told = {
        "sequence": arrived.sequence,
        "duplicate": arrived.repeated,
        "rows": arrived.batch.rows,
        "readings": len(arrived.batch.readings),
        "refused": arrived.batch.refused[:NAMED],
        "troubles": arrived.batch.troubles,
    }
    return Status(200 if arrived.repeated else 201, told)


def _enterprise(person: User) -> Organisation:
    unit = acting_unit(person)
    if unit is None or unit.kind != OrganisationKind.ENTERPRISE:
        raise ProblemError(
            Problem(
                status=403,
                code="readings.unit",
                title=_("令牌不属于企业"),
                detail=_("读数由企业发送；请使用企业签发的令牌。"),
            )
        )
    return unit


def _form(request: HttpRequest) -> BatchForm:
    form = FORMS.get(str(request.content_type))
    if form is None:
        title = _("请以 JSON 或 Arrow 发送读数")
        raise ProblemError(Problem(status=415, code="content.type", title=title))
    return form


def _keep_pace(request: HttpRequest) -> None:
    """Refuse a key that sends too fast (429)."""
    token = token_behind(request)
    wait = PACE.spend(token.head) if token else 0
    if wait:
        detail = _("%(seconds)d 秒后可以继续。") % {"seconds": wait}
        title = _("操作过于频繁")
        raise ProblemError(
            Problem(status=429, code="readings.pace", title=title, detail=detail)
        )


def _gateway(request: HttpRequest) -> Gateway | None:
    token = token_behind(request)
    return None if token is None else gateway_of_key(token.head)


def _channel(request: HttpRequest, person: User, gateway: Gateway | None) -> str:
    """Return the way a batch came."""
    if gateway is not None:
        return f"api:{gateway.code}"
    token = token_behind(request)
    return f"upload:{person.pk}" if token is None else f"api:key-{token.head}"


def _let_in(gateway: Gateway | None) -> None:
    """Refuse a gateway that was taken out of use (403)."""
    if gateway is None:
        return
    if not gateway.open_on(timezone.localdate()):
        title = _("这个网关已停用")
        raise ProblemError(Problem(status=403, code="gateway.closed", title=title))
    gateway_seen(gateway)


def _unreadable(error: BatchError) -> Problem:
    place = str(error.fields.get("place", ""))
    stopped = {"where": place, "message": _("从这里起无法读取")}
    return Problem(
        status=422,
        code=error.code,
        title=_("内容有误"),
        detail=program_error_words(error),
        errors=(stopped,) if place else (),
    )


def _nothing_taken(batch: ReadBatch) -> Problem:
    return Problem(
        status=422,
        code="readings.refused",
        title=_("没有一行是可用的读数"),
        detail=_("%(rows)d 行全部未入库。") % {"rows": batch.rows},
        errors=tuple(_error(one) for one in batch.refused[:NAMED]),
    )


def _error(one: Refused) -> dict[str, str]:
    words = f"{trouble_words(one.trouble)} {one.value}".strip()
    return {"where": f"readings.{one.row}", "message": words}
