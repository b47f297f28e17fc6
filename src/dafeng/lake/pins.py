"""Pins: which versions seals rest on, in a small journal of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs

from dafeng.lake.journal import Journal
from dafeng.lake.records import Pin

if TYPE_CHECKING:
    from pathlib import Path


def store_pin(folder: Path, pin: Pin) -> None:
    """Store a pin once; durable when this returns."""
    blob = json.dumps(attrs.asdict(pin), ensure_ascii=False, sort_keys=True).encode()
    Journal(folder).append(blob, key=f"{pin.table} {pin.version} {pin.seal}")


def stored_pins(folder: Path) -> tuple[Pin, ...]:
    """Every pin, in the order in which they were set."""
    entries = Journal(folder).entries()
    return tuple(Pin(**json.loads(entry.blob)) for entry in entries)
