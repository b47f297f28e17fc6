"""One door to HiGHS: whole arrays in, an answer out, the same for the same.

Rows and costs are scaled before they go in, because yuan and tonnes differ by many
powers of ten.  One thread and one seed: the same programme gives the same answer,
unless the time runs out.

Source
------
Huangfu, Q. and Hall, J. A. J. (2018), Mathematical Programming Computation 10, 119-142
(HiGHS).
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

import attrs
import highspy
import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.pathways.choice.formulation import Formulation

    Array: TypeAlias = npt.NDArray[np.float64]

COST_SCALE = 1_000.0
"""What the largest cost becomes: duals then stand well above the tolerances."""


@attrs.frozen(kw_only=True)
class Settings:
    """How hard to search.

    Attributes
    ----------
    gap : float
        Relative distance from the least cost at which the search ends.
    seconds : float
        Time after which it ends in any case.
    seed : int
    """

    gap: float = 1e-4
    seconds: float = 60.0
    seed: int = 0


@attrs.frozen(kw_only=True, eq=False)
class Answer:
    """What HiGHS says.

    Attributes
    ----------
    values : Array, (columns,), or None
        None: there is none, or none was found in time.
    impossible : bool
        Whether there is none.
    finished : bool
        Whether the gap was reached.
    gap : float
    row_duals, column_duals : Array
        In cost per unit of each row and column; empty with whole numbers.
    seconds : float
    """

    values: Array | None
    impossible: bool
    finished: bool
    gap: float
    row_duals: Array
    column_duals: Array
    seconds: float


def solve(
    form: Formulation, settings: Settings, *, start: Array | None = None
) -> Answer:
    """Minimise the cost of a formulation.

    Parameters
    ----------
    start : Array, (columns,), optional
        A solution to begin with.
    """
    began = perf_counter()
    matrix = sparse.vstack([rows.matrix for rows in form.families], format="csr")
    lower = np.concatenate([rows.lower for rows in form.families])
    upper = np.concatenate([rows.upper for rows in form.families])
    scale = _row_scale(matrix)
    cost_scale = COST_SCALE / max(float(np.abs(form.cost).max(initial=0.0)), 1e-300)
    if not form.cost.any():
        cost_scale = 1.0
    matrix = sparse.csr_array(sparse.diags_array(scale) @ matrix)
    highs = _highs(settings)
    rows, columns = matrix.shape
    highs.passModel(
        columns,
        rows,
        matrix.nnz,
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        form.cost * cost_scale,
        form.lower,
        form.upper,
        lower * scale,
        upper * scale,
        matrix.indptr.astype(np.int32),
        matrix.indices.astype(np.int32),
        matrix.data,
        form.integer.astype(np.int32),
    )
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start
        highs.setSolution(solution)
    highs.run()
    return _answer(highs, form, (scale, cost_scale), perf_counter() - began)


def _answer(
    highs: highspy.Highs,
    form: Formulation,
    scales: tuple[Array, float],
    seconds: float,
) -> Answer:
    status, info = highs.getModelStatus(), highs.getInfo()
    known = highspy.HighsModelStatus
    feasible = info.primal_solution_status == int(
        highspy.SolutionStatus.kSolutionStatusFeasible
    )
    solution, whole = highs.getSolution(), bool(form.integer.any())
    values = np.array(solution.col_value, dtype=np.float64) if feasible else None
    row_scale, cost_scale = scales
    duals = (np.zeros(0), np.zeros(0))
    if feasible and not whole and solution.dual_valid:
        duals = (
            np.array(solution.row_dual) * row_scale / cost_scale,
            np.array(solution.col_dual) / cost_scale,
        )
    gap = float(info.mip_gap) if whole else 0.0
    return Answer(
        values=values,
        impossible=status in (known.kInfeasible, known.kUnboundedOrInfeasible),
        finished=status == known.kOptimal,
        gap=gap if np.isfinite(gap) else float("inf"),
        row_duals=duals[0],
        column_duals=duals[1],
        seconds=seconds,
    )


class _Silent(highspy.Highs):
    """Writes nothing: the output of a command carries its result alone."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the name that HiGHS calls
        """Silence first: HiGHS writes its banner as it sets up its callbacks."""
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def _highs(settings: Settings) -> highspy.Highs:
    highs = _Silent()  # type: ignore[no-untyped-call]
    for name, value in (
        ("threads", 1),
        ("parallel", "off"),
        ("random_seed", settings.seed),
        ("mip_rel_gap", settings.gap),
        ("mip_abs_gap", 0.0),
        ("time_limit", float(settings.seconds)),
        # The relaxation is tight: restarts and searches of neighbourhoods cost more
        # than they find.
        ("mip_allow_restart", False),
        ("mip_heuristic_run_rens", False),
        ("mip_heuristic_run_rins", False),
        ("mip_heuristic_run_root_reduced_cost", False),
    ):
        highs.setOptionValue(name, value)
    return highs


def _row_scale(matrix: sparse.csr_array) -> Array:
    largest = np.zeros(matrix.shape[0])
    filled = np.flatnonzero(np.diff(matrix.indptr))
    if len(filled):
        at = matrix.indptr[filled]
        largest[filled] = np.maximum.reduceat(np.abs(matrix.data), at)
    scale: Array = np.where(largest > 0, 1.0 / np.where(largest > 0, largest, 1.0), 1.0)
    return scale
