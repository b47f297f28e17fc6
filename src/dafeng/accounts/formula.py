"""Formulas as data: one expression gives the exact value, the draws and the words.

A method writes its formula once, ``NCV * CC * OF * ratio(44, 12)``.  The account takes
its exact value, the Monte Carlo evaluates it on arrays, and ``account explain`` prints
it with the numbers filled in: the three cannot drift apart.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from decimal import Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import attrs

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float64]

EXP_DIGITS = 40
"""Significant digits of an exponential; everything else is exact."""

_SUM, _PRODUCT, _ATOM = 1, 2, 3


class Formula(ABC):
    """An expression of symbols and constants, built with ``+ - * /`` and ``exp``."""

    @abstractmethod
    def value(self, numbers: Mapping[str, Fraction]) -> Fraction:
        """Return the exact value.

        Raises
        ------
        KeyError
            A symbol has no number.
        BadInputError
            ``formula.zero``: something is divided by zero.
        """

    @abstractmethod
    def draws(self, numbers: Mapping[str, Array | float]) -> Array | float:
        """Evaluate on arrays of float64, all of one shape; for Monte Carlo alone."""

    @abstractmethod
    def written(self, words: Mapping[str, str]) -> str:
        """Return the expression; a symbol in ``words`` is replaced by its text."""

    @abstractmethod
    def symbols(self) -> Iterator[str]:
        """Yield names of its symbols from left to right, repeated as they stand."""

    strength = _ATOM

    def __add__(self, other: Formula | int) -> Formula:
        return Operation("+", self, as_formula(other))

    def __sub__(self, other: Formula | int) -> Formula:
        return Operation("-", self, as_formula(other))

    def __rsub__(self, other: int) -> Formula:
        return Operation("-", as_formula(other), self)

    def __mul__(self, other: Formula | int) -> Formula:
        return Operation("*", self, as_formula(other))

    def __rmul__(self, other: int) -> Formula:
        return Operation("*", as_formula(other), self)

    def __truediv__(self, other: Formula | int) -> Formula:
        return Operation("/", self, as_formula(other))

    def __neg__(self) -> Formula:
        return Operation("*", Constant(Fraction(-1)), self)

    def __str__(self) -> str:
        return self.written({})


@attrs.frozen
class Symbol(Formula):
    """A quantity with a name, for example ``NCV``."""

    name: str

    def value(self, numbers: Mapping[str, Fraction]) -> Fraction:
        """Its number."""
        return numbers[self.name]

    def draws(self, numbers: Mapping[str, Array | float]) -> Array | float:
        """Its draws."""
        return numbers[self.name]

    def written(self, words: Mapping[str, str]) -> str:
        """Its name, or its text."""
        return words.get(self.name, self.name)

    def symbols(self) -> Iterator[str]:
        """Itself."""
        yield self.name


@attrs.frozen
class Constant(Formula):
    """A number that is nobody's estimate, written as it is known (``44/12``)."""

    number: Fraction
    text: str = ""

    def value(self, numbers: Mapping[str, Fraction]) -> Fraction:  # noqa: ARG002
        """The number."""
        return self.number

    def draws(self, numbers: Mapping[str, Array | float]) -> Array | float:  # noqa: ARG002
        """The number as a float."""
        return float(self.number)

    def written(self, words: Mapping[str, str]) -> str:  # noqa: ARG002
        """The number."""
        return self.text or str(self.number)

    def symbols(self) -> Iterator[str]:
        """None."""
        yield from ()


@attrs.frozen
class Operation(Formula):
    """Two expressions with ``+``, ``-``, ``*`` or ``/`` between."""

    sign: str
    left: Formula
    right: Formula

    @property
    def strength(self) -> int:  # type: ignore[override]
        """How tightly it binds."""
        return _SUM if self.sign in "+-" else _PRODUCT

    def value(self, numbers: Mapping[str, Fraction]) -> Fraction:
        """Exact."""
        left, right = self.left.value(numbers), self.right.value(numbers)
        match self.sign:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
        if right == 0:
            msg = f"{self} divides by zero. Check the numbers that go in."
            raise BadInputError(msg, code="formula.zero", formula=str(self))
        return left / right

    def draws(self, numbers: Mapping[str, Array | float]) -> Array | float:
        """In float64."""
        left, right = self.left.draws(numbers), self.right.draws(numbers)
        match self.sign:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
        return left / right

    def written(self, words: Mapping[str, str]) -> str:
        """With brackets only where they are needed."""
        left = _in_brackets(self.left, words, self.strength)
        tighter = self.strength + (1 if self.sign in "-/" else 0)
        right = _in_brackets(self.right, words, tighter)
        sign = {"*": "×", "-": "-", "+": "+", "/": "/"}[self.sign]
        return f"{left} {sign} {right}"

    def symbols(self) -> Iterator[str]:
        """Those of both sides."""
        yield from self.left.symbols()
        yield from self.right.symbols()


@attrs.frozen
class Exponential(Formula):
    """``e`` to a power."""

    power: Formula

    def value(self, numbers: Mapping[str, Fraction]) -> Fraction:
        """To :data:`EXP_DIGITS` digits."""
        context = Context(prec=EXP_DIGITS)
        power = self.power.value(numbers)
        quotient = context.divide(Decimal(power.numerator), Decimal(power.denominator))
        return Fraction(context.exp(quotient))

    def draws(self, numbers: Mapping[str, Array | float]) -> Array | float:
        """In float64."""
        import numpy as np

        return np.exp(self.power.draws(numbers))

    def written(self, words: Mapping[str, str]) -> str:
        """``exp(...)``."""
        return f"exp({self.power.written(words)})"

    def symbols(self) -> Iterator[str]:
        """Those of the power."""
        yield from self.power.symbols()


def as_formula(part: Formula | int) -> Formula:
    """Take an integer as a constant."""
    return Constant(Fraction(part)) if isinstance(part, int) else part


def symbols(names: str) -> tuple[Symbol, ...]:
    """Return one symbol for each word of ``names``."""
    return tuple(map(Symbol, names.split()))


def ratio(numerator: int, denominator: int) -> Constant:
    """A constant that is written as the ratio that it is, such as ``44/12``."""
    return Constant(Fraction(numerator, denominator), text=f"{numerator}/{denominator}")


def exp(power: Formula) -> Exponential:
    """``e`` to ``power``."""
    return Exponential(power)


CO2_PER_C = ratio(44, 12)
"""Mass of CO2 per mass of carbon (IPCC 2006, volume 2, chapter 1)."""

CH4_PER_C = ratio(16, 12)
"""Mass of CH4 per mass of carbon."""

N2O_PER_N = ratio(44, 28)
"""Mass of N2O per mass of nitrogen."""


def _in_brackets(part: Formula, words: Mapping[str, str], outside: int) -> str:
    text = part.written(words)
    return f"({text})" if part.strength < outside else text
