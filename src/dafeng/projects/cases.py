"""A case as people write it: projects and the targets that they are held against."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.plain import record_from_json
from dafeng.projects.records import Goal, Project  # noqa: TC001 - cattrs reads them

if TYPE_CHECKING:
    from cattrs import Converter


@attrs.frozen(kw_only=True)
class Case:
    """Projects of a district and targets with a size."""

    projects: tuple[Project, ...] = ()
    goals: tuple[Goal, ...] = ()


def read_case(path: Path) -> Case:
    """Read a case from a JSON file; figures may be numbers or texts.

    Raises
    ------
    BadInputError
        ``case.unreadable``, ``record.bad`` (each place is named), ``case.twice`` (a
        code stands twice), ``case.unknown`` (a target names no known project).
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}."
        raise BadInputError(msg, code="case.unreadable", file=str(path)) from error
    case = record_from_json(data, Case, _written_by_people)
    codes = [one.code for one in case.projects]
    _see(
        [code for code in codes if codes.count(code) > 1],
        "case.twice",
        "These codes stand twice",
    )
    named = {code for goal in case.goals for code in goal.projects}
    _see(named - set(codes), "case.unknown", "No project has these codes")
    return case


def _see(wrong: Iterable[str], code: str, words: str) -> None:
    found = sorted(set(wrong))
    if found:
        msg = f"{words}: {', '.join(found)}."
        raise BadInputError(msg, code=code, codes=tuple(found))


def _written_by_people(converter: Converter) -> None:
    from decimal import Decimal, InvalidOperation

    def number(given: object, _cls: type) -> Decimal:
        try:
            value = Decimal(str(given))
        except InvalidOperation:
            value = Decimal("nan")
        if isinstance(given, bool) or not value.is_finite():
            msg = f"{given!r} is no number"
            raise BadInputError(msg, code="case.number")
        return value

    converter.register_structure_hook(Decimal, number)
