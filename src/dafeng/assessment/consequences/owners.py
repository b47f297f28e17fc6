"""Whom a short name of an owner means.

Series name their owner in short, as plans do (``住建``, ``双碳办``); a letter goes to a
unit of the district (``区住建委``, ``区"双碳"领导小组办公室``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_SIGNS = re.compile(r"[\W_]+")
_FRAME = re.compile(r"^[区县市省旗]?(.+?)(?:委员会|办公室|分局|中心|[局委办部科室])?$")
_SHORTEST = 2


def unit_named(owner: str, names: Sequence[str]) -> str:
    """Return the one unit that an owner's short name means.

    A unit is meant when its name is the short name, holds it, holds its characters in
    their order, or when the word in the unit's own name is short for the owner. The
    first of these that finds anything decides; if it finds several, nobody can tell,
    and the short name stays as it is.

    Parameters
    ----------
    owner : str
    names : sequence of str
        Units of the district.

    Examples
    --------
    >>> names = ["区住建委", "区发改委", '区"双碳"领导小组办公室']
    >>> [unit_named(owner, names) for owner in ("住建", "发展改革", "气象")]
    ['区住建委', '区发改委', '气象']
    >>> unit_named("双碳办", names)
    '区"双碳"领导小组办公室'
    """
    short = _SIGNS.sub("", owner)
    if len(short) < _SHORTEST:
        return owner
    meant: tuple[Callable[[str], bool], ...] = (
        lambda name: name == short,
        lambda name: short in name,
        lambda name: _in_order(short, name),
        lambda name: _is_short_for(_word(name), short),
    )
    for means in meant:
        found = [name for name in names if means(_SIGNS.sub("", name))]
        if found:
            return found[0] if len(found) == 1 else owner
    return owner


def _in_order(part: str, whole: str) -> bool:
    """Whether all characters of a text stand in another, in their order."""
    rest = iter(whole)
    return all(character in rest for character in part)


def _word(name: str) -> str:
    """What a unit is about: its name without level and kind of body."""
    framed = _FRAME.match(name)
    return framed[1] if framed else name


def _is_short_for(word: str, owner: str) -> bool:
    return len(word) >= _SHORTEST and _in_order(word, owner)
