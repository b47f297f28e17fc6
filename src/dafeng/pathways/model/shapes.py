"""What stands in each file of a model: keys, kinds of values, what must be there.

The reader and the schema for editors are both made from these shapes, so that they
cannot say different things.
"""

from __future__ import annotations

from enum import StrEnum

import attrs

from dafeng.accounts import Boundary
from dafeng.pathways.records import Acts, CarrierKind


class Kind(StrEnum):
    """How a value is written."""

    TEXT = "text"
    CODE = "code"
    CODES = "codes"
    NAMES = "names"
    """Chinese and English: ``{zh: 工业, en: Industry}``."""
    YEAR = "year"
    WHOLE = "whole"
    NUMBER = "number"
    SHARE = "share"
    """From 0 to 1, or per cent."""
    RATE = "rate"
    """With its unit: ``1.2 %/a``."""
    QUANTITY = "quantity"
    """With its unit: ``5420000 万元``."""
    FACTOR = "factor"
    """Carbon dioxide per energy: ``0.11 tCO2/GJ``."""
    CHOICE = "choice"
    FLAG = "flag"
    ITEMS = "items"
    """A list of mappings of another shape."""
    BY_CODE = "by-code"
    """A mapping from codes to lists of another shape."""
    SIZES = "sizes"
    """A mapping from measures to mappings from years to numbers."""


NUMBERS = frozenset(
    {
        Kind.NUMBER,
        Kind.SHARE,
        Kind.RATE,
        Kind.QUANTITY,
        Kind.FACTOR,
        Kind.ITEMS,
        Kind.BY_CODE,
        Kind.SIZES,
    }
)
"""Kinds that need a source."""


@attrs.frozen(kw_only=True)
class Key:
    """One key of a mapping.

    Attributes
    ----------
    name : str
    kind : Kind
    about : str
        One sentence for an editor.
    must : bool
        Whether it has to stand there.
    choices : tuple of str
    shape : str
        Name of the shape of its items.
    """

    name: str
    kind: Kind
    about: str
    must: bool = False
    choices: tuple[str, ...] = ()
    shape: str = ""


@attrs.frozen(kw_only=True)
class Shape:
    """A mapping with its keys.

    Attributes
    ----------
    name : str
    keys : tuple of Key
    sourced : bool
        Whether ``source`` or ``assumed`` must stand beside its numbers.
    """

    name: str
    keys: tuple[Key, ...]
    sourced: bool = True

    def key(self, name: str) -> Key:
        """Return a key by its name."""
        return next(one for one in self.keys if one.name == name)


GROUPS = ("coal", "oil", "gas", "power", "heat", "renewable", "none")

_CODE = Key(name="code", kind=Kind.CODE, about="Short name, used once.", must=True)
_NAME = Key(name="name", kind=Kind.NAMES, about="In Chinese and English.", must=True)
_UNIT = Key(name="unit", kind=Kind.TEXT, about="Unit of numbers without their own.")
_SOURCE = Key(name="source", kind=Kind.TEXT, about="Document, table, page, date.")
_ASSUMED = Key(name="assumed", kind=Kind.TEXT, about="Why this is assumed.")
_WHENCE = (_SOURCE, _ASSUMED)
_UNTIL = Key(name="until", kind=Kind.YEAR, about="Last year it holds.", must=True)

STEP = Shape(
    name="step",
    sourced=False,
    keys=(
        _UNTIL,
        Key(name="rate", kind=Kind.RATE, about="Change per year.", must=True),
        _UNIT,
        *_WHENCE,
    ),
)
MIX = Shape(
    name="mix",
    sourced=False,
    keys=(
        Key(name="from", kind=Kind.CODE, about="Carrier that is used less.", must=True),
        Key(name="to", kind=Kind.CODE, about="Carrier that is used more.", must=True),
        Key(
            name="per_year",
            kind=Kind.RATE,
            about="Share of the base year's energy of `from` that moves each year.",
            must=True,
        ),
        Key(
            name="ratio",
            kind=Kind.NUMBER,
            about="Energy of `to` for one unit of `from`.",
            must=True,
        ),
        _UNTIL,
        _UNIT,
        *_WHENCE,
    ),
)
MODEL = Shape(
    name="model",
    sourced=False,
    keys=(
        Key(name="name", kind=Kind.TEXT, about="Name of the model.", must=True),
        Key(
            name="base_year",
            kind=Kind.YEAR,
            about="Year of the account it starts from.",
            must=True,
        ),
        Key(name="horizon", kind=Kind.YEAR, about="Last year.", must=True),
        Key(
            name="boundary",
            kind=Kind.CHOICE,
            about="Which lines of the account it reproduces.",
            must=True,
            choices=tuple(Boundary),
        ),
    ),
)
DRIVER = Shape(
    name="driver",
    keys=(
        _CODE,
        _NAME,
        Key(
            name="value",
            kind=Kind.QUANTITY,
            about="In the base year, with its unit.",
            must=True,
        ),
        _UNIT,
        Key(
            name="follows",
            kind=Kind.CODE,
            about="Driver that it moves with; `growth` is then on top.",
        ),
        Key(
            name="elasticity",
            kind=Kind.NUMBER,
            about="Per cent of it per per cent of what it follows.",
        ),
        Key(name="growth", kind=Kind.ITEMS, about="Yearly rates.", shape="step"),
        *_WHENCE,
    ),
)
CARRIER = Shape(
    name="carrier",
    keys=(
        _CODE,
        _NAME,
        Key(
            name="kind",
            kind=Kind.CHOICE,
            about="How its factor moves with time.",
            must=True,
            choices=tuple(CarrierKind),
        ),
        Key(name="flows", kind=Kind.CODES, about="Flows of the account."),
        Key(name="items", kind=Kind.CODES, about="Items of the account."),
        Key(
            name="group",
            kind=Kind.CHOICE,
            about="What it counts as in indicators.",
            choices=GROUPS,
        ),
        Key(
            name="factor",
            kind=Kind.FACTOR,
            about="Where the base year has none of it.",
        ),
        *_WHENCE,
    ),
)
SECTOR = Shape(
    name="sector",
    keys=(
        _CODE,
        _NAME,
        Key(
            name="covers",
            kind=Kind.CODES,
            about="Sectors of the account, with all below them.",
            must=True,
        ),
        Key(name="flows", kind=Kind.CODES, about="Only these flows of them."),
        Key(name="driver", kind=Kind.CODE, about="Driver that moves its activity."),
        Key(
            name="follows",
            kind=Kind.CODE,
            about="Carrier that it supplies or loses, instead of a driver.",
        ),
        Key(
            name="elasticity",
            kind=Kind.NUMBER,
            about="Per cent of activity per per cent of the driver.",
        ),
        Key(
            name="intensity",
            kind=Kind.ITEMS,
            about="Change of energy per activity.",
            shape="step",
        ),
        Key(
            name="mix",
            kind=Kind.ITEMS,
            about="Shares that move without any measure.",
            shape="mix",
        ),
        *_WHENCE,
    ),
)
GRID = Shape(
    name="grid",
    keys=(
        _CODE,
        _NAME,
        Key(
            name="change",
            kind=Kind.ITEMS,
            about="Change of the factor of bought power.",
            must=True,
            shape="step",
        ),
        *_WHENCE,
    ),
)
INPUT = Shape(
    name="input",
    keys=(
        _CODE,
        _NAME,
        Key(
            name="acts",
            kind=Kind.CHOICE,
            about="What it shifts.",
            must=True,
            choices=tuple(Acts),
        ),
        Key(name="of", kind=Kind.CODE, about="Driver or sector; none for the grid."),
        *(
            Key(name=name, kind=Kind.RATE, about=about, must=True)
            for name, about in (
                ("low", "Smallest shift of the yearly rate."),
                ("mode", "Likeliest shift."),
                ("high", "Largest shift."),
            )
        ),
        Key(name="since", kind=Kind.YEAR, about="Shifted after this year.", must=True),
        _UNTIL,
        _UNIT,
        Key(
            name="national",
            kind=Kind.FLAG,
            about="Whether every district sees the same shock.",
        ),
        *_WHENCE,
    ),
)
SCENARIO = Shape(
    name="scenario",
    keys=(
        _CODE,
        _NAME,
        Key(
            name="delivery",
            kind=Kind.SHARE,
            about="Share of each planned size that is built.",
            must=True,
        ),
        Key(
            name="pull_forward",
            kind=Kind.WHOLE,
            about="Years by which measures begin earlier.",
        ),
        Key(
            name="potential",
            kind=Kind.SHARE,
            about="Share of what is possible beyond the plan.",
        ),
        Key(
            name="growth",
            kind=Kind.BY_CODE,
            about="Drivers with other rates.",
            shape="step",
        ),
        Key(
            name="sizes",
            kind=Kind.SIZES,
            about="Measures with a schedule of their own.",
        ),
        *_WHENCE,
    ),
)

SHAPES = {
    one.name: one
    for one in (STEP, MIX, MODEL, DRIVER, CARRIER, SECTOR, GRID, INPUT, SCENARIO)
}

FILES = (
    ("drivers.yaml", DRIVER),
    ("carriers.yaml", CARRIER),
    ("sectors.yaml", SECTOR),
    ("grid.yaml", GRID),
    ("inputs.yaml", INPUT),
    ("scenarios.yaml", SCENARIO),
)
"""Files that hold a list each; ``model.yaml`` holds one mapping."""
