"""``dafeng run``: from nothing to a site that shows the plan."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dafeng.cli.house import (
    DEFAULT_HOME,
    DEFAULT_HOST,
    DEFAULT_PORT,
    Home,
    Host,
    Port,
    serve_house,
    show_house,
    web_room,
)
from dafeng.cli.progress import progress_shown


class Size(StrEnum):
    """How much a sample house measures."""

    SMALL = "small"
    FULL = "full"


app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def run(
    plan: Annotated[
        Path | None,
        typer.Option(
            "--plan", metavar="FILE", help="Your own document instead of the sample."
        ),
    ] = None,
    home: Home = DEFAULT_HOME,
    host: Host = DEFAULT_HOST,
    port: Port = DEFAULT_PORT,
    size: Annotated[
        Size,
        typer.Option(
            help="How much the sample's meters measure: full are 63 million readings."
        ),
    ] = Size.SMALL,
) -> int:
    """Create the house if it is new, print the target table, and serve the site.

    Without --plan the house holds the sample district's plan as confirmed facts.
    """
    house = web_room("house")
    with progress_shown() as progress:
        summary = house.prepare_house(home, plan, progress, size=size.value)
    show_house(summary)
    serve_house(home, host, port)
    return 0
