"""From marked nodes to values: each checked once against its kind and its unit."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from dafeng.base.errors import UnitError
from dafeng.base.units import Unit, convert, parse_unit
from dafeng.pathways.model.notes import near
from dafeng.pathways.model.shapes import NUMBERS, SHAPES, Key, Kind, Shape

if TYPE_CHECKING:
    from dafeng.pathways.model.nodes import Node
    from dafeng.pathways.model.notes import Notes

FIRST_YEAR, LAST_YEAR = 1949, 2200

_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_NUMBER = re.compile(r"([+-]?\d[\d,_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(.*)")
_RATE = parse_unit("%/a")
_PER_CENT = parse_unit("%")
_FACTOR = parse_unit("gCO2/TJ")
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


@attrs.frozen(kw_only=True, eq=False)
class Item:
    """A mapping that was read.

    Attributes
    ----------
    spot : (str, int)
        File and line.
    values : dict
        By key; what could not be read is not there.
    spots : dict
        File and line of each key.
    """

    spot: tuple[str, int]
    values: dict[str, Any]
    spots: dict[str, tuple[str, int]]

    def get(self, key: str, otherwise: Any = None) -> Any:
        """Value of a key."""
        return self.values.get(key, otherwise)

    def at(self, key: str) -> tuple[str, int]:
        """Where a key stands, else where the mapping does."""
        return self.spots.get(key, self.spot)

    @property
    def code(self) -> str:
        """Its code; empty when it has none."""
        return str(self.get("code", ""))

    @property
    def source(self) -> str:
        """Its source, or ``assumed: `` and why."""
        if self.get("source"):
            return str(self.get("source"))
        why = self.get("assumed", "")
        return f"assumed: {why}" if why else ""


@attrs.frozen
class Quantity:
    """A number with the unit that it was written in."""

    value: float
    unit: str


def read_item(node: Node, shape: Shape, notes: Notes) -> Item | None:
    """Read a mapping: unknown, doubled and missing keys, values, and the source."""
    if node.kind != "mapping":
        notes.fault(
            "shape",
            node.spot,
            found=node.text,
            rule=f"A {shape.name} is a mapping of keys and values.",
        )
        return None
    nodes: dict[str, Node] = {}
    for key, value in node.pairs():
        if key.text in nodes:
            notes.fault(
                "duplicate_key",
                key.spot,
                found=key.text,
                rule=f"A key stands once; this one stands in line "
                f"{nodes[key.text].line} too.",
            )
        elif key.text not in {one.name for one in shape.keys}:
            notes.fault(
                "unknown_key",
                key.spot,
                found=key.text,
                rule=f"A {shape.name} has keys that the model knows.",
                hint=near(key.text, [one.name for one in shape.keys]),
            )
        else:
            nodes[key.text] = value
    unit = nodes["unit"].text if "unit" in nodes else ""
    values: dict[str, Any] = {}
    for one in shape.keys:
        if one.name in nodes:
            read = _value(nodes[one.name], one, unit, notes)
            if read is not None:
                values[one.name] = read
        elif one.must:
            notes.fault(
                "missing_key",
                node.spot,
                found=f"{shape.name} {nodes['code'].text if 'code' in nodes else ''}",
                rule=f"A {shape.name} has the key `{one.name}`: {one.about}",
            )
    item = Item(
        spot=node.spot,
        values=values,
        spots={name: value.spot for name, value in nodes.items()},
    )
    if shape.sourced and not item.source:
        _unsourced(item, nodes, shape, notes)
    return item


def _unsourced(item: Item, nodes: dict[str, Node], shape: Shape, notes: Notes) -> None:
    numbers = [one.name for one in shape.keys if one.kind in NUMBERS]
    stated = [name for name in numbers if name in nodes]
    if stated:
        notes.fault(
            "no_source",
            item.spot,
            found=f"{shape.name} {item.code}: {', '.join(stated)}",
            rule="Every number has a source.",
            hint="Add `source:` with the document, or `assumed:` and why.",
        )


def _value(node: Node, key: Key, unit: str, notes: Notes) -> Any:
    """Read one value; None when it cannot be read, which is noted."""
    match key.kind:
        case Kind.ITEMS:
            return _items(node, SHAPES[key.shape], notes)
        case Kind.BY_CODE:
            return {
                code.text: (code.spot, _items(value, SHAPES[key.shape], notes))
                for code, value in _mapping(node, key, notes)
            }
        case Kind.SIZES:
            return _sizes(node, key, notes)
        case Kind.NAMES:
            return _names(node, key, notes)
        case Kind.CODES:
            return tuple(one.text for one in node.items())
    if node.kind != "scalar" or not node.text.strip():
        wanted = "text" if key.kind is Kind.TEXT else f"a {key.kind}"
        return _wrong(node, key, wanted, notes)
    match key.kind:
        case Kind.TEXT:
            return node.text.strip()
        case Kind.CODE:
            if _CODE.fullmatch(node.text):
                return node.text
            wanted = "a code of small letters, digits, - and ."
            return _wrong(node, key, wanted, notes)
        case Kind.CHOICE:
            if node.text in key.choices:
                return node.text
            wanted = f"one of {', '.join(key.choices)}"
            return _wrong(node, key, wanted, notes, near(node.text, key.choices))
        case Kind.FLAG:
            if node.text in _FLAGS:
                return _FLAGS[node.text]
            return _wrong(node, key, "true or false", notes)
        case Kind.YEAR | Kind.WHOLE:
            return _whole(node, key, notes)
    return _number(node, key, unit, notes)


def _items(node: Node, shape: Shape, notes: Notes) -> tuple[Item, ...]:
    if node.kind not in {"list", "nothing"}:
        notes.fault(
            "shape",
            node.spot,
            found=node.text,
            rule=f"Here stands a list of mappings with the keys of a {shape.name}.",
        )
        return ()
    found = (read_item(one, shape, notes) for one in node.items())
    return tuple(one for one in found if one is not None)


def _mapping(node: Node, key: Key, notes: Notes) -> list[tuple[Node, Node]]:
    if node.kind != "mapping":
        _wrong(node, key, "a mapping", notes)
    return list(node.pairs())


def _sizes(
    node: Node, key: Key, notes: Notes
) -> dict[str, tuple[tuple[str, int], tuple[tuple[int, float], ...]]]:
    found = {}
    year_key = Key(name="year", kind=Kind.YEAR, about="A year.")
    size_key = Key(name="size", kind=Kind.NUMBER, about="Units built by its end.")
    for code, path in _mapping(node, key, notes):
        steps = [
            (_whole(year, year_key, notes), _number(size, size_key, "", notes))
            for year, size in _mapping(path, key, notes)
        ]
        kept = [(y, s) for y, s in steps if y is not None and isinstance(s, float)]
        found[code.text] = code.spot, tuple(sorted(kept))
    return found


def _names(node: Node, key: Key, notes: Notes) -> tuple[str, str] | None:
    said = {name.text: value.text.strip() for name, value in node.pairs()}
    if set(said) == {"zh", "en"} and all(said.values()):
        return said["zh"], said["en"]
    wanted = "{zh: a Chinese name, en: an English one}"
    _wrong(node, key, wanted, notes)
    return None


def _whole(node: Node, key: Key, notes: Notes) -> int | None:
    if re.fullmatch(r"[+-]?\d{1,6}", node.text):
        value = int(node.text)
        if key.kind is Kind.WHOLE or FIRST_YEAR <= value <= LAST_YEAR:
            return value
    wanted = (
        "a whole number"
        if key.kind is Kind.WHOLE
        else f"a year from {FIRST_YEAR} to {LAST_YEAR}"
    )
    _wrong(node, key, wanted, notes)
    return None


def _number(node: Node, key: Key, unit: str, notes: Notes) -> float | Quantity | None:
    said = _NUMBER.fullmatch(node.text.replace("−", "-").strip())
    if said is None:
        _wrong(node, key, _WANTED[key.kind], notes)
        return None
    value = Decimal(said[1].replace(",", "").replace("_", ""))
    own = said[2].strip()
    try:
        return _measured(value, own, unit, node, key, notes)
    except UnitError as error:
        notes.fault(
            "unit",
            node.spot,
            found=node.text if own or not unit else f"{node.text} {unit}",
            rule=f"`{key.name}` is {_WANTED[key.kind]}.",
            hint=str(error),
        )
        return None


_WANTED = {
    Kind.NUMBER: "a plain number",
    Kind.SHARE: "a share from 0 to 1, or per cent",
    Kind.RATE: "a rate per year with its unit, such as `1.2 %/a`",
    Kind.QUANTITY: "a number with its unit, such as `5420000 万元`",
    Kind.FACTOR: "carbon dioxide per energy, such as `0.11 tCO2/GJ`",
}


def _measured(
    value: Decimal, own: str, unit: str, node: Node, key: Key, notes: Notes
) -> float | Quantity | None:
    """Bring a number to the unit of its kind."""
    stated = own or unit
    if key.kind is Kind.NUMBER or (key.kind is Kind.SHARE and not own):
        if own:
            msg = f"{own!r} stands behind a number that has no unit."
            raise UnitError(msg, code="unit.unwanted", unit=own)
        return _share(float(value), node, key, notes)
    if key.kind is Kind.SHARE:
        return _share(float(convert(value, own, _PER_CENT) / 100), node, key, notes)
    if not stated:
        msg = "No unit is stated."
        raise UnitError(msg, code="unit.missing")
    if key.kind is Kind.RATE:
        return float(convert(value, stated, _RATE) / 100)
    if key.kind is Kind.FACTOR:
        return float(convert(value, stated, _FACTOR))
    target: Unit = parse_unit(unit or own)
    exact: Fraction = convert(value, stated, target)
    return Quantity(float(exact), target.symbol)


def _share(value: float, node: Node, key: Key, notes: Notes) -> float | None:
    if key.kind is Kind.SHARE and not 0 <= value <= 1:
        _wrong(node, key, _WANTED[Kind.SHARE], notes)
        return None
    return value


def _wrong(node: Node, key: Key, wanted: str, notes: Notes, hint: str = "") -> None:
    notes.fault(
        "value",
        node.spot,
        found=node.text or "nothing",
        rule=f"`{key.name}` is {wanted}. {key.about}",
        hint=hint,
    )
