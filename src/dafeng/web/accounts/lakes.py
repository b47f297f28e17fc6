"""Where the house keeps its lake and its seals."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from dafeng.lake import Lake


def house_lake() -> Lake:
    """The lake of this house; its folder is made by the first append.

    A process keeps it: each table is looked over once for what a power cut left torn.
    """
    return _lake_in(Path(settings.LAKE_ROOT))


@cache
def _lake_in(folder: Path) -> Lake:
    return Lake(folder)


def seal_folder() -> Path:
    """Folder of the seals."""
    return Path(settings.SEAL_ROOT)
