"""How sure a figure is: error propagation and Monte Carlo over shared factors."""

from __future__ import annotations
