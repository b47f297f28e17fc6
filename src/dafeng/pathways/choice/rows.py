"""What a choice must keep, family by family."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from dafeng.pathways.choice.blocks import Rows, entries
from dafeng.pathways.choice.coefficients import goal_effects

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from dafeng.pathways.choice.formulation import Formulation

    Array: TypeAlias = npt.NDArray[np.float64]
    Index: TypeAlias = npt.NDArray[np.intp]

BEGUN = 0.01
"""Share of the size that an option must build in its first year to count as begun."""


def families(form: Formulation) -> Iterator[Rows]:
    """Every family of a problem."""
    yield from _sizes(form)
    yield from _begins(form)
    yield _prerequisites(form)
    yield _exclusions(form)
    yield from _budgets(form)
    yield from _starts(form)
    yield _goals(form)
    yield _sums(form, "stock", form.share, form.stock)
    yield _sums(form, "begun", form.begin, form.begun)


def _sizes(form: Formulation) -> Iterator[Rows]:
    """Built in sum at most the size where the answer is yes; at least the least."""
    options, years = form.share.shape
    names = form.problem.measures
    at = np.arange(options)
    within = entries(
        form.columns,
        (at[:, None], form.share, np.ones((1, years))),
        (at, form.yes, -1.0),
        rows=options,
    )
    lower = np.where(form.made.whole, 0.0, -np.inf)
    yield Rows(
        family="size",
        names=names,
        matrix=within,
        lower=lower,
        upper=np.zeros(options),
    )
    least = np.array([one.least for one in form.problem.options])
    least = np.where(form.made.whole, 0.0, least)
    must = np.isin(names, form.problem.limits.required)
    least = np.where(must & ~form.made.whole, np.maximum(least, BEGUN), least)
    yield at_least(form, least)


def at_least(form: Formulation, least: Array) -> Rows:
    """Demand a share of the size wherever the answer is yes; 0 demands nothing."""
    of = np.flatnonzero(least > 0)
    at = np.arange(len(of))
    matrix = entries(
        form.columns,
        (at[:, None], form.share[of], 1.0),
        (at, form.yes[of], -least[of]),
        rows=len(of),
    )
    names = tuple(form.problem.measures[m] for m in of)
    return Rows(
        family="least",
        names=names,
        matrix=matrix,
        lower=np.zeros(len(of)),
        upper=np.full(len(of), np.inf),
    )


def _sums(form: Formulation, family: str, yearly: Index, summed: Index) -> Rows:
    """What there is by a year is what there was before it and the year's own."""
    of = np.flatnonzero(summed[:, 0] >= 0)
    years = summed.shape[1]
    at = np.arange(len(of) * years).reshape(-1, years)
    by, own = summed[of], yearly[of]
    names = form.problem.measures
    return Rows(
        family=family,
        names=tuple(f"{names[m]} {year}" for m in of for year in form.problem.years),
        matrix=entries(
            form.columns,
            (at, by, 1.0),
            (at[:, 1:], by[:, :-1], -1.0),
            (at, own, -1.0),
            rows=at.size,
        ),
        lower=np.zeros(at.size),
        upper=np.zeros(at.size),
    )


def _begins(form: Formulation) -> Iterator[Rows]:
    """Nothing is built before the beginning; the beginning is real, and it is one."""
    own = np.flatnonzero((form.begin[:, 0] >= 0) & ~form.made.whole)
    count, years = len(own), form.share.shape[1]
    at = np.arange(count * years).reshape(count, years)
    begin, share, most = form.begin[own], form.share[own], form.made.most[own]
    names = tuple(form.problem.measures[m] for m in own)
    yearly = tuple(f"{name} {year}" for name in names for year in form.problem.years)
    yield Rows(
        family="begin",
        names=yearly,
        matrix=entries(
            form.columns,
            (at, share, 1.0),
            (at, form.begun[own], -most),
            rows=count * years,
        ),
        lower=np.full(count * years, -np.inf),
        upper=np.zeros(count * years),
    )
    yield Rows(
        family="begin",
        names=yearly,
        matrix=entries(
            form.columns,
            (at, share, 1.0),
            (at, begin, -np.minimum(BEGUN, most)),
            rows=count * years,
        ),
        lower=np.zeros(count * years),
        upper=np.full(count * years, np.inf),
    )
    line = np.arange(count)
    yield Rows(
        family="begin",
        names=names,
        matrix=entries(
            form.columns,
            (line[:, None], begin, 1.0),
            (line, form.yes[own], -1.0),
            rows=count,
        ),
        lower=np.zeros(count),
        upper=np.zeros(count),
    )


def _prerequisites(form: Formulation) -> Rows:
    """By a year no larger share is built than of the other by the year before."""
    known = {name: at for at, name in enumerate(form.problem.measures)}
    pairs = [
        (at, known[name])
        for at, one in enumerate(form.problem.options)
        for name in one.prerequisites
        if name in known
    ]
    years = form.share.shape[1]
    own, before = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    at = np.arange(len(pairs) * years).reshape(-1, years)
    names = form.problem.measures
    return Rows(
        family="prerequisite",
        names=tuple(
            f"{names[m]} after {names[k]} {year}"
            for m, k in pairs
            for year in form.problem.years
        ),
        matrix=entries(
            form.columns,
            (at, form.stock[own], 1.0),
            (at[:, 1:], form.stock[before][:, :-1], -1.0),
            rows=at.size,
        ),
        lower=np.full(at.size, -np.inf),
        upper=np.zeros(at.size),
    )


def _exclusions(form: Formulation) -> Rows:
    known = {name: at for at, name in enumerate(form.problem.measures)}
    pairs = sorted(
        {
            (min(at, known[name]), max(at, known[name]))
            for at, one in enumerate(form.problem.options)
            for name in one.excludes
            if name in known
        }
    )
    both = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    at = np.arange(len(pairs))[:, None]
    names = form.problem.measures
    return Rows(
        family="exclusion",
        names=tuple(f"{names[a]} or {names[b]}" for a, b in pairs),
        matrix=entries(form.columns, (at, form.yes[both], 1.0), rows=len(pairs)),
        lower=np.full(len(pairs), -np.inf),
        upper=np.ones(len(pairs)),
    )


def _budgets(form: Formulation) -> Iterator[Rows]:
    """Yuan invested in each year, renewals included."""
    limits, everyone = form.problem.limits, np.arange(len(form.problem.options))
    if limits.capital is not None:
        yield _budget(form, "capital", "", everyone, limits.capital)
    for one in limits.owners:
        if one.capital is not None:
            yield _budget(
                form, "owner-capital", one.owner, _owned(form, one.owner), one.capital
            )


def _budget(
    form: Formulation, family: str, owner: str, of: Index, amount: Array
) -> Rows:
    years = form.share.shape[1]
    late, early = np.tril_indices(years)
    paid = form.made.paid[of][:, late - early] * form.made.capital[of, None]
    names = tuple(f"{owner} {y}".strip() for y in form.problem.years)
    return Rows(
        family=family,
        names=names,
        matrix=entries(
            form.columns,
            (late, form.share[of][:, early], paid),
            rows=years,
        ),
        lower=np.full(years, -np.inf),
        upper=np.broadcast_to(amount, years).astype(float),
    )


def _starts(form: Formulation) -> Iterator[Rows]:
    limits, everyone = form.problem.limits, np.arange(len(form.problem.options))
    if limits.starts is not None:
        yield _start_rows(form, "starts", "", everyone, limits.starts)
    for one in limits.owners:
        if one.starts is not None:
            yield _start_rows(
                form, "owner-starts", one.owner, _owned(form, one.owner), one.starts
            )


def _start_rows(
    form: Formulation, family: str, owner: str, of: Index, most: int
) -> Rows:
    years = form.share.shape[1]
    return Rows(
        family=family,
        names=tuple(f"{owner} {y}".strip() for y in form.problem.years),
        matrix=entries(
            form.columns, (np.arange(years), form.begin[of], 1.0), rows=years
        ),
        lower=np.full(years, -np.inf),
        upper=np.full(years, float(most)),
    )


def _owned(form: Formulation, owner: str) -> Index:
    owners = np.array([one.owner for one in form.problem.options], dtype=object)
    found: Index = np.flatnonzero(owners == owner)
    return found


def _goals(form: Formulation) -> Rows:
    goals = form.problem.goals
    parts = [
        (np.full((1, 1), at), form.share, goal_effects(form.problem, form.made, goal))
        for at, goal in enumerate(goals)
    ]
    at = np.arange(len(goals))
    return Rows(
        family="goal",
        names=tuple(goal.name for goal in goals),
        matrix=entries(form.columns, *parts, (at, form.short, 1.0), rows=len(goals)),
        lower=np.array([goal.amount for goal in goals], dtype=np.float64),
        upper=np.full(len(goals), np.inf),
    )
