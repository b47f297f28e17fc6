"""``dafeng backup``: a house in one file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from dafeng.base.days import CHINA
from dafeng.cli.house import DEFAULT_HOME, Home, web_room
from dafeng.cli.output import emit_text, say
from dafeng.cli.progress import progress_shown

app = typer.Typer(add_completion=False, rich_markup_mode=None)

To = Annotated[
    Path | None,
    typer.Option(
        "--to",
        metavar="FILE",
        help="A name that ends in .tar.zst or .tar.gz. Default: by day and hour, here.",
    ),
]
MEGABYTE = 1 << 20


@app.command()
def backup(to: To = None, home: Home = DEFAULT_HOME) -> int:
    """Write a house into one file, while people go on working; print its name.

    Database, documents, lake, seals and the audit are in it, each file with its hash.
    The key is not: keep a copy of the file secret-key apart.
    """
    room = web_room("backing_up")
    at = datetime.now(CHINA)
    file = to or Path(f"dafeng-{at:%Y%m%d-%H%M%S}.tar.zst")
    with progress_shown() as progress:
        packed = room.backup_make(home, file, at, progress)
    say(f"{packed.files} files, {packed.bytes / MEGABYTE:.1f} MB before packing.")
    say(f"The key is not in it. Keep a copy of {home / 'secret-key'} apart.")
    emit_text(f"{file}\n")
    return 0
