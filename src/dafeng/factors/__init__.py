"""What a unit of activity emits: editions of factors with source and validity."""

from __future__ import annotations
