"""Cases of sensitivity: functions of which the indices are known in closed form.

Source
------
Ishigami, T. and Homma, T. (1990), Proc. ISUMA 90, 398-403; indices as in Saltelli et
al. (2008), Global Sensitivity Analysis, 4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from dafeng.base.errors import BadInputError
from dafeng.pathways.cases.numbers import exact_number, whole_number
from dafeng.pathways.sobol_indices import sobol_indices

if TYPE_CHECKING:
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float64]

POINTS = 4096
"""Points of each net when neither the case nor the command says how many."""
LARGEST = 2**17
_DIGITS = r"([0-9]+(?:\.[0-9]+)?)"
_ISHIGAMI = re.compile(rf"sinx1\+{_DIGITS}?(?:sin\^2x2|sinx2\^2)\+{_DIGITS}?x3\^4sinx1")
_UNKNOWNS = ("uniform-pi,pi^3", "u-pi,pi^3", "[-pi,pi]^3", "-pi,pi^3")
_A, _B = 7.0, 0.1
_NAME = "ishigami"


def answer_function(
    inputs: Mapping[str, Any], *, points: int | None, seed: int
) -> dict[str, Any]:
    """Estimate the indices of a known function.

    Parameters
    ----------
    inputs : mapping
        ``f`` written out or named; ``x`` its unknowns; ``N`` points of each net.
    points : int or None
        Goes before ``N``.
    seed : int

    Raises
    ------
    BadInputError
        ``case.function``: another function, or other unknowns; as
        :func:`dafeng.pathways.sobol_indices.sobol_indices` besides.
    """
    first, second = _coefficients(inputs)
    count = points or whole_number(inputs.get("N") or POINTS, "N")
    if count > LARGEST:
        msg = f"N: {count} points. Give at most {LARGEST}."
        raise BadInputError(msg, code="case.size", place="N")

    def function(at: Array) -> Array:
        x = (2 * at - 1) * np.pi
        sine = np.sin(x[:, 0])
        found: Array = (
            sine + first * np.sin(x[:, 1]) ** 2 + second * x[:, 2] ** 4 * sine
        )
        return found

    found = sobol_indices(function, ("x1", "x2", "x3"), count=count, seed=seed)
    rows = found.indices
    return {
        "S1": [one.first for one in rows],
        "ST": [one.total for one in rows],
        "variance": found.variance,
        "mean": found.mean,
        "S1_interval": [[one.first_low, one.first_high] for one in rows],
        "ST_interval": [[one.total_low, one.total_high] for one in rows],
        "N": found.count,
        "seed": seed,
    }


def _coefficients(inputs: Mapping[str, Any]) -> tuple[float, float]:
    """Return the two coefficients of the Ishigami function."""
    written = _plain(inputs.get("f"))
    unknowns = inputs.get("x")
    if unknowns is not None and _plain(unknowns) not in _UNKNOWNS:
        raise _refusal(unknowns, of="x")
    if written == _NAME:
        a = float(exact_number(inputs, "a")) if "a" in inputs else _A
        b = float(exact_number(inputs, "b")) if "b" in inputs else _B
        return a, b
    found = _ISHIGAMI.fullmatch(written)
    if found is None:
        raise _refusal(inputs.get("f"), of="f")
    return float(found[1] or 1), float(found[2] or 1)


def _plain(text: object) -> str:
    """Return a formula without blanks, dots of products and brackets of arguments."""
    said = str(text).casefold().replace("**", "^").replace("π", "pi").replace("−", "-")
    return re.sub(r"[\s*·()]", "", said)


def _refusal(stated: object, *, of: str) -> BadInputError:
    msg = (
        f"{of}: {stated!r} is not known here. Known is the Ishigami function, "
        "'sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1' with any coefficients, of "
        "'uniform(-pi,pi)^3'; the unknowns of a district's model are asked with the "
        "case of an outlook (dafeng outlook case)."
    )
    return BadInputError(msg, code="case.function", place=of)
