"""dafeng (达峰) runs a district's carbon-peak plan."""

from __future__ import annotations

__version__ = "0.1.0"
