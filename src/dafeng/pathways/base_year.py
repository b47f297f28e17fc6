"""The account of a year as a model sees it: every gram in one cell, none lost."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts import total_g, within
from dafeng.base.errors import UnitError
from dafeng.base.findings import Finding, Severity
from dafeng.base.units import convert, parse_unit
from dafeng.pathways.records import BaseCell, BaseShare, BaseYear, CarrierKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dafeng.accounts import Account, Line
    from dafeng.pathways.records import Carrier, Model, Sector

OTHER = "other"
"""Sector or carrier of lines that no sector or carrier of the model takes."""

_CO2 = "CO2"
_ENERGY = parse_unit("TJ")
_BESIDE = frozenset({"power.green"})
"""Flows whose energy is in another flow already: green power is bought power."""


@attrs.frozen(kw_only=True)
class BaseYearReading:
    """A base year, and the lines that the model has no place for.

    Attributes
    ----------
    base : BaseYear
        Its cells add up to the account's total of the model's boundary, exactly.
    findings : tuple of Finding
    """

    base: BaseYear
    findings: tuple[Finding, ...]


def base_year_of(
    account: Account, model: Model, *, seal: str, history: Iterable[tuple[int, int]]
) -> BaseYearReading:
    """Group the lines that a model's boundary counts into its sectors and carriers.

    Parameters
    ----------
    account : Account
    model : Model
    seal : str
        Digest of the account's seal; empty when it is not sealed.
    history : iterable of (int, int)
        Year and grams of earlier accounts; the year of this account is added.

    Returns
    -------
    BaseYearReading
        Lines that no sector or no carrier takes stand in ``other``, with a finding;
        so does a finding that the account is of another year than the model.
    """
    lines = within(account.lines, model.boundary)
    sectors, carriers = _Sectors(model.sectors), _Carriers(model.carriers)
    grams: dict[tuple[str, str], int] = defaultdict(int)
    energy: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    parts: dict[tuple[str, str, str], int] = defaultdict(int)
    left: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        cell = sectors.of(line), carriers.of(line)
        grams[cell] += line.co2e_g
        energy[cell] += _terajoules(line, carriers.kind(cell[1]))
        parts[*cell, line.sector] += abs(line.co2e_g)
        if cell[0] == OTHER:
            left["sector", f"{line.sector} {line.flow}"].append(line)
        if cell[1] == OTHER:
            left["carrier", f"{line.flow} {line.item}"].append(line)
    year, total = account.settings.year, total_g(lines)
    past = {at: counted for at, counted in history if at < year}
    base = BaseYear(
        place=account.settings.place,
        year=year,
        cells=tuple(
            BaseCell(
                sector=cell[0],
                carrier=cell[1],
                energy_tj=float(energy[cell]),
                emission_g=grams[cell],
            )
            for cell in sorted(grams)
        ),
        seal=seal,
        history=(*sorted(past.items()), (year, total)),
        shares=_shares(parts),
    )
    findings = [_leftover(kind, name, rest) for (kind, name), rest in left.items()]
    taken = {sector for sector, _ in grams}
    findings += [
        _empty(one) for one in model.sectors if lines and one.code not in taken
    ]
    if year != model.base_year:
        findings.append(_other_year(year, model))
    if not lines:
        findings.append(_nothing(account, model))
    return BaseYearReading(base=base, findings=tuple(findings))


class _Sectors:
    """Finds the sector that takes a line, remembering each answer."""

    def __init__(self, sectors: tuple[Sector, ...]) -> None:
        self._sectors = sectors
        self._known: dict[tuple[str, str], str] = {}

    def of(self, line: Line) -> str:
        """Code of the sector; one that names the flow goes before one that does not."""
        asked = line.sector, line.flow
        if asked not in self._known:
            self._known[asked] = self._find(*asked)
        return self._known[asked]

    def _find(self, sector: str, flow: str) -> str:
        found = [
            (bool(one.flows), len(code), one.code)
            for one in self._sectors
            for code in one.covers
            if _below(sector, code)
            and (not one.flows or any(_below(flow, f) for f in one.flows))
        ]
        return max(found, default=(False, 0, OTHER))[2]


class _Carriers:
    """Finds the carrier that takes a line, remembering each answer."""

    def __init__(self, carriers: tuple[Carrier, ...]) -> None:
        self._carriers = carriers
        self._known: dict[tuple[str, str], str] = {}
        self._kinds = {one.code: one.kind for one in carriers}

    def of(self, line: Line) -> str:
        """Code of the carrier; what names flow and item goes before what names one."""
        asked = line.flow, line.item
        if asked not in self._known:
            self._known[asked] = self._find(*asked)
        return self._known[asked]

    def kind(self, code: str) -> CarrierKind:
        """Kind of a carrier, fuel of ``other``."""
        return self._kinds.get(code, CarrierKind.FUEL)

    def _find(self, flow: str, item: str) -> str:
        found = [
            (bool(one.items) + bool(one.flows), bool(one.items), one.code)
            for one in self._carriers
            if (one.items or one.flows)
            and (not one.items or item in one.items)
            and (not one.flows or any(_below(flow, f) for f in one.flows))
        ]
        return max(found, default=(0, False, OTHER))[2]


def _below(code: str, of: str) -> bool:
    return code == of or code.startswith(f"{of}.")


def _terajoules(line: Line, kind: CarrierKind) -> Fraction:
    """Calorific energy of a line: of fuels with that of CO2, so that it counts once."""
    if line.gas != _CO2 or kind is CarrierKind.PROCESS or line.flow in _BESIDE:
        return Fraction(0)
    calorific = next((use for use in line.uses if use.symbol == "NCV"), None)
    if calorific is None:
        return Fraction(line.activity) * _per_unit(line.unit, "1")
    per_unit = _per_unit(line.unit, calorific.unit)
    return Fraction(line.activity) * Fraction(calorific.value) * per_unit


@cache
def _per_unit(unit: str, calorific: str) -> Fraction:
    """Terajoules of one unit; nothing where it holds no energy (a mass of waste)."""
    whole = parse_unit(unit) * parse_unit(calorific)
    try:
        return convert(1, whole, _ENERGY)
    except UnitError:
        return Fraction(0)


def _shares(parts: Mapping[tuple[str, str, str], int]) -> tuple[BaseShare, ...]:
    whole: dict[tuple[str, str], int] = defaultdict(int)
    for (sector, carrier, _), grams in parts.items():
        whole[sector, carrier] += grams
    return tuple(
        BaseShare(
            sector=sector,
            carrier=carrier,
            of=of,
            share=grams / whole[sector, carrier],
        )
        for (sector, carrier, of), grams in sorted(parts.items())
        if whole[sector, carrier]
    )


def _leftover(kind: str, name: str, lines: list[Line]) -> Finding:
    return Finding(
        code=f"model.no_{kind}",
        severity=Severity.WARNING,
        place=lines[0].id,
        value=f"{name}: {len(lines)} lines, {total_g(lines)} g",
        rule=f"Every line of the account belongs to a {kind} of the model.",
        hint=f"They are kept in `{OTHER}`, which never changes. "
        f"Name them in {kind}s.yaml.",
    )


def _empty(sector: Sector) -> Finding:
    return Finding(
        code="model.empty_sector",
        severity=Severity.INFO,
        place=sector.code,
        value=", ".join(sector.covers),
        rule="A sector takes lines of the account.",
        hint="Another sector may take them: compare the codes that both cover.",
    )


def _other_year(year: int, model: Model) -> Finding:
    return Finding(
        code="model.other_year",
        severity=Severity.WARNING,
        place="model.yaml",
        value=str(year),
        rule=f"The model starts from the account of its base year {model.base_year}.",
        hint="Give it the account of its base year: its drivers are of that year.",
    )


def _nothing(account: Account, model: Model) -> Finding:
    return Finding(
        code="model.empty_account",
        severity=Severity.ERROR,
        place=f"{account.settings.place} {account.settings.year}",
        value="0 lines",
        rule=f"The account has lines that the boundary {model.boundary} counts.",
        hint="Make and seal the account of this year first.",
    )
