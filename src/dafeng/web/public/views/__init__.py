"""Pages of this room: ``outside`` for everybody, the others for people of the house."""

from __future__ import annotations
