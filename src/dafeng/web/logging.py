"""What the site writes about its own work: one line per request and per job.

``DAFENG_LOG=json`` writes one JSON object per line, for a collector; ``text`` the same
for people; without either only warnings are written: what failed and what was slow.
A line never holds what was sent, a cookie or a password; in an address, the value of
whatever may be a secret is left out.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dafeng.base.errors import BadInputError

FORMS = ("json", "text")
REQUESTS = "dafeng.request"
JOBS = "dafeng.job"
HIDDEN = "***"
FIELDS = "fields"
"""Attribute of a log record: what the line holds besides its message."""

_SECRET = re.compile(
    r"token|secret|passw|sign|ticket|^sig$|^(api.?)?key$|^code$|^state$|^otp$",
    re.IGNORECASE,
)
_WALL = re.compile(r"(/wall/)[^/]+")
"""The address of a wall screen is its pass, also where no route knows it."""


class JsonLines(logging.Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write time, level, name, message, and the fields of the record."""
        line: dict[str, Any] = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, FIELDS, {}),
        }
        if record.exc_info:
            line["error"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


class TextLines(logging.Formatter):
    """Time, level, name and message; then the fields as ``name=value``."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line; a traceback follows on its own lines."""
        fields = getattr(record, FIELDS, {})
        words = [_moment(record), record.levelname, f"{record.name}:"]
        words.append(record.getMessage().replace("\n", " "))
        words += [f"{name}={value}" for name, value in fields.items()]
        text = " ".join(words)
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        return text


def logging_settings(form: str) -> dict[str, Any]:
    """Return Django's ``LOGGING``.

    Parameters
    ----------
    form : str
        ``json`` or ``text``; empty for warnings alone.

    Raises
    ------
    BadInputError
        Another word.
    """
    if form not in ("", *FORMS):
        msg = f"DAFENG_LOG is {form!r}. Say {' or '.join(FORMS)}, or leave it out."
        raise BadInputError(msg, code="log.form", form=form)
    own = {"level": "INFO" if form else "WARNING"}
    lines = JsonLines if form == "json" else TextLines
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"discreet": {"()": "dafeng.web.core.discreet_logs.Discreet"}},
        "formatters": {"line": {"()": lines}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["discreet"],
            },
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "dafeng": own,
            # A refusal is a request like others, and its line says so.
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "ERROR"},
            "django.security.RequestDataTooBig": {"level": "CRITICAL"},
            "django_q": own,
            "django-q": own,
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }


def server_logging(form: str) -> dict[str, Any]:
    """Return the log settings of granian, whose lines look like ours."""
    settings = logging_settings(form)
    quiet = {"handlers": [], "level": "CRITICAL", "propagate": False}
    return {
        **settings,
        "loggers": {
            "_granian": {
                "handlers": ["stderr"],
                "level": "WARNING",
                "propagate": False,
            },
            "granian.access": quiet,
        },
    }


def address_without_secrets(path: str, query: str, arguments: dict[str, Any]) -> str:
    """Write the address of a request without what nobody else may know.

    Parameters
    ----------
    path, query : str
        As they came.
    arguments : dict
        Parts of the path by name, as the route found them.
    """
    for name, value in arguments.items():
        if isinstance(value, str) and value and _hides_in_a_path(name):
            path = path.replace(value, HIDDEN)
    path = _WALL.sub(rf"\1{HIDDEN}", path)
    if not query:
        return path
    pairs = [
        (name, HIDDEN if _SECRET.search(name) else value)
        for name, value in parse_qsl(query, keep_blank_values=True)
    ]
    return f"{path}?{urlencode(pairs, safe='*/:,')}"


def _hides_in_a_path(name: str) -> bool:
    # In a path, key and code name targets and units.
    return name not in {"key", "code", "state"} and bool(_SECRET.search(name))


def _moment(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
