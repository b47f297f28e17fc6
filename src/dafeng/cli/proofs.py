"""``dafeng proofs``: check the chain of a score or figure that was exported."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dafeng.base.errors import NotFoundError
from dafeng.cli.output import emit_text

app = typer.Typer(
    help="The chain of a score or figure, as an archive: whether it holds.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def proofs() -> None:
    """The chain of a score or figure, as an archive: whether it holds."""


@app.command("verify")
def verify(
    archive: Annotated[
        Path,
        typer.Argument(metavar="ARCHIVE", help="The archive, or its unpacked folder."),
    ],
    seal: Annotated[
        str,
        typer.Option(
            "--seal", metavar="SEAL", help="The seal from another source; must agree."
        ),
    ] = "",
) -> int:
    """Check every hash, sum and row; exits 1 and names what does not hold.

    Says the same as the script ``verify.py`` in the archive, which needs no dafeng.
    """
    from dafeng.proofs import verify_proof  # noqa: PLC0415 - --help loads no room

    if not archive.exists():
        msg = f"There is no {archive}. Give the archive that was exported."
        raise NotFoundError(msg, code="proofs.no_archive", archive=str(archive))
    verdict = verify_proof(archive, seal)
    emit_text(verdict.text)
    return 0 if verdict.holds else 1
