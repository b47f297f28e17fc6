"""Who is sent: drawn too, nobody with a conflict of interest, work shared evenly.

The subject with the fewest possible inspectors is served first; of those who may go,
the ones with the least work so far go, and the keyed hash of the pair decides between
equals.  Subjects that are not drawn have no say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from dafeng.inspections.errors import InspectorsError
from dafeng.inspections.seeds import lot

if TYPE_CHECKING:
    from dafeng.inspections.records import DrawCase


def assigned(
    subjects: Sequence[str], case: DrawCase, key: bytes, *, each: int
) -> Mapping[str, tuple[str, ...]]:
    """Return the inspectors of every subject, ``each`` of them, by id.

    Raises
    ------
    InspectorsError
        Some subjects have too few without a conflict; it names all of them.
    """
    barred = {(one.inspector, one.subject) for one in case.exclusions}
    everybody = [one.id for one in case.inspectors]
    free = {
        subject: [one for one in everybody if (one, subject) not in barred]
        for subject in subjects
    }
    short = sorted(one for one in subjects if len(free[one]) < each)
    if short:
        raise InspectorsError(subjects=short, needed=each, pool=len(everybody))
    work: Counter[str] = Counter()
    sent: dict[str, tuple[str, ...]] = {}
    order = sorted(
        subjects, key=lambda one: (len(free[one]), lot(key, "order", one), one)
    )
    for subject in order:
        chosen = sorted(free[subject], key=_by_work(work, key, subject))[:each]
        work.update(chosen)
        sent[subject] = tuple(sorted(chosen))
    return sent


def _by_work(
    work: Mapping[str, int], key: bytes, subject: str
) -> Callable[[str], tuple[int, bytes, str]]:
    """Order inspectors: the least work so far first, then by lot."""
    return lambda one: (work[one], lot(key, "inspector", subject, one), one)
