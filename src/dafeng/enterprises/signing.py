"""The signature of a list: Ed25519 over its description, and what a reader checks.

Source: RFC 8032. The description holds size and digest of every file, so one signature
covers them all; the same seed and bytes give the same signature.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity
from dafeng.base.plain import exact_json
from dafeng.enterprises.open_list import DESCRIPTION, SIGNATURE

ALGORITHM = "Ed25519"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What the reader of archives raises; it is no archive, or a damaged one."""
_MOST_BYTES = 64 << 20
"""Of all files of a package that somebody sends."""


def public_key_of(seed: bytes) -> str:
    """Return the public key of a seed of 32 bytes, in hexadecimal.

    Examples
    --------
    >>> public_key_of(bytes(32))[:16]
    '3b6a27bcceb6a42d'
    """
    return (
        Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()
    )


def signer(seed: bytes) -> Callable[[bytes], bytes]:
    """Return what writes ``signature.json`` for a description."""
    key = Ed25519PrivateKey.from_private_bytes(seed)

    def sign(description: bytes) -> bytes:
        told = {
            "algorithm": ALGORITHM,
            "signs": DESCRIPTION,
            "public_key": public_key_of(seed),
            "signature": key.sign(description).hex(),
        }
        return (exact_json(told) + "\n").encode()

    return sign


def package_files_of(content: bytes) -> Mapping[str, bytes]:
    """Read the files of a package.

    Raises
    ------
    BadInputError
        ``package.broken``: it is no archive, or unpacks to more than 64 MB.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            size = sum(one.file_size for one in package.infolist())
            if size > _MOST_BYTES:
                msg = f"The package unpacks to {size} bytes."
                raise BadInputError(msg, code="package.broken")
            return {name: package.read(name) for name in package.namelist()}
    except _BROKEN as error:
        msg = "This is no package of a disclosure list."
        raise BadInputError(msg, code="package.broken") from error


def check_list(files: Mapping[str, bytes], public_key: str = "") -> tuple[Finding, ...]:
    """Return what does not hold; nothing when the list is whole and signed.

    Parameters
    ----------
    files : mapping of str to bytes
    public_key : str
        The key that the office made known; empty checks against the one in the
        package, which proves that the list is whole, not whose it is.
    """
    return (*_signature(files, public_key), *_contents(files))


def _signature(files: Mapping[str, bytes], wanted: str) -> Iterator[Finding]:
    told = _read(files, SIGNATURE)
    key, signature = str(told.get("public_key", "")), str(told.get("signature", ""))
    if not signature:
        yield _finding("package.unsigned", SIGNATURE, "A list is signed.")
        return
    if wanted and key != wanted.strip().lower():
        yield _finding("package.other_key", key, "It is signed with the office's key.")
        return
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), files.get(DESCRIPTION, b""))
    except (InvalidSignature, ValueError):
        yield _finding(
            "package.signature", SIGNATURE, f"The signature fits {DESCRIPTION}."
        )


def _contents(files: Mapping[str, bytes]) -> Iterator[Finding]:
    known = {DESCRIPTION, SIGNATURE}
    resources = _read(files, DESCRIPTION).get("resources", [])
    for one in resources if isinstance(resources, list) else []:
        path = str(one.get("path", "")) if isinstance(one, dict) else ""
        known.add(path)
        content = files.get(path)
        if content is None:
            yield _finding("package.missing", path, "Every listed file is there.")
            continue
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        if one.get("hash") != digest or one.get("bytes") != len(content):
            yield _finding("package.changed", path, "Digest and size are as listed.")
    for name in sorted(set(files) - known):
        yield _finding("package.unlisted", name, f"Every file stands in {DESCRIPTION}.")


def _read(files: Mapping[str, bytes], name: str) -> Mapping[str, Any]:
    try:
        told = json.loads(files.get(name, b"{}"))
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _finding(code: str, place: str, rule: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        place=place,
        rule=rule,
        hint="Fetch the list again from where it was published.",
    )
