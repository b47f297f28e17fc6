"""Whether a file is a whole and unchanged package of open data."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from dafeng.base.findings import Finding, Severity
from dafeng.public.errors import PackageError
from dafeng.public.open_data import DESCRIPTION, FIGURES_CSV, FIGURES_JSON

MOST_BYTES = 64 * 1024 * 1024
"""Of all files together, unpacked; a package of this program has some 100 kB."""
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


def check_package(content: bytes) -> tuple[Finding, ...]:
    """Return everything that is wrong with a package; nothing when it is whole.

    Hashes and sizes are held against ``datapackage.json``; the table against the JSON;
    withdrawn figures must be empty.

    Raises
    ------
    PackageError
        ``package.bad``: no zip, damaged, too large, or without a description.
    """
    files = _unpacked(content)
    described = _description(files)
    resources = described.get("resources")
    listed = resources if isinstance(resources, list) else []
    found = [*_files(files, listed)]
    if not found:
        found += _figures(files, str(described.get("version", "")))
    return tuple(found)


def _unpacked(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            infos = packed.infolist()
            if sum(info.file_size for info in infos) > MOST_BYTES:
                msg = f"The package unpacks to more than {MOST_BYTES} bytes."
                raise PackageError(msg)
            names = [info.filename for info in infos]
            if len(set(names)) < len(names):
                msg = "The package holds a file twice."
                raise PackageError(msg)
            return {name: packed.read(name) for name in names}
    except _BROKEN as error:
        msg = f"The file is no zip that can be read: {error}."
        raise PackageError(msg) from error


def _description(files: Mapping[str, bytes]) -> dict[str, Any]:
    if DESCRIPTION not in files:
        msg = f"The package has no {DESCRIPTION}; it holds: {', '.join(sorted(files))}."
        raise PackageError(msg)
    told = _json(files[DESCRIPTION])
    if not isinstance(told, dict):
        msg = f"{DESCRIPTION} is no JSON object."
        raise PackageError(msg)
    return told


def _files(files: Mapping[str, bytes], listed: list[Any]) -> Iterator[Finding]:
    known = {DESCRIPTION}
    for one in listed:
        path = str(one.get("path", "")) if isinstance(one, dict) else ""
        known.add(path)
        content = files.get(path)
        if content is None:
            rule = f"Every resource of {DESCRIPTION} is in the package."
            yield _finding("package.missing", path, "", rule)
            continue
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        if one.get("hash") != digest or one.get("bytes") != len(content):
            rule = f"Hash and size are those of {DESCRIPTION}."
            yield _finding("package.changed", path, digest, rule)
    for name in sorted(set(files) - known):
        rule = f"Every file stands in {DESCRIPTION}."
        yield _finding("package.unlisted", name, "", rule)


def _figures(files: Mapping[str, bytes], version: str) -> Iterator[Finding]:
    told = _json(files.get(FIGURES_JSON, b"null"))
    if not isinstance(told, dict) or FIGURES_CSV not in files:
        rule = f"A package holds {FIGURES_CSV} and {FIGURES_JSON}."
        yield _finding("package.figures", FIGURES_JSON, "", rule)
        return
    if told.get("version") != version:
        rule = f"{FIGURES_JSON} and {DESCRIPTION} name one version."
        yield _finding("package.version", FIGURES_JSON, str(told.get("version")), rule)
    text = files[FIGURES_CSV].decode("utf-8-sig", "replace")
    rows = {row.get("key", ""): row for row in csv.DictReader(io.StringIO(text))}
    figures = {str(one.get("key")): one for one in told.get("figures", ())}
    for key in sorted(set(rows) ^ set(figures)):
        rule = "The table and the JSON hold the same figures."
        yield _finding("package.figures", key, "", rule)
    for key in sorted(set(rows) & set(figures)):
        yield from _figure(key, rows[key], figures[key])


def _figure(
    key: str, row: Mapping[str, str | None], figure: Mapping[str, Any]
) -> Iterator[Finding]:
    stated = figure.get("value")
    if (row.get("value") or "") != ("" if stated is None else str(stated)):
        rule = "A figure has one value in the table and in the JSON."
        yield _finding("package.value", key, row.get("value") or "", rule)
    if figure.get("withdrawn") and stated is not None:
        rule = "A withdrawn figure holds no value."
        yield _finding("package.withdrawn", key, str(stated), rule)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content, parse_float=str, parse_int=int)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        return None


def _finding(code: str, place: str, value: str, rule: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        place=place,
        value=value,
        rule=rule,
        hint="Fetch the package again from where it was published.",
    )
