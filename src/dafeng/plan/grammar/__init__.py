"""The words around a figure: years, quantities, verbs, nouns, and whose goal it is."""

from __future__ import annotations
