"""The command line: one group of commands per room, loaded when it is used."""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``dafeng``; see :func:`dafeng.cli.app.run` for the exit codes."""
    from dafeng.cli.app import run

    return run(arguments)


__all__ = ["main"]
