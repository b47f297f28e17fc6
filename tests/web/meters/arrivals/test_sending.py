"""Batches over HTTP: what is stored, what is refused, and what is told."""

from __future__ import annotations

import gzip
import json
import zlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import RequestFactory
from django.utils import timezone

from dafeng.lake import Lake
from dafeng.meters.arrivals.records import BatchForm, Envelope, Trouble
from dafeng.meters.store.envelopes import unpacked_arrival
from dafeng.meters.store.records import BATCH
from dafeng.web.api.bodies import body_of
from dafeng.web.api.models import Scope
from dafeng.web.api.problems import ProblemError
from dafeng.web.core.models import AuditRow, RoleCode
from dafeng.web.core.services import organisation_merge
from dafeng.web.meters.models import ArrivalCount, RefusedCount
from dafeng.web.meters.models import Gateway as GatewayRow
from dafeng.web.meters.services.arriving import Arrived, batch_arrive
from dafeng.web.meters.services.rolling import readings_settle
from dafeng.web.meters.wording_arrivals import trouble_words
from tests.meters.arrivals.sending import as_arrow
from tests.web.meters.arrivals.conftest import Gateway, Works, batch, key_for, row
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from django.conf import LazySettings
    from django.http import HttpResponse
    from pytest_django import DjangoAssertNumQueries

ARROW = "application/vnd.apache.arrow.stream"


def stored(settings: LazySettings) -> list[tuple[Any, bytes]]:
    entries = Lake(settings.LAKE_ROOT).journal("meters").entries()
    return [unpacked_arrival(entry.blob) for entry in entries]


def refused() -> dict[str, int]:
    return dict(RefusedCount.objects.values_list("trouble", "count"))


def told(answer: HttpResponse) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(answer.content)
    return made


def test_a_batch_is_on_the_disk_as_it_was_sent_when_it_is_acknowledged(
    gateway: Gateway, settings: LazySettings
) -> None:
    sent = batch(row(), row("G-9"))
    answer = gateway.send(sent)
    assert answer.status_code == 201, answer.content
    assert told(answer) == {
        "sequence": 1,
        "duplicate": False,
        "rows": 2,
        "readings": 1,
        "refused": [{"row": 2, "meter": "G-9", "trouble": "meter", "value": "G-9"}],
        "troubles": {"meter": 1},
    }
    ((envelope, blob),) = stored(settings)
    assert blob == sent.encode()
    assert (envelope.sender, envelope.form, envelope.manual) == ("steel", "json", False)


def test_the_same_batch_again_stores_nothing_and_says_so(
    gateway: Gateway, settings: LazySettings
) -> None:
    sent = batch()
    assert gateway.send(sent).status_code == 201
    answer = gateway.send(sent)
    assert answer.status_code == 200
    assert told(answer)["duplicate"] is True
    assert told(answer)["sequence"] == 1
    assert len(stored(settings)) == 1
    count = ArrivalCount.objects.get()
    assert (count.batches, count.readings, count.repeated) == (1, 1, 1)


def test_arrow_and_gzip_are_taken(gateway: Gateway, settings: LazySettings) -> None:
    import pyarrow as pa

    at = pa.array([timezone.now()], pa.timestamp("us", "UTC"))
    sent = as_arrow(pa.table({"meter": ["S-1"], "at": at, "value_e3": [12_500]}))
    packed = gzip.compress(sent)
    assert (
        gateway.send(packed, ARROW, **{"Content-Encoding": "gzip"}).status_code == 201
    )
    assert stored(settings)[0][1] == sent


@pytest.mark.usefixtures("other")
def test_a_batch_of_another_enterprises_meters_is_refused_and_only_counted(
    gateway: Gateway, settings: LazySettings
) -> None:
    answer = gateway.send(batch(row("G-1"), row("G-1", unit="m3")))
    assert answer.status_code == 422
    assert told(answer)["type"].endswith("readings.refused")
    assert told(answer)["errors"][0] == {
        "where": "readings.1",
        "message": "计量点属于其他企业 G-1",
    }
    assert stored(settings) == []
    assert refused() == {"foreign": 2}


def bomb() -> bytes:
    pack = zlib.compressobj(1, wbits=31)
    zeros = bytes(1 << 20)
    parts = [pack.compress(zeros) for _ in range(65)]
    return b"".join([*parts, pack.flush()])


@pytest.mark.parametrize(
    ("content", "kind", "packing", "status", "trouble"),
    [
        (b"garbage", "application/json", "", 422, "unreadable"),
        (b'{"readings": []}', "application/json", "", 422, "empty"),
        (b"garbage", ARROW, "", 422, "unreadable"),
        (b"a,b", "text/csv", "", 415, "type"),
        (b"{}", "application/json", "br", 415, "type"),
        (b"{}", "application/json", "gzip", 400, "damaged"),
        (gzip.compress(b"{}")[:-4], "application/json", "gzip", 400, "damaged"),
        (bomb(), "application/json", "gzip", 413, "too_large"),
    ],
)
def test_a_batch_that_cannot_be_read_is_refused_with_its_reason_and_counted(
    gateway: Gateway,
    settings: LazySettings,
    content: bytes,
    kind: str,
    packing: str,
    status: int,
    trouble: str,
) -> None:
    headers = {"Content-Encoding": packing} if packing else {}
    answer = gateway.send(content, kind, **headers)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    problem = told(answer)
    assert "The batch" not in answer.content.decode()
    if trouble == "unreadable":
        assert problem["type"].endswith("arrivals.unreadable")
        assert problem["detail"].startswith("整批无法读取")
        places = [one["where"] for one in problem.get("errors", [])]
        assert places == ([] if kind == ARROW else ["byte 0"])
    assert stored(settings) == []
    assert refused() == {trouble: 1}


def test_a_body_without_a_length_is_refused_with_what_to_do(gateway: Gateway) -> None:
    answer = gateway.send(batch(), **{"Transfer-Encoding": "chunked"})
    assert answer.status_code == 411
    assert "Content-Length" in told(answer)["detail"]
    assert refused() == {"length": 1}


def test_a_body_over_the_limit_is_refused_before_it_is_read(gateway: Gateway) -> None:
    request = RequestFactory().post("/api/v1/readings", b"", content_type="text/plain")
    request.META["CONTENT_LENGTH"] = str(10**9)
    with pytest.raises(ProblemError) as caught:
        body_of(request)
    assert caught.value.problem.status == 413
    assert gateway.send(b"{}").status_code == 422


def test_a_token_needs_the_scope_and_its_person_the_right(works: Works) -> None:
    reader = Gateway(key_for(works, Scope.READ))
    answer = reader.send(batch())
    assert answer.status_code == 403
    assert told(answer)["type"].endswith("token.scope")


def test_who_is_no_enterprise_sends_no_readings(works: Works) -> None:
    root = works.unit.parent
    office = person("office", root, RoleCode.CARBON_OFFICE)
    answer = Gateway(key_for(Works(root, office))).send(batch())
    assert answer.status_code == 403
    assert told(answer)["type"].endswith("readings.unit")


def test_a_token_of_an_ended_enterprise_is_refused_with_its_reason_and_counted(
    gateway: Gateway, works: Works
) -> None:
    works.unit.valid_to = timezone.localdate() - timedelta(days=1)
    works.unit.save()
    answer = gateway.send(batch())
    assert answer.status_code == 403
    assert told(answer)["type"].endswith("unit.ended")
    assert "示范钢厂" in told(answer)["detail"]
    assert refused() == {"closed": 1}
    assert gateway.get("/meters").status_code == 403
    assert Gateway("dfg_none_x").send(batch()).status_code == 401


def test_a_gateway_is_named_in_the_counts_and_one_that_was_closed_is_refused(
    gateway: Gateway, works: Works
) -> None:
    head = gateway.key.split("_")[1]
    own = GatewayRow.objects.create(
        code="gw-3", name="总降", enterprise=works.unit, kind="api", key_head=head
    )
    assert gateway.send(batch()).status_code == 201
    assert ArrivalCount.objects.get().channel == "api:gw-3"
    own.refresh_from_db()
    assert own.last_seen_at is not None
    own.withdrawn_at, own.withdrawn_reason = timezone.now(), "拆除"
    own.save()
    assert gateway.send(batch()).status_code == 403
    assert refused() == {"closed": 1}


def test_the_audit_names_the_first_batch_and_the_first_refusal_of_a_day(
    gateway: Gateway,
) -> None:
    for minutes in range(3):
        assert gateway.send(batch(row(minutes_ago=minutes))).status_code == 201
        assert gateway.send(batch(row("X", minutes_ago=minutes))).status_code == 422
    actions = AuditRow.objects.filter(action__startswith="meters.readings")
    assert sorted(actions.values_list("action", flat=True)) == [
        "meters.readings.arrive",
        "meters.readings.refuse",
    ]
    assert refused() == {"meter": 3}


def test_a_batch_asks_the_database_little(
    gateway: Gateway, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assert gateway.send(batch()).status_code == 201
    sent = batch(row(minutes_ago=1))
    with django_assert_max_num_queries(8):
        assert gateway.send(sent).status_code == 201


def test_a_key_that_sends_too_fast_waits(
    gateway: Gateway, settings: LazySettings
) -> None:
    settings.RATES = settings.RATES | {
        "readings": type(settings.RATES["api"])(acts=1, seconds=60)
    }
    assert gateway.send(batch()).status_code == 201
    answer = gateway.send(batch())
    assert answer.status_code == 429


def test_the_keys_of_an_enterprise_that_went_into_another_say_so(works: Works) -> None:
    unit = organisation(
        "lime", "示范石灰厂", parent=works.unit.parent, kind="enterprise"
    )
    ending = Works(unit, person("lime", unit, RoleCode.ENTERPRISE_MANAGER))
    gateway = Gateway(key_for(ending))
    assert gateway.send(batch()).status_code == 422
    today = timezone.localdate()
    organisation_merge(by=None, organisation=unit, into=works.unit, on=today)
    assert told(gateway.send(batch()))["type"].endswith("unit.ended")


def test_a_batch_sent_again_brings_what_was_too_early_the_first_time(
    works: Works,
) -> None:
    sent = batch(row(minutes_ago=60), row(minutes_ago=30)).encode()

    def arrive(minutes_ago: int) -> Arrived:
        envelope = Envelope(
            sender="steel",
            form=BatchForm.JSON,
            received_at=timezone.now() - timedelta(minutes=minutes_ago),
            channel="api:1",
        )
        return batch_arrive(
            by=None, enterprise=works.unit, blob=sent, envelope=envelope
        )

    answers = [arrive(55), arrive(50), arrive(20), arrive(10)]
    assert [one.repeated for one in answers] == [False, True, False, True]
    assert readings_settle().readings == 3  # one of them doubled


def test_what_no_database_keeps_is_cut_from_the_example(gateway: Gateway) -> None:
    assert gateway.send(batch(row("X\0Y"))).status_code == 422
    assert "\0" not in RefusedCount.objects.get().example
    told_of = AuditRow.objects.get(action="meters.readings.refuse")
    assert told_of.data["example"].startswith("XY")


def test_every_trouble_has_words() -> None:
    troubles = [BATCH, *map(str, Trouble)]
    assert [one for one in troubles if trouble_words(one) == one] == []
