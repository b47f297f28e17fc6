"""The nouns of the energy balance of an enterprise: entries, sums, stages, places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from dafeng.base.findings import Finding

WHOLE, NOTHING = Fraction(1), Fraction(0)


class BalanceFlow(StrEnum):
    """How energy comes in, changes, and goes out."""

    BOUGHT = "bought"
    """Bought (购入)."""
    OWN = "own"
    """Produced from nature on the spot (自产): the sun, a well of one's own."""
    RECOVERED = "recovered"
    """Energy that was used once and is used again (回收利用)."""
    OPENING = "opening"
    """In store when the period begins (期初库存)."""
    CONVERTED_OUT = "converted_out"
    """What conversion gives (加工转换产出)."""
    CONVERTED_IN = "converted_in"
    """What conversion takes (加工转换投入)."""
    SOLD = "sold"
    """Given to others (外供)."""
    CLOSING = "closing"
    """In store when the period ends (期末库存)."""
    LOST = "lost"
    """Lost on the way, where it was measured (输送分配损失)."""
    USED = "used"
    """Used in a workshop, process or equipment (最终使用)."""


SUPPLIED = (
    *(BalanceFlow.BOUGHT, BalanceFlow.OWN),
    *(BalanceFlow.RECOVERED, BalanceFlow.OPENING),
)
CAME = (*SUPPLIED, BalanceFlow.CONVERTED_OUT)
WENT = (
    *(BalanceFlow.USED, BalanceFlow.SOLD),
    *(BalanceFlow.CONVERTED_IN, BalanceFlow.CLOSING),
)


class CoalKind(StrEnum):
    """How energy becomes standard coal."""

    CALORIFIC = "calorific"
    """当量值: by the heat that it holds."""
    EQUAL = "equal"
    """等价值: by the fuel that is burned to supply it."""


class StageName(StrEnum):
    """The four stages of the form (GB/T 28751)."""

    SUPPLY = "supply"
    """购入贮存."""
    CONVERSION = "conversion"
    """加工转换."""
    DISTRIBUTION = "distribution"
    """输送分配."""
    USE = "use"
    """最终使用."""


@attrs.frozen(kw_only=True)
class EnergyEntry:
    """An amount of one carrier that somebody measured or stated.

    Attributes
    ----------
    carrier : str
    flow : BalanceFlow
    quantity : Fraction or None
        In the unit of the carrier, never below zero; None is unknown. What is left of a
        meter after those behind it may be negative; it says so in a finding.
    known : Fraction
        Share of the period of which something is known.
    workshop, process, equipment : str
        Where; empty is not told apart.
    source : str
        Meter, paper or form.
    within : str
        The source of an entry that holds this one already: it is shown, not added.
    """

    carrier: str = attrs.field(validator=attrs.validators.min_len(1))
    flow: BalanceFlow = attrs.field(converter=BalanceFlow)
    quantity: Fraction | None
    known: Fraction = WHOLE
    workshop: str = ""
    process: str = ""
    equipment: str = ""
    source: str = ""
    within: str = ""

    def __attrs_post_init__(self) -> None:
        if not NOTHING <= self.known <= WHOLE:
            msg = f"A share of {self.known} that is known: give 0 to 1."
            raise BadInputError(msg, code="balance.known")

    @property
    def place(self) -> tuple[str, str, str]:
        """Workshop, process, equipment."""
        return (self.workshop, self.process, self.equipment)


@attrs.frozen(kw_only=True)
class CoalRate:
    """Tonnes of standard coal of one unit of a carrier; None is unknown."""

    carrier: str
    calorific: Fraction | None
    equal: Fraction | None = None
    unit: str = ""
    source: str = ""

    def of(self, kind: CoalKind) -> Fraction | None:
        """The rate of a kind."""
        return self.calorific if kind is CoalKind.CALORIFIC else self.equal


@attrs.frozen(kw_only=True)
class Stated:
    """A sum of entries.

    Attributes
    ----------
    value : Fraction or None
        None as soon as one part is unknown; 0 where nothing is stated.
    least : Fraction
        Sum of the parts that are known.
    known : Fraction
        Least share of the period that is known of a part.
    count : int
        Parts; 0: nobody stated anything.
    """

    value: Fraction | None = NOTHING
    least: Fraction = NOTHING
    known: Fraction = WHOLE
    count: int = 0

    def times(self, rate: Fraction | None) -> Stated:
        """The same in another measure; without a rate it is unknown."""
        if rate is None:
            unknown = self.value != 0
            return attrs.evolve(self, value=None if unknown else NOTHING, least=NOTHING)
        value = None if self.value is None else self.value * rate
        return attrs.evolve(self, value=value, least=self.least * rate)


def summed(parts: Iterable[Stated]) -> Stated:
    """Add sums up."""
    rows = [one for one in parts if one.count]
    values = [one.value for one in rows if one.value is not None]
    return Stated(
        value=sum(values, NOTHING) if len(values) == len(rows) else None,
        least=sum((one.least for one in rows), NOTHING),
        known=min((one.known for one in rows), default=WHOLE),
        count=sum(one.count for one in rows),
    )


@attrs.frozen(kw_only=True)
class CarrierBalance:
    """One carrier in its own unit.

    ``came == went + lost + left`` to the last digit wherever all four are known.

    Attributes
    ----------
    flows : mapping
        What is stated of each flow; a flow that nobody stated is missing.
    left : Fraction or None
        Unallocated (未分摊): came in, and nobody says where it went.
    known : Fraction
        Least share of the period that is known of a part.
    """

    carrier: str
    rate: CoalRate
    flows: Mapping[BalanceFlow, Stated]
    came: Fraction | None
    went: Fraction | None
    lost: Fraction | None
    left: Fraction | None
    known: Fraction

    def stated(self, flow: BalanceFlow) -> Stated:
        """A flow; zero parts where nobody stated it."""
        return self.flows.get(flow, Stated())

    def coal(self, flow: BalanceFlow, kind: CoalKind) -> Stated:
        """A flow in tonnes of standard coal."""
        return self.stated(flow).times(self.rate.of(kind))


@attrs.frozen(kw_only=True)
class CoalTotals:
    """The enterprise in tonnes of standard coal of one kind; None is unknown.

    ``supplied == used + sold + stored + converting + lost + left``, and ``consumed``
    (综合能源消费量) is what was bought, produced and drawn from the store less what was
    sold; energy that is used again is not counted a second time.

    Attributes
    ----------
    converting : Fraction or None
        Lost in conversion: what it takes less what it gives.
    """

    supplied: Fraction | None
    used: Fraction | None
    sold: Fraction | None
    stored: Fraction | None
    converting: Fraction | None
    lost: Fraction | None
    left: Fraction | None
    consumed: Fraction | None


@attrs.frozen(kw_only=True)
class Stage:
    """One stage in tonnes of standard coal, calorific; None is unknown.

    ``came == passed + lost + left``.

    Attributes
    ----------
    passed : Fraction or None
        What the next stage gets; of the last one what was used or sold.
    share : Fraction or None
        Passed of what came (能量利用率).
    """

    name: StageName
    came: Fraction | None
    passed: Fraction | None
    lost: Fraction | None
    left: Fraction | None

    @property
    def share(self) -> Fraction | None:
        """Passed of what came; None where nothing came or one is unknown."""
        if self.passed is None or not self.came:
            return None
        return self.passed / self.came


@attrs.frozen(kw_only=True)
class PlaceUse:
    """What one workshop, process or equipment used, with all below it.

    Attributes
    ----------
    place : tuple of str
        One to three names; ("",) is what no workshop accounts for.
    carriers : mapping of str to Stated
        In the unit of each carrier.
    coal : mapping of str to Stated
        Each carrier in tonnes of standard coal, calorific.
    calorific, equal : Stated
        In tonnes of standard coal.
    share : Fraction or None
        Of all that was used, calorific.
    """

    place: tuple[str, ...]
    carriers: Mapping[str, Stated]
    coal: Mapping[str, Stated]
    calorific: Stated
    equal: Stated
    share: Fraction | None

    @property
    def depth(self) -> int:
        """0 is a workshop, 1 a process, 2 an equipment."""
        return len(self.place) - 1


@attrs.frozen(kw_only=True)
class EnterpriseBalance:
    """The balance of an enterprise for a period."""

    carriers: tuple[CarrierBalance, ...]
    calorific: CoalTotals
    equal: CoalTotals
    stages: tuple[Stage, ...]
    places: tuple[PlaceUse, ...]
    findings: tuple[Finding, ...]

    def totals(self, kind: CoalKind) -> CoalTotals:
        """Totals of a kind."""
        return self.calorific if kind is CoalKind.CALORIFIC else self.equal
