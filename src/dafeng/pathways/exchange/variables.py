"""Names of the IAMC form: variables with unit and meaning, scenarios, the region.

``Emissions|CO2`` is the path around the centre, so that it is the sum of its sectors;
quantiles over the draws stand beside it as ``Emissions|CO2 (5th Percentile)``.

Source
------
IAMC time series template, https://docs.ece.iiasa.ac.at/projects/nomenclature
(codelists); AR6 database for the form of quantiles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts import Boundary

if TYPE_CHECKING:
    from dafeng.pathways.results import Outlook, Pathway

MODEL = "dafeng"
HISTORICAL = "historical"
"""Scenario of what the sealed accounts say."""
PERCENT = "%"
QUANTILES = {
    "p05": "5th Percentile",
    "p25": "25th Percentile",
    "p50": "50th Percentile",
    "p75": "75th Percentile",
    "p95": "95th Percentile",
}
AT, UNTIL = "Peak Year|Probability", "Peak Year|Probability|Cumulative"
_KEPT = str.maketrans({"|": "/", **dict.fromkeys(':;"{}', " ")})
"""The bar makes levels; nomenclature refuses the others."""
_CO2_ALONE = frozenset({Boundary.CONTROL, Boundary.UNITS})


@attrs.frozen(kw_only=True)
class Variable:
    """A variable of the codelist.

    Attributes
    ----------
    name, unit, description : str
    """

    name: str
    unit: str
    description: str


@attrs.frozen(kw_only=True)
class Names:
    """Every name that the rows of one outlook use.

    Attributes
    ----------
    region : str
        ``CN-`` and the code of GB/T 2260: a bare number is read as one.
    total : Variable
    energy : Variable or None
        Between the total and the sectors where the boundary counts energy alone.
    sectors, wedges : mapping of str to Variable
        By code.
    """

    region: str
    total: Variable
    energy: Variable | None
    sectors: Mapping[str, Variable]
    wedges: Mapping[str, Variable]

    def quantile(self, name: str) -> Variable:
        """Return the variable of one quantile of the total."""
        return quantile_of(self.total, name)


def names_of(outlook: Outlook, boundary: Boundary) -> Names:
    """Name everything in an outlook.

    Parameters
    ----------
    outlook : Outlook
    boundary : Boundary
        Of its model: control and units count the CO2 of energy, others all gases.
    """
    alone = boundary in _CO2_ALONE
    gas = "CO2" if alone else "Kyoto Gases"
    unit = "Mt CO2/yr" if alone else "Mt CO2-equiv/yr"
    what = "CO2 of energy" if alone else "greenhouse gases"
    total = Variable(
        name=f"Emissions|{gas}",
        unit=unit,
        description=(
            f"Emissions of {what} within the boundary '{boundary}', inputs at their "
            "mode and all measures on their day"
        ),
    )
    energy = None
    if alone:
        energy = attrs.evolve(total, name=f"{total.name}|Energy")
    above = (energy or total).name
    sectors = _labels(
        {s.sector: s.name_en for path in outlook.paths for s in path.sectors}
    )
    wedges = _labels({one.measure: one.name_en for one in outlook.wedges})
    return Names(
        region=f"CN-{outlook.place}",
        total=total,
        energy=energy,
        sectors={
            code: Variable(
                name=f"{above}|{label}",
                unit=unit,
                description=f"Part of {above} by {label}, negative is taken off",
            )
            for code, label in sectors.items()
        },
        wedges={
            code: Variable(
                name=f"Emission Reduction|{gas}|{label}",
                unit=unit,
                description=(
                    f"Taken off by the measure {label} from frozen policy to the "
                    "headline scenario, no order favoured (Shapley)"
                ),
            )
            for code, label in wedges.items()
        },
    )


def quantile_of(variable: Variable, name: str) -> Variable:
    """Return the variable of a quantile over the draws."""
    return Variable(
        name=f"{variable.name} ({QUANTILES[name]})",
        unit=variable.unit,
        description=f"{QUANTILES[name]} over the draws of {variable.name}",
    )


def target_variable(key: str, definition: str, unit: str) -> Variable:
    """Return the variable of a target of the plan."""
    return Variable(
        name=f"Target|{clean(key)}",
        unit=unit,
        description=f"Indicator {clean(definition)} of target {clean(key)}",
    )


def chance_of(variable: Variable) -> Variable:
    """Return the probability that a target is met."""
    return Variable(
        name=f"{variable.name}|Probability",
        unit=PERCENT,
        description=f"Probability that it is met. {variable.description}",
    )


def peak_variables() -> tuple[Variable, Variable]:
    """Return the probability of a peak in, and in or before, the year of the row."""
    return (
        Variable(
            name=AT, unit=PERCENT, description="Probability of the peak in a year"
        ),
        Variable(
            name=UNTIL,
            unit=PERCENT,
            description="Probability of the peak in or before a year",
        ),
    )


def scenario_name(path: Pathway) -> str:
    """Scenario and convention of the grid: both are part of what is assumed."""
    return f"{path.scenario} ({path.convention})"


def _labels(names: Mapping[str, str]) -> dict[str, str]:
    """Labels that are no other's: a name that stands twice takes its code along."""
    labels = {code: clean(name) or code for code, name in names.items()}
    often = Counter(labels.values())
    return {
        code: label if often[label] == 1 else f"{label} [{code}]"
        for code, label in labels.items()
    }


def clean(name: str) -> str:
    """Return a name without what the form keeps for itself."""
    return " ".join(name.translate(_KEPT).split())
