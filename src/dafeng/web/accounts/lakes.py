"""Where the house keeps its lake and its seals."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from dafeng.lake import Lake


def house_lake() -> Lake:
    """The lake of this house; its folder is made by the first append."""
    return Lake(Path(settings.LAKE_ROOT))


def seal_folder() -> Path:
    """Folder of the seals."""
    return Path(settings.SEAL_ROOT)
