"""``dafeng run`` ends with the target table in the terminal and the site serving."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from dafeng.plan import read_text
from dafeng.sample import demo_plan_text
from tests.cli.running import dafeng

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_environment() -> dict[str, str]:
    """The environment of a person who never heard of the suite."""
    return {
        k: v for k, v in os.environ.items() if not k.startswith(("DAFENG", "DJANGO"))
    }


@contextmanager
def running(*arguments: str, home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start a command that serves; give it with the address once it answers."""
    port = free_port()
    command = [sys.executable, "-m", "dafeng", *arguments]
    out, err = home.with_suffix(".out"), home.with_suffix(".err")
    with out.open("w") as stdout, err.open("w") as stderr:
        process = subprocess.Popen(
            [*command, "--home", str(home), "--port", str(port)],
            env=own_environment(),
            stdout=stdout,
            stderr=stderr,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )
        try:
            address = f"http://127.0.0.1:{port}/"
            wait_for(address, process, err)
            yield process, address
        finally:
            with suppress(ProcessLookupError):  # its workers are in its group
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(address: str, process: subprocess.Popen[str], err: Path) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=10):  # noqa: S310 - our own
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"no answer at {address}: {err.read_text(encoding='utf-8')}")


def page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own
        text: bytes = answer.read()
    return text.decode()


def test_run_makes_a_house_prints_the_targets_and_serves(tmp_path: Path) -> None:
    home = tmp_path / "house"
    with running("run", home=home) as (process, address):
        shown = (tmp_path / "house.out").read_text(encoding="utf-8").splitlines()
        told = (tmp_path / "house.err").read_text(encoding="utf-8")
        assert shown[0].split()[:4] == ["编号", "条款", "指标", "目标"]
        assert len(shown) > 50
        assert address in told
        assert re.search(r"Accounts .*\n +office +\S+", told)
        assert '<html lang="zh-Hans"' in page(address)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=SECONDS) == 0


def test_a_second_start_finds_the_house_and_gives_no_account_away(
    tmp_path: Path,
) -> None:
    home = tmp_path / "house"
    with running("run", home=home):
        pass
    with running("run", home=home):
        told = (tmp_path / "house.err").read_text(encoding="utf-8")
    assert "Accounts" not in told


def test_a_document_of_ones_own_is_read_on_the_spot(tmp_path: Path) -> None:
    plan = tmp_path / "示范区.txt"
    plan.write_text(demo_plan_text(), encoding="utf-8")
    home = tmp_path / "house"
    with running("run", "--plan", str(plan), home=home) as (_process, address):
        shown = (tmp_path / "house.out").read_text(encoding="utf-8")
        assert "T001" in shown
        title = read_text(demo_plan_text()).document.title
        assert title is not None
        assert title in page(f"{address}plan/")


def test_a_document_that_cannot_be_read_makes_no_house(tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 not a document")
    home = tmp_path / "house"
    ended = dafeng("run", "--plan", broken, "--home", home)
    assert ended.code == 2
    assert "broken.docx" in ended.stderr
    assert not home.exists()


@pytest.mark.parametrize("command", [["serve"], ["plan", "attach"]])
def test_a_house_that_is_not_there_is_not_made_by_the_way(
    tmp_path: Path, command: list[str]
) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(demo_plan_text(), encoding="utf-8")
    files = [plan] if "attach" in command else []
    ended = dafeng(*command, *files, "--home", tmp_path / "house")
    assert ended.code == 2
    assert "There is no house in" in ended.stderr
    assert not (tmp_path / "house").exists()


def test_new_opens_a_house_with_the_plan_as_a_proposal(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(demo_plan_text(), encoding="utf-8")
    home = tmp_path / "house"
    ended = dafeng("new", "--plan", plan, "--place", "110105", "--home", home)
    assert ended.code == 0, ended.stderr
    assert "T001" in ended.stdout.decode()
    assert "Accounts" in ended.stderr
    again = dafeng("new", "--plan", plan, "--place", "110105", "--home", home)
    assert again.code == 2


def test_attach_binds_the_document_that_the_plan_was_read_from(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(demo_plan_text(), encoding="utf-8")
    home = tmp_path / "house"
    made = dafeng("new", "--plan", plan, "--place", "110105", "--home", home)
    assert made.code == 0, made.stderr
    ended = dafeng("plan", "attach", plan, "--home", home)
    assert ended.code == 0, ended.stderr
    assert re.fullmatch(r"\d+ located, 0 not found\n", ended.stdout.decode())
