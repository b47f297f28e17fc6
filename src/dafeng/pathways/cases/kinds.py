"""Which command answers a case, and which room will answer what none does yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import attrs

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from dafeng.pathways.cases.files import Case


class Kind(StrEnum):
    """What a case asks, by the name of the command that answers it."""

    TREND = "trend"
    PEAK = "peak"
    CHOOSE = "choose"
    SENSITIVITY = "sensitivity"


_KEYS = {
    Kind.TREND: (("series",), ("n",)),
    Kind.PEAK: (("E0",),),
    Kind.CHOOSE: (("abatement",), ("capital",), ("options",)),
    Kind.SENSITIVITY: (("f",),),
}
"""Names of inputs that a kind is known by: all of one group."""
_TOPICS = {"milp": Kind.CHOOSE, "sensitivity": Kind.SENSITIVITY}
"""Topics that one kind has to itself; ``peak`` is shared by trends and paths."""
_LMDI = ("lmdi", "decomposition")
_LATER = {
    "power": "the room of the power system (grid), which this version has not",
    "charging": "the room of charging and coverage (grid), which this version has not",
    "pathway-lp": (
        "the room of the power system (grid), which this version has not; the "
        "outlook itself chooses among measures: dafeng outlook choose"
    ),
}


@attrs.frozen(kw_only=True)
class Chosen:
    """Cases of a file that a command answers.

    Attributes
    ----------
    cases : tuple of Case
    others : int
        Cases of the file that are left to other commands.
    """

    cases: tuple[Case, ...]
    others: int


def chosen_cases(cases: Sequence[Case], kind: Kind, *, named: str = "") -> Chosen:
    """Pick the cases that a command answers.

    Parameters
    ----------
    cases : sequence of Case
    kind : Kind
    named : str
        Id of the one that is asked for; empty is all that are of this kind.

    Raises
    ------
    BadInputError
        ``case.id``: there is none of that id. ``case.kind``: the one asked for, or
        every one, is of another kind; the message names the command or the room.
    """
    if named:
        one = _named(cases, named)
        _check_kind(one, kind)
        return Chosen(cases=(one,), others=0)
    found = tuple(one for one in cases if kind_of(one) is kind)
    if not found:
        _check_kind(cases[0], kind)
    return Chosen(cases=found, others=len(cases) - len(found))


def kind_of(case: Case) -> Kind | None:
    """What a case asks; None where no command of the outlook answers it."""
    if topic_of(case) in (*_LMDI, *_LATER):
        return None
    inputs = inputs_of(case)
    for kind, groups in _KEYS.items():
        if any(all(key in inputs for key in group) for group in groups):
            return kind
    return _TOPICS.get(topic_of(case))


def inputs_of(case: Case) -> Mapping[str, Any]:
    """Return its ``inputs``, or the case itself when it is nothing else."""
    inputs = case.get("inputs", case)
    return inputs if isinstance(inputs, Mapping) else {}


def topic_of(case: Case) -> str:
    """Return what the case says that it is about, in small letters."""
    return str(case.get("topic") or case.get("category") or "").casefold()


def name_of(case: Case) -> str:
    """Return its id, or a word for a case without one."""
    return str(case.get("id") or "the case")


def _named(cases: Sequence[Case], name: str) -> Case:
    for one in cases:
        if one.get("id") == name:
            return one
    known = ", ".join(str(one.get("id") or "--") for one in cases)
    msg = f"No case {name!r} in the file; there is: {known}."
    raise BadInputError(msg, code="case.id", case=name)


def way_of(case: Case) -> str:
    """Say which command answers a case, or which room will."""
    found, topic = kind_of(case), topic_of(case)
    if found is not None:
        return f"dafeng outlook {found} answers {name_of(case)}"
    if topic in _LMDI:
        return f"dafeng lmdi answers {name_of(case)}"
    if topic in _LATER:
        return f"{name_of(case)} belongs to {_LATER[topic]}"
    keys = ", ".join(map(str, inputs_of(case))) or "nothing"
    return f"the inputs of {name_of(case)} hold {keys}"


def _check_kind(case: Case, kind: Kind) -> None:
    if kind_of(case) is kind:
        return
    wanted = " or ".join("+".join(group) for group in _KEYS[kind])
    msg = (
        f"{name_of(case)} is no case for dafeng outlook {kind} (inputs {wanted}): "
        f"{way_of(case)}."
    )
    raise BadInputError(msg, code="case.kind", case=name_of(case))
