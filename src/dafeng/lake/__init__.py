"""Numbers that must never be lost: append, version, read back as of any day."""

from __future__ import annotations
