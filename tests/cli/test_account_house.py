"""A house of the sample district for ``dafeng account``, and what a command says
when the house, the year or the words are not there.

The other modules of this folder make their house with :func:`made_house` and run
commands in this process with :func:`run_here`: a process of its own costs a second.
"""

from __future__ import annotations

import contextlib
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from dafeng.cli.app import run
from dafeng.lake import Lake
from dafeng.sample import fill_lake
from tests.cli.running import Ended, dafeng

if TYPE_CHECKING:
    from pathlib import Path


def made_house(home: Path) -> Path:
    """Fill the lake of a new house with the sample district; no site, no database."""
    fill_lake(Lake(home / "lake"))
    return home


def run_here(*arguments: str | Path) -> Ended:
    """Run a command in this process, as the shell would see it."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    errors = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        code = run([str(argument) for argument in arguments])
    out.flush()
    errors.flush()
    written = errors.buffer
    assert isinstance(out.buffer, io.BytesIO)
    assert isinstance(written, io.BytesIO)
    return Ended(int(code), out.buffer.getvalue(), written.getvalue().decode())


def exact(text: bytes) -> Any:
    """Read JSON with its decimals as they are written."""
    return json.loads(text, parse_float=Decimal)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_house(tmp_path_factory.mktemp("house"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["account", "run"],
        ["account", "show"],
        ["account", "explain", "2023-0123456789ab"],
        ["account", "seal"],
        ["account", "replay"],
        ["account", "diff", "2022", "2023"],
        ["account", "diff", "2022", "0123abcd"],
        ["account", "import", "form.xlsx"],
        ["lake", "show", "activity"],
        ["lake", "versions", "activity"],
    ],
    ids=" ".join,
)
def test_without_a_lake_a_command_says_so_in_one_sentence(
    tmp_path: Path, arguments: list[str]
) -> None:
    ended = run_here(*arguments, "--home", tmp_path / "empty")
    assert ended.code == 2
    assert ended.stdout == b""
    assert len(ended.stderr.splitlines()) == 1
    assert "lake" in ended.stderr
    assert not (tmp_path / "empty").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run", "--year", "1999"], "2015, 2016"),
        (["run", "--place", "999999"], "120118"),
        (["run", "--engine", "abacus"], "duckdb"),
        (["explain", "zzz"], "2022-0123456789ab"),
        (["explain", "2023-zzzz"], "account show"),
        (["explain", "2023-"], "Write more of it"),
        (["replay"], "account seal"),
        (["replay", "0123"], "0 seals"),
        (["diff", "2022", "0123abcd"], "0 seals"),
        (["seal", "--year", "2022", "--restate", "why"], "seal it first"),
        (["template", "nonsense"], "statistics"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_what_is_not_there_ends_with_2_and_tells_what_there_is(
    home: Path, arguments: list[str], told: str
) -> None:
    at = [] if arguments[0] == "template" else ["--home", str(home)]
    ended = run_here("account", *arguments, *at)
    assert ended.code == 2
    assert ended.stdout == b""
    assert told in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ([], "Commands:"),
        (["nonsense"], "nonsense"),
        (["run", "--year", "last"], "--year"),
        (["run", "--format", "yaml"], "yaml"),
        (["show", "--boundary", "moon"], "moon"),
        (["show", "--as-of", "2023"], "2023"),
        (["explain"], "ID"),
        (["diff", "2022"], "B"),
        (["import"], "FILE"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_bad_use_ends_with_3_and_names_what_was_wrong(
    arguments: list[str], names: str
) -> None:
    ended = run_here("account", *arguments)
    assert ended.code == 3
    assert ended.stdout == b""
    assert names in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_process_of_its_own_writes_the_result_alone_to_stdout(home: Path) -> None:
    ended = dafeng("account", "run", "--year", "2023", "--home", home)
    assert ended.code == 0
    lines = ended.stdout.decode().splitlines()
    assert [line.split()[0] for line in lines] == [
        "口径",
        "地域口径",
        "控制口径",
        "责任单位口径",
        "企业口径",
        "碳汇",
    ]
    assert "account.negative_residual" in ended.stderr
    assert "power.proof_twice" in ended.stderr


def test_the_house_may_be_named_by_the_environment(home: Path) -> None:
    ended = dafeng("account", "seals", env={"DAFENG_HOME": str(home)})
    assert ended.code == 0
    assert ended.stdout.decode().split() == ["年份", "地区", "封存号", "替代", "原因"]
