"""What the sample district can do: potential, plan and owner of each measure."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from dafeng.measures import Potential, measure_library, potentials_of


@cache
def sample_measures() -> tuple[Potential, ...]:
    """Potentials beyond what stood at the end of 2025, one for each measure.

    Sizes that the plan prints carry their clause as ``source``; the others are chosen
    to fit the district's energy of 2025 and are assumed. ``planned`` begins in 2026.
    """
    text = (files("dafeng.sample") / "data" / "measures.csv").read_text("utf-8")
    return potentials_of(text, measure_library(), file="sample measures.csv")
