"""Check an archive as its own verifier does, and say what was found."""

from __future__ import annotations

from pathlib import Path

import attrs

from dafeng.proofs.data import verify
from dafeng.proofs.records import Words


@attrs.frozen(kw_only=True)
class Verdict:
    """What a check of an archive found.

    Attributes
    ----------
    held, left, broken : tuple of Words
        What holds, what could not be checked, what does not hold.
    text : str
        All of it, as the verifier prints it.
    """

    held: tuple[Words, ...]
    left: tuple[Words, ...]
    broken: tuple[Words, ...]
    text: str

    @property
    def holds(self) -> bool:
        """Whether nothing was found that does not hold."""
        return not self.broken


def verify_proof(place: Path, seal: str = "") -> Verdict:
    """Check an archive, or the folder that it was unpacked into.

    Parameters
    ----------
    place : Path
    seal : str
        Seal from another source, to compare with; empty compares with nothing.
    """
    found = verify.check(place, seal)
    return Verdict(
        held=_words(found.held),
        left=_words(found.left),
        broken=_words(found.broken),
        text=verify.report(found),
    )


def _words(told: list[tuple[str, str]]) -> tuple[Words, ...]:
    return tuple(Words(zh=zh, en=en) for zh, en in told)
