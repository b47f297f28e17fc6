"""Names by which the house says which link a record of its own stands behind."""

from __future__ import annotations

RUN = "run"


def target_anchor(key: str) -> str:
    """A target of the plan."""
    return f"target:{key}"


def input_anchor(series: str, period: str, scope: str = "") -> str:
    """A figure that somebody stated."""
    return f"input:{series}|{period}|{scope}"


def task_anchor(work: str) -> str:
    """A task, by its id in the case."""
    return f"task:{work}"


def return_anchor(unit: str, form: str, period: str) -> str:
    """A report that a unit owed."""
    return f"return:{unit}|{form}|{period}"
