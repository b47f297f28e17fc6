"""The nouns of a scheme: who is assessed, shares, grades, vetoes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import attrs

from dafeng.base.days import holds_on

if TYPE_CHECKING:
    from dafeng.assessment.records import Role
    from dafeng.assessment.schemes.rules import AnyRule


class Assesses(StrEnum):
    """Who is assessed."""

    DISTRICT = "district"
    """One assessed unit: the district itself."""
    UNITS = "units"
    """Every responsible unit of the plan."""


class Policy(StrEnum):
    """What becomes of a target that cannot be scored as others are."""

    ASIDE = "aside"
    """It is not asked; its weight is spread over the rest."""
    COUNT = "count"
    """It is asked like any other: without a figure it earns nothing."""


@attrs.frozen(kw_only=True)
class Shares:
    """How units share what they answer for together.

    Attributes
    ----------
    lead, support : Decimal
        Percent for all leads and for all co-responsible units (support and implement);
        the two make 100. Several units of one side share equally; where one side is
        empty the other takes all.
    """

    lead: Decimal
    support: Decimal


@attrs.frozen(kw_only=True)
class GoalPolicy:
    """How targets of different kinds are asked.

    Attributes
    ----------
    binding, strive, expected : Decimal
        Weight of a target by how firmly the plan promises it.
    delegated_unset : Policy
        Targets whose figure the city has not handed down.
    not_due : Policy
        Targets whose way has not begun in the period.
    directional : Policy
        Targets without a figure: ``count`` gives all for yes, nothing for no.
    before_year : tuple of str
        Kinds of targets that ask for nothing before their own year.
    """

    binding: Decimal
    strive: Decimal
    expected: Decimal
    delegated_unset: Policy
    not_due: Policy
    directional: Policy
    before_year: tuple[str, ...] = ()

    def weight(self, softness: str) -> Decimal:
        """Return the weight of a target."""
        weights = {
            "binding": self.binding,
            "strive": self.strive,
            "expected": self.expected,
        }
        return weights[softness]


ONE_UNIT = Shares(lead=Decimal(100), support=Decimal(0))
ALL_ALIKE = GoalPolicy(
    binding=Decimal(1),
    strive=Decimal(1),
    expected=Decimal(1),
    delegated_unset=Policy.COUNT,
    not_due=Policy.COUNT,
    directional=Policy.COUNT,
)


@attrs.frozen(kw_only=True)
class Grade:
    """One grade.

    Attributes
    ----------
    id, name_zh, name_en : str
    at_least, below : Decimal or None
        Points; ``below`` is None for the best. Both None where grades do not come from
        points.
    """

    id: str
    name_zh: str
    name_en: str
    at_least: Decimal | None = None
    below: Decimal | None = None


@attrs.frozen(kw_only=True)
class Grading:
    """Grades, the best first.

    Attributes
    ----------
    grades : tuple of Grade
    falsified : str
        Id of the grade of a unit that falsified data.
    """

    grades: tuple[Grade, ...]
    falsified: str

    def grade(self, name: str) -> Grade:
        """Return a grade by id."""
        return next(grade for grade in self.grades if grade.id == name)

    def worse(self, one: str, other: str) -> str:
        """Return the worse of two grades."""
        order = [grade.id for grade in self.grades]
        return max(one, other, key=order.index)


@attrs.frozen(kw_only=True)
class BandGrading(Grading):
    """Grades by bands of points."""


@attrs.frozen(kw_only=True)
class MetGrading(Grading):
    """Grades by the number of missed items.

    Attributes
    ----------
    all_met, failed, otherwise : str
        Ids of grades: nothing missed; a rule's ``fails_at`` reached; anything else.
    """

    all_met: str
    failed: str
    otherwise: str


@attrs.frozen(kw_only=True)
class MissedTargetVeto:
    """A target that is missed in its year caps the grade of who answers for it.

    Attributes
    ----------
    id, cap : str
        ``cap`` is the best grade that is left.
    softness : tuple of str
        Targets so promised.
    roles : tuple of Role
        Whose grade is capped.
    yearless : tuple of str
        Kinds that are asked in every year although they name none.
    """

    id: str
    cap: str
    softness: tuple[str, ...]
    roles: tuple[Role, ...]
    yearless: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class MissedItemVeto:
    """A missed item caps the grade whatever the points."""

    id: str
    cap: str
    items: tuple[str, ...]


AnyVeto: TypeAlias = MissedTargetVeto | MissedItemVeto


@attrs.frozen(kw_only=True)
class Scheme:
    """How units are judged, in force for a while.

    Attributes
    ----------
    id, edition : str
    name_zh, name_en : str
    label_zh, label_en : str
        What a reader must know beside every result: where the scheme comes from.
    source : str
        Document.
    verified : str
        ``V`` read in the document, ``S`` in a secondary source, ``U`` working values.
    effective_from, effective_to : date or None
        The last day is included.
    assesses : Assesses
    total : Decimal
        Full points of all rules.
    rules : tuple of AnyRule
    grading : BandGrading or MetGrading
    vetoes : tuple of AnyVeto
    shares : Shares
    goals : GoalPolicy
        Both stated by a scheme for units; a scheme for the district has one unit.
    sha256 : str
        Of the bytes that it was read from.
    """

    id: str
    edition: str
    name_zh: str
    name_en: str
    label_zh: str
    label_en: str
    source: str
    verified: str
    effective_from: date
    effective_to: date | None
    assesses: Assesses
    total: Decimal
    rules: tuple[AnyRule, ...]
    grading: BandGrading | MetGrading
    vetoes: tuple[AnyVeto, ...] = ()
    shares: Shares = ONE_UNIT
    goals: GoalPolicy = ALL_ALIKE
    sha256: str = ""

    def in_force(self, on: date) -> bool:
        """Whether the scheme holds on a day."""
        return holds_on(self.effective_from, self.effective_to, on)
