"""Targets with a figure: one pass over each sentence, left to right."""

from __future__ import annotations
