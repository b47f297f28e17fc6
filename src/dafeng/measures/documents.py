"""The documents behind the packaged figures, and whether somebody read them."""

from __future__ import annotations

from functools import cache

import attrs

from dafeng.base.tables import packaged_rows

BETWEEN = "；"
"""Between the names of two documents in one cell."""


@attrs.frozen(kw_only=True)
class Document:
    """One document (``data/sources.csv``).

    Attributes
    ----------
    name : str
        As the tables write it.
    title, issuer : str
    year : int
    verified : bool
        Whether the figures were read in a copy; else they were recalled.
    where : str
        Which copy.
    """

    name: str
    title: str
    issuer: str
    year: int
    verified: bool
    where: str


@cache
def measure_documents() -> tuple[Document, ...]:
    """Return the documents that the packaged tables name."""
    return tuple(
        Document(
            name=row["name"],
            title=row["title"],
            issuer=row["issuer"],
            year=int(row["year"]),
            verified=row["verified"] == "yes",
            where=row["where"],
        )
        for row in packaged_rows("dafeng.measures", "sources.csv")
    )
