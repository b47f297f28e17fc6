"""Who wants to hear of what happens to tasks and reports.

Rooms above or beside this one register a listener when their app is ready.  A service
tells it inside its own transaction: what the listener writes stands or falls with the
act, and nothing is sent for an act that was rolled back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import attrs

from dafeng.web.core.models import User
from dafeng.web.work.models import Report, Round, Task


@attrs.frozen(kw_only=True)
class Happening:
    """One thing that happened, as a listener is told.

    Attributes
    ----------
    what : str
        ``noun.verb`` as in the audit: ``task.assign``, ``task.return``,
        ``report.confirm``, ``round.open``.
    obj : Task, Report or Round
        As it stands after the act.
    by : User or None
        Who acted; None is the program itself.
    on : date
        Day of the act.
    reason : str
        What the person gave as a reason; empty where none is asked for.
    """

    what: str
    obj: Task | Report | Round
    by: User | None
    on: date
    reason: str = ""


Listener = Callable[[Happening], None]

_listeners: list[Listener] = []


def register_listener(listener: Listener) -> None:
    """Let ``listener`` hear of every act from now on; twice is once."""
    if listener not in _listeners:
        _listeners.append(listener)


def forget_listener(listener: Listener) -> None:
    """Let ``listener`` hear no more; one that never listened is no fault."""
    if listener in _listeners:
        _listeners.remove(listener)


def tell(happening: Happening) -> None:
    """Tell every listener, in the order in which they registered."""
    for listener in tuple(_listeners):
        listener(happening)
