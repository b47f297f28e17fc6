"""The program starts quickly and needs nothing that it does not use."""

from __future__ import annotations

import pytest

import dafeng as package
from tests.cli.running import dafeng_afresh as dafeng
from tests.cli.running import python

BLOCK = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Block())
from dafeng.cli import main
sys.exit(main({arguments}))
"""
WEB = {"django", "axes", "csp", "django_htmx", "rules", "whitenoise", "granian"}


def without(names: set[str], *arguments: str) -> str:
    return BLOCK.format(names=sorted(names), arguments=list(arguments))


def test_help_lists_every_command() -> None:
    ended = dafeng("--help")
    assert ended.code == 0
    listed = ended.stdout.decode().split("Commands:")[1].split("\n")
    names = [line.split()[0] for line in listed if line.strip()]
    assert names == [
        "run",
        "serve",
        "worker",
        "backup",
        "restore",
        "new",
        "plan",
        "account",
        "indicators",
        "assess",
        "allocate",
        "tasks",
        "projects",
        "factors",
        "measures",
        "meters",
        "outlook",
        "supervision",
        "inspections",
        "enterprises",
        "public",
        "reports",
        "lmdi",
        "proofs",
        "lake",
        "audit",
    ]


def test_every_command_that_help_lists_has_help_of_its_own() -> None:
    for name in ("run", "serve", "worker", "new", "plan"):
        ended = dafeng(name, "--help")
        assert ended.code == 0, ended.stderr
        assert b"Usage: dafeng " + name.encode() in ended.stdout


def test_help_needs_no_room_and_no_heavy_library() -> None:
    ended = python(
        "import sys\n"
        "from dafeng.cli import main\n"
        "main(['--help'])\n"
        "print(*sorted(sys.modules), file=sys.stderr)\n"
    )
    loaded = set(ended.stderr.split())
    rooms = {"dafeng.plan", "dafeng.sheets", "dafeng.sample", "dafeng.web"}
    assert not loaded & (rooms | {"django", "rich", "lxml", "docx", "opencc"})


def test_help_works_without_the_web_extra() -> None:
    ended = python(without(WEB, "--help"))
    assert ended.code == 0, ended.stderr
    assert b"plan" in ended.stdout


@pytest.mark.parametrize("command", ["run", "serve"])
def test_the_site_without_the_web_extra_says_what_to_install(command: str) -> None:
    ended = python(without(WEB, command))
    assert ended.code == 2
    assert "pip install 'dafeng[web]'" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == b""


def test_version_is_the_package_version() -> None:
    ended = dafeng("--version")
    assert ended == (0, f"dafeng {package.__version__}\n".encode(), "")
