"""The house of a command: where it stands, what is said of it, whether it can serve."""

from __future__ import annotations

from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.base.days import CHINA
from dafeng.base.errors import BadInputError
from dafeng.cli.output import emit_sheet, say

if TYPE_CHECKING:
    from types import ModuleType

    from dafeng.web.house import HouseSummary

DEFAULT_HOME = Path("var")
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000

Home = Annotated[
    Path,
    typer.Option(
        "--home",
        envvar="DAFENG_HOME",
        metavar="DIR",
        help="Folder of the house: database, files, key.",
    ),
]
Host = Annotated[str, typer.Option("--host", help="Address to listen on.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="Port.")]


def today() -> date:
    """Today in China, where every district is, whatever zone the machine keeps."""
    return datetime.now(CHINA).date()


def day_asked(as_of: datetime | None) -> date:
    """The day that ``--as-of`` names; without it today."""
    return today() if as_of is None else as_of.date()


def web_room(name: str) -> ModuleType:
    """Import a module of the site.

    Raises
    ------
    BadInputError
        The web extra is not installed; says how to install it.
    """
    try:
        return import_module(f"dafeng.web.{name}")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "dafeng":
            raise
        raise _no_web(error) from None


def open_house(home: Path) -> None:
    """Let this process work in a house, its tables as this version wants them.

    Raises
    ------
    BadInputError
        The web extra is not installed, or this process works in another house.
    """
    house = web_room("house")
    try:
        house.stand_up(home)
    except ModuleNotFoundError as error:
        raise _no_web(error) from None
    web_room("tables").make_tables()


def _no_web(error: ModuleNotFoundError) -> BadInputError:
    msg = (
        f"The site needs the web extra ({error.name} is not installed). "
        "Install it: pip install 'dafeng[web]'"
    )
    return BadInputError(msg, code="cli.no_web")


def show_house(summary: HouseSummary) -> None:
    """Print the target table, with its lights; tell of accounts just made."""
    from dafeng.cli.assess_tables import headline, lights
    from dafeng.cli.plan_tables import target_table

    if summary.result is None:
        emit_sheet(target_table(summary.plan))
    else:
        emit_sheet(lights(summary.plan, summary.result))
        say(headline(summary.result))
    if summary.accounts:
        say("Accounts (shown once):")
        for account in summary.accounts:
            words = (account.username, account.password, account.role, account.unit)
            say("  " + "  ".join(word for word in words if word))


def serve_house(home: Path, host: str, port: int) -> None:
    """Say where the site is, and serve it until it is told to stop."""
    serve = web_room("house").serve
    shown = f"[{host}]" if ":" in host else host
    say(f"The site: http://{shown}:{port}/ (stop with Ctrl+C)")
    serve(home, host, port)
