"""Whether the grades of a scheme cover its points once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from dafeng.assessment.schemes.cells import Problem
from dafeng.assessment.schemes.records import BandGrading, Grade, MetGrading, Scheme
from dafeng.assessment.schemes.rules import ItemsRule


def named_once(what: str, names: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for ids that stand twice."""
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        yield Problem(
            "scheme.duplicate",
            f"The {what} {', '.join(twice)} stands twice. Give each an id of its own.",
        )


def grade_problems(scheme: Scheme) -> Iterator[Problem]:
    """Yield what is wrong with the grades of a scheme."""
    grading = scheme.grading
    yield from named_once("grade", [grade.id for grade in grading.grades])
    named = [("falsified", grading.falsified)]
    match grading:
        case BandGrading():
            yield from _bands(grading.grades, scheme.total)
        case MetGrading():
            named += [
                ("all_met", grading.all_met),
                ("failed", grading.failed),
                ("otherwise", grading.otherwise),
            ]
            yield from _countable(scheme)
    named += [(f"veto {veto.id!r}", veto.cap) for veto in scheme.vetoes]
    known = [grade.id for grade in grading.grades]
    for where, name in named:
        if name not in known:
            yield Problem(
                "scheme.grades",
                f"{where} speaks of the grade {name!r}. Grades are: "
                f"{', '.join(known) or 'none'}.",
            )


def _bands(grades: tuple[Grade, ...], total: Decimal) -> Iterator[Problem]:
    for grade in grades:
        if grade.at_least is None:
            yield Problem(
                "scheme.grades",
                f"The grade {grade.id!r} does not say from how many points. Add "
                "at_least.",
            )
            return
    if not grades:
        yield Problem("scheme.grades", "There is no grade. Add [[grading.grade]].")
        return
    best, worst = grades[0], grades[-1]
    if best.below is not None:
        yield _odd(f"the best grade {best.id!r} ends below {best.below}: take it out")
    if worst.at_least != 0:
        yield _odd(f"the worst grade {worst.id!r} begins at {worst.at_least}, not at 0")
    for better, worse in pairwise(grades):
        floor, end = better.at_least or Decimal(0), worse.below
        if end is None or end > floor:
            until = "without end" if end is None else f"below {end}"
            yield _odd(
                f"{better.id!r} (from {floor}) and {worse.id!r} ({until}) overlap"
            )
        elif end < floor:
            yield _odd(f"from {end} to {floor} points there is no grade")
    for grade in grades:
        low, high = grade.at_least or Decimal(0), grade.below
        if low >= (total if high is None else high) and total > 0:
            yield _odd(f"the grade {grade.id!r} from {low} can never be given")


def _odd(text: str) -> Problem:
    way = "Grades stand from best to worst and cover 0 to the total without overlap."
    return Problem("scheme.grades", f"{text[0].upper()}{text[1:]}. {way}")


def _countable(scheme: Scheme) -> Iterator[Problem]:
    if not any(isinstance(r, ItemsRule) and r.fails_at for r in scheme.rules):
        yield Problem(
            "scheme.grades",
            "Grades by missed items need a rule with fails_at. Say how many missed "
            "items fail.",
        )
