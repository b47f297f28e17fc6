"""Batches of 1,000 readings through the real server: granian, a house, its disk.

The target is 5,000 batches a minute on two cores, with who sends them on the same
machine. ``batches_a_minute`` and ``server_cpu_ms`` (processor time of all workers for a
batch) stand in the extra columns; the second one hardly depends on what else runs.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest

from dafeng.meters import Readings
from dafeng.sample.gateways import arrow_batch, json_batch

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

ROWS, BATCHES, SENDERS = 1000, 1000, 4
NAMES = [f"B-{place:04d}" for place in range(ROWS)]
KINDS = {"json": "application/json", "arrow": "application/vnd.apache.arrow.stream"}
PATIENCE_S = 120

SET_UP = """
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from dafeng.web.house import stand_up
stand_up(Path(sys.argv[1]))
from dafeng.web.tables import make_tables
make_tables()
from django.utils import timezone
from dafeng.web.api.services.tokens import token_issue
from dafeng.web.core import services
from dafeng.web.core.models import OrganisationKind, RoleCode
from dafeng.web.meters.models import MeterPoint

def unit(code, name, kind, parent=None):
    facts = services.OrganisationFacts(
        code=code, name_zh=name, name_en=code, kind=kind
    )
    return services.organisation_create(by=None, facts=facts, parent=parent)

root = unit("bench", "示范区", OrganisationKind.GOVERNMENT)
works = unit("works", "示范厂", OrganisationKind.ENTERPRISE, root)
person = services.user_create(
    by=None, username="gateway", display_name="网关", organisation=works,
    password="correct horse battery 12",
)
services.membership_grant(
    by=None, user=person, organisation=works,
    role=services.role_of(RoleCode.ENTERPRISE_MANAGER), valid_from=timezone.localdate(),
)
MeterPoint.objects.bulk_create(
    MeterPoint(
        code=f"B-{place:04d}", enterprise=works, name_zh="表", carrier="electricity",
        kind="register", role="main",
        unit="kWh", most_per_hour=Decimal(100000), digits=8, step_s=900,
    )
    for place in range(1000)
)
print(token_issue(
    by=person, unit=works, name="bench", scopes=["readings"],
    expires_on=timezone.localdate() + timedelta(days=2),
).key)
"""


@attrs.frozen
class Site:
    """A server of its own house."""

    process: subprocess.Popen[bytes]
    port: int
    key: str

    def cpu_s(self) -> float:
        """Processor seconds of the server and its workers until now."""
        pids = [self.process.pid]
        children = Path(f"/proc/{pids[0]}/task/{pids[0]}/children").read_text()
        pids += [int(one) for one in children.split()]
        ticks = 0
        for pid in pids:
            after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
            ticks += sum(map(int, after_name.split()[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("house") / "home"
    made = subprocess.run(
        [sys.executable, "-c", SET_UP, str(home)], capture_output=True, check=True
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["-m", "dafeng", "serve", "--home", str(home), "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    site = Site(process, port, made.stdout.decode().split()[-1])
    try:
        wait_for(site)
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def wait_for(site: Site) -> None:
    """Wait until every worker has answered: each loads what it needs at first use."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", site.port)) == 0:
                break
        time.sleep(0.2)
    send(site, "json", batches("json", 40, since=10**6))


def batches(kind: str, count: int, *, since: int) -> list[bytes]:
    """Batches that are all different: a second of 1,000 meters each."""
    now = int(datetime.now(UTC).timestamp())
    write = json_batch if kind == "json" else arrow_batch
    made = []
    for number in range(count):
        at = np.full(ROWS, (now - since - number) * 10**6)
        rows = Readings(
            meter=np.arange(ROWS, dtype=np.int32),
            at=at,
            value=np.arange(ROWS) * 1000 + number,
            learned_at=at,
            manual=np.zeros(ROWS, np.uint8),
        )
        made.append(write(rows, NAMES))
    return made


def send(site: Site, kind: str, blobs: list[bytes]) -> None:
    """Send batches over a few connections; each must be stored."""
    headers = {"Authorization": f"Bearer {site.key}", "Content-Type": KINDS[kind]}

    def sender(first: int) -> set[int]:
        seen = set()
        line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        with closing(line) as connection:
            for blob in blobs[first::SENDERS]:
                connection.request("POST", "/api/v1/readings", blob, headers)
                answer = connection.getresponse()
                answer.read()
                seen.add(answer.status)
        return seen

    with ThreadPoolExecutor(SENDERS) as pool:
        assert set().union(*pool.map(sender, range(SENDERS))) == {201}


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.benchmark(group="batches over HTTP")
def test_batches_over_http(benchmark: BenchmarkFixture, site: Site, kind: str) -> None:
    blobs = batches(kind, BATCHES, since=0 if kind == "json" else 2 * BATCHES)
    before = site.cpu_s()
    benchmark.pedantic(send, args=(site, kind, blobs), rounds=1)
    took = benchmark.stats.stats.total
    benchmark.extra_info["batches_a_minute"] = round(BATCHES / took * 60)
    benchmark.extra_info["server_cpu_ms"] = round(
        (site.cpu_s() - before) / BATCHES * 1000, 2
    )
