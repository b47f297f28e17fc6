"""Which unit stands behind the word that the catalogue of series names an owner by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import attrs

from dafeng.base.tables import packaged_rows


@attrs.frozen(kw_only=True)
class OwnerWords:
    """How an owner of series is found among units.

    Attributes
    ----------
    owner : str
        As ``series.csv`` writes it: ``发展改革``.
    words : tuple of str
        Parts of a unit's name, the surest first.
    kind : str
        Kind of unit of which each states its own part; empty for a single unit.
    """

    owner: str
    words: tuple[str, ...]
    kind: str = ""

    def fits(self, name: str) -> bool:
        """Whether a unit of this name is meant.

        Examples
        --------
        >>> owner_words("发展改革").fits("示范区发改委")
        True
        """
        return any(word in name for word in self.words)


@cache
def _owners() -> Mapping[str, OwnerWords]:
    rows = packaged_rows("dafeng.work", "series_owners.csv")
    return {
        row["owner"]: OwnerWords(
            owner=row["owner"],
            words=tuple(filter(None, row["words"].split(";"))),
            kind=row["kind"],
        )
        for row in rows
    }


def owner_words(owner: str) -> OwnerWords:
    """Return how an owner is found; one that is not listed is found by its own word."""
    return _owners().get(owner, OwnerWords(owner=owner, words=(owner,)))
