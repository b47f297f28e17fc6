"""The table of the lake that this room writes to: figures of verified reports."""

from __future__ import annotations

from dafeng.indicators import OBSERVATIONS
from dafeng.web.accounts.lake_tables import register_table

register_table(OBSERVATIONS)
