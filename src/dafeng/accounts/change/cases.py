"""Decompositions as JSON: the shapes in which a case states its cells and factors.

=====================  ==============================================================
``X``                  per year a table, rows are cells and columns are factors; keyed
                       by year, or listed beside ``years``; ``V`` states the values
``v0 vT x0 xT``        rows of one factor in one cell each: the limits at zero
``C0 Ct X0 Xt``        aggregate and factors of one cell, or of a list of cells; also
                       with the letters ``V0 VT`` and ``x0 xT``
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
from dafeng.accounts.change.chain import Chain
from dafeng.accounts.change.checks import DecompositionError
from dafeng.accounts.change.lmdi import Decomposition, Form, cell_effects, lmdi
from dafeng.accounts.change.shapes import Table, amount, elements, tables

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


@attrs.frozen(kw_only=True, eq=False)
class Decomposed:
    """A case, decomposed.

    Attributes
    ----------
    form : Form
    ends : tuple of str
        At which time each step of the chain ends.
    chain : Chain or None
        None for rows of single factors.
    single : tuple of float
        Effects of single factors in single cells.
    """

    form: Form
    ends: tuple[str, ...] = ()
    chain: Chain | None = None
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
        ``method``, ``factors``, ``residual`` and, for years, ``chained`` and
        ``not_chained``.

    Raises
    ------
    BadInputError
        Something is missing or of another kind; the message begins with its path.
    DecompositionError
        Numbers are negative or contradict each other.
    """
    return _told(decompose_case(case, form), Node(case))


def decompose_case(case: Mapping[str, object], form: Form | None = None) -> Decomposed:
    """Evaluate one case; see :func:`evaluate_decomposition`."""
    root = Node(case)
    inputs = root.first("inputs") or root
    if inputs.is_list:
        return Decomposed(form=Form.ADDITIVE, single=_single_effects(inputs))
    found = tables(inputs)
    steps = tuple(map(_change, found, found[1:]))
    direct = steps[0] if len(steps) == 1 else _change(found[0], found[-1])
    return Decomposed(
        form=form or _form(root, inputs),
        ends=tuple(table.time for table in found[1:]),
        chain=Chain(steps=steps, direct=direct),
    )


def _told(result: Decomposed, root: Node) -> dict[str, Json]:
    """A result keyed as ``expected`` of its case is."""
    chain, form = result.chain, result.form
    if chain is None:
        return {"rows": list(result.single)}
    factors, whole = chain.direct.factors, chain.direct.whole
    told: dict[str, Json] = {"method": form.value, "factors": list(factors)}
    if len(chain.steps) > 1 or _by_year(root):
        steps = dict(zip(result.ends, chain.steps, strict=True))
        told |= {end: list(step.whole.of(form)) for end, step in steps.items()}
        told["total"] = {end: step.whole.total(form) for end, step in steps.items()}
        told["chained"] = list(chain.chained(form))
        told["not_chained"] = list(whole.of(form))
    else:
        effects = whole.of(form)
        told["total"] = whole.total(form)
        told["delta"] = whole.change
        told["effects"] = (
            dict(zip(factors, effects, strict=True)) if _named(root) else list(effects)
        )
    told["residual"] = max(abs(step.whole.residual) for step in chain.steps)
    levels = _levels(chain.direct, form)
    if levels:
        told["levels"] = levels
    return told


def _levels(change: Decomposition, form: Form) -> dict[str, Json]:
    depth = max(map(len, change.paths))
    if depth == 1 and len(change.paths) == 1:
        return {}
    groups = [group for n in range(1, depth + 1) for group in change.level(n)]
    return {
        "/".join(group.path): list(group.of(form))
        for group in groups
        # Of a group that was or becomes zero there is no ratio.
        if form is Form.ADDITIVE or (group.start and group.end)
    }


def _change(first: Table, second: Table) -> Decomposition:
    try:
        return lmdi(
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
