"""How much memory a program and its processes hold, again and again."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from statistics import median
from time import monotonic
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

EVERY_S = 5.0


@attrs.define
class Memory:
    """Megabytes of anonymous memory that a process tree holds, with the second of each.

    Pages of files are left out: the system takes them back when it wants them. What
    processes share is counted once.
    """

    name: str
    pid: int
    begin: float = attrs.Factory(monotonic)
    seen: list[tuple[float, float]] = attrs.Factory(list)

    def look(self) -> None:
        """Measure once."""
        held = sum(_anonymous(pid) for pid in _family(self.pid))
        self.seen.append((monotonic() - self.begin, held / 1024))

    def quarters(self) -> tuple[float, ...]:
        """The median of each quarter of the time; empty where too little was seen."""
        if len(self.seen) < 8:
            return ()
        held = [one for _at, one in self.seen]
        step = len(held) / 4
        return tuple(
            round(median(held[int(part * step) : int((part + 1) * step)]), 1)
            for part in range(4)
        )


class Watch(threading.Thread):
    """Looks at some programs until it is told to stop."""

    def __init__(self, programs: list[Memory]) -> None:
        super().__init__(daemon=True)
        self.programs = programs
        self._end = threading.Event()

    def run(self) -> None:
        """Look every few seconds."""
        while not self._end.wait(EVERY_S):
            for one in self.programs:
                one.look()

    def stop(self) -> None:
        """Look no more."""
        self._end.set()
        self.join()


def _family(pid: int) -> Iterator[int]:
    yield pid
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # it ended meanwhile
            for child in tasks.read_text().split():
                yield from _family(int(child))


def _anonymous(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss_Anon:"):
                return int(line.split()[1])
    return 0
