"""The command line: one group of commands per room, loaded when it is used."""

from __future__ import annotations

import os
from collections.abc import Sequence

# Products of a draw are small: threads of a product wait for each other longer than
# they work, and on a busy machine they stall. Read when numpy is loaded; what somebody
# set stays.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``dafeng``; see :func:`dafeng.cli.app.run` for the exit codes."""
    from dafeng.cli.app import run

    return run(arguments)


__all__ = ["main"]
