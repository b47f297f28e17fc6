"""What a log never spells out: tokens in addresses, secrets, personal numbers."""

from __future__ import annotations

import logging
import re

from dafeng.web.core.masking import HIDDEN, masked

_INVITATION = re.compile(r"(/welcome/)[^/\s]+/[^/\s?]+")
_WALL = re.compile(r"(/wall/)[^/\s?]+")
_VALUE = re.compile(
    r"(?i)\b(code|password|secret|state|token|authorization)(=|: )[^&\s,;]+"
)


class Discreet(logging.Filter):
    """Rewrites a line before it is written; keeps every line.

    >>> line = "Not Found: /welcome/MQ/c1x-0123/"
    >>> record = logging.LogRecord("x", 20, "", 0, line, None, None)
    >>> Discreet().filter(record), record.getMessage()
    (True, 'Not Found: /welcome/***/')
    >>> line = "Not Found: /meters/wall/eyJv:1x:Zq/"
    >>> record = logging.LogRecord("x", 20, "", 0, line, None, None)
    >>> Discreet().filter(record), record.getMessage()
    (True, 'Not Found: /meters/wall/***/')
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Hide what nobody needs to find the fault."""
        told = record.getMessage()
        hidden = _WALL.sub(rf"\1{HIDDEN}", _INVITATION.sub(rf"\1{HIDDEN}", told))
        hidden = masked(_VALUE.sub(rf"\1\2{HIDDEN}", hidden))
        if hidden != told:
            record.msg, record.args = hidden, None
        return True
