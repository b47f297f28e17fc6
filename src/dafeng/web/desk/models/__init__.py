"""What this room keeps: prepared search entries, freshness, passes for wall screens."""

from __future__ import annotations

from dafeng.web.desk.models.freshness import Freshness
from dafeng.web.desk.models.search import EntryKind, SearchEntry
from dafeng.web.desk.models.walls import WallPass

__all__ = ["EntryKind", "Freshness", "SearchEntry", "WallPass"]
