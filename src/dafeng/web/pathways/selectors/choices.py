"""Sets of measures that reach a wish: reckoned from the sealed case of a run, kept."""

from __future__ import annotations

from functools import lru_cache

from dafeng.pathways.achieving import Achieved, Wish, achieve
from dafeng.web.pathways.selectors.answers import case_of

KEPT = 16
"""Answers that a process keeps: a seal and a wish always have the same one."""


@lru_cache(maxsize=KEPT)
def achieved(seal: str, wish: Wish) -> Achieved:
    """The set at least cost, verified on the whole model; seconds the first time."""
    return achieve(case_of(seal), wish)
