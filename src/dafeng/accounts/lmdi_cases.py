"""Decompositions as JSON: the shapes in which a case states its cells and factors.

=====================  ==============================================================
``X``                  per year a table, rows are cells and columns are factors; the
                       years are chained, and decomposed once from first to last
``v0 vT x0 xT``        rows of one factor in one cell each: the limits at zero
``C0 Ct X0 Xt``        aggregate and factors of one cell, or of a list of cells
``cells``              each with ``name`` or ``path``, and ``start`` and ``end``, or
                       ``values`` for each of ``years``, in the order of ``factors``;
                       or with ``a0 aT b0 bT``: the letters are the factors
=====================  ==============================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import attrs
import numpy as np

from dafeng.accounts.cases.nodes import Node
from dafeng.accounts.lmdi import Decomposition, Form, cell_effects, lmdi
from dafeng.accounts.lmdi_checks import DecompositionError
from dafeng.accounts.lmdi_shapes import Table, amount, elements, tables

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


@attrs.frozen(kw_only=True, eq=False)
class Step:
    """The change between two times of a case."""

    start: str
    end: str
    change: Decomposition


@attrs.frozen(kw_only=True, eq=False)
class CaseResult:
    """A case, decomposed.

    Attributes
    ----------
    form : Form
    steps : tuple of Step
        One for each pair of neighbouring times; empty for rows of single factors.
    whole : Step or None
        From the first time to the last, not chained.
    single : tuple of float
        Effects of single factors in single cells.
    """

    form: Form
    steps: tuple[Step, ...] = ()
    whole: Step | None = None
    single: tuple[float, ...] = ()


def evaluate_decomposition(
    case: Mapping[str, object], form: Form | None = None
) -> dict[str, Json]:
    """Evaluate one case of the category ``decomposition``.

    Parameters
    ----------
    case : mapping
        A case with ``inputs``, or the inputs themselves.
    form : Form, optional
        Default: what the case says in ``method`` or in its title; else additive.

    Returns
    -------
    dict
        Keyed like ``expected`` of such a case: a list of effects for each year and
        ``total`` by year; or ``rows``; or ``effects`` and ``total``.  Besides
        ``method``, ``factors``, ``residual`` and, for years, ``not_chained``.

    Raises
    ------
    BadInputError
        Something is missing or of another kind; the message begins with its path.
    DecompositionError
        Numbers are negative or contradict each other.
    """
    return result_json(decompose_case(case, form), Node(case))


def decompose_case(case: Mapping[str, object], form: Form | None = None) -> CaseResult:
    """Evaluate one case; see :func:`evaluate_decomposition`."""
    root = Node(case)
    inputs = root.first("inputs") or root
    chosen = form or _form(root, inputs)
    if inputs.is_list:
        return CaseResult(form=Form.ADDITIVE, single=_single_effects(inputs))
    found = tables(inputs)
    steps = tuple(
        _step(first, second) for first, second in zip(found, found[1:], strict=False)
    )
    whole = steps[0] if len(steps) == 1 else _step(found[0], found[-1])
    return CaseResult(form=chosen, steps=steps, whole=whole)


def result_json(result: CaseResult, root: Node) -> dict[str, Json]:
    """A result keyed as ``expected`` of its case is."""
    if result.whole is None:
        return {"rows": list(result.single)}
    form, whole = result.form, result.whole.change
    told: dict[str, Json] = {"method": form.value, "factors": list(whole.factors)}
    if len(result.steps) > 1 or _by_year(root):
        for step in result.steps:
            told[step.end] = list(step.change.whole.of(form))
        told["total"] = {
            step.end: step.change.whole.total(form) for step in result.steps
        }
        told["not_chained"] = list(whole.whole.of(form))
    else:
        effects = whole.whole.of(form)
        told["total"] = whole.whole.total(form)
        told["delta"] = whole.whole.change
        told["effects"] = (
            dict(zip(whole.factors, effects, strict=True))
            if _named(root)
            else list(effects)
        )
    told["residual"] = max(abs(step.change.whole.residual) for step in result.steps)
    levels = _levels(whole, form)
    if levels:
        told["levels"] = levels
    return told


def _levels(change: Decomposition, form: Form) -> dict[str, Json]:
    depth = max(map(len, change.paths))
    if depth == 1 and len(change.paths) == 1:
        return {}
    # Of a group that was or becomes zero only the additive form exists.
    groups = [group for n in range(1, depth + 1) for group in change.level(n)]
    return {
        "/".join(group.path): list(
            group.of(form) if group.start and group.end else group.effects
        )
        for group in groups
        if form is Form.ADDITIVE or (group.start and group.end)
    }


def _step(first: Table, second: Table) -> Step:
    try:
        change = lmdi(
            first.values,
            second.values,
            first.factors,
            second.factors,
            names=first.names,
            paths=first.paths,
        )
    except DecompositionError as error:
        raise DecompositionError(
            [
                attrs.evolve(finding, place=f"{second.place}: {finding.place}")
                for finding in error.findings
            ]
        ) from error
    return Step(start=first.time, end=second.time, change=change)


def _single_effects(inputs: Node) -> tuple[float, ...]:
    """Effects of single factors: the product is not at hand, the limits are."""
    rows = [
        [amount(row.child(key)) for key in ("v0", "vT", "x0", "xT")]
        for row in elements(inputs)
    ]
    v0, v1, x0, x1 = np.array(rows, dtype=np.float64).T
    return tuple(map(float, cell_effects(v0, v1, x0[:, None], x1[:, None])[:, 0]))


def _form(root: Node, inputs: Node) -> Form:
    stated = root.first("method") or inputs.first("method")
    words = [form.value for form in Form]
    if stated is not None and stated.value in words:
        return Form(str(stated.value))
    title = f"{root.text('title')} {root.text('id')}".lower()
    return Form.MULTIPLICATIVE if "multiplicative" in title else Form.ADDITIVE


def _by_year(root: Node) -> bool:
    inputs = root.first("inputs") or root
    return inputs.first("X") is not None


def _named(root: Node) -> bool:
    """Whether the case names its factors: then its effects are keyed by them."""
    inputs = root.first("inputs") or root
    return inputs.first("cells") is not None
