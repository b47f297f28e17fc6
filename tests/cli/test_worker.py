"""``dafeng worker``: what it would tell on a day, what is due now, what it refuses.

It runs in this process, on the database of the tests: a house of its own takes long.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.utils import timezone

from dafeng.web.core.jobs import EveryMinutes, forget_job, register_job
from dafeng.web.core.models import Membership, RoleCode
from dafeng.web.notices.models import Notice
from dafeng.web.notices.sources import forget_source, register_source
from dafeng.work import Duty
from tests.cli.running import dafeng
from tests.cli.test_account_house import run_here
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.running import Ended


def worker(*arguments: str) -> Ended:
    return run_here("worker", *arguments, "--home", settings.HOME)


@pytest.fixture(autouse=True)
def a_house_stands() -> Iterator[None]:
    """The house of the tests has a key, as one that was made."""
    key = settings.HOME / "secret-key"
    key.write_text(settings.SECRET_KEY, encoding="ascii")
    yield
    key.unlink()


@pytest.fixture
def bureau(db: None) -> Iterator[None]:  # noqa: ARG001 - opens the database
    """A bureau that owes a report on 4 March, and another without people."""
    root = organisation("district", "示范区", kind="government")
    energy = organisation("energy", "能源局", parent=root)
    organisation("empty", "空壳局", parent=root)
    person("li", energy, RoleCode.UNIT_OFFICER)
    Membership.objects.update(valid_from=date(2025, 1, 1))
    owed = [
        Duty(
            object=f"demo.report/{unit}",
            label=f"{unit} 月报",
            address="/",
            unit=unit,
            asks="district",
            due_on=date(2026, 3, 4),
        )
        for unit in ("energy", "empty")
    ]
    register_source("demo", lambda _day: owed)
    yield
    forget_source("demo")


@pytest.fixture
def runs(db: None) -> Iterator[list[str]]:  # noqa: ARG001
    """A job of the test's own, and how often it ran."""
    done: list[str] = []

    def count() -> str:
        done.append("count")
        return "counted"

    register_job("demo.count", count, EveryMinutes(minutes=10))
    yield done
    forget_job("demo.count")


def test_a_dry_run_shows_what_a_day_calls_for_and_writes_nothing(
    bureau: None,  # noqa: ARG001 - a bureau that owes a report
) -> None:
    ended = worker("--dry-run", "--on", "2026-03-01")
    assert ended.code == 0
    head, line = ended.stdout.decode().splitlines()
    assert head.split()[:3] == ["收件人", "类型", "对象"]
    assert line.split() == [
        *("li", "due-soon", "energy", "月报", "energy", "2026-03-04", "-3"),
        *("in-charge", "site", "mail"),
    ]
    assert "reminder.nobody" in ended.stderr
    assert "empty" in ended.stderr
    assert not Notice.objects.exists()


def test_a_dry_run_as_json_has_the_key_of_each_notice(
    bureau: None,  # noqa: ARG001
) -> None:
    ended = worker("--dry-run", "--on", "2026-03-05", "--format", "json")
    told = json.loads(ended.stdout)
    assert told["notices"] == [
        {
            "key": "overdue:demo.report/energy:2026-03-04:+1:li",
            "to": "li",
            "why": "in-charge",
            "kind": "overdue",
            "object": "demo.report/energy",
            "label": "energy 月报",
            "unit": "energy",
            "due_on": "2026-03-04",
            "days_late": 1,
            "channels": ["site", "mail"],
        }
    ]
    assert [finding["code"] for finding in told["findings"]] == ["reminder.nobody"]


def test_a_dry_run_writes_a_workbook(bureau: None, tmp_path: Path) -> None:  # noqa: ARG001
    book = tmp_path / "notices.xlsx"
    options = ("--format", "xlsx", "--output", str(book))
    assert worker("--dry-run", "--on", "2026-03-01", *options).code == 0
    assert book.read_bytes()[:2] == b"PK"


def test_without_a_day_a_dry_run_is_about_today(bureau: None) -> None:  # noqa: ARG001
    days = (timezone.localdate() - date(2026, 3, 4)).days
    ended = worker("--dry-run", "--format", "json")
    assert [one["days_late"] for one in json.loads(ended.stdout)["notices"]] == [days]


def test_once_runs_what_is_due_and_ends(runs: list[str]) -> None:
    first = worker("--once")
    assert first.code == 0
    assert first.stdout.decode().endswith(" jobs\n")
    assert runs == ["count"]
    assert worker("--once").stdout == b"0 jobs\n"
    assert runs == ["count"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--once", "--dry-run"), "--once or --dry-run"),
        (("--on", "2026-03-01"), "--on belongs to --dry-run"),
        (("--dry-run", "--on", "yesterday"), "yesterday"),
    ],
    ids=["both", "a day without a dry run", "no day"],
)
def test_bad_use_is_refused_in_words(arguments: tuple[str, ...], words: str) -> None:
    ended = worker(*arguments)
    assert ended.code == 3
    assert words in ended.stderr
    assert ended.stdout == b""


def test_without_a_house_the_worker_says_how_to_make_one(tmp_path: Path) -> None:
    ended = dafeng("worker", "--home", tmp_path / "none")
    assert ended.code == 2
    assert ended.stderr.startswith("dafeng: There is no house in ")
    assert not (tmp_path / "none").exists()
