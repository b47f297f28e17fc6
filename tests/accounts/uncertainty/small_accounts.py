"""Small accounts with factors of known width, for the tests of uncertainty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

import attrs

from dafeng.accounts.formula import Formula, symbols
from dafeng.accounts.records import FactorUse, Grade, Line, Stream
from dafeng.factors.records import Factor, Level

NCV, CC, EF = symbols("NCV CC EF")
FORMULAS: Mapping[str, Formula] = {"fuel": NCV * CC * 3, "ready": EF, "sum": EF + CC}
VALUES = {"NCV": Decimal("0.04"), "CC": Decimal("0.5"), "EF": Decimal("0.06")}


def factor(name: str, low: str | None = None, high: str | None = None) -> Factor:
    """A factor ``SYMBOL.n`` with the value of its symbol and a relative range."""
    value = VALUES[name.partition(".")[0]]
    return Factor(
        id=name,
        code=name,
        name_zh=name,
        name_en=name,
        parameter={"NCV": "ncv", "CC": "carbon_content", "EF": "ef_mass"}[name[:-2]],
        value=value,
        unit="1",
        factor_set="TEST",
        valid_from=None,
        valid_to=None,
        region="CN",
        gas="CO2",
        level=Level.NATIONAL,
        source_document="a table",
        source_location="",
        low=None if low is None else value * Decimal(low),
        high=None if high is None else value * Decimal(high),
        verified=True,
    )


@attrs.frozen
class Shelf:
    """A book of a few factors."""

    factors: tuple[Factor, ...]

    def get(self, factor_id: str) -> Factor:
        """The factor with an id."""
        return next(each for each in self.factors if each.id == factor_id)


def line(
    name: str,
    method: str,
    factors: Iterable[str],
    *,
    grams: int = 10**9,
    evidence: str | None = None,
    grade: Grade = Grade.B,
    flow: str = "fuel.stationary",
    gas: str = "CO2",
) -> Line:
    """A line whose factors are named ``SYMBOL.whatever``."""
    uses = tuple(
        FactorUse(
            symbol=each.partition(".")[0],
            factor_id=each,
            value=VALUES[each.partition(".")[0]],
            unit="1",
        )
        for each in factors
    )
    return Line(
        id=name,
        flow=flow,
        sector="industry",
        item="GAS",
        place="990000",
        owner=name,
        year=2023,
        activity=Decimal(1000),
        unit="t",
        method=method,
        gas=gas,
        mass_g=grams,
        co2e_g=grams,
        low_g=0,
        high_g=0,
        uses=uses,
        rule="test",
        evidence=(evidence or name,),
        stream=Stream.ENTERPRISE,
        grade=grade,
    )


def formula_of(method: str) -> Formula:
    """The formula of a method of these accounts."""
    return FORMULAS[method]
