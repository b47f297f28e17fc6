"""The command ``dafeng``: its groups, and how it ends.

Exit codes: 0 done, 1 findings that block, 2 bad input, 3 bad use; besides these 70 for
a fault of the program (with its traceback), 130 when interrupted, 141 when the reader
of stdout went away.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator, MutableMapping, Sequence
from enum import IntEnum
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup
from typer.main import get_command

from dafeng import __version__
from dafeng.base.errors import DafengError
from dafeng.cli.output import emit_text, say, use_utf8


class ExitCode(IntEnum):
    """What the shell is told."""

    DONE = 0
    BLOCKED = 1
    BAD_INPUT = 2
    BAD_USE = 3
    FAULT = 70
    INTERRUPTED = 130


class Room(NamedTuple):
    """Where a group of commands lives, and one line about it."""

    module: str
    summary: str


ROOMS = {
    "run": Room("dafeng.cli.run", "Create the house if it is new, and serve the site."),
    "serve": Room("dafeng.cli.serve", "Serve the site of a house that is there."),
    "worker": Room(
        "dafeng.cli.worker", "Do the jobs of a house when they are due; remind, mail."
    ),
    "backup": Room("dafeng.cli.backup", "Write a house into one file, while it runs."),
    "restore": Room("dafeng.cli.restore", "Make a house from the file of a backup."),
    "new": Room("dafeng.cli.new", "Open an empty house for a district and its plan."),
    "plan": Room("dafeng.cli.plan", "Read a plan; show its text, targets and changes."),
    "account": Room("dafeng.cli.account", "Make, open, seal and compare the account."),
    "indicators": Room(
        "dafeng.cli.indicators", "List and show indicators; say what data is lacking."
    ),
    "assess": Room(
        "dafeng.cli.assess", "Judge targets, score units, open and pin results."
    ),
    "allocate": Room(
        "dafeng.cli.allocate", "Split a district's energy and carbon over its parts."
    ),
    "tasks": Room(
        "dafeng.cli.tasks", "Divide a year's tasks; see which plans cover them."
    ),
    "projects": Room(
        "dafeng.cli.projects", "List and check projects; add them up against targets."
    ),
    "factors": Room("dafeng.cli.factors", "Find, show and check emission factors."),
    "measures": Room(
        "dafeng.cli.measures", "List, show and check what can be done, and its cost."
    ),
    "meters": Room(
        "dafeng.cli.meters", "Roll meter readings up; judge how good they are."
    ),
    "outlook": Room(
        "dafeng.cli.outlook", "Say when it will peak, how sure, and what it would take."
    ),
    "supervision": Room(
        "dafeng.cli.supervision", "Say which step follows for each case of supervision."
    ),
    "inspections": Room(
        "dafeng.cli.inspections", "Draw who is inspected and by whom; check a draw."
    ),
    "enterprises": Room(
        "dafeng.cli.enterprises", "See what has to be published, and who is missing."
    ),
    "public": Room(
        "dafeng.cli.public",
        "Count a household's emissions; pack and check open data.",
    ),
    "reports": Room(
        "dafeng.cli.reports", "Write documents as .docx and .pdf; see their fonts."
    ),
    "lmdi": Room("dafeng.cli.lmdi", "Share a change out among its factors."),
    "proofs": Room(
        "dafeng.cli.proofs", "Check the chain of a score or figure that was exported."
    ),
    "lake": Room("dafeng.cli.lake", "Look into the lake; verify and tidy it."),
    "audit": Room("dafeng.cli.audit", "Verify, export and retire the audit."),
}


class Rooms(MutableMapping[str, Any]):
    """Commands by name; a room's module is imported when its command is asked for."""

    def __init__(self) -> None:
        self._added: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._added:
            self._added[name] = get_command(import_module(ROOMS[name].module).app)
        return self._added[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._added[name] = command

    def __delitem__(self, name: str) -> None:
        del self._added[name]

    def __iter__(self) -> Iterator[str]:
        return iter(ROOMS)

    def __len__(self) -> int:
        return len(ROOMS)

    def __contains__(self, name: object) -> bool:
        return name in ROOMS


class LazyGroup(TyperGroup):
    """The top of the command line; lists its rooms without importing them."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = Rooms()

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - its signature
        """Names in the order of the register."""
        return list(ROOMS)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """Write the list for ``--help``."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, room.summary) for name, room in ROOMS.items()])


app = typer.Typer(
    cls=LazyGroup,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - typer's callback
    if wanted:
        emit_text(f"dafeng {__version__}\n")
        raise typer.Exit


@app.callback()
def dafeng(
    version: bool = typer.Option(  # noqa: ARG001, FBT001 - the callback answers it
        False,  # noqa: FBT003
        "--version",
        help="Show the version and exit.",
        is_eager=True,
        callback=_show_version,
    ),
) -> None:
    """Run a district's carbon-peak plan: text, plan, evidence, account, action.

    stdout carries the result alone; progress and messages go to stderr. Exit codes:
    0 done, 1 findings that block, 2 bad input, 3 bad use.
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and say how it ended.

    Parameters
    ----------
    arguments : sequence of str, optional
        Without the program's name; default those of the process.

    Returns
    -------
    int
        An :class:`ExitCode`; nothing that a user can cause shows a traceback.
    """
    use_utf8()
    try:
        code = get_command(app).main(
            args=None if arguments is None else list(arguments),
            prog_name="dafeng",
            standalone_mode=False,
        )
        sys.stdout.flush()
    except typer.TyperException as error:
        return _bad_use(error)
    except typer.Abort:
        return ExitCode.INTERRUPTED
    except DafengError as error:
        say(f"dafeng: {error}")
        return ExitCode.BAD_INPUT
    except OSError as error:
        say(f"dafeng: {_reason(error)}")
        return ExitCode.BAD_INPUT
    except Exception:  # noqa: BLE001 - the last hand; the traceback is shown
        traceback.print_exc()
        return ExitCode.FAULT
    return code if isinstance(code, int) else ExitCode.DONE


def _bad_use(error: typer.TyperException) -> int:
    show = getattr(error, "show", None)
    if show is None:
        say(f"dafeng: {error.format_message()}")
    else:
        show()
    return ExitCode.BAD_USE


def _reason(error: OSError) -> str:
    if error.filename is None:
        return error.strerror or str(error)
    return f"{str(error.filename)!r}: {error.strerror}"
