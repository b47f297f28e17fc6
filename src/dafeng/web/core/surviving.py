"""What is to be kept although the act that brought it was refused and rolled back.

A refused edit of an older version keeps what the person wrote.  Where the refusal rolls
a transaction back that others opened around it, keeping waits for the end of that one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Act = Callable[[], object]

_waiting: ContextVar[list[Act] | None] = ContextVar("waiting", default=None)


def keep_beyond_refusal(act: Act) -> None:
    """Do ``act`` now, or after the rollback when somebody around said there is one."""
    waiting = _waiting.get()
    if waiting is None:
        act()
    else:
        waiting.append(act)


@contextmanager
def kept_after_rollback() -> Iterator[None]:
    """Put a transaction inside: what it wants to keep is done after its end."""
    acts: list[Act] = []
    token = _waiting.set(acts)
    try:
        yield
    finally:
        _waiting.reset(token)
        for act in acts:
            act()
