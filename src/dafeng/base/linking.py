"""A second name for a file that never changes."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def link_or_copy(source: Path | str, target: Path | str) -> None:
    """Give a file a second name, which takes no room; copy it where that fails."""
    try:
        os.link(source, target)
    except OSError:  # another disk, or a file system without links
        shutil.copy2(source, target)
