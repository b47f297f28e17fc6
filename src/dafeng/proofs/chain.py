"""A chain under construction: links with numbers, members once, what is withheld."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs

from dafeng.proofs.records import (
    Backing,
    Hand,
    Link,
    Member,
    Paper,
    What,
    Withheld,
    Words,
)

_GONE = Words(
    zh="文件缺失或已损坏，只列校验值",
    en="the file is missing or damaged; only its hash is given",
)
_NOT_GIVEN = Words(
    zh="导出人无权查看，只列校验值",
    en="the person who exported may not see it; only its hash is given",
)


@attrs.define
class Chain:
    """Gathers links, members and what is withheld, each once."""

    backings: dict[str, list[Backing]] = attrs.field(factory=lambda: defaultdict(list))
    links: list[Link] = attrs.field(factory=list)
    members: dict[str, Member] = attrs.field(factory=dict)
    withheld: dict[tuple[str, str], Withheld] = attrs.field(factory=dict)

    @classmethod
    def over(cls, backings: Iterable[Backing]) -> Chain:
        """Begin a chain that knows the records of the house."""
        chain = cls()
        for one in backings:
            chain.backings[one.backs].append(one)
        return chain

    def link(
        self, what: What, words: Words, *, under: Link | None = None, file: str = ""
    ) -> Link:
        """Add a link; its file is a member that was added before."""
        return self._link(
            what,
            words,
            under=under,
            file=file,
            sha256=self.members[file].sha256 if file else "",
        )

    def _link(
        self, what: What, words: Words, *, under: Link | None, file: str, sha256: str
    ) -> Link:
        made = Link(
            id=f"L{len(self.links) + 1}",
            what=what,
            under=under.id if under else "",
            file=file,
            sha256=sha256,
            words=words,
        )
        self.links.append(made)
        return made

    def add(self, path: str, content: bytes, words: Words) -> str:
        """Add a member; the same path again is the same file."""
        if path not in self.members:
            self.members[path] = Member.of_bytes(path, content, words)
        return path

    def add_json(self, path: str, value: Any, words: Words) -> str:
        """Add plain values as a member."""
        return self.add(path, written(value), words)

    def withhold(self, name: str, sha256: str, words: Words) -> None:
        """Name what is not given."""
        key = (name, sha256)
        self.withheld.setdefault(key, Withheld(name=name, sha256=sha256, words=words))

    def back(self, anchor: str, under: Link) -> None:
        """Put under a link what the house keeps about it."""
        for one in self.backings.get(anchor, ()):
            self._backing(one, under)

    def _backing(self, one: Backing, under: Link) -> None:
        file = ""
        if one.record is not None:
            path = f"records/{one.name}.json"
            file = self.add_json(path, dict(one.record), one.words)
        mine = self.link(one.what, one.words, under=under, file=file)
        for hand in one.hands:
            self._hand(hand, mine)
        for paper in one.papers:
            self._paper(paper, mine)
        for below in one.below:
            self._backing(below, mine)

    def _hand(self, hand: Hand, under: Link) -> None:
        what = What.APPROVER if hand.approves else What.PERSON
        self.link(what, hand.words, under=under)

    def _paper(self, paper: Paper, under: Link) -> None:
        if not paper.sha256:
            self._link(What.EVIDENCE, paper.words, under=under, file="", sha256="")
            return
        path = f"evidence/{paper.sha256}{_suffix(paper.name)}"
        if path not in self.members and paper.path is not None:
            member = _sound_member(paper, path)
            if member is not None:
                self.members[path] = member
        if path in self.members:
            words, file = paper.words, path
        else:
            reason = _GONE if paper.path is not None else _NOT_GIVEN
            self.withhold(paper.name, paper.sha256, reason)
            words, file = _joined(paper.words, reason), ""
        self._link(What.EVIDENCE, words, under=under, file=file, sha256=paper.sha256)


def _sound_member(paper: Paper, path: str) -> Member | None:
    """Return the file as a member; None where its bytes are not those of its hash."""
    source = paper.path
    if source is None or not source.is_file():
        return None
    with source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != paper.sha256:
        return None
    return Member(
        path=path,
        content=source,
        sha256=digest,
        size=source.stat().st_size,
        words=paper.words,
    )


def written(value: Any) -> bytes:
    """Write plain values as people read them: sorted keys, one to a line."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    return (text + "\n").encode()


def _joined(first: Words, second: Words) -> Words:
    return Words(zh=f"{first.zh}（{second.zh}）", en=f"{first.en} ({second.en})")


def _suffix(name: str) -> str:
    """Ending of a file's name, where it is a plain one."""
    suffix = Path(name).suffix.lower()
    return suffix if suffix[1:].isascii() and suffix[1:].isalnum() else ""
