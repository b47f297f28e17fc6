"""A house is made once, kept safe, and served until it is told to stop."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.houses import first_run, sample_copy, with_tables

ROOT = Path(__file__).resolve().parents[2]
PLAN = """示例区碳达峰实施方案

一、主要目标
到2025年，非化石能源消费比重达到12%以上。
二、重点任务
（一）发展新能源。到2030年，风电装机容量达到30万千瓦。（责任单位：区发展改革委）
"""
MAKE = """
import json, sys
from pathlib import Path
from dafeng.web.house import new_house, prepare_house
home, plan, place = sys.argv[1:]
nothing = lambda *_: None
if place:
    summary = new_house(Path(home), Path(plan), place, nothing)
else:
    summary = prepare_house(Path(home), Path(plan) if plan else None, nothing)
print(json.dumps({
    "name": summary.name,
    "targets": len(summary.plan.targets),
    "synthetic": summary.synthetic,
    "accounts": {one.username: one.password for one in summary.accounts},
}))
"""
WRITE = """
import sys
from pathlib import Path
from dafeng.web.house import stand_up
stand_up(Path(sys.argv[1]))
from dafeng.web.core import audit
from dafeng.web.core.models import House
for _ in range(40):
    audit.record(by=None, action="test.act", target=House.objects.get())
"""
CHECK = ["-m", "dafeng", "audit", "verify"]


def environment(home: Path | None = None) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DAFENG_")}
    return kept if home is None else {**kept, "DAFENG_HOME": str(home)}


def python(
    *arguments: str, home: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )


def make(home: Path, plan: str = "", place: str = "") -> dict[str, object]:
    done = python("-c", MAKE, str(home), plan, place)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """A copy of the sample house as its first start left it, and what that told."""
    home = sample_copy(tmp_path_factory.mktemp("sample") / "house")
    first = first_run()
    told = re.findall(r"^  (\S+)  (\S+)  \S+  \S+$", first.told, re.MULTILINE)
    targets = len(first.shown.splitlines()) - 1
    return home, {"targets": targets, "accounts": dict(told)}


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_the_sample_house_has_a_plan_and_somebody_for_each_role(
    sample: tuple[Path, dict[str, object]],
) -> None:
    home, told = sample
    assert make(home)["synthetic"] is True
    assert isinstance(told["targets"], int)
    assert told["targets"] > 50
    accounts = told["accounts"]
    assert isinstance(accounts, dict)
    assert set(accounts) >= {"office", "officer", "auditor", "reader"}
    assert len(set(accounts.values())) == len(accounts)


def test_keys_and_passwords_are_for_the_owner_alone(
    sample: tuple[Path, dict[str, object]],
) -> None:
    home, told = sample
    assert mode(home / "secret-key") == 0o600
    assert mode(home / "accounts.txt") == 0o600
    kept = (home / "accounts.txt").read_text(encoding="utf-8")
    assert isinstance(told["accounts"], dict)
    assert all(word in kept for word in told["accounts"].values())


def test_a_second_start_changes_nothing(
    sample: tuple[Path, dict[str, object]],
) -> None:
    home, told = sample
    before = (home / "accounts.txt").read_bytes()
    rows = "SELECT count(*), max(hash) FROM core_auditrow"
    with sqlite3.connect(home / "dafeng.sqlite3") as database:
        counted = database.execute(rows).fetchone()
    again = make(home)
    assert again["targets"] == told["targets"]
    assert again["accounts"] == {}
    assert (home / "accounts.txt").read_bytes() == before
    with sqlite3.connect(home / "dafeng.sqlite3") as database:
        assert database.execute(rows).fetchone() == counted


def test_static_files_carry_their_hash_and_are_laid_out_once(
    sample: tuple[Path, dict[str, object]],
) -> None:
    home, _told = sample
    manifest = home / "static" / "staticfiles.json"
    names = json.loads(manifest.read_text(encoding="utf-8"))["paths"]
    assert (home / "static" / names["dafeng/house.css"]).exists()
    laid = manifest.stat().st_mtime_ns
    make(home)
    assert manifest.stat().st_mtime_ns == laid


def test_a_house_of_ones_own_begins_with_its_keepers_and_the_document(
    tmp_path: Path, document: Path
) -> None:
    home = with_tables(tmp_path / "house")
    told = make(home, str(document), "110101")
    assert told["synthetic"] is False
    assert told["targets"] == 2
    assert isinstance(told["accounts"], dict)
    assert list(told["accounts"]) == ["office", "system", "security", "audit"]
    assert not (home / "accounts.txt").exists()
    second = python("-c", MAKE, str(home), str(document), "110101")
    assert "There is a house in" in second.stderr


@pytest.mark.parametrize(
    ("content", "place"),
    [("今天天气很好。\n", ""), ("", ""), (PLAN, "11010")],
)
def test_bad_input_leaves_nothing_behind(
    tmp_path: Path, content: str, place: str
) -> None:
    document = tmp_path / "plan.txt"
    document.write_text(content, encoding="utf-8")
    home = tmp_path / "house"
    done = python("-c", MAKE, str(home), str(document), place)
    assert done.returncode == 1
    assert "BadInputError" in done.stderr
    assert not home.exists()


def test_two_programs_that_write_at_once_keep_one_chain(
    sample: tuple[Path, dict[str, object]],
) -> None:
    home, _told = sample
    command = [sys.executable, "-c", WRITE, str(home)]
    writers = [subprocess.Popen(command, cwd=ROOT, env=environment()) for _ in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    checked = python(*CHECK, home=home)
    assert "hold together" in checked.stdout, checked.stderr
    with sqlite3.connect(home / "dafeng.sqlite3") as database:
        query = "SELECT count(*) FROM core_auditrow WHERE action = 'test.act'"
        assert database.execute(query).fetchone() == (120,)


def test_the_server_lays_out_new_styles_answers_and_stops_in_peace(
    sample: tuple[Path, dict[str, object]],
) -> None:
    home, _told = sample
    # As before an upgrade: the program brought other files then.
    seal, style = home / "static/sources.sha256", home / "static/dafeng/house.css"
    fresh, current = seal.read_text(encoding="ascii"), style.read_bytes()
    seal.write_text("0" * 64, encoding="ascii")
    style.write_bytes(b"/* of the version before */")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve = ["-m", "dafeng", "serve", "--home", str(home), "--port", str(port)]
    server = subprocess.Popen([sys.executable, *serve], cwd=ROOT, env=environment())
    try:
        assert answer(f"http://127.0.0.1:{port}/healthz") == b"ok\n"
        assert style.read_bytes() == current
        assert seal.read_text(encoding="ascii") == fresh
        taken = python(*serve)
        assert taken.returncode == 2
        assert "choose another with --port" in taken.stderr
    finally:
        server.send_signal(signal.SIGTERM)
    assert server.wait(20) == 0


def test_a_house_that_is_not_there_cannot_be_served(tmp_path: Path) -> None:
    done = python("-m", "dafeng", "serve", "--home", str(tmp_path / "none"))
    assert done.returncode == 2
    assert "There is no house" in done.stderr


def answer(address: str) -> bytes:
    until = time.monotonic() + 40
    while True:
        try:
            with urlopen(address, timeout=2) as response:  # noqa: S310 - our server
                body: bytes = response.read()
                return body
        except (URLError, OSError):
            assert time.monotonic() < until, f"no answer at {address}"
            time.sleep(0.1)
