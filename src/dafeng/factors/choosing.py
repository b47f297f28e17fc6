"""The choice of factors: a named rule, closed sets, named estimates, no fallback.

A request is answered in steps: rows of the year for the nearest region that has any
row, then the estimates of the rule in their order (``data/estimates.csv``). Within a
step the strongest row wins: measured by the owner, required by the standard that binds
the line, local, provincial, regional, national, international; then the nearer region;
then the order of the rule's sets (``data/rules.csv``). Closed requests take all their
numbers from one set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import attrs

from dafeng.factors.candidates import (
    BACK,
    FORWARD,
    Candidate,
    candidates_for,
    reach_of,
)
from dafeng.factors.errors import (
    FactorError,
    MissingFactorError,
    MixedFactorSetsError,
    UnverifiedFactorError,
)
from dafeng.factors.fitting import fitted
from dafeng.factors.records import (
    Choice,
    Filled,
    Level,
    Rejection,
    Request,
)

if TYPE_CHECKING:
    from dafeng.factors.books import FactorBook

WIDER, SUBSTITUTE = "wider-region", "substitute-item"

Step: TypeAlias = Callable[[Candidate, int], bool]
"""Whether a candidate may answer; the number is the nearest region that has rows."""


@attrs.frozen(kw_only=True)
class Field:
    """All candidates of a request, need by need, and the rows that were refused."""

    candidates: tuple[tuple[Candidate, ...], ...]
    nearest: tuple[int, ...]
    refused: tuple[tuple[str, str], ...]


def choose(book: FactorBook, request: Request) -> Choice:
    """Return the factors that answer a request, and why they and not others.

    Parameters
    ----------
    book : FactorBook
    request : Request

    Returns
    -------
    Choice
        The same for the same book and request, whatever the order of rows.

    Raises
    ------
    MissingFactorError
        Nothing answers, not even a named estimate; ``.have`` lists what is near.
    MixedFactorSetsError
        The parts exist, but not in one set (a ``MissingFactorError`` too).
    UnverifiedFactorError
        The request is official and the answer leans on rows that nobody verified
        or signed.
    UnknownFactorError
        The request names a rule that the book does not hold.
    """
    known = book.choices.get(request)
    if known is None:
        try:
            known = _choose(book, request)
        except FactorError as error:
            known = error
        book.choices[request] = known
    if isinstance(known, FactorError):
        raise known.with_traceback(None)
    return known


def _choose(book: FactorBook, request: Request) -> Choice:
    field = _field(book, request)
    steps = _steps(book, request)
    parts = (
        [tuple(range(len(request.needs)))]
        if request.closed
        else [(place,) for place in range(len(request.needs))]
    )
    picked: dict[int, Candidate] = {}
    for part in parts:
        answer = _answer(field, part, steps, request)
        if answer is None:
            raise _missing(book, request, field, part)
        picked |= zip(part, answer, strict=True)
    return _choice(book, request, field, [picked[i] for i in sorted(picked)])


def _field(book: FactorBook, request: Request) -> Field:
    reach = reach_of(book, request)
    found = [candidates_for(book, request, need, reach) for need in request.needs]
    return Field(
        candidates=tuple(tuple(candidates) for candidates, _ in found),
        nearest=tuple(_nearest(candidates) for candidates, _ in found),
        refused=tuple(each for _, refused in found for each in refused),
    )


def _nearest(candidates: Iterable[Candidate]) -> int:
    """Place of the nearest region that has rows of the item itself, or else any."""
    placed = [c for c in candidates if c.rank[1] >= 0]
    own = [c.rank[1] for c in placed if not c.substitute]
    return min(own or [c.rank[1] for c in placed], default=0)


def _steps(book: FactorBook, request: Request) -> list[Step]:
    def of_the_year(candidate: Candidate, nearest: int) -> bool:
        own = not candidate.substitute
        return own and candidate.valid and candidate.rank[1] <= nearest

    steps: list[Step] = [of_the_year]
    wide = False
    estimates = [e for e in book.ordering.estimates if e.rule == request.rule]
    for estimate in sorted(estimates, key=lambda e: e.order):
        wide = wide or estimate.estimate == WIDER
        steps.append(_estimate(estimate.estimate, estimate.limit, wide_allowed=wide))
    return steps


def _estimate(name: str, limit: int, *, wide_allowed: bool) -> Step:
    def step(candidate: Candidate, nearest: int) -> bool:
        if candidate.rank[1] > nearest and not wide_allowed:
            return False
        if candidate.substitute and name != SUBSTITUTE:
            return False
        if name == FORWARD:
            return not candidate.early and candidate.late <= limit
        if name == BACK:
            return not candidate.late and candidate.early <= limit
        return candidate.valid

    return step


def _answer(
    field: Field, part: Sequence[int], steps: Iterable[Step], request: Request
) -> list[Candidate] | None:
    """Return one candidate per need of the part, from the first step that has all."""
    for step in steps:
        able = [
            [c for c in field.candidates[place] if step(c, field.nearest[place])]
            for place in part
        ]
        trusted = [[c for c in row if c.trusted] for row in able]
        answer = _strongest(trusted if request.official else able)
        if answer is not None:
            return answer
        doubtful = _strongest(able)
        if doubtful is not None:
            raise UnverifiedFactorError(
                [c.factor.id for c in doubtful if not c.trusted]
            )
    return None


def _strongest(able: Sequence[Sequence[Candidate]]) -> list[Candidate] | None:
    """Return the strongest answer whose published numbers are of one set.

    A number that the owner measured stands beside any set, as the standards have it:
    measured first, the default of the standard where nothing was measured.
    """
    measured = [_best(c for c in row if c.measured) for row in able]
    by_set = [_best_by_set(c for c in row if not c.measured) for row in able]
    open_needs = [i for i, own in enumerate(measured) if own is None]
    if not open_needs:
        return [own for own in measured if own is not None]
    complete = set.intersection(*(set(by_set[i]) for i in open_needs))
    if not complete:
        return None
    answers = [
        [own or by_set[i][name] for i, own in enumerate(measured)]
        for name in sorted(complete)
    ]
    return min(answers, key=_strength_of_set)


def _best(candidates: Iterable[Candidate]) -> Candidate | None:
    return min(candidates, key=_strength, default=None)


def _best_by_set(candidates: Iterable[Candidate]) -> dict[str, Candidate]:
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        name = candidate.factor.factor_set
        if name not in best or _strength(candidate) < _strength(best[name]):
            best[name] = candidate
    return best


def _strength(candidate: Candidate) -> tuple[int, ...]:
    *numbers, _ = candidate.rank
    return (candidate.distance, *numbers)


def _strength_of_set(answer: Sequence[Candidate]) -> tuple[int, ...]:
    """A set is as strong as its weakest number; what was measured is in all of them."""
    published = [c for c in answer if not c.measured]
    levels, regions, places, aliases, ages, _ = zip(
        *(c.rank for c in published), strict=True
    )
    return (
        max(c.distance for c in published),
        max(levels),
        max(regions),
        max(places),
        max(aliases),
        max(ages),
    )


def _choice(
    book: FactorBook, request: Request, field: Field, picked: Sequence[Candidate]
) -> Choice:
    chosen = {candidate.factor.id for candidate in picked}
    unverified = [c.factor.id for c in picked if not c.factor.verified]
    sets = dict.fromkeys(candidate.factor.factor_set for candidate in picked)
    return Choice(
        filled=tuple(
            Filled(
                need=need,
                factor=candidate.factor,
                value=fitted(candidate.factor.value, candidate.factor.unit, need.unit),
            )
            for need, candidate in zip(request.needs, picked, strict=True)
        ),
        factor_set="+".join(sets),
        level=Level(max((c.rank[0] for c in picked), default=Level.MEASURED)),
        rule=request.rule,
        estimate=_estimates(field, picked),
        unverified=tuple(i for i in unverified if i not in book.signers),
        signed=tuple(i for i in unverified if i in book.signers),
        rejected=tuple(
            Rejection(factor_id=factor_id, reason=reason)
            for factor_id, reason in _rejections(request, field, picked)
            if factor_id not in chosen
        ),
    )


def _estimates(field: Field, picked: Sequence[Candidate]) -> str:
    names = {
        WIDER: any(
            c.rank[1] > nearest
            for c, nearest in zip(picked, field.nearest, strict=True)
        ),
        FORWARD: any(c.late for c in picked),
        BACK: any(c.early for c in picked),
        SUBSTITUTE: any(c.substitute for c in picked),
    }
    return "+".join(name for name, opened in names.items() if opened)


def _rejections(
    request: Request, field: Field, picked: Sequence[Candidate]
) -> Iterable[tuple[str, str]]:
    reasons: dict[str, str] = {}
    for winner, candidates in zip(picked, field.candidates, strict=True):
        for candidate in candidates:
            reasons.setdefault(candidate.factor.id, _behind(request, candidate, winner))
    reasons |= {i: reason for i, reason in field.refused if i not in reasons}
    return sorted(reasons.items())


def _behind(request: Request, candidate: Candidate, winner: Candidate) -> str:
    if candidate.substitute and not winner.substitute:
        return f"about {candidate.factor.code}, which stands in where nothing answers"
    if candidate.distance > winner.distance:
        return candidate.out_of_year()
    if request.official and not candidate.trusted:
        return "nobody has verified or signed it"
    if _strength(candidate) > _strength(winner):
        return (
            f"{winner.factor.id} stands before it by {_difference(candidate, winner)}"
        )
    if candidate.factor.factor_set != winner.factor.factor_set:
        return f"its set {candidate.factor.factor_set} does not fill every need better"
    return "another row of its set answers"


def _difference(candidate: Candidate, winner: Candidate) -> str:
    words = ("level", "nearer region", "the rule's order of sets", "kind", "age")
    for word, mine, best in zip(words, candidate.rank, winner.rank, strict=False):
        if mine != best:
            return word
    return "id"


def _missing(
    book: FactorBook, request: Request, field: Field, part: Sequence[int]
) -> MissingFactorError:
    needs = [request.needs[place] for place in part]
    seen = [field.candidates[place] for place in part]
    near = [f"{c.factor.id} ({c.out_of_year()})" for row in seen for c in row]
    near += [f"{factor_id} ({reason})" for factor_id, reason in field.refused]
    lacking = [need.parameter for need, row in zip(needs, seen, strict=True) if not row]
    others = _other_sets(book, request, field, part)
    if others:
        return MixedFactorSetsError(
            item=request.item,
            parameters=lacking or [need.parameter for need in needs],
            year=request.year,
            have=near,
            factor_set=request.factor_set,
            others=others,
        )
    return MissingFactorError(
        item=request.item,
        parameters=lacking or [need.parameter for need in needs],
        year=request.year,
        have=near,
    )


def _other_sets(
    book: FactorBook, request: Request, field: Field, part: Sequence[int]
) -> list[str]:
    """Return sets that hold what one set alone cannot fill; empty when none do."""
    free = field
    if request.factor_set:
        free = _field(book, attrs.evolve(request, factor_set=""))
    steps = _steps(book, request)
    able = [
        {
            c.factor.factor_set
            for c in free.candidates[place]
            if any(step(c, free.nearest[place]) for step in steps)
        }
        for place in part
    ]
    if not all(able) or (len(part) == 1 and not request.factor_set):
        return []
    return sorted(set().union(*able) - {request.factor_set})
