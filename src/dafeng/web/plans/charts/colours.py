"""Colours that several pictures share (Okabe and Ito's palette)."""

from __future__ import annotations

INK = "var(--ink-soft)"  # a token of the style sheet; the page resolves it
TARGET_LINE = "#D55E00"
PERIOD = "#56B4E9"
