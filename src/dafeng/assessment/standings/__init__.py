"""Where each target stands: demand, figure, path, chance, state."""

from __future__ import annotations
