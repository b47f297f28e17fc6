"""A case answered: figures under the names of its method, and what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from dafeng.base.errors import BadInputError
from dafeng.pathways.cases.comparing import Check, compare
from dafeng.pathways.cases.kinds import Kind, inputs_of, kind_of, name_of

if TYPE_CHECKING:
    from dafeng.pathways.cases.files import Case

STARTS = "start_index_1based_0_never"
"""When each measure of a choice starts; equally cheap choices answer as well."""


@attrs.frozen(kw_only=True)
class Answer:
    """What came out of a case.

    Attributes
    ----------
    id : str
        Empty where the case has none.
    kind : Kind
    values : dict
        Figures as JSON holds them.
    checks : tuple of Check
        Empty where nothing is expected.
    """

    id: str
    kind: Kind
    values: dict[str, Any]
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool | None:
        """Whether all is as expected; None where nothing is."""
        return all(one.passed for one in self.checks) if self.checks else None


def answer_case(case: Case, *, points: int | None = None, seed: int = 0) -> Answer:
    """Answer a case of the outlook.

    Parameters
    ----------
    case : Case
        One of :func:`dafeng.pathways.cases.chosen_cases`.
    points, seed : int
        Of what is sampled; others do without.

    Raises
    ------
    BadInputError
        It cannot be used; the message begins with the case's name.
    """
    kind = kind_of(case)
    if kind is None:
        msg = f"{name_of(case)} is no case of the outlook."
        raise BadInputError(msg, code="case.kind", case=name_of(case))
    try:
        values = _values(case, kind, points, seed)
        checks = compare(case, values, {STARTS: values.get("optima") or ()})
    except BadInputError as error:
        error.args = (f"{name_of(case)}: {error}",)
        raise
    return Answer(id=str(case.get("id") or ""), kind=kind, values=values, checks=checks)


def _values(case: Case, kind: Kind, points: int | None, seed: int) -> dict[str, Any]:
    inputs = inputs_of(case)
    match kind:
        case Kind.TREND:
            from dafeng.pathways.cases.trends import answer_trend

            return answer_trend(inputs)
        case Kind.PEAK:
            from dafeng.pathways.cases.closed_paths import answer_path

            return answer_path(inputs)
        case Kind.CHOOSE:
            from dafeng.pathways.cases.choices import answer_choice

            return answer_choice(inputs)
        case Kind.SENSITIVITY:
            from dafeng.pathways.cases.known_functions import answer_function

            return answer_function(inputs, points=points, seed=seed)
