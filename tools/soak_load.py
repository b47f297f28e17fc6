"""Twenty people at once: ``python -m tools.soak_load --form short --database both``.

Makes a full district in a house of its own (40 units, 300 people, 500 tasks, five years
of reports, 20,000 pieces of evidence), serves it as ``dafeng serve`` does, and lets
twenty people sign in and go through the main pages with some seconds of thought between
two of them. Everything runs on this machine and on local addresses. stdout carries
the report: for each page, how long the server took, as its ``Server-Timing`` says.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from importlib import import_module
from math import ceil
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import attrs

from tools.postgres import server
from tools.soak_people import PATIENCE, Person, Seen

ROOT = Path(__file__).resolve().parents[1]
SECONDS = {"short": 20.0, "full": 120.0}
DATABASES = ("sqlite", "postgresql")
PEOPLE = 20
THINK = 5.0
LIMIT_MS = 100.0
LIKELY = ("office", "leader", "head", "officer", "verifier", "auditor", "analyst")
"""Accounts of the sample that people sign in with, each several times."""
MAIN_PAGES = (
    "core:home",
    "plans:overview",
    "plans:clauses",
    "plans:projects",
    "plans:target",
    "plans:units",
    "assessment:targets",
    "assessment:target",
    "assessment:overview",
    "assessment:indicators",
    "assessment:unit",
    "work:tasks",
    "work:board",
    "work:calendar",
    "work:task",
    "work:reports-mine",
    "work:report",
    "work:rounds",
    "work:round",
    "desk:units",
    "desk:search",
    "office:calendar",
    "office:letters",
    "accounts:overview",
    "notices:inbox",
    "pathways:index",
    "projects:projects",
    "supervision:cases",
    "supervision:case",
    "inspections:plans",
    "papers:papers",
    "office:meetings",
    "public:front",
    "meters:enterprises",
    "meters:enterprise",
    "meters:meter",
    "meters:board",
    "meters:points",
    "budgets:overview",
    "budgets:unit",
    "verification:reports",
    "verification:report",
    "savings:projects",
    "savings:project",
    "savings:anomalies",
)


@attrs.frozen(kw_only=True)
class PageReport:
    """How one page did: percentiles of the server's time, in milliseconds."""

    route: str
    opened: int
    p50: float
    p95: float
    p99: float
    cpu_p95: float
    db_p95: float
    waited_p95: float
    queries: int


@attrs.define
class Outcome:
    """What a soak found."""

    database: str
    people: int
    think_seconds: float
    seconds: float
    size: dict[str, int]
    opened: int = 0
    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0
    pages: list[PageReport] = attrs.Factory(list)
    slow: list[str] = attrs.Factory(list)
    """Pages whose 95th percentile is above the limit."""
    never: list[str] = attrs.Factory(list)
    """Main pages that this house has not, or that nobody may open."""
    errors: list[str] = attrs.Factory(list)

    def is_good(self) -> bool:
        """Whether every answer was a good one."""
        return bool(self.opened) and not self.errors


def soak_load(
    house: Path, database: str, url: str, *, seconds: float, seed: int
) -> Outcome:
    """Fill a house, serve it, and let people work in it for some time."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DAFENG")}
    # Twenty people share eight accounts and one address: no limit may stand in the way.
    environment |= {"DAFENG_SESSIONS": "100", "DAFENG_RATES": "login=1000/300"}
    if url:
        environment["DAFENG_DATABASE_URL"] = url
    filled = subprocess.run(
        [sys.executable, "-m", "tools.soak_load", "fill", str(house)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    told: dict[str, Any] = json.loads(filled.stdout)
    outcome = Outcome(
        database=database,
        people=PEOPLE,
        think_seconds=THINK,
        seconds=seconds,
        size=told["size"],
    )
    outcome.never = [route for route in MAIN_PAGES if route not in told["pages"]]
    with serving(house, environment) as served:
        people = [
            Person(served.port, *account)
            for account, _ in zip(over_and_over(told), range(PEOPLE), strict=False)
        ]
        open_to = warmed(people, told["pages"], outcome)
        seen = working(people, open_to, seconds, seed, outcome)
    sum_up(seen, outcome)
    return outcome


@attrs.frozen(kw_only=True)
class Served:
    """A site that runs: where it listens, and its first process."""

    port: int
    pid: int


@contextmanager
def serving(house: Path, environment: dict[str, str]) -> Iterator[Served]:
    """Run ``dafeng serve`` on a free port until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "dafeng", "serve", "--home", str(house)]
    process = subprocess.Popen(
        [*command, "--port", str(port)], cwd=ROOT, env=environment
    )
    try:
        _wait_for(port, process)
        yield Served(port=port, pid=process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = monotonic() + PATIENCE
    while monotonic() < until and process.poll() is None:
        line = HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            line.request("GET", "/healthz")
            if line.getresponse().status == 200:
                return
        except OSError:
            sleep(0.2)
        finally:
            line.close()
    msg = "The site did not answer."
    raise RuntimeError(msg)


def over_and_over(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Accounts of those who are likely to sign in, again and again."""
    known = [(name, told["accounts"][name]) for name in LIKELY]
    while True:
        yield from known


def warmed(
    people: list[Person], pages: dict[str, str], outcome: Outcome
) -> dict[str, list[str]]:
    """Sign everybody in, and see once which pages each account may open."""
    open_to: dict[str, list[str]] = {}
    for person in people:
        person.sign_in()
        if person.name in open_to:
            continue
        found = {route: person.open(route, at).status for route, at in pages.items()}
        open_to[person.name] = [
            route for route, status in found.items() if status == 200
        ]
        outcome.errors += [
            f"{route} for {person.name}: {status}"
            for route, status in found.items()
            if status not in (200, 403, 404)
        ]
    reached = {route for routes in open_to.values() for route in routes}
    outcome.never += [route for route in pages if route not in reached]
    return {name: [f"{r} {pages[r]}" for r in rs] for name, rs in open_to.items()}


def working(
    people: list[Person],
    open_to: dict[str, list[str]],
    seconds: float,
    seed: int,
    outcome: Outcome,
) -> list[Seen]:
    """Let everybody open pages at their own pace; what each of them saw."""
    seen: list[Seen] = []
    until = monotonic() + seconds

    def work(number: int, person: Person) -> None:
        chance = random.Random(f"{seed} {number}")  # noqa: S311 - reproducible
        sleep(chance.uniform(0, min(THINK, seconds / 4)))
        while monotonic() < until:
            route, _, address = chance.choice(open_to[person.name]).partition(" ")
            try:
                one = person.open(route, address)
            except (HTTPException, OSError) as error:
                outcome.errors.append(f"{route}: {error!r}")
                continue
            seen.append(one)
            if one.status != 200:
                outcome.errors.append(f"{route} for {person.name}: {one.status}")
            sleep(chance.uniform(0.5 * THINK, 1.5 * THINK))

    threads = [
        threading.Thread(target=work, args=numbered) for numbered in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def sum_up(seen: list[Seen], outcome: Outcome) -> None:
    """Say of all pages, and of each, how long the server took."""
    outcome.opened = len(seen)
    times = [one.app_ms for one in seen]
    outcome.p50, outcome.p95, outcome.p99 = (part(times, p) for p in (50, 95, 99))
    for route in sorted({one.route for one in seen}):
        of_page = [one for one in seen if one.route == route]
        app = [one.app_ms for one in of_page]
        outcome.pages.append(
            PageReport(
                route=route,
                opened=len(of_page),
                p50=part(app, 50),
                p95=part(app, 95),
                p99=part(app, 99),
                cpu_p95=part([one.cpu_ms for one in of_page], 95),
                db_p95=part([one.db_ms for one in of_page], 95),
                waited_p95=part([one.waited_ms for one in of_page], 95),
                queries=max(one.queries for one in of_page),
            )
        )
    outcome.pages.sort(key=lambda page: -page.p95)
    outcome.slow = [page.route for page in outcome.pages if page.p95 > LIMIT_MS]


def part(values: Sequence[float], percent: int) -> float:
    """Return the value that ``percent`` of 100 values do not exceed; 0 without any."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return round(ordered[max(ceil(len(ordered) * percent / 100) - 1, 0)], 1)


def fill(house: Path) -> None:
    """Make the full district and say what to open in it."""
    # Imported here: they set Django up for one house, and only this process needs it.
    from dafeng.web.house import prepare_house

    summary = prepare_house(house, None, lambda *_: None)
    from dafeng.web.work.services.samples import fill_large

    filled = fill_large()
    addresses = page_addresses()
    told = {
        "accounts": {one.username: one.password for one in summary.accounts},
        "pages": {r: addresses[r] for r in MAIN_PAGES if r in addresses},
        "size": attrs.asdict(filled),
    }
    print(json.dumps(told))


def page_addresses() -> dict[str, str]:
    """One address for each main page, with arguments of the filled house."""
    from django.urls import NoReverseMatch, reverse

    from dafeng.web.work.models import Report, Round, Task

    found = {"core:home": "/", "desk:search": "/search/?q=%E8%83%BD%E8%80%97"}
    for visit in import_module("tests.pages.addresses").visits():
        found.setdefault(visit.route, visit.address)
    for route, rows in (("task", Task), ("report", Report), ("round", Round)):
        middle = rows.objects.order_by("pk")[rows.objects.count() // 2]
        found[f"work:{route}"] = reverse(f"work:{route}", kwargs={"pk": middle.pk})
    for route in set(MAIN_PAGES) - set(found):
        with suppress(NoReverseMatch):  # it is told as never opened
            found[route] = reverse(route)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the soak on one database or both; 0 when there was no error."""
    parser = argparse.ArgumentParser(prog="python -m tools.soak_load")
    parser.add_argument("act", nargs="?", choices=("run", "fill"), default="run")
    parser.add_argument("house", nargs="?", type=Path)
    parser.add_argument("--form", choices=SECONDS, default="short")
    parser.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", type=Path, help="write the report here as well")
    asked = parser.parse_args(arguments)
    if asked.act == "fill":
        fill(asked.house)
        return 0
    chosen = DATABASES if asked.database == "both" else (asked.database,)
    outcomes = []
    for database in chosen:
        with ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="dafeng-"))
            url = stack.enter_context(server()) if database == "postgresql" else ""
            outcome = soak_load(
                Path(folder) / "house",
                database,
                url,
                seconds=SECONDS[asked.form],
                seed=asked.seed,
            )
        outcomes.append(outcome)
        print(
            f"{database}: {outcome.opened} pages, slow: {outcome.slow}", file=sys.stderr
        )
    report = {
        "good": all(one.is_good() for one in outcomes),
        "cores": os.cpu_count(),
        "limit_ms": LIMIT_MS,
        "runs": [attrs.asdict(one) for one in outcomes],
    }
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.write(text)
    if asked.report is not None:
        asked.report.parent.mkdir(parents=True, exist_ok=True)
        asked.report.write_text(text, encoding="utf-8")
    return 0 if report["good"] else 1


if __name__ == "__main__":
    sys.exit(main())
