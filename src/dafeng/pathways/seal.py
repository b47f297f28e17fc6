"""Seals of outlooks: a result pinned with its case, made again to the same bytes.

::

    outlooks/
      <digest>/seal.json      what was pinned; its SHA-256 is the digest
      <digest>/case.json      model, base year, measures, targets, seed
      <digest>/outlook.json   the result

A replay needs this folder alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.plain import record_from_json, record_to_json
from dafeng.lake import alone_in, canonical_json, keep_file, sha256_of
from dafeng.pathways.case import OutlookCase
from dafeng.pathways.outlook import outlook_of

if TYPE_CHECKING:
    from dafeng.pathways.results import Outlook

FORM = 1
"""Edition of the form in which seals are written."""
_SEAL, _CASE, _OUTLOOK = "seal.json", "case.json", "outlook.json"


class OutlookSealError(BadInputError):
    """A seal is damaged: its files are not what was pinned."""

    code = "outlook.seal"


@attrs.frozen(kw_only=True)
class OutlookReplay:
    """A sealed outlook made again.

    Attributes
    ----------
    digest : str
    same : bool
        Whether the bytes are those that were sealed.
    outlook : Outlook
        As made now.
    """

    digest: str
    same: bool
    outlook: Outlook


def seal_outlook(case: OutlookCase, outlook: Outlook, folder: Path) -> str:
    """Pin an outlook with its case for good.

    Parameters
    ----------
    case : OutlookCase
    outlook : Outlook
        What :func:`dafeng.pathways.outlook.outlook_of` made of it.
    folder : Path
        Where seals of outlooks are kept.

    Returns
    -------
    str
        The digest; the same case and result have the same one.
    """
    given, found = record_to_json(case), record_to_json(outlook)
    written = canonical_json(
        {
            "form": FORM,
            "place": case.base.place,
            "base_year": case.base.year,
            "account_seal": case.base.seal,
            "case_sha256": sha256_of(given),
            "outlook_sha256": sha256_of(found),
        }
    )
    digest = sha256_of(written)
    with alone_in(folder):
        keep_file(folder / digest / _CASE, given)
        keep_file(folder / digest / _OUTLOOK, found)
        # The seal comes last: where it stands, what it pins stands too.
        keep_file(folder / digest / _SEAL, written)
    return digest


def sealed_case(folder: Path, digest: str) -> OutlookCase:
    """Return the case behind a seal.

    Raises
    ------
    NotFoundError
        No such seal. OutlookSealError: its files are damaged.
    """
    return record_from_json(_pinned(folder, digest, _CASE, "case_sha256"), OutlookCase)


def replay_outlook(digest: str, folder: Path) -> OutlookReplay:
    """Make a sealed outlook again.

    Raises
    ------
    NotFoundError
        No such seal. OutlookSealError: its files are damaged.
    """
    kept = _pinned(folder, digest, _OUTLOOK, "outlook_sha256")
    made = outlook_of(sealed_case(folder, digest))
    return OutlookReplay(digest=digest, same=record_to_json(made) == kept, outlook=made)


def _pinned(folder: Path, digest: str, name: str, key: str) -> bytes:
    path = folder / digest / _SEAL
    if not path.is_file():
        msg = f"No outlook {digest[:12]} in {folder}."
        raise NotFoundError(msg, code="outlook.no_seal", digest=digest)
    seal = path.read_bytes()
    if sha256_of(seal) != digest:
        raise _damaged(path, digest)
    held: dict[str, Any] = json.loads(seal)
    file = folder / digest / name
    data = file.read_bytes() if file.is_file() else b""
    if sha256_of(data) != held[key]:
        raise _damaged(file, digest)
    return data


def _damaged(file: Path, digest: str) -> OutlookSealError:
    msg = f"{file} is not what the seal pinned. Restore it from a backup."
    return OutlookSealError(msg, digest=digest, file=file.name)
