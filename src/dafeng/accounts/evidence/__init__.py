"""What is known: tables of the lake, rows, statements, and what they leave over."""

from __future__ import annotations
