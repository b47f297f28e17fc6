"""A Monte Carlo case as JSON: a value and its range, drawn; the mean that it keeps."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dafeng.accounts.cases.nodes import Node
from dafeng.accounts.change.shapes import amount, elements, refuse
from dafeng.accounts.uncertainty.monte_carlo import draw_range

DRAWS = 1_000_000
MOST_DRAWS = 100_000_000
SEED = 1
KNOWN = ("normal", "lognormal", "log-normal")
"""Distributions that a range stands for: its shape tells which."""


LOWS, HIGHS = ("low", "lower", "min", "minimum"), ("high", "upper", "max", "maximum")
VALUES = ("default", "value", "mode", "best")


def evaluate_uncertainty(
    case: Mapping[str, object], *, read: set[str] | None = None
) -> dict[str, float]:
    """Evaluate a case with a value, its range, and perhaps ``draws`` and ``seed``.

    The range is ``range95`` (``[low, high]``) or ``low`` and ``high``; with
    ``distribution`` ``triangular`` the ends are ``min`` and ``max`` and the value is
    the mode.

    Parameters
    ----------
    case : mapping
    read : set of str, optional
        Takes the paths that were looked at.

    Returns
    -------
    dict
        ``mean``, ``low`` and ``high`` in the unit of the value, ``shift_pct`` of the
        mean against the value.

    Raises
    ------
    BadInputError
        Something is missing or of another kind, or the value lies outside its range;
        the message begins with its path.
    """
    root = Node(case, "", set() if read is None else read)
    inputs = root.first("inputs") or root
    stated = inputs.first(*VALUES) or inputs.child(VALUES[0])
    value = amount(stated)
    low, high = _ends(inputs)
    if value == 0:
        refuse(stated, "a number above 0")
    if not low <= value <= high:
        refuse(stated, f"a value within its range {low:g} to {high:g}")
    draws = _count(inputs, "draws", DRAWS)
    if not 1 <= draws <= MOST_DRAWS:
        refuse(inputs.child("draws"), f"a number from 1 to {MOST_DRAWS}")
    seed = _count(inputs, "seed", SEED)
    mean, low, high = _drawn(inputs, (low, value, high), draws, seed)
    shift = (mean / value - 1) * 100
    return {"mean": mean, "low": low, "high": high, "shift_pct": shift}


def _ends(inputs: Node) -> tuple[float, float]:
    span = inputs.first("range95", "range", "ci95")
    if span is not None:
        ends = [float(node.number()) for node in elements(span)]
        if len(ends) != 2 or ends[0] > ends[1]:
            refuse(span, "a list of low and high")
        return ends[0], ends[1]
    low = inputs.first(*LOWS) or inputs.child(LOWS[0])
    high = inputs.first(*HIGHS) or inputs.child(HIGHS[0])
    return float(low.number()), float(high.number())


def _drawn(
    inputs: Node, shape: tuple[float, float, float], draws: int, seed: int
) -> tuple[float, float, float]:
    """Mean and 95 % ends of the draws."""
    low, value, high = shape
    stated = inputs.first("distribution")
    name = "" if stated is None else str(stated.value).casefold()
    if name.startswith("triang"):
        if low == high:
            return value, value, value
        drawn = np.random.default_rng(seed).triangular(low, value, high, draws)
        ends = np.quantile(drawn, (0.025, 0.975))
        return float(drawn.mean()), float(ends[0]), float(ends[1])
    if stated is not None and not name.startswith(KNOWN):
        refuse(stated, f"one of {', '.join(KNOWN)}, triangular")
    found = draw_range(value, (low, high), draws=draws, seed=seed)
    return found.mean, found.low, found.high


def _count(inputs: Node, name: str, default: int) -> int:
    node = inputs.first(name)
    return default if node is None else int(amount(node))
