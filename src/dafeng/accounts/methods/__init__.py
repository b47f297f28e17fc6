"""Methods: one file per source, each a formula with what it needs and its document."""

from __future__ import annotations
