"""A proof as one archive: deterministic bytes, written in pieces.

::

    README.txt        what this is, in Chinese and English
    verify.py         checks everything, offline, with Python alone
    manifest.json     every file with its hash; the chain as a tree
    manifest.sha256   hash of the manifest
    figures/          the score, the figures with their formulas
    seal/             the sealed assessment
    rules/            tables of rules and definitions
    lake/             rows of the lake that were used
    records/          reports, tasks, targets, letters
    evidence/         files of evidence
    audit/            rows of the audit
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from dafeng.proofs.chain import written
from dafeng.proofs.records import Link, Member, Proof, Words

KIND, FORM = "dafeng.proof", 1
MANIFEST, SUMS = "manifest.json", "manifest.sha256"
README, VERIFIER = "README.txt", "verify.py"
_DATE = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6
_PIECE = 1 << 18
_MODE = 0o644 << 16

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many members are written, and of how many."""


def proof_bytes(proof: Proof) -> bytes:
    """Return the whole archive; the same proof gives the same bytes."""
    return b"".join(proof_pieces(proof))


def proof_pieces(proof: Proof, progress: Progress | None = None) -> Iterator[bytes]:
    """Yield the archive piece by piece, never holding more than one of them.

    Parameters
    ----------
    proof : Proof
    progress : callable, optional
    """
    members = archive_members(proof)
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as out:
        for number, member in enumerate(members, start=1):
            info = zipfile.ZipInfo(member.path, _DATE)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, _MODE
            info.create_system, info.file_size = 3, member.size
            with out.open(info, "w") as entry:
                for piece in _pieces(member):
                    entry.write(piece)
                    yield from sink.taken()
            if progress is not None:
                progress(number, len(members))
    yield from sink.taken()


def archive_members(proof: Proof) -> tuple[Member, ...]:
    """Return every file of the archive in its order: what explains it comes first."""
    readme = Member.of_bytes(README, _readme(proof), _README_WORDS)
    verifier = Member.of_bytes(VERIFIER, _packaged(VERIFIER), _VERIFIER_WORDS)
    listed = (readme, verifier, *proof.members)
    manifest = Member.of_bytes(
        MANIFEST, written(manifest_of(proof, listed)), _MANIFEST_WORDS
    )
    sums = f"{manifest.sha256}  {MANIFEST}\n".encode()
    return (
        readme,
        verifier,
        manifest,
        Member.of_bytes(SUMS, sums, _MANIFEST_WORDS),
        *proof.members,
    )


def manifest_of(proof: Proof, members: tuple[Member, ...]) -> dict[str, Any]:
    """Return what the archive says about itself."""
    facts = ("figure", "unit", "seal", "place", "period", "as_of", "scheme", "plan")
    return {
        "about": KIND,
        "form": FORM,
        "kind": proof.kind,
        "subject": proof.subject,
        **{name: getattr(proof, name) for name in facts},
        "tables": [list(table) for table in proof.tables],
        "synthetic": proof.synthetic,
        "files": [
            {"path": m.path, "sha256": m.sha256, "size": m.size, **_said(m.words)}
            for m in members
        ],
        "withheld": [
            {"name": one.name, "sha256": one.sha256, **_said(one.words)}
            for one in proof.withheld
        ],
        "chain": [_branch(proof, one) for one in proof.links if not one.under],
    }


def _branch(proof: Proof, link: Link) -> dict[str, Any]:
    """One link with all that hangs on it."""
    return {
        "id": link.id,
        "what": link.what.value,
        "from": link.under,
        "file": link.file,
        "sha256": link.sha256,
        **_said(link.words),
        "below": [_branch(proof, one) for one in proof.below(link)],
    }


def _said(words: Words) -> dict[str, str]:
    return attrs.asdict(words)


def _readme(proof: Proof) -> bytes:
    """The packaged text with what this archive is about."""
    text = _packaged(README).decode()
    values = {
        "subject": proof.subject,
        "figure": f"{proof.figure or '--'} {proof.unit}".strip(),
        "period": proof.period,
        "as_of": proof.as_of,
        "seal": proof.seal,
        "plan": proof.plan,
        "scheme": proof.scheme,
        "mark": _SYNTHETIC if proof.synthetic else "",
    }
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text.encode()


def _packaged(name: str) -> bytes:
    return (resources.files("dafeng.proofs") / "data" / name).read_bytes()


def _pieces(member: Member) -> Iterator[bytes]:
    if isinstance(member.content, Path):
        with member.content.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
        return
    yield from (
        member.content[start : start + _PIECE]
        for start in range(0, len(member.content), _PIECE)
    )


class _Sink(io.RawIOBase):
    """Takes what an archive writes and gives it on; cannot be read or sought."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._held.append(bytes(piece))
        return len(piece)

    def taken(self) -> Iterator[bytes]:
        """Give away what was written since the last time."""
        if self._held:
            yield b"".join(self._held)
            self._held.clear()


_SYNTHETIC = "示例数据(合成)  SAMPLE DATA (SYNTHETIC)\n"
_README_WORDS = Words(zh="说明", en="what this is")
_VERIFIER_WORDS = Words(zh="核验程序，可离线运行", en="the verifier; works offline")
_MANIFEST_WORDS = Words(zh="清单", en="the list")


def read_manifest(content: bytes) -> dict[str, Any]:
    """Return the manifest of an archive in memory."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found: dict[str, Any] = json.loads(archive.read(MANIFEST))
        return found
