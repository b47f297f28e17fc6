"""Files that enterprises lay down: taken once, put away with a report."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from dafeng.web.core.jobs import run_job
from dafeng.web.meters.models import ArrivalCount, RefusedCount
from tests.web.meters.arrivals.conftest import Works, batch, row

if TYPE_CHECKING:
    from django.conf import LazySettings

JOB = "meters.files-take"


def laid(folder: Path, name: str, content: str | bytes, *, age: float = 60) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (time() - age,) * 2)
    return path


@pytest.fixture
def folder(works: Works, settings: LazySettings) -> Path:
    made = Path(settings.HOME) / "drop" / works.unit.code
    made.mkdir(parents=True)
    return made


def reports(folder: Path, name: str) -> str:
    return "".join(
        path.read_text() for path in sorted((folder / name).glob("*.report.txt"))
    )


def test_files_are_taken_once_and_put_away_with_a_report(folder: Path) -> None:
    at = f"{timezone.localdate() - timedelta(days=1)} 08:00"
    laid(folder, "a.csv", f"表号,时间,读数\nS-1,{at},1\nX-1,{at},1\n")
    laid(folder, "b.json", batch(row()))
    laid(folder, "c.csv", "garbage")
    laid(folder, "d.json", batch(row("X-9")))
    laid(folder, "e.csv", bytes(17 * 2**20))
    assert run_job(JOB) == "2 files, 3 refused"
    assert run_job(JOB) == "0 files, 0 refused"
    assert "1 条读数已存入，1 行未入库" in reports(folder, "done")
    assert "3\tX-1\t没有登记这个计量点" in reports(folder, "done")
    assert "没有找到表头" in reports(folder, "refused")
    assert "文件超过 16 MB" in reports(folder, "refused")
    count = ArrivalCount.objects.get()
    assert (count.channel, count.batches, count.readings) == ("folder", 2, 2)
    refused = dict(RefusedCount.objects.values_list("trouble", "count"))
    assert refused == {"columns": 1, "meter": 1, "too_large": 1}


def test_what_is_half_written_a_link_or_of_nobody_is_left(
    folder: Path, works: Works
) -> None:
    laid(folder, "half.json", batch(row()), age=1)
    laid(folder, "note.docx", b"x")
    (folder / "link.json").symlink_to("/etc/hostname")
    (folder.parent / "nobody").mkdir()
    laid(folder.parent / "nobody", "a.json", batch(row()))
    assert run_job(JOB) == "0 files, 0 refused"
    laid(folder, "whole.json", batch(row()))
    works.unit.valid_to = timezone.localdate() - timedelta(days=1)
    works.unit.save()
    assert run_job(JOB) == "0 files, 0 refused"


def test_what_fails_stops_no_other_enterprise_and_no_other_file(
    folder: Path, works: Works, other: Works, tmp_path: Path
) -> None:
    drop = folder.parent
    (drop / other.unit.code).write_text("a file, not a folder")
    laid(folder, "a.json", batch(row()))
    assert run_job(JOB) == "1 files, 0 refused, 1 failed"
    (drop / other.unit.code).unlink()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    laid(elsewhere, "secret.json", batch(row("G-1")))
    (drop / other.unit.code).symlink_to(elsewhere)
    assert run_job(JOB) == "0 files, 0 refused, 1 failed"
    (drop / other.unit.code).unlink()
    elsewhere.rename(drop / other.unit.code)
    (folder / "done" / "old").mkdir()
    (folder / "done").rename(folder / "put away")
    (folder / "done").symlink_to(tmp_path)
    laid(folder, "b.json", batch(row(minutes_ago=90)))
    assert run_job(JOB) == "1 files, 0 refused, 1 failed"
    assert ArrivalCount.objects.get(enterprise=other.unit).readings == 1
    assert ArrivalCount.objects.get(enterprise=works.unit).readings == 2


def test_enterprises_are_taken_in_turn(
    folder: Path, other: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dafeng.web.meters.folders.MOST_FILES", 2)
    second = folder.parent / other.unit.code
    second.mkdir()
    for number in range(3):
        laid(folder, f"{number}.json", batch(row(minutes_ago=60 + number)))
        laid(second, f"{number}.json", batch(row("G-1", minutes_ago=60 + number)))
    assert run_job(JOB) == "2 files, 0 refused"
    assert ArrivalCount.objects.filter(batches=1).count() == 2


def test_a_file_that_comes_again_stores_nothing(folder: Path) -> None:
    sent = batch(row())
    for name in ("a.json", "b.json"):
        laid(folder, name, sent)
    assert run_job(JOB) == "2 files, 0 refused"
    count = ArrivalCount.objects.get()
    assert (count.batches, count.repeated) == (1, 1)
