"""Decompositions as JSON: the shapes in which a case states its cells and factors.

=====================  ==============================================================
``X``                  per year a table, rows are cells and columns are factors; keyed
                       by year, or listed beside ``years``; ``V`` states the values
``v0 vT x0 xT``        rows of one factor in one cell each: the limits at zero
``C0 Ct X0 Xt``        aggregate and factors of one cell, or of a list of cells; also
                       with the letters ``V0 VT`` and ``x0 xT``
``start end``          factors of one cell: a list beside ``factors``, or an object by
                       name; ``years`` holds such objects by year
``cells``              each with ``name`` or ``path``, and ``start`` and ``end``, or
                       ``values`` for each of ``years``, in the order of ``factors``;
                       or with ``a0 aT b0 bT``: the letters are the factors
=====================  ==============================================================
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

import attrs
import numpy as np

from dafeng.accounts.cases.nodes import Node
from dafeng.accounts.change.chain import Chain
from dafeng.accounts.change.checks import DecompositionError
from dafeng.accounts.change.lmdi import (
    Decomposition,
    Form,
    cell_effects,
    lmdi,
    products,
)
from dafeng.accounts.change.shapes import (
    END_VALUES,
    START_VALUES,
    Table,
    amount,
    elements,
    refuse,
    tables,
)

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


_TIMES = Form.MULTIPLICATIVE
_WORDS = {
    Form.ADDITIVE: ("additive", "加法", "加和"),
    Form.MULTIPLICATIVE: ("multiplicative", "乘法", "乘积"),
}
_PLAIN_METHOD = re.compile(r"(ang )?lmdi([- ]?(i|1))?")
_SAME = 1e-3
"""Relative difference of a printed value from the product of its factors."""


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
    unlike : str
        How stated values differ from the products; empty where they do not.
    """

    form: Form
    ends: tuple[str, ...] = ()
    chain: Chain | None = None
    single: tuple[float, ...] = ()
    unlike: str = ""


def evaluate_decomposition(
    case: Mapping[str, object],
    form: Form | None = None,
    *,
    read: set[str] | None = None,
) -> dict[str, Json]:
    """Evaluate one case of the category ``decomposition``.

    Parameters
    ----------
    case : mapping
        A case with ``inputs``, or the inputs themselves.
    form : Form, optional
        Default: what the case says in ``method`` or in its title; else additive.
    read : set of str, optional
        Takes the paths that were looked at.

    Returns
    -------
    dict
        Keyed like ``expected`` of such a case: a list of effects for each year and
        ``total`` by year; or ``rows``; or ``effects`` and ``total``.  Besides
        ``method``, ``factors``, ``residual`` and, for years, ``chained`` and
        ``not_chained``; ``unlike`` where stated values are not the products.

    Raises
    ------
    BadInputError
        Something is missing or of another kind; the message begins with its path.
    DecompositionError
        Numbers are negative or contradict each other.
    """
    root = Node(case, "", set() if read is None else read)
    return _told(_decomposed(root, form), root)


def decompose_case(case: Mapping[str, object], form: Form | None = None) -> Decomposed:
    """Evaluate one case; see :func:`evaluate_decomposition`."""
    return _decomposed(Node(case), form)


def _decomposed(root: Node, form: Form | None) -> Decomposed:
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
        unlike=_unlike(inputs, found),
    )


def _unlike(inputs: Node, found: tuple[Table, ...]) -> str:
    """Say how stated values of two times differ from the products of the factors.

    ``scaled``: by one ratio at both times, as where units differ; ``unlike``: by two
    ratios, so that the factors do not explain the change.
    """
    inputs.first("levels")
    if inputs.first(*START_VALUES, *END_VALUES) is None:
        return ""
    ratios = [
        (table.values.sum() / products(table.factors).sum())
        for table in found
        if products(table.factors).sum() > 0
    ]
    if len(ratios) == len(found) and np.allclose(ratios, ratios[0], rtol=_SAME):
        return "" if np.allclose(ratios, 1, rtol=_SAME) else "scaled"
    zero = all(np.allclose(t.values, products(t.factors), rtol=_SAME) for t in found)
    return "" if zero else "unlike"


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
    if result.unlike:
        told["unlike"] = result.unlike
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
    """Read ``method``; without one a title may say multiplicative.

    Raises
    ------
    BadInputError
        ``case.shape``: the method is none that is known.
    """
    stated = root.first("method", "form") or inputs.first("method", "form")
    if stated is None:
        title = f"{root.text('title')} {root.text('id')}".casefold()
        return Form.MULTIPLICATIVE if _spoken(title) == [_TIMES] else Form.ADDITIVE
    text = str(stated.value).casefold()
    spoken = _spoken(text)
    plain = _PLAIN_METHOD.fullmatch(text.strip()) is not None
    if len(spoken) != 1 and not (plain and not spoken):
        refuse(stated, "additive or multiplicative")
    return Form.MULTIPLICATIVE if spoken == [_TIMES] else Form.ADDITIVE


def _spoken(text: str) -> list[Form]:
    return [form for form, words in _WORDS.items() if any(w in text for w in words)]


def _by_year(root: Node) -> bool:
    inputs = root.first("inputs") or root
    return inputs.first("X") is not None


def _named(root: Node) -> bool:
    """Whether the case names its factors: then its effects are keyed by them."""
    inputs = root.first("inputs") or root
    if inputs.first("cells", "start") is not None:
        return True
    years, start = inputs.first("years"), inputs.first("X0")
    return any(node is not None and bool(node.names) for node in (years, start))
