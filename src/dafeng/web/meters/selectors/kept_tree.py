"""The meters of the house, kept by each process until the register changes."""

from __future__ import annotations

from threading import Lock
from time import monotonic
from typing import Any, TypeAlias

from django.db import connection

from dafeng.meters import MeterTree
from dafeng.web.meters.convert import the_tree

State: TypeAlias = tuple[Any, ...]

LONGEST_S = 60.0
"""After this the tree is read again whatever the register says of itself."""


class _Kept:
    def __init__(self) -> None:
        self.lock = Lock()
        self.state: State = ()
        self.tree = MeterTree(())
        self.read_at = 0.0


_kept = _Kept()


def kept_tree() -> MeterTree:
    """Return all meters of the house; one question, unless the register has changed.

    What hangs on a meter (exchanges, calibrations) may be a minute old: it decides
    nothing about an arrival. Whoever computes energy asks for ``the_tree``.
    """
    state = _state()
    with _kept.lock:
        if state != _kept.state or monotonic() - _kept.read_at > LONGEST_S:
            _kept.tree = the_tree()
            _kept.state, _kept.read_at = state, monotonic()
        return _kept.tree


def _state() -> State:
    # In plain words: putting a query into words takes longer than its answer.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*), SUM(version), MAX(id), MAX(created_at) "
            "FROM meters_meterpoint"
        )
        return tuple(cursor.fetchone())
