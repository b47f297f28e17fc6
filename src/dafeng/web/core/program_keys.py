"""Keys that a person gave to programs: they end with the person's own password.

A room above that gives such keys registers here; this room only knows that they exist.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs

from dafeng.web.core.models import User


@attrs.frozen(kw_only=True)
class ProgramKeys:
    """Keys of one kind.

    Attributes
    ----------
    count : callable
        How many of a person are good.
    take_back : callable
        Close those of the second person, who is not asked, because of what the first
        did; return how many.
    """

    count: Callable[[User], int]
    take_back: Callable[[User, User], int]


_kinds: list[ProgramKeys] = []


def register_program_keys(kind: ProgramKeys) -> None:
    """Add a kind of keys; call it from ``AppConfig.ready``."""
    _kinds.append(kind)


def program_keys_of(person: User) -> int:
    """How many keys of the person are good."""
    return sum(kind.count(person) for kind in _kinds)


def program_keys_take_back(*, by: User, person: User) -> int:
    """Close every key of the person; return how many there were."""
    return sum(kind.take_back(by, person) for kind in _kinds)
