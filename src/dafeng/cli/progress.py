"""Progress on stderr: a bar on a terminal, a line per step elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from dafeng.cli.output import say

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done, and how many there are."""


@contextmanager
def progress_shown() -> Iterator[Progress]:
    """Give the function that a long piece of work reports to."""
    if not sys.stderr.isatty():
        yield _line
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def move(doing: str, done: int, total: int) -> None:
            bar.update(task, description=doing, completed=done, total=total)

        yield move


def _line(doing: str, done: int, total: int) -> None:
    say(f"[{done}/{total}] {doing}")
