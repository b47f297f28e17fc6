"""A total taken apart, with names in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs
from django.utils.translation import gettext_lazy as _

from dafeng.web.accounts import naming
from dafeng.web.accounts.models import BoundaryCode
from dafeng.web.accounts.prepared import Prepared, Slice

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

UNNAMED = _("未指明")


@attrs.frozen(kw_only=True)
class Part:
    """One slice with its name."""

    code: str
    name: str
    value_g: int


@attrs.frozen(kw_only=True)
class Cut:
    """One way to take a total apart; its parts add up to it.

    Attributes
    ----------
    name : str
        ``sectors``, ``items``, ``gases``, ``places`` or ``units``.
    label : str
        What the parts are, for heads of columns.
    """

    name: str
    label: str | StrPromise
    parts: tuple[Part, ...]

    @property
    def total_g(self) -> int:
        """Sum of the parts."""
        return sum(part.value_g for part in self.parts)


LABELS: Mapping[str, StrPromise] = {
    "sectors": _("行业"),
    "items": _("品种"),
    "gases": _("气体"),
    "places": _("地点"),
    "units": _("单位"),
}


def cuts_of(prepared: Prepared, boundary: BoundaryCode) -> list[Cut]:
    """Every cut of a boundary that has parts, units first where they are the view."""
    places = naming.place_names({one.code for one in prepared.places})
    units = naming.unit_names({one.code for one in prepared.units})
    words: Mapping[str, Callable[[str], str]] = {
        "units": units.__getitem__,
        "sectors": naming.sector_name,
        "items": naming.item_name,
        "gases": naming.gas_name,
        "places": places.__getitem__,
    }
    by_unit = boundary in {BoundaryCode.UNITS, BoundaryCode.ENTERPRISES}
    order = (
        sorted(words, key=lambda name: name != "units") if by_unit else list(words)[1:]
    )
    return [
        Cut(name=name, label=LABELS[name], parts=_parts(slices, words[name]))
        for name in order
        for slices in (getattr(prepared, name),)
        if slices
    ]


def _parts(slices: Sequence[Slice], word: Callable[[str], str]) -> tuple[Part, ...]:
    return tuple(
        Part(
            code=one.code,
            name=word(one.code) if one.code else str(UNNAMED),
            value_g=one.value_g,
        )
        for one in slices
    )
