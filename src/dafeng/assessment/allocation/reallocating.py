"""Allocations over time: one takes the place of another, and all can be replayed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from dafeng.assessment.allocation.allocating import allocate
from dafeng.assessment.allocation.errors import AllocationError
from dafeng.assessment.allocation.records import (  # noqa: TC001 - read back by type
    AllocationCase,
)
from dafeng.assessment.allocation.results import (  # noqa: TC001 - read back by type
    Allocation,
)


@attrs.frozen(kw_only=True)
class Entry:
    """An allocation as it is kept: what it was made from, and what came out.

    Attributes
    ----------
    case : AllocationCase
    digest : str
        Of the allocation.
    replaces, reason : str
        Empty for the first one.
    """

    case: AllocationCase
    digest: str
    replaces: str = ""
    reason: str = ""


@attrs.frozen(kw_only=True)
class Replayed:
    """A kept allocation, made again.

    Attributes
    ----------
    entry : Entry
    allocation : Allocation
    same : bool
        Whether its digest is the one that was kept.
    """

    entry: Entry
    allocation: Allocation
    same: bool


def reallocate(case: AllocationCase, *, before: Allocation, reason: str) -> Allocation:
    """Split again in the place of an earlier allocation.

    Raises
    ------
    AllocationError
        ``allocation.no_reason``: nobody says why; or the case contradicts itself.
    """
    if not reason.strip():
        problem = "reason: it is empty; say why the allocation is replaced."
        raise AllocationError([problem], code="allocation.no_reason")
    return allocate(case, replaces=before.digest, reason=reason)


def entry_of(case: AllocationCase, allocation: Allocation) -> Entry:
    """Make what is kept of an allocation."""
    return Entry(
        case=case,
        digest=allocation.digest,
        replaces=allocation.replaces,
        reason=allocation.reason,
    )


def replay_allocations(entries: Iterable[Entry]) -> tuple[Replayed, ...]:
    """Make a sequence of kept allocations again, the oldest first.

    Returns
    -------
    tuple of Replayed
        ``same`` is false where another result comes out than was kept.

    Raises
    ------
    AllocationError
        ``allocation.history``: an entry replaces another than the one before it.
    """
    listed = tuple(entries)
    _check_links(listed)
    replayed = []
    for entry in listed:
        made = allocate(entry.case, replaces=entry.replaces, reason=entry.reason)
        same = made.digest == entry.digest
        replayed.append(Replayed(entry=entry, allocation=made, same=same))
    return tuple(replayed)


def _check_links(entries: Sequence[Entry]) -> None:
    expected = ""
    for number, entry in enumerate(entries, 1):
        if entry.replaces != expected:
            problem = (
                f"Entry {number} replaces {entry.replaces or 'nothing'}; expected "
                f"{expected or 'nothing'}. Give the whole sequence, oldest first."
            )
            raise AllocationError([problem], code="allocation.history")
        expected = entry.digest
