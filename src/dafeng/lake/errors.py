"""What can go wrong with the lake, one class per decision of a caller.

::

    BadInputError
    ├── RowsDoNotFit            some cells of a batch do not fit; nothing was stored
    ├── SchemaChangedError      a table in the lake was made for other columns
    └── DamagedError            a file of the lake is not what was written
    NotFoundError
    ├── NoTableError            the lake has no table of that name
    ├── NoVersionError          the table never had that version
    └── VersionGoneError        its files were vacuumed; no seal had pinned it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.errors import BadInputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dafeng.base.findings import Finding


class RowsDoNotFit(BadInputError):
    """Some cells of a batch do not fit their columns; nothing of it was stored.

    Attributes
    ----------
    findings : tuple of Finding
        One per cell, with its place.
    """

    code = "lake.rows_do_not_fit"

    def __init__(self, table: str, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        first = self.findings[0]
        super().__init__(
            f"{len(self.findings)} findings in rows for table {table!r}; nothing was "
            f"stored. The first: {first.place}: {first.rule} It is {first.value}. "
            f"{first.hint}",
            table=table,
            findings=len(self.findings),
        )


class SchemaChangedError(BadInputError):
    """The table in the lake was made for other columns; only optional ones may join."""

    code = "lake.schema_changed"


class DamagedError(BadInputError):
    """A file of the lake is not what was written: a disk or a hand changed it."""

    code = "lake.damaged"


class NoTableError(NotFoundError):
    """The lake has no table of that name."""

    code = "lake.no_table"

    def __init__(self, table: str, have: Sequence[str]) -> None:
        names = ", ".join(have) or "none yet"
        super().__init__(
            f"The lake has no table {table!r}. It has: {names}.",
            table=table,
            have=tuple(have),
        )


class NoVersionError(NotFoundError):
    """The table never had that version."""

    code = "lake.no_version"

    def __init__(self, table: str, version: int, newest: int) -> None:
        super().__init__(
            f"Table {table!r} has no version {version}. It has 0 to {newest}.",
            table=table,
            version=version,
            newest=newest,
        )


class VersionGoneError(NotFoundError):
    """The files of a version were removed; no seal had pinned it."""

    code = "lake.version_gone"

    def __init__(self, table: str, version: int) -> None:
        super().__init__(
            f"Files of version {version} of table {table!r} were vacuumed: no seal had "
            "pinned it. Read the newest version with learned_by= to rebuild that day.",
            table=table,
            version=version,
        )
