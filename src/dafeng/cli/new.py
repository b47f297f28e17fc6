"""``dafeng new``: an empty house for any district."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dafeng.cli.house import DEFAULT_HOME, Home, show_house, web_room
from dafeng.cli.output import say
from dafeng.cli.progress import progress_shown

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def new(
    plan: Annotated[
        Path, typer.Option("--plan", metavar="FILE", help="The district's plan.")
    ],
    place: Annotated[
        str, typer.Option("--place", metavar="CODE", help="Six digits of GB/T 2260.")
    ],
    home: Home = DEFAULT_HOME,
) -> int:
    """Open an empty house: the plan as a proposal to confirm, and nobody's data."""
    house = web_room("house")
    with progress_shown() as progress:
        summary = house.new_house(home, plan, place, progress)
    show_house(summary)
    say(f"The house stands in {home}. Serve it: dafeng serve --home {home}")
    return 0
