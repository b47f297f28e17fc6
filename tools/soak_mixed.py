"""All at once for an hour: ``python -m tools.soak_mixed --form full --seed 7``.

Twenty people go through the pages, one of them enters letters, twenty gateways send
batches of which some get lost, doubled and delayed, and the worker settles what came,
as on any day. At the end there may be no error, no program may have grown, and each
meter's hours must add up to what its dial moved. stdout carries the report.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlencode

import attrs

from tools.soak_gateways import Gateway, energy_told, enter_gateways, gateways_of
from tools.soak_load import (
    MAIN_PAGES,
    PEOPLE,
    ROOT,
    THINK,
    Outcome,
    over_and_over,
    page_addresses,
    serving,
    sum_up,
    warmed,
    working,
)
from tools.soak_memory import Memory, Watch
from tools.soak_people import FORM_TOKEN, PATIENCE, Person

SECONDS = {"short": 90.0, "full": 3600.0}
GATEWAYS, EVERY_S, WRITES_EVERY_S = 20, 6.0, 15.0
GROWN_SHARE, GROWN_MB = 0.05, 25.0
"""Between the second and the last quarter a program may grow by the larger of both."""
NEW_LETTER = "/office/letters/new/in/"


@attrs.define(kw_only=True)
class Hour:
    """What the mixed load found; ``wrong`` is empty when all is well."""

    seed: int
    batches: int = 0
    lost_on_purpose: int = 0
    letters: int = 0
    meters: int = 0
    energy_wh: int = 0
    memory_mb: dict[str, tuple[float, ...]] = attrs.Factory(dict)
    """By program, the median of each quarter."""
    wrong: list[str] = attrs.Factory(list)
    pages: Outcome


def soak_mixed(house: Path, *, seconds: float, seed: int) -> Hour:
    """Load a house with everything for some time, and hold it against what was sent."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DAFENG")}
    environment |= {"DAFENG_SESSIONS": "100", "DAFENG_RATES": "login=1000/300"}
    told = json.loads(_asked("fill", house, environment))
    pages = Outcome(
        database="sqlite", people=PEOPLE, think_seconds=THINK, seconds=seconds, size={}
    )
    hour = Hour(seed=seed, pages=pages)
    with serving(house, environment) as served, _worker(house, environment) as worker:
        people = [
            Person(served.port, *account)
            for account, _ in zip(over_and_over(told), range(PEOPLE), strict=False)
        ]
        open_to = warmed(people, told["pages"], pages)
        watch = Watch(
            [Memory(name="site", pid=served.pid), Memory(name="worker", pid=worker)]
        )
        gateways = gateways_of(
            told["gateways"], served.port, seed=seed, now=datetime.now(UTC)
        )
        clerk = Person(served.port, "office", told["accounts"]["office"])
        clerk.sign_in()
        watch.start()
        with _beside(
            *(_turns(one, seconds) for one in gateways),
            lambda: _write(clerk, hour, seconds),
        ):
            seen = working(people, open_to, seconds, seed, pages)
        watch.stop()
        for gateway in gateways:
            gateway.finish()
    sum_up(seen, pages)
    _hold_against(gateways, json.loads(_asked("energy", house, environment)), hour)
    _look_at_memory(watch, hour)
    hour.wrong += pages.errors
    return hour


def _asked(act: str, house: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tools.soak_mixed", act, "--house", str(house)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return done.stdout


@contextmanager
def _worker(house: Path, environment: dict[str, str]) -> Iterator[int]:
    command = [sys.executable, "-m", "dafeng", "worker", "--home", str(house)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


@contextmanager
def _beside(*works: Callable[[], None]) -> Iterator[None]:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()


def _turns(gateway: Gateway, seconds: float) -> Callable[[], None]:
    def work() -> None:
        until = monotonic() + seconds
        sleep(gateway.chance.uniform(0, EVERY_S))
        while monotonic() < until:
            begin = monotonic()
            gateway.turn()
            sleep(max(0.0, EVERY_S - (monotonic() - begin)))

    return work


def _write(clerk: Person, hour: Hour, seconds: float) -> None:
    """Enter a letter now and then, as a clerk does."""
    until, chance = monotonic() + seconds, random.Random(hour.seed)  # noqa: S311
    while monotonic() < until:
        try:
            _status, _timing, page = clerk.ask("GET", NEW_LETTER)
            token = FORM_TOKEN.search(page)
            fields = {
                "csrfmiddlewaretoken": token[1] if token else "",
                "title": f"压力测试来文{hour.letters}",
                "correspondent": "市发展改革委",
                "registered_on": f"{datetime.now(UTC).date()}",
            }
            status, _timing, _page = clerk.ask("POST", NEW_LETTER, urlencode(fields))
        except (HTTPException, OSError) as error:
            hour.wrong.append(f"letter: {error!r}")
            continue
        if status == 302:
            hour.letters += 1
        else:
            hour.wrong.append(f"letter: {status}")
        sleep(chance.uniform(0.5 * WRITES_EVERY_S, 1.5 * WRITES_EVERY_S))


def _hold_against(gateways: list[Gateway], energy: dict[str, int], hour: Hour) -> None:
    """Each meter's hours must add up to what its dial moved."""
    for gateway in gateways:
        hour.batches += gateway.sent
        hour.lost_on_purpose += gateway.lost
        hour.wrong += gateway.errors
        for meter, first, last in zip(
            gateway.meters, gateway.first.tolist(), gateway.last.tolist(), strict=True
        ):
            if first < 0:
                continue
            made, truth = energy.get(meter, 0), last - first
            hour.meters += 1
            hour.energy_wh += made
            if made != truth:
                hour.wrong.append(f"{meter}: hours say {made} Wh, its dial {truth}")


def _look_at_memory(watch: Watch, hour: Hour) -> None:
    for one in watch.programs:
        held = hour.memory_mb[one.name] = one.quarters()
        if held and held[3] - held[1] > max(GROWN_SHARE * held[1], GROWN_MB):
            hour.wrong.append(f"memory of {one.name} grew: {held} MB")


def _fill(house: Path) -> None:
    """Make the district if it is not there, enter the gateways, say what to open."""
    from dafeng.web.house import prepare_house

    prepare_house(house, None, lambda *_: None)
    lines = (house / "accounts.txt").read_text(encoding="utf-8").splitlines()
    addresses = page_addresses()
    told: dict[str, Any] = {
        "accounts": dict(line.split("\t")[:2] for line in lines),
        "pages": {r: addresses[r] for r in MAIN_PAGES if r in addresses},
        "gateways": enter_gateways(GATEWAYS),
    }
    print(json.dumps(told))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the soak; 0 when nothing is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tools.soak_mixed")
    parser.add_argument("act", nargs="?", choices=("run", "fill", "energy"))
    parser.add_argument("--house", type=Path, help="a filled one; else one is made")
    parser.add_argument("--form", choices=SECONDS, default="short")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", type=Path, help="write the report here as well")
    asked = parser.parse_args(arguments)
    if asked.act == "fill":
        _fill(asked.house)
        return 0
    if asked.act == "energy":
        print(energy_told(asked.house))
        return 0
    with tempfile.TemporaryDirectory(prefix="dafeng-soak-") as folder:
        hour = soak_mixed(
            asked.house or Path(folder) / "house",
            seconds=SECONDS[asked.form],
            seed=asked.seed,
        )
    report = {"good": not hour.wrong, "cores": os.cpu_count(), **attrs.asdict(hour)}
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.write(text)
    if asked.report is not None:
        asked.report.parent.mkdir(parents=True, exist_ok=True)
        asked.report.write_text(text, encoding="utf-8")
    return 0 if report["good"] else 1


if __name__ == "__main__":
    sys.exit(main())
