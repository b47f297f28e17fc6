"""From the lines of an account to what its pages show, for insiders and for everybody.

The public sees no figure from which the emissions of one or two enterprises could be
read: such cells are merged until at least :data:`LEAST_OWNERS` enterprises, or none,
stand behind each part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from dafeng.accounts import Boundary, Line, Total, flow, within
from dafeng.web.accounts.models import Audience
from dafeng.web.accounts.prepared import MERGED, Link, Prepared, Slice

LEAST_OWNERS = 3
SECTOR_LEVELS = 2
FLAGS = {
    "unverified": "unverified-factor",
    "residual": "residual",
    "estimated": "estimated-factor",
    "synthetic": "synthetic",
}


@attrs.define
class _Cell:
    value_g: int = 0
    owners: set[str] = attrs.field(factory=set)

    def add(self, line: Line) -> None:
        self.value_g += line.co2e_g
        if line.owner:
            self.owners.add(line.owner)

    def take(self, other: _Cell) -> None:
        self.value_g += other.value_g
        self.owners |= other.owners

    @property
    def tells(self) -> bool:
        """Whether one or two enterprises could be read from it."""
        return 0 < len(self.owners) < LEAST_OWNERS


def sector_of(line: Line) -> str:
    """Sector as the pages show it: two levels."""
    return ".".join(line.sector.split(".")[:SECTOR_LEVELS])


def kind_of(line: Line) -> str:
    """Kind of emission, for the right side of the flow picture."""
    known = flow(line.flow)
    if known.group != "energy":
        return known.group
    return "combustion" if line.flow.startswith("fuel.") else "bought"


def prepare(lines: Sequence[Line], total: Total, audience: Audience) -> Prepared | None:
    """What the pages of one boundary show; None where there is nothing to show.

    For the public there is nothing to show either where the whole boundary is one or
    two enterprises.
    """
    boundary = total.boundary
    counted = within(lines, boundary)
    whole = _Cell()
    for line in counted:
        whole.add(line)
    public = audience is Audience.PUBLIC
    if not counted or (public and whole.tells):
        return None
    guard: Callable[[Mapping[str, _Cell]], tuple[Slice, ...]] = (
        _guarded if public else _open
    )
    cut = _cutter(counted)
    units: Callable[[Line], str] = (
        _owner if boundary is Boundary.ENTERPRISES else _in_charge
    )
    shows_units = boundary is Boundary.UNITS or (
        boundary is Boundary.ENTERPRISES and not public
    )
    links = _links(counted)
    hidden = public and any(cell.tells for cell in links.values())
    return Prepared(
        value_g=total.co2e_g,
        low_g=total.low_g,
        high_g=total.high_g,
        sectors=guard(cut(sector_of)),
        items=guard(cut(_item)),
        gases=guard(cut(_gas)),
        places=guard(cut(_place)),
        units=guard(cut(units)) if shows_units else (),
        grades=guard(cut(_grade)),
        links=() if hidden else _as_links(links),
        taken_out_g=sum(line.co2e_g for line in counted if line.co2e_g < 0),
        lines=len(counted),
        owners=len(whole.owners),
        **{name: _flagged(counted, flag) for name, flag in FLAGS.items()},
    )


def _flagged(lines: Iterable[Line], flag: str) -> int:
    return sum(flag in line.flags for line in lines)


def _item(line: Line) -> str:
    return line.item


def _gas(line: Line) -> str:
    return line.gas


def _place(line: Line) -> str:
    return line.place


def _grade(line: Line) -> str:
    return line.grade.value


def _owner(line: Line) -> str:
    return line.owner


def _in_charge(line: Line) -> str:
    return line.unit_in_charge


def _cutter(
    lines: Sequence[Line],
) -> Callable[[Callable[[Line], str]], Mapping[str, _Cell]]:
    def cut(key: Callable[[Line], str]) -> Mapping[str, _Cell]:
        cells: dict[str, _Cell] = defaultdict(_Cell)
        for line in lines:
            cells[key(line)].add(line)
        return cells

    return cut


def _largest_first(slices: Iterable[Slice]) -> tuple[Slice, ...]:
    return tuple(sorted(slices, key=lambda one: (-abs(one.value_g), one.code)))


def _open(cells: Mapping[str, _Cell]) -> tuple[Slice, ...]:
    return _largest_first(
        Slice(code=code, value_g=cell.value_g) for code, cell in cells.items()
    )


def _guarded(cells: Mapping[str, _Cell]) -> tuple[Slice, ...]:
    """Merge cells that tell of single firms, with others until they tell no longer.

    A cell with several firms hides one more; a cell without any would not, because
    what it holds may be known from elsewhere.
    """
    telling = [code for code, cell in cells.items() if cell.tells]
    if not telling:
        return _open(cells)
    merged = _Cell()
    for code in telling:
        merged.take(cells[code])
    rest = sorted(
        (code for code in cells if code not in telling),
        key=lambda code: (not cells[code].owners, abs(cells[code].value_g), code),
    )
    while rest and merged.tells:
        merged.take(cells[rest.pop(0)])
    kept = (Slice(code=code, value_g=cells[code].value_g) for code in rest)
    return (*_largest_first(kept), Slice(code=MERGED, value_g=merged.value_g))


def _links(lines: Iterable[Line]) -> Mapping[tuple[str, str, str], _Cell]:
    """Positive lines by carrier, branch and kind; branches at their highest level."""
    cells: dict[tuple[str, str, str], _Cell] = defaultdict(_Cell)
    for line in lines:
        if line.co2e_g > 0:
            branch = line.sector.split(".")[0]
            cells[line.item, branch, kind_of(line)].add(line)
    return cells


def _as_links(cells: Mapping[tuple[str, str, str], _Cell]) -> tuple[Link, ...]:
    return tuple(
        Link(item=item, sector=branch, kind=kind, value_g=cell.value_g)
        for (item, branch, kind), cell in sorted(cells.items())
    )
