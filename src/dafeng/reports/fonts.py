"""Fonts: what the standard names, and what stands for it on this machine."""

from __future__ import annotations

import csv
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from dafeng.reports.errors import NoFontsError, NoTypstError

if TYPE_CHECKING:
    from typst import Fonts

FETCHED = Path(__file__).parent / "data" / "fonts"
"""Where a font lies that was fetched for a machine without a Chinese one."""
ROLES = ("title", "body", "kai", "hei", "song")


@attrs.frozen(kw_only=True)
class FontUse:
    """Which font stands for one that the standard names.

    Attributes
    ----------
    role : str
        ``title``, ``body``, ``kai``, ``hei`` or ``song``.
    wanted, used : str
        The name in the standard; the family that is set.
    kind : str
        ``standard`` (the font itself), ``near`` (another make of it), ``free``.
    """

    role: str
    wanted: str
    used: str
    kind: str

    @property
    def stands_in(self) -> bool:
        """Whether another font had to be taken."""
        return self.kind != "standard"


@attrs.frozen(kw_only=True)
class Family:
    """A family that may fill a role; those of a role come best first."""

    role: str
    standard: str
    name: str
    kind: str
    package: str


@cache
def font_table() -> tuple[Family, ...]:
    """Families of ``data/fonts.csv``."""
    text = files("dafeng.reports").joinpath("data/fonts.csv").read_text("utf-8")
    return tuple(
        Family(
            role=row["role"],
            standard=row["standard"],
            name=row["family"],
            kind=row["kind"],
            package=row["package"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def standard_name(role: str) -> str:
    """The name that the standard gives to the font of a role.

    Examples
    --------
    >>> standard_name("kai")
    '楷体_GB2312'
    """
    return next(one.standard for one in font_table() if one.role == role)


def alternative(role: str) -> str:
    """Another name for a reader who lacks the font: the first free family.

    Examples
    --------
    >>> alternative("hei")
    'Noto Sans CJK SC'
    """
    return next(
        one.name for one in font_table() if one.role == role and one.kind == "free"
    )


def fonts_used() -> tuple[FontUse, ...]:
    """What stands for each font of the standard on this machine.

    Raises
    ------
    NoTypstError, NoFontsError
    """
    return choose_fonts(machine_fonts().families())


def choose_fonts(families: Collection[str]) -> tuple[FontUse, ...]:
    """Choose for each role the best family that is there.

    A role for which no family of its own is there takes any Chinese one.

    Raises
    ------
    NoFontsError
        None of the known Chinese families is among ``families``.
    """
    there = {name.casefold(): name for name in families}
    known = [one for one in font_table() if one.name.casefold() in there]
    if not known:
        raise NoFontsError
    return tuple(
        _use(role, next((one for one in known if one.role == role), known[0]))
        for role in ROLES
    )


def _use(role: str, family: Family) -> FontUse:
    kind = family.kind if family.role == role else "free"
    return FontUse(role=role, wanted=standard_name(role), used=family.name, kind=kind)


@cache
def machine_fonts() -> Fonts:
    """The fonts of the machine and what was fetched for it, read once in a process.

    Raises
    ------
    NoTypstError
    """
    try:
        from typst import Fonts
    except ImportError as error:
        raise NoTypstError from error
    return Fonts(font_paths=[FETCHED] if FETCHED.is_dir() else [])
