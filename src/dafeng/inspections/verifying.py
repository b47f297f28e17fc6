"""Is a published draw what its case and its seed give?  Everything is done again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import attrs

from dafeng.inspections.drawing import draw
from dafeng.inspections.errors import DrawError, SeedError
from dafeng.inspections.frames import frame_text
from dafeng.inspections.seeds import check_commitment

if TYPE_CHECKING:
    from dafeng.inspections.records import Draw, DrawCase
    from dafeng.inspections.rules import Rules


@attrs.frozen(kw_only=True)
class Check:
    """One thing that was looked at: ``commitment``, ``frame``, ``draw``."""

    code: str
    held: bool
    told: str = ""


def verify(
    made: Draw, case: DrawCase, rules: Rules, *, commitment: str = ""
) -> tuple[Check, ...]:
    """Recompute a draw and say what holds; an empty commitment is the draw's own.

    Parameters
    ----------
    commitment : str
        As it was published before the draw.
    """
    published = commitment or made.commitment
    return (
        _commitment(made, published),
        _frame(made, case, rules),
        _again(made, case, rules),
    )


def holds(checks: tuple[Check, ...]) -> bool:
    """Whether everything holds."""
    return all(check.held for check in checks)


def _commitment(made: Draw, published: str) -> Check:
    try:
        check_commitment(made.plan, made.seed, published)
    except SeedError as error:
        return Check(code="commitment", held=False, told=str(error))
    return Check(code="commitment", held=True, told=published)


def _frame(made: Draw, case: DrawCase, rules: Rules) -> Check:
    digest = hashlib.sha256(frame_text(case, rules).encode()).hexdigest()
    return Check(code="frame", held=digest == made.frame, told=digest)


def _again(made: Draw, case: DrawCase, rules: Rules) -> Check:
    try:
        again = draw(case, rules, seed=made.seed, word=made.word)
    except (DrawError, SeedError) as error:
        return Check(code="draw", held=False, told=str(error))
    same = (again.quotas, again.drawn, again.resting) == (
        made.quotas,
        made.drawn,
        made.resting,
    )
    differ = {one.subject for one in again.drawn} ^ {one.subject for one in made.drawn}
    return Check(code="draw", held=same, told=", ".join(sorted(differ)))
