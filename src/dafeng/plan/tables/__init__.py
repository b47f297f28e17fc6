"""Tables: columns of years, rows of dates, lists of tasks."""

from __future__ import annotations
