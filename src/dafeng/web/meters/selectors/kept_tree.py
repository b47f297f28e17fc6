"""The meters of the house, kept by each process until the register changes."""

from __future__ import annotations

from threading import Lock
from typing import Any, TypeAlias

from django.db import connection

from dafeng.meters import MeterTree
from dafeng.web.meters.convert import the_tree

State: TypeAlias = tuple[Any, ...]

# In plain words: putting a query into words takes longer than its answer.
_STATE = """
    SELECT * FROM
    (SELECT COUNT(*), SUM(version), MAX(id), MAX(created_at)
     FROM meters_meterpoint) points,
    (SELECT COUNT(*), COUNT(withdrawn_at), MAX(id), MAX(entered_at)
     FROM meters_exchange) exchanges,
    (SELECT COUNT(*), COUNT(withdrawn_at), MAX(id), MAX(entered_at)
     FROM meters_calibration) calibrations,
    (SELECT COUNT(*), COUNT(withdrawn_at), COUNT(confirmed_at), MAX(id), MAX(entered_at)
     FROM meters_metercorrection) corrections
"""
"""What changes with everything that a record of a meter is made of."""


class _Kept:
    def __init__(self) -> None:
        self.lock = Lock()
        self.state: State = ()
        self.tree = MeterTree(())


_kept = _Kept()


def kept_tree() -> MeterTree:
    """Return all meters of the house; one question, unless the register has changed."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        state = tuple(cursor.fetchone())
    with _kept.lock:
        if state != _kept.state:
            _kept.tree = the_tree()
            _kept.state = state
        return _kept.tree
