"""Colours of the lights, as tokens of the style sheet; the page resolves them."""

from __future__ import annotations

from collections.abc import Mapping

INK, LINE = "var(--ink-soft)", "var(--line)"
SERIES, TARGET = "#0072B2", "#D55E00"  # Okabe and Ito
ENERGY, CARBON = "#E69F00", "#0072B2"

STATES: Mapping[str, str] = {
    "met": "var(--met)",
    "on-track": "var(--on-track)",
    "directional-yes": "#56b4e9",
    "at-risk": "var(--behind)",
    "off-track": "var(--off-track)",
    "directional-no": "#cc79a7",
    "missed": "var(--missed)",
    "delegated-unset": "var(--line)",
    "unknown": "var(--unknown)",
}
"""From good to bad to not known: also the order of the bars."""
