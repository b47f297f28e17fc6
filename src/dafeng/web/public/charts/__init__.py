"""Pictures of the public pages: drawn on the server, readable without scripts."""

from __future__ import annotations
