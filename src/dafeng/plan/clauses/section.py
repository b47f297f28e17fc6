"""A clause while the tree grows, and the finished tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from dafeng.plan.records import Clause, ClauseKind, Span

if TYPE_CHECKING:
    from dafeng.plan.layout.blocks import Block
    from dafeng.plan.layout.normal import NormalText
    from dafeng.plan.numbering import Mark


@attrs.define
class Section:
    """A clause while the tree grows, with the blocks that stand right under it.

    Attributes
    ----------
    id : str
        As in :class:`~dafeng.plan.records.Clause`.
    title : str
    kind : ClauseKind
    parent : Section or None
    mark : Mark or None
        Its number; boxes, attachments and the preamble have none.
    heading : NormalText or None
        The block that opened it; None for the preamble and for a lost box.
    blocks : list of Block
        Text under this clause and under no deeper one, its own title left out.
    end : int
        Where all that stands under it ends in the original text.
    inferred : bool
        Whether its heading was lost and the reader put it back.
    """

    id: str
    title: str
    kind: ClauseKind
    parent: Section | None
    mark: Mark | None
    heading: NormalText | None
    blocks: list[Block] = attrs.Factory(list)
    end: int = 0
    inferred: bool = False

    def chain(self) -> list[Section]:
        """The clause and the clauses that it stands under, innermost first."""
        found: list[Section] = []
        node: Section | None = self
        while node is not None:
            found.append(node)
            node = node.parent
        return found

    def as_clause(self) -> Clause:
        """The record, with the span of all that stands under the clause."""
        first = self.heading or (self.blocks[0].body if self.blocks else None)
        start = first.origin[0] if first is not None and first.origin else 0
        return Clause(
            id=self.id,
            title=self.title,
            kind=self.kind,
            parent=self.parent.id if self.parent is not None else None,
            span=Span(start, max(self.end, start)),
        )


@attrs.frozen
class Structure:
    """Sections in document order; the first is the preamble.

    Attributes
    ----------
    sections : tuple of Section
    repeats : tuple of Block
        Paragraphs that stood twice in a row, kept out of reading.
    """

    sections: tuple[Section, ...]
    repeats: tuple[Block, ...]

    @property
    def preamble(self) -> Section:
        """What stands before the first clause."""
        return self.sections[0]

    def clauses(self) -> tuple[Clause, ...]:
        """Records of the clauses; without the preamble, which has no number."""
        shown = [s for s in self.sections if s.heading is not None or s.inferred]
        return tuple(section.as_clause() for section in shown)

    def section(self, clause: str) -> Section:
        """The section with this clause id."""
        return next(s for s in self.sections if s.id == clause)

    def children(self, parent: Section | None) -> list[Section]:
        """Sections that stand right under ``parent``."""
        return [s for s in self.sections if s.parent is parent]
