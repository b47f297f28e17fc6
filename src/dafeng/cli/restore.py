"""``dafeng restore``: a house from the file of a backup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.cli.house import web_room
from dafeng.cli.output import emit_text, say
from dafeng.cli.progress import progress_shown

if TYPE_CHECKING:
    from dafeng.web.backing_up import Restored

app = typer.Typer(add_completion=False, rich_markup_mode=None)

Key = Annotated[
    Path | None,
    typer.Option(
        "--key",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="The file secret-key of the old house. Default: a new key.",
    ),
]
NewHome = Annotated[
    Path,
    typer.Option(
        "--home", metavar="DIR", help="Folder of the house; empty, or not there yet."
    ),
]
Archive = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False)]


@app.command()
def restore(file: Archive, home: NewHome, key: Key = None) -> int:
    """Make a house from the file of a backup, in an empty folder.

    Refuses a file that is damaged or comes from a newer version. Tables of an older
    version are brought up to this one.
    """
    room = web_room("backing_up")
    with progress_shown() as progress:
        restored: Restored = room.restore(file, home, key, progress)
    about = restored.about
    say(f"{about['house']}: {restored.files} files as of {about['made_at']}.")
    if not restored.has_old_key:
        say(
            "The key is new: everybody signs in again; invitations, and second factors "
            "enrolled before, are void."
        )
    emit_text(f"{home}\n")
    return 0
