"""What a tonne costs whom, as the room of the outlook knows it.

The split of a carbon figure by least cost needs the marginal cost curves of the units.
They come from measures, which stand in a room above this one: it registers what it
knows; without it the rule has no curves and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

from dafeng.assessment.allocation import CutStep, Party
from dafeng.base.rounding import round_half_even
from dafeng.web.core.models import Organisation

PLACES = 6


@attrs.frozen(kw_only=True)
class Curves:
    """Steps of carbon that can be cut in a year, in tCO2 and yuan per tonne.

    Attributes
    ----------
    of_unit : mapping of str to tuple of CutStep
        By the code of the unit that answers for the measures.
    source : str
        Which outlook, in a few words.
    """

    of_unit: Mapping[str, tuple[CutStep, ...]]
    source: str = ""

    def laid_on(
        self, parties: tuple[Party, ...], codes: Mapping[str, str], base_year: int
    ) -> tuple[Party, ...]:
        """Give each party its steps.

        What belongs to a unit that is no party (a bureau answers for the district) is
        shared out over all parties by their figure of the base year: that is assumed.

        Parameters
        ----------
        parties : tuple of Party
        codes : mapping of str to str
            Code of the unit by the name of the party.
        base_year : int
        """
        own = {codes.get(party.unit, party.unit) for party in parties}
        shared = [
            step
            for code, steps in sorted(self.of_unit.items())
            if code not in own
            for step in steps
        ]
        bases = {one.unit: _base(one, base_year) for one in parties}
        whole = sum(bases.values(), Fraction(0))
        made = []
        for party in parties:
            part = bases[party.unit] / whole if whole else Fraction(0)
            steps = [
                *self.of_unit.get(codes.get(party.unit, party.unit), ()),
                *(_part(step, part) for step in shared),
            ]
            carbon = attrs.evolve(
                party.carbon, cuts=tuple(one for one in steps if one.amount > 0)
            )
            made.append(attrs.evolve(party, carbon=carbon))
        return tuple(made)


def _base(party: Party, year: int) -> Fraction:
    known = {one.year: one.value for one in party.carbon.history}
    return Fraction(known.get(year, Decimal(0)))


def _part(step: CutStep, part: Fraction) -> CutStep:
    amount = round_half_even(Fraction(step.amount) * part, PLACES)
    return attrs.evolve(step, amount=amount)


CurveSource = Callable[[Organisation], Curves | None]
_sources: list[CurveSource] = []


def register_curves(source: CurveSource) -> None:
    """Let a room say what a tonne costs in a district; the last one is asked."""
    _sources.append(source)


def curves_of(owner: Organisation) -> Curves | None:
    """The curves of a district; None where no room knows any."""
    for source in reversed(_sources):
        found = source(owner)
        if found is not None:
            return found
    return None
