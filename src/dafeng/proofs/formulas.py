"""A formula written out: which operations made a value of which inputs.

An indicator's function is called with numbers that remember how they came about.  What
they remember is a tree that a small program evaluates again, without this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from dafeng.base.periods import Period
from dafeng.base.rounding import round_half_even
from dafeng.base.units import convert
from dafeng.indicators import Question, definition_register
from dafeng.indicators.definitions import Reference, reference
from dafeng.indicators.functions.registry import formulas

if TYPE_CHECKING:
    from decimal import Decimal

    from dafeng.indicators import Definition, Evidence, Observation

Tree: TypeAlias = "Mapping[str, Any]"
PLACES = 6
_Other: TypeAlias = "Traced | Fraction | int"


class Traced(Fraction):
    """An exact number with the tree of operations that made it.

    A comparison uses the number: the tree then shows the branch that was taken.
    """

    tree: Tree

    @classmethod
    def made(cls, value: Fraction, tree: Tree) -> Traced:
        """Make a number that remembers."""
        one = cls(value)
        one.tree = tree
        return one

    def __add__(self, other: Any) -> Any:
        return _combined("+", self, other)

    def __radd__(self, other: Any) -> Any:
        return _combined("+", other, self)

    def __sub__(self, other: Any) -> Any:
        return _combined("-", self, other)

    def __rsub__(self, other: Any) -> Any:
        return _combined("-", other, self)

    def __mul__(self, other: Any) -> Any:
        return _combined("*", self, other)

    def __rmul__(self, other: Any) -> Any:
        return _combined("*", other, self)

    def __truediv__(self, other: Any) -> Any:
        return _combined("/", self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _combined("/", other, self)

    def __neg__(self) -> Any:
        return _combined("-", 0, self)


_DO: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
}


def _combined(sign: str, left: Any, right: Any) -> Any:
    if not isinstance(left, Fraction | int) or not isinstance(right, Fraction | int):
        return NotImplemented
    value = _DO[sign](_bare(left), _bare(right))
    return Traced.made(value, {"do": sign, "of": [_tree(left), _tree(right)]})


def _bare(number: _Other) -> Fraction:
    """Return the number without its memory, so that reckoning remembers nothing."""
    return Fraction(number.numerator, number.denominator)


def _tree(number: _Other) -> Tree:
    if isinstance(number, Traced):
        return number.tree
    return {"number": str(Fraction(number))}


@attrs.frozen(kw_only=True)
class WrittenOut:
    """A value, its inputs, and the tree of operations between them.

    Attributes
    ----------
    value : Decimal
        In the unit that was asked for, rounded as it was published.
    inputs : tuple of Observation
        The tree's ``sum`` names them by their place here.
    tree : mapping
        ``{"sum": [0, 1]}``, ``{"number": "44/12"}``, ``{"do": "/", "of": […]}`` or
        ``{"round": 6, "of": …}``.
    """

    value: Decimal
    inputs: tuple[Observation, ...]
    tree: Tree


def written_out(
    definition: Definition, question: Question, evidence: Evidence, unit: str
) -> WrittenOut | None:
    """Reckon a value anew and write down how; None where it cannot be reckoned.

    Parameters
    ----------
    definition : Definition
    question : Question
    evidence : Evidence
    unit : str
        Unit of the target; empty for the definition's own.
    """
    walk = _Walk(evidence)
    found = walk.reckon(definition, question)
    if not isinstance(found, Traced) or not _names_all(found.tree, len(walk.used)):
        return None
    value, tree = round_half_even(_bare(found), PLACES), _rounded(_tree(found))
    if unit and unit != definition.unit:
        scaled = Traced.made(Fraction(value), tree) * convert(1, definition.unit, unit)
        value, tree = round_half_even(_bare(scaled), PLACES), _rounded(scaled.tree)
    return WrittenOut(value=value, inputs=tuple(walk.used), tree=tree)


def _names_all(tree: Tree, count: int) -> bool:
    """Whether every input is in the tree: an operation may forget where it was."""
    return set(_places(tree)) == set(range(count))


def _places(tree: Tree) -> Iterator[int]:
    yield from tree.get("sum", ())
    for one in tree.get("of", ()) if "do" in tree else ():
        yield from _places(one)


def _rounded(tree: Tree) -> Tree:
    return {"round": PLACES, "of": tree}


@attrs.define
class _Walk:
    """Goes down a definition as :func:`dafeng.indicators.indicator_value` does."""

    evidence: Evidence
    used: dict[Observation, int] = attrs.field(factory=dict)

    def reckon(self, definition: Definition, asked: Question) -> _Other | None:
        found = {
            name: self._input(reference(text), asked)
            for name, text in definition.inputs.items()
        }
        known = {name: each for name, each in found.items() if each is not None}
        if len(known) < len(found):
            return None
        try:
            return formulas()[definition.id](**known)
        except ZeroDivisionError:
            return None

    def _input(self, needed: Reference, asked: Question) -> Any:
        at = attrs.evolve(asked, period=_period(needed, asked))
        if needed.derived:
            return self.reckon(definition_register().get(needed.name), at)
        found = self.evidence.find(needed.name, at.period, at.scope)
        if not found:
            return None
        places = [self.used.setdefault(one, len(self.used)) for one in found]
        total = sum((Fraction(one.value) for one in found), Fraction())
        return Traced.made(total, {"sum": places})


def _period(needed: Reference, asked: Question) -> Period:
    if needed.when == "previous":
        return asked.period.previous()
    if needed.when == "base" and asked.base is not None:
        return Period.year(asked.base)
    return asked.period
