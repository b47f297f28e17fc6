"""Who answers: brackets of responsible units, their roles, and what the units are."""

from __future__ import annotations
