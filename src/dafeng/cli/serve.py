"""``dafeng serve``: the site of a house that is there."""

from __future__ import annotations

import typer

from dafeng.cli.house import (
    DEFAULT_HOME,
    DEFAULT_HOST,
    DEFAULT_PORT,
    Home,
    Host,
    Port,
    serve_house,
)

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def serve(
    home: Home = DEFAULT_HOME,
    host: Host = DEFAULT_HOST,
    port: Port = DEFAULT_PORT,
) -> int:
    """Serve the site of a house that `dafeng run` or `dafeng new` made."""
    serve_house(home, host, port)
    return 0
