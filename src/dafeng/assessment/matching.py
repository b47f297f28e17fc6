"""Records of two results matched by their keys."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from typing import TypeVar

_T = TypeVar("_T")


def matched(
    before: Iterable[_T], after: Iterable[_T], key: Callable[[_T], str]
) -> list[tuple[str, _T | None, _T | None]]:
    """Pair what has one key, in the order of the later, what is gone behind it."""
    old = {key(one): one for one in before}
    new = {key(one): one for one in after}
    names = [*new, *(name for name in old if name not in new)]
    return [(name, old.get(name), new.get(name)) for name in names]


def fields_changed(
    before: object, after: object, names: Iterable[str]
) -> tuple[str, ...]:
    """Return the names of attributes that differ; none when one of the two is None."""
    if before is None or after is None:
        return ()
    return tuple(n for n in names if getattr(before, n) != getattr(after, n))


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Return up to four known names that are most like a name, or the first four."""
    names = list(known)
    return difflib.get_close_matches(name, names, n=4, cutoff=0.3) or names[:4]
