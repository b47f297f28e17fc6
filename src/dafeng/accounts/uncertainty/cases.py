"""A Monte Carlo case as JSON: a value and its range, drawn; the mean that it keeps."""

from __future__ import annotations

from collections.abc import Mapping

from dafeng.accounts.cases.nodes import Node
from dafeng.accounts.change.shapes import amount, elements, refuse
from dafeng.accounts.uncertainty.monte_carlo import draw_range

DRAWS = 1_000_000
MOST_DRAWS = 100_000_000
SEED = 1


def evaluate_uncertainty(case: Mapping[str, object]) -> dict[str, float]:
    """Evaluate a case with ``default``, ``range95`` and perhaps ``draws`` and ``seed``.

    Returns
    -------
    dict
        ``mean``, ``low`` and ``high`` in the unit of the value, ``shift_pct`` of the
        mean against the value.

    Raises
    ------
    BadInputError
        Something is missing or of another kind; the message begins with its path.
    """
    root = Node(case)
    inputs = root.first("inputs") or root
    value = amount(inputs.child("default"))
    ends = [float(node.number()) for node in elements(inputs.child("range95"))]
    if value == 0:
        refuse(inputs.child("default"), "a number above 0")
    if len(ends) != 2 or ends[0] > ends[1]:
        refuse(inputs.child("range95"), "a list of low and high")
    draws = _count(inputs, "draws", DRAWS)
    if not 1 <= draws <= MOST_DRAWS:
        refuse(inputs.child("draws"), f"a number from 1 to {MOST_DRAWS}")
    drawn = draw_range(
        value, (ends[0], ends[1]), draws=draws, seed=_count(inputs, "seed", SEED)
    )
    return {
        "mean": drawn.mean,
        "low": drawn.low,
        "high": drawn.high,
        "shift_pct": (drawn.mean / value - 1) * 100,
    }


def _count(inputs: Node, name: str, default: int) -> int:
    node = inputs.first(name)
    return default if node is None else int(amount(node))
