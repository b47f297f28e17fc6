"""The register of definitions: how each indicator is reckoned, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

import attrs

from dafeng.base.days import day_or_none
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.tables import packaged_rows
from dafeng.indicators.records import Definition


@attrs.frozen(kw_only=True)
class Reference:
    """What one input of a definition points at.

    Attributes
    ----------
    name : str
        Code of a series, or id of a definition.
    derived : bool
        Whether it is a definition.
    when : str
        ``now``, ``base`` or ``previous``.
    """

    name: str
    derived: bool
    when: str


WHEN = ("now", "base", "previous")


def reference(text: str) -> Reference:
    """Read an input: ``series``, ``series@base``, ``=A05.calorific@previous``.

    Raises
    ------
    BadInputError
        ``definition.input``: the word behind ``@`` is not known.
    """
    name, _, when = text.partition("@")
    when = when or "now"
    if when not in WHEN:
        msg = f"{text!r} asks for {when!r}; an input is of {', '.join(WHEN)}."
        raise BadInputError(msg, code="definition.input", input=text)
    return Reference(
        name=name.removeprefix("="), derived=name.startswith("="), when=when
    )


@attrs.frozen
class DefinitionRegister:
    """Definitions by id, and by indicator in the order of preference.

    Attributes
    ----------
    by_id : mapping of str to Definition
    """

    by_id: Mapping[str, Definition]

    @classmethod
    def of(cls, definitions: Iterable[Definition]) -> DefinitionRegister:
        """Build a register.

        Raises
        ------
        BadInputError
            ``definition.duplicate``: an id stands twice. ``definition.cycle``: a
            definition needs itself; the message walks the circle.
        """
        by_id: dict[str, Definition] = {}
        for one in definitions:
            if one.id in by_id:
                msg = f"The definition {one.id!r} stands twice. Give one another id."
                raise BadInputError(msg, code="definition.duplicate", definition=one.id)
            by_id[one.id] = one
        made = cls(MappingProxyType(by_id))
        for name in by_id:
            made._walk(name, ())
        return made

    def _walk(self, name: str, path: tuple[str, ...]) -> None:
        if name in path:
            circle = " → ".join((*path[path.index(name) :], name))
            msg = (
                f"Definitions need one another in a circle: {circle}. "
                "Let one of them take a series that somebody states."
            )
            raise BadInputError(msg, code="definition.cycle", circle=circle)
        for text in self.get(name).inputs.values():
            needed = reference(text)
            if needed.derived:
                self._walk(needed.name, (*path, name))

    def get(self, name: str) -> Definition:
        """Return a definition by id.

        Raises
        ------
        NotFoundError
            ``definition.unknown``: no such id; says which the indicator has.
        """
        found = self.by_id.get(name)
        if found is None:
            sisters = [o.id for o in self if o.indicator == name.partition(".")[0]]
            msg = (
                f"There is no definition {name!r}. "
                f"Of this indicator there are: {', '.join(sisters) or 'none'}."
            )
            raise NotFoundError(msg, code="definition.unknown", definition=name)
        return found

    def compares(self, name: str) -> bool:
        """Whether a definition, or one that it needs, looks back to a base year."""
        needed = [reference(text) for text in self.get(name).inputs.values()]
        return any(
            one.when == "base" or (one.derived and self.compares(one.name))
            for one in needed
        )

    def of_indicator(self, code: str, on: date) -> tuple[Definition, ...]:
        """Definitions of an indicator in force on a day, the preferred one first."""
        return tuple(o for o in self if o.indicator == code and o.in_force(on))

    def __iter__(self) -> Iterator[Definition]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)


def _inputs(text: str) -> Mapping[str, str]:
    pairs = (part.split("=", 1) for part in text.split(";") if part)
    return MappingProxyType({name.strip(): ref.strip() for name, ref in pairs})


def _definition(row: Mapping[str, str]) -> Definition:
    plain = ("id", "indicator", "name_zh", "name_en", "numerator", "denominator")
    more = ("unit", "direction", "owner", "source", "verified", "note")
    return Definition(
        **{name: row[name] for name in (*plain, *more)},
        inputs=_inputs(row["inputs"]),
        bounded=row["bounded"] == "1",
        lag_months=int(row["lag_months"]),
        effective_from=day_or_none(row["effective_from"]),
        effective_to=day_or_none(row["effective_to"]),
    )


@cache
def definition_register() -> DefinitionRegister:
    """Return the packaged register, read once."""
    rows = packaged_rows("dafeng.indicators", "definitions.csv")
    return DefinitionRegister.of(map(_definition, rows))
