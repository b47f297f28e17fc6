"""The words around a figure: years, quantities, verbs, noun phrases, whose goal it is."""

from __future__ import annotations
