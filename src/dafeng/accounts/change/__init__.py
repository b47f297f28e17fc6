"""Why a total changed: LMDI-I over any factors and levels."""

from __future__ import annotations
