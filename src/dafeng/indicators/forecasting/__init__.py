"""Where a short yearly series is going: shapes, their forecasts, and the average."""

from __future__ import annotations
