"""Cases in friendly JSON, as ``dafeng allocate --input`` takes them.

The shape stands in ``docs/methods/allocation.md``. It differs from the records in what
saves a person writing: figures by year and by name are objects, a total may be a bare
number, null is nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

import attrs

from dafeng.assessment.allocation.errors import AllocationError
from dafeng.assessment.allocation.records import (
    AllocationCase,
    DroppedYear,
    FuelFactor,
    FuelUse,
    Index,
    Ingredient,
    NamedFigure,
    Stake,
    YearFigure,
)
from dafeng.base.errors import BadInputError
from dafeng.base.plain import record_from_json
from dafeng.base.written import Object, is_list, mapping, written_strictly
from dafeng.sheets import read_file

if TYPE_CHECKING:
    from pathlib import Path

    from cattrs import Converter

LARGEST_FILE = 20 * 1024 * 1024
_UNITS = {"energy": "tce", "carbon": "tCO2"}
_NAMED: Mapping[type, tuple[str, str]] = {
    YearFigure: ("year", "value"),
    DroppedYear: ("year", "ground"),
    NamedFigure: ("name", "value"),
    FuelUse: ("fuel", "amount"),
    FuelFactor: ("fuel", "factor"),
    Index: ("name", "direction"),
    Ingredient: ("rule", "share"),
}
"""Records that people write as ``key: value``, or ``key: {…}`` where there is more."""


def read_case(path: Path, *, rule: str = "") -> AllocationCase:
    """Read a case from a file; see :func:`case_from_json`.

    Raises
    ------
    BadInputError
        ``case.not_found`` and its like: the file cannot be read.
    AllocationError
        ``case.fields``; the message begins with the file.
    """
    data = read_file(path, family="case", max_bytes=LARGEST_FILE)
    try:
        return case_from_json(data, rule=rule)
    except AllocationError as error:
        problems = [f"{path}: {error.problems[0]}", *error.problems[1:]]
        raise AllocationError(problems, code=error.code) from error


def case_from_json(data: bytes, *, rule: str = "") -> AllocationCase:
    """Read a case.

    Parameters
    ----------
    data : bytes
        One JSON object.
    rule : str
        Takes the place of the case's rule.

    Raises
    ------
    AllocationError
        ``case.fields``: the bytes are no JSON; a field is missing, unknown, there twice
        or of another kind. All of them are told, each with its place.
    """
    try:
        case = record_from_json(data, AllocationCase, _shapes)
    except BadInputError as error:
        told: Any = error.fields["problems"]
        problems = [f"{one}." for one in told]
        raise AllocationError(problems, code="case.fields") from error
    if not (rule or case.rule):
        problem = "required field missing @ $.rule: name a rule, such as equal-rate."
        raise AllocationError([problem], code="case.fields")
    return attrs.evolve(case, rule=rule or case.rule)


def case_to_json(case: AllocationCase) -> bytes:
    """Write a case, to be edited and read back; what is as usual is left out.

    Numbers are JSON numbers while a double shows the same digits, else texts.
    """
    text = json.dumps(_written(case), ensure_ascii=False, indent=2)
    return (text + "\n").encode()


def _shapes(converter: Converter) -> None:
    written_strictly(converter)
    converter.register_structure_hook_factory(
        attrs.has, lambda cls: _object(cls, converter)
    )
    converter.register_structure_hook_factory(
        _is_named, lambda kind: _by_key(kind, converter)
    )


def _object(cls: type, converter: Converter) -> Callable[[object, type], object]:
    structure: Callable[[Object, type], object]
    structure = converter.gen_structure_attrs_fromdict(cls)
    reshape = {AllocationCase: _case, Stake: _stake}.get(cls, dict)

    def read(given: object, _: type) -> object:
        told = {k: v for k, v in mapping(given).items() if v is not None}
        return structure(reshape(told), cls)

    return read


def _case(told: Object) -> Object:
    totals = {
        name: {"unit": unit, **_bare(told[name], "total")}
        for name, unit in _UNITS.items()
        if name in told
    }
    return {"rule": "", **told, **totals}


def _stake(told: Object) -> Object:
    years = {name: value for name, value in told.items() if name.isdecimal()}
    if not years:
        return told
    if "history" in told:
        msg = "years stand both beside and in history: keep one"
        raise BadInputError(msg, code="case.years")
    rest = {name: value for name, value in told.items() if name not in years}
    return {"history": years, **rest}


def _is_named(kind: object) -> bool:
    return is_list(kind) and get_args(kind)[0] in _NAMED


def _by_key(kind: Any, converter: Converter) -> Callable[[object, type], object]:
    cls = get_args(kind)[0]

    def read(given: object, _: type) -> object:
        stated = mapping(given).items()
        told = {k: _with_name(k, one, cls) for k, one in stated if one is not None}
        return tuple(converter.structure(told, dict[str, cls]).values())  # type: ignore[valid-type]

    return read


def _bare(given: Any, name: str) -> Object:
    return given if isinstance(given, dict) else {name: given}


def _with_name(name: str, given: object, cls: type) -> Object:
    key, value = _NAMED[cls]
    told = _bare(given, value)
    if key in told:
        msg = f"{name} is the {key} already: leave out the field {key}"
        raise BadInputError(msg, code="case.name")
    return {key: int(name) if key == "year" and name.isdecimal() else name, **told}


def _written(value: object) -> Any:
    if isinstance(value, Decimal):
        return _digits(value)
    if isinstance(value, tuple):
        named = value and type(value[0]) in _NAMED
        return _by_name(value) if named else list(map(_written, value))
    kind = type(value)
    if attrs.has(kind):
        return {
            field.name: _written(held)
            for field in attrs.fields(kind)
            if (held := getattr(value, field.name)) != field.default
        }
    return value


def _by_name(records: tuple[object, ...]) -> Object:
    key, value = _NAMED[type(records[0])]
    told = {}
    for record in records:
        rest = _written(record)
        name, alone = str(rest.pop(key)), not rest.keys() - {value}
        told[name] = _written(getattr(record, value)) if alone else rest
    return told


def _digits(value: Decimal) -> int | float | str:
    if value == value.to_integral_value():
        return int(value)
    shown = float(value)
    return shown if Decimal(repr(shown)) == value else str(value)
