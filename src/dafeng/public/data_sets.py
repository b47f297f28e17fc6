"""A table of another room as open data, with version and terms as a release has."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from dafeng.public.open_data import (
    DESCRIPTION,
    SYNTHETIC,
    Columns,
    PackageFile,
    cell,
    csv_file,
    json_file,
    resource_of,
)
from dafeng.public.terms import terms_of

if TYPE_CHECKING:
    from dafeng.base.plain import Plain


@attrs.frozen(kw_only=True)
class DataEdition:
    """One version of a data set; what it says never changes.

    Attributes
    ----------
    version : str
        ``2026``, ``2026.1``: what its address says.
    terms : str
        Code of a packaged licence.
    columns : tuple
        Name, type (``string``, ``number``, ``integer``, ``boolean``, ``date``), Chinese
        title and English description of each.
    rows : tuple of tuple
        Cells in the order of the columns; None is unknown, and an empty cell.
    """

    version: str
    issued_on: date
    title_zh: str
    title_en: str
    source: str
    columns: Columns
    rows: tuple[tuple[object, ...], ...]
    terms: str = "CC-BY-4.0"
    note_zh: str = ""
    note_en: str = ""
    synthetic: bool = False


def edition_files(name: str, edition: DataEdition) -> tuple[PackageFile, ...]:
    """Return the files of an edition; the same one gives the same bytes.

    Parameters
    ----------
    name : str
        What the files are called: ``disclosure`` gives ``disclosure.csv``.

    Raises
    ------
    ReleaseError
        ``release.terms``: the edition names terms that there are not.
    """
    terms = terms_of(edition.terms)
    cells = [[cell(value) for value in row] for row in edition.rows]
    table = csv_file(f"{name}.csv", edition.columns, cells)
    head: dict[str, Plain] = {
        "version": edition.version,
        "issued_on": edition.issued_on.isoformat(),
        "title_zh": edition.title_zh,
        "title_en": edition.title_en,
        "note_zh": edition.note_zh,
        "note_en": edition.note_en,
        "source": edition.source,
        "terms": terms.code,
        "synthetic": edition.synthetic,
    }
    names = [column for column, *_rest in edition.columns]
    rows: list[Plain] = [
        {one: _plain(value) for one, value in zip(names, row, strict=True)}
        for row in edition.rows
    ]
    plain = json_file(f"{name}.json", head | {"rows": rows})
    described = json_file(
        DESCRIPTION,
        {
            "profile": "data-package",
            "name": name,
            "title": edition.title_zh,
            "description": SYNTHETIC if edition.synthetic else edition.title_en,
            "version": edition.version,
            "created": f"{edition.issued_on.isoformat()}T00:00:00Z",
            "licenses": [
                {"name": terms.code, "path": terms.path, "title": terms.name_en}
            ],
            "sources": [{"title": edition.source}],
            "resources": [
                resource_of(table, edition.columns),
                resource_of(plain, None),
            ],
        },
    )
    return (described, table, plain)


def _plain(value: object) -> Plain:
    """A cell as JSON has it: numbers stay exact, a day is its text."""
    if isinstance(value, date):
        return value.isoformat()
    return value  # type: ignore[return-value] # what a cell holds is plain already
