"""The nouns of a proof: links from a figure down to its papers, and files to keep."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import attrs

from dafeng.base.errors import BadInputError


class ProofError(BadInputError):
    """A proof cannot be made."""

    code = "proof"


class What(StrEnum):
    """What a link of the chain is."""

    SCORE = "score"
    RULE = "rule"
    POINT = "point"
    TARGET = "target"
    DEMAND = "demand"
    FIGURE = "figure"
    DEFINITION = "definition"
    INPUT = "input"
    ROWS = "rows"
    """Rows of a table of the lake."""
    TASK = "task"
    RETURN = "return"
    REPORT = "report"
    EVIDENCE = "evidence"
    LETTER = "letter"
    PERSON = "person"
    APPROVER = "approver"
    SEAL = "seal"
    RULES = "rules"
    ACT = "act"


@attrs.frozen(kw_only=True)
class Words:
    """One thing said in Chinese and in English."""

    zh: str
    en: str


@attrs.frozen(kw_only=True)
class Link:
    """One step of the chain.

    Attributes
    ----------
    id : str
        Unique in the proof: ``L12``.
    what : What
    under : str
        Id of the link above; empty for the figure itself.
    file : str
        Member that shows it; empty where the words are all there is.
    sha256 : str
        Of the file; also of one that is not in the proof.
    words : Words
    """

    id: str
    what: What
    under: str = ""
    file: str = ""
    sha256: str = ""
    words: Words


@attrs.frozen(kw_only=True)
class Member:
    """One file of the archive.

    Attributes
    ----------
    path : str
        With ``/``; never absolute, never upwards.
    content : bytes or Path
        A path is read while the archive is written.
    sha256 : str
    size : int
    words : Words
        What it is.
    """

    path: str = attrs.field()
    content: bytes | Path = attrs.field(repr=False)
    sha256: str
    size: int
    words: Words

    @path.validator
    def _inside(self, _field: object, path: str) -> None:
        parts = path.split("/")
        if not path or "" in parts or ".." in parts or "\\" in path:
            msg = f"{path!r} is no path inside an archive."
            raise ProofError(msg, code="proof.path", path=path)

    @classmethod
    def of_bytes(cls, path: str, content: bytes, words: Words) -> Member:
        """Make a member of bytes."""
        return cls(
            path=path,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            words=words,
        )


@attrs.frozen(kw_only=True)
class Withheld:
    """What belongs to the chain and is not in the archive, with the reason."""

    name: str
    sha256: str
    words: Words


@attrs.frozen(kw_only=True)
class Paper:
    """A piece of evidence: a file, or a document that is named only.

    Attributes
    ----------
    name : str
    sha256 : str
        Empty for what is no file.
    path : Path or None
        Where the file lies; None where the person may not see it.
    words : Words
    """

    name: str
    words: Words
    sha256: str = ""
    path: Path | None = None


@attrs.frozen(kw_only=True)
class Hand:
    """A person who did something with a record: filled, confirmed, verified it."""

    words: Words
    approves: bool = False


@attrs.frozen(kw_only=True)
class Backing:
    """What the house keeps about a link: a report, a task, a target of the plan.

    Attributes
    ----------
    backs : str
        Anchor of the link: see :mod:`dafeng.proofs.anchors`.
    what : What
    name : str
        Name of its file: ``report-12``; the same name is the same record.
    record : mapping or None
        Plain values; becomes ``records/<name>.json``.  None is not given.
    words : Words
    papers, hands : tuples
    below : tuple of Backing
        What it rests on; their ``backs`` is not read.
    """

    backs: str = ""
    what: What
    name: str = ""
    record: Mapping[str, Any] | None = None
    words: Words
    papers: tuple[Paper, ...] = ()
    hands: tuple[Hand, ...] = ()
    below: tuple[Backing, ...] = ()


@attrs.frozen(kw_only=True)
class ActLine:
    """One row of the audit, whole, as a line of canonical JSON."""

    number: int
    line: str
    words: Words


class Reach(StrEnum):
    """How much of the sealed bundle the person may have."""

    WHOLE = "whole"
    EXCERPT = "excerpt"
    """The bundle shows what other units scored: it is named by its digest alone."""


@attrs.frozen(kw_only=True)
class Known:
    """What the house adds to the sealed bundle.

    Attributes
    ----------
    backings : tuple of Backing
    acts : tuple of ActLine
        By number.
    reach : Reach
    """

    backings: tuple[Backing, ...] = ()
    acts: tuple[ActLine, ...] = ()
    reach: Reach = Reach.WHOLE


@attrs.frozen(kw_only=True)
class Proof:
    """The chain of one figure, ready to be packed.

    Attributes
    ----------
    kind : str
        ``score`` or ``figure``.
    subject : str
        Unit, or key of the target.
    figure : str
        The figure that is proven, as it was sealed; empty when unknown.
    unit : str
        Of the figure.
    seal, place, period, as_of, scheme, plan : str
    tables : tuple of (str, int)
        Versions of the lake's tables.
    synthetic : bool
    links, members, withheld : tuples
    """

    kind: str
    subject: str
    figure: str
    unit: str
    seal: str
    place: str
    period: str
    as_of: str
    scheme: str
    plan: str
    tables: tuple[tuple[str, int], ...]
    synthetic: bool
    links: tuple[Link, ...]
    members: tuple[Member, ...]
    withheld: tuple[Withheld, ...]

    def below(self, link: Link) -> Iterator[Link]:
        """Yield the links right under a link."""
        return (one for one in self.links if one.under == link.id)

    @property
    def size(self) -> int:
        """Bytes of all members before they are packed."""
        return sum(one.size for one in self.members)
