"""Errors of arrival.

::

    BadInputError
    └── BatchError   a whole batch cannot be read; nothing of it was taken
"""

from __future__ import annotations

from dafeng.base.errors import BadInputError


class BatchError(BadInputError):
    """A batch cannot be read: its form is not what was announced.

    Codes: ``arrivals.unreadable``, ``.columns``, ``.empty``, ``.too_many``,
    ``.encoding``, ``.compressed``.
    """

    code = "arrivals.unreadable"
