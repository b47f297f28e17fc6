"""Seals: an account pinned for good, and replayed to the same bytes.

::

    seals/
      editions/<edition>.json     every factor row and rule of the book that was used
      <digest>/seal.json          what was pinned; its SHA-256 is the digest
      <digest>/account.json       the account, in canonical bytes

A seal needs the lake (whose sealed versions are spared) and this folder, no database.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from dafeng.accounts.evidence.reading import read_evidence
from dafeng.accounts.records import Account
from dafeng.accounts.run import run_account
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.plain import record_from_json, record_to_json
from dafeng.factors import book_from_json, book_to_json
from dafeng.lake import alone_in, canonical_json, keep_file, sha256_of

if TYPE_CHECKING:
    from dafeng.factors import FactorBook
    from dafeng.lake import Lake

FORM = 1
"""Edition of the form in which seals are written."""


class SealError(BadInputError):
    """An account cannot be sealed, or a seal is damaged."""

    code = "seal.bad"


@attrs.frozen(kw_only=True)
class Seal:
    """What pins an account.

    Attributes
    ----------
    digest : str
        SHA-256 of the seal's own bytes.
    place : str
    year : int
    account_sha256 : str
    factor_edition : str
    tables : tuple of (str, int)
        Versions of the lake's tables.
    replaces : str
        Digest of the seal that this one restates; empty for a first seal.
    reason : str
        Why it was restated.
    """

    digest: str
    place: str
    year: int
    account_sha256: str
    factor_edition: str
    tables: tuple[tuple[str, int], ...]
    replaces: str = ""
    reason: str = ""


@attrs.frozen(kw_only=True)
class Replay:
    """A sealed account made again.

    Attributes
    ----------
    seal : Seal
    same : bool
        Whether the bytes are those that were sealed.
    account_sha256 : str
        Of the bytes made now.
    account : Account
        As made now.
    """

    seal: Seal
    same: bool
    account_sha256: str
    account: Account


def seal_account(account: Account, book: FactorBook, lake: Lake, folder: Path) -> Seal:
    """Pin an account for the first time.

    Parameters
    ----------
    account : Account
    book : FactorBook
        The packaged book that it was made with, before measured rows were added.
    lake : Lake
        Its versions are pinned: no clean-up takes their files away.
    folder : Path
        Where seals are kept.

    Raises
    ------
    SealError
        ``seal.findings``: a finding blocks, or a factor that nobody verified or signed
        stands behind data that somebody reported. ``seal.exists``: the year is sealed;
        say that you restate it.
    """
    with alone_in(folder):
        standing = newest_seal(folder, account.settings.place, account.settings.year)
        if standing is not None:
            msg = (
                f"{account.settings.year} is sealed as {standing.digest[:12]}. "
                "Restate it with a reason; both seals are kept."
            )
            raise SealError(msg, code="seal.exists", seal=standing.digest)
        return _seal(account, book, lake, folder, replaces="", reason="")


def restate_account(
    account: Account, book: FactorBook, lake: Lake, folder: Path, *, reason: str
) -> Seal:
    """Pin an account again; the old seal stays and is named by the new one.

    Raises
    ------
    SealError
        ``seal.none``: there is nothing to restate. ``seal.reason``: no reason given.
        ``seal.same``: nothing changed. Besides those of :func:`seal_account`.
    """
    if not reason.strip():
        msg = "A restatement needs a reason: say what was corrected and why."
        raise SealError(msg, code="seal.reason")
    with alone_in(folder):
        standing = newest_seal(folder, account.settings.place, account.settings.year)
        if standing is None:
            msg = f"{account.settings.year} is not sealed yet: seal it first."
            raise SealError(msg, code="seal.none")
        if standing.account_sha256 == sha256_of(record_to_json(account)):
            msg = f"Nothing changed since seal {standing.digest[:12]}."
            raise SealError(msg, code="seal.same", seal=standing.digest)
        return _seal(
            account, book, lake, folder, replaces=standing.digest, reason=reason
        )


def replay(digest: str, lake: Lake, folder: Path) -> Replay:
    """Make a sealed account again from the pinned versions and edition.

    Raises
    ------
    NotFoundError
        No such seal, or the lake lost a version that it pinned.
    """
    seal = read_seal(folder, digest)
    settings = sealed_account(folder, seal).settings
    evidence = read_evidence(lake, settings, versions=dict(seal.tables))
    made = run_account(evidence, sealed_book(folder, seal), settings)
    found = sha256_of(record_to_json(made))
    return Replay(
        seal=seal,
        same=found == seal.account_sha256,
        account_sha256=found,
        account=made,
    )


def seals(folder: Path) -> tuple[Seal, ...]:
    """Return every seal, by place and year, a restatement behind what it restates.

    A damaged one is left out: :func:`damaged_seals` names it, and it must not keep
    the sound ones from being read.
    """
    damaged = set(damaged_seals(folder))
    names = {path.parent.name for path in folder.glob("*/seal.json")} - damaged
    found = [read_seal(folder, name) for name in names]
    by_digest = {seal.digest: seal for seal in found}

    def depth(seal: Seal) -> int:
        above = by_digest.get(seal.replaces)
        return 0 if above is None else 1 + depth(above)

    return tuple(sorted(found, key=lambda s: (s.place, s.year, depth(s), s.digest)))


def damaged_seals(folder: Path) -> tuple[str, ...]:
    """Return the names of seals whose bytes are not those that their digest names."""
    return tuple(
        sorted(
            path.parent.name
            for path in folder.glob("*/seal.json")
            if sha256_of(path.read_bytes()) != path.parent.name
        )
    )


def newest_seal(folder: Path, place: str, year: int) -> Seal | None:
    """Return the seal in force of a place and year, if there is one."""
    of_year = [s for s in seals(folder) if (s.place, s.year) == (place, year)]
    return of_year[-1] if of_year else None


def seal_in_force(account: Account, folder: Path) -> str | None:
    """Return the digest of the newest seal when it pins this very account."""
    newest = newest_seal(folder, account.settings.place, account.settings.year)
    if newest is None or newest.account_sha256 != sha256_of(record_to_json(account)):
        return None
    return newest.digest


def read_seal(folder: Path, digest: str) -> Seal:
    """Read one seal; the beginning of its digest is enough while it is unique.

    Raises
    ------
    NotFoundError
        ``seal.unknown``: no seal, or more than one, begins so.
    SealError
        ``seal.damaged``: its bytes are not those that its digest names.
    """
    found = sorted(
        p.name for p in folder.glob(f"{digest}*") if (p / "seal.json").exists()
    )
    if len(found) != 1 or not digest:
        msg = f"{len(found)} seals begin with {digest!r} in {folder}."
        raise NotFoundError(msg, code="seal.unknown", seal=digest)
    data = (folder / found[0] / "seal.json").read_bytes()
    if sha256_of(data) != found[0]:
        msg = f"Seal {found[0][:12]} was changed: its bytes have another digest."
        raise SealError(msg, code="seal.damaged", seal=found[0])
    kept: dict[str, Any] = json.loads(data)
    return Seal(
        digest=found[0],
        place=kept["place"],
        year=kept["year"],
        account_sha256=kept["account_sha256"],
        factor_edition=kept["factor_edition"],
        tables=tuple((name, version) for name, version in kept["tables"]),
        replaces=kept["replaces"],
        reason=kept["reason"],
    )


def sealed_account(folder: Path, seal: Seal) -> Account:
    """Read the account that a seal pinned.

    Raises
    ------
    SealError
        ``seal.damaged``: its bytes were changed.
    """
    data = (folder / seal.digest / "account.json").read_bytes()
    if sha256_of(data) != seal.account_sha256:
        msg = f"The account of seal {seal.digest[:12]} was changed after sealing."
        raise SealError(msg, code="seal.damaged", seal=seal.digest)
    return record_from_json(data, Account)


def sealed_book(folder: Path, seal: Seal) -> FactorBook:
    """Read the factors that a seal pinned."""
    return book_from_json(_edition(folder, seal.factor_edition).read_bytes())


def _blocking(account: Account) -> list[str]:
    """What stands against a seal: findings, and real data on unchecked factors."""
    found = [
        f"{f.code} at {f.place}" for f in account.findings if f.severity == "error"
    ]
    unchecked = [
        f"unverified factors of line {line.id}"
        for line in account.lines
        if "unverified-factor" in line.flags and "synthetic" not in line.flags
    ]
    return found + unchecked


def _seal(
    account: Account,
    book: FactorBook,
    lake: Lake,
    folder: Path,
    *,
    replaces: str,
    reason: str,
) -> Seal:
    blocking = _blocking(account)
    if blocking:
        msg = (
            f"{len(blocking)} findings block the seal; the first: {blocking[0]}. "
            "Correct the data or sign the factors."
        )
        raise SealError(msg, code="seal.findings", findings=len(blocking))
    data = record_to_json(account)
    pinned = {
        "form": FORM,
        "place": account.settings.place,
        "year": account.settings.year,
        "account_sha256": sha256_of(data),
        "factor_edition": book.edition,
        "tables": [list(table) for table in account.tables],
        "replaces": replaces,
        "reason": reason,
    }
    written = canonical_json(pinned)
    digest = sha256_of(written)
    for name, version in account.tables:
        lake.pin(name, version, digest)
    keep_file(_edition(folder, book.edition), book_to_json(book))
    keep_file(folder / digest / "account.json", data)
    keep_file(folder / digest / "seal.json", written)
    return read_seal(folder, digest)


def _edition(folder: Path, edition: str) -> Path:
    return folder / "editions" / f"{edition}.json"
