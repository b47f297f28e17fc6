"""YAML as a tree of marked nodes; nothing is constructed, nothing is expanded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dafeng.pathways.model.notes import Notes

MOST_BYTES = 1_000_000
MOST_DEPTH = 12
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"


@attrs.frozen(kw_only=True, eq=False)
class Node:
    """A value with the place where it stands.

    Attributes
    ----------
    file : str
    line : int
        From 1.
    value : str, or tuple of Node, or tuple of (Node, Node)
    """

    file: str
    line: int
    value: str | tuple[Node, ...] | tuple[tuple[Node, Node], ...]
    kind: str

    @property
    def spot(self) -> tuple[str, int]:
        """File and line."""
        return self.file, self.line

    @property
    def text(self) -> str:
        """The value as it is written, or what it is when it is no scalar."""
        return self.value if isinstance(self.value, str) else f"a {self.kind}"

    def items(self) -> Iterator[Node]:
        """Yield the items of a list; a scalar is a list of itself."""
        if self.kind == "list":
            yield from self.value  # type: ignore[misc]
        elif self.kind == "scalar":
            yield self

    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """Yield keys and values of a mapping."""
        if self.kind == "mapping":
            yield from self.value  # type: ignore[misc]


def read_nodes(path: Path, notes: Notes) -> Node | None:
    """Read one file; None when it cannot be used, which is noted.

    Only plain YAML is taken: no aliases (a short file can stand for a huge one), no
    tags of a language, no more than a megabyte, no deep nesting.
    """
    spot = path.name, 0
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            notes.fault(
                "too_large",
                spot,
                found=f"{size} bytes",
                rule=f"A file of a model has at most {MOST_BYTES} bytes.",
            )
            return None
        text = path.read_text("utf-8")
    except FileNotFoundError:
        notes.fault(
            "no_file",
            spot,
            found="no file",
            rule=f"A model's folder holds {path.name}.",
            hint="Add it; an empty list is written `[]`.",
        )
        return None
    except (OSError, UnicodeDecodeError) as error:
        notes.fault(
            "unreadable", spot, found=str(error), rule="A file is readable UTF-8 text."
        )
        return None
    try:
        if not _plain(text, path.name, notes):
            return None
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        notes.fault(
            "syntax",
            (path.name, mark.line + 1 if mark else 0),
            found=str(getattr(error, "problem", None) or error),
            rule="A file of a model is one YAML document.",
            hint="Look at the indentation, and quote texts that hold a colon.",
        )
        return None
    if node is None:
        notes.fault(
            "empty_file",
            spot,
            found="an empty file",
            rule="A file of a model says something.",
        )
        return None
    return _node(node, path.name)


def _plain(text: str, file: str, notes: Notes) -> bool:
    """Whether a document holds only plain values, not too deep."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        spot = file, event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            notes.fault(
                "alias",
                spot,
                found="an anchor or alias",
                rule="A model uses no anchors and aliases: every number stands where "
                "it is used.",
            )
            return False
        tag = getattr(event, "tag", None)
        if tag and not tag.startswith(_TAG + "str"):
            notes.fault("tag", spot, found=tag, rule="A model uses no tags.")
            return False
        if isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            depth -= 1
        if depth > MOST_DEPTH:
            notes.fault(
                "too_deep",
                spot,
                found=f"{depth} levels",
                rule=f"A file of a model has at most {MOST_DEPTH} levels.",
            )
            return False
    return True


def _node(node: yaml.Node, file: str) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        pairs = tuple((_node(k, file), _node(v, file)) for k, v in node.value)
        return Node(file=file, line=line, kind="mapping", value=pairs)
    if isinstance(node, yaml.SequenceNode):
        items = tuple(_node(one, file) for one in node.value)
        return Node(file=file, line=line, kind="list", value=items)
    if node.tag == f"{_TAG}null":
        return Node(file=file, line=line, kind="nothing", value="")
    return Node(file=file, line=line, kind="scalar", value=str(node.value))
