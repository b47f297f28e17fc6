"""The automatic numbers of a Word document, counted as the program counts them.

Source: ISO/IEC 29500-1:2016, clause 17.9 (numbering).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.documents.numerals import numeral

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

_PLACE = re.compile(r"%([1-9])")
_MAX_LINKS = 20


def local_name(element: Element) -> str:
    """Return the tag without its namespace; strict and transitional files differ."""
    tag: object = element.tag  # an entity's tag is a function
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Yield the child elements of that name."""
    for child in () if element is None else element:
        if local_name(child) == name:
            yield child


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first descendant along a path of names, or ``None``."""
    for name in path:
        element = next(children(element, name), None)
    return element


def value(element: Element | None, attribute: str = "val") -> str | None:
    """Return an attribute whatever its namespace, or ``None``."""
    for key, text in () if element is None else element.items():
        if str(key).rpartition("}")[2] == attribute:
            return str(text)
    return None


def whole(text: str | None, default: int) -> int:
    """Return a number from an attribute, or the default for what is none."""
    plain = text is not None and re.fullmatch(r"-?[0-9]{1,9}", text)
    return int(text) if text is not None and plain else default


@attrs.frozen(kw_only=True)
class Style:
    """What a paragraph style says about numbers."""

    name: str
    based_on: str | None
    num_id: str | None
    level: int | None


@attrs.frozen(kw_only=True)
class _Level:
    start: int
    style: str
    text: str
    restart: int | None
    is_decimal: bool
    paragraph_style: str | None


@attrs.frozen(kw_only=True)
class _Instance:
    """A ``num``: an abstract numbering, with starts and levels of its own."""

    abstract: str
    starts: Mapping[int, int]
    levels: Mapping[int, _Level]


@attrs.define(eq=False)
class Numbering:
    """Counts the numbered paragraphs of one document, in their order."""

    _abstract: Mapping[str, Mapping[int, _Level]]
    _instances: Mapping[str, _Instance]
    _styles: Mapping[str, Style]
    _default_style: str | None
    _counts: dict[str, dict[int, int]] = attrs.field(factory=dict)
    _restarted: set[tuple[str, int]] = attrs.field(factory=set)

    @classmethod
    def of(cls, numbering: Element | None, styles: Element | None) -> Numbering:
        """Read the two parts of a document; either may be missing."""
        known, default = _read_styles(styles)
        abstract, links = _read_abstract(numbering)
        instances = {
            str(value(num, "numId")): _read_instance(num)
            for num in children(numbering, "num")
        }
        for num_id, own in instances.items():
            style = known.get(links.get(own.abstract, ""))
            target = instances.get((style.num_id if style else None) or "")
            if target is not None:
                instances[num_id] = attrs.evolve(own, abstract=target.abstract)
        return cls(abstract, instances, known, default)

    def style_name(self, paragraph: Element) -> str:
        """Return the name of a paragraph's style in lower case, ``""`` without one."""
        style = self._styles.get(self._style_of(paragraph) or "")
        return style.name if style else ""

    def label(self, paragraph: Element) -> str:
        """Count the paragraph and return its number, ``""`` when it has none."""
        num_id, index = self._reference(paragraph)
        instance = self._instances.get(num_id or "")
        if instance is None:
            return ""
        levels = {**self._abstract.get(instance.abstract, {}), **instance.levels}
        if index not in levels:
            return ""
        counts = self._count(num_id or "", instance, levels, index)
        level = levels[index]
        if level.style == "bullet":
            return ""

        def written(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            if at not in levels:
                return ""
            style = "decimal" if level.is_decimal else levels[at].style
            return numeral(counts.get(at, levels[at].start), style)

        return _PLACE.sub(written, level.text).strip()

    def _count(
        self,
        num_id: str,
        instance: _Instance,
        levels: Mapping[int, _Level],
        index: int,
    ) -> dict[int, int]:
        counts = self._counts.setdefault(instance.abstract, {})
        if index in instance.starts and (num_id, index) not in self._restarted:
            self._restarted.add((num_id, index))
            counts[index] = instance.starts[index]
        elif index in counts:
            counts[index] += 1
        else:
            counts[index] = levels[index].start
        for deeper in [at for at in counts if at > index]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or index < restart:
                del counts[deeper]
        return counts

    def _style_of(self, paragraph: Element) -> str | None:
        return value(child(paragraph, "pPr", "pStyle")) or self._default_style

    def _reference(self, paragraph: Element) -> tuple[str | None, int]:
        """Return number id and level, from the paragraph or the chain of its styles."""
        own = child(paragraph, "pPr", "numPr")
        num_id = value(child(own, "numId"))
        level_text = value(child(own, "ilvl"))
        level = whole(level_text, 0) if level_text is not None else None
        if num_id is None:
            num_id, style_level = self._from_style(self._style_of(paragraph))
            level = style_level if level is None else level
        return num_id, level or 0

    def _from_style(self, name: str | None) -> tuple[str | None, int | None]:
        for _ in range(_MAX_LINKS):
            style = self._styles.get(name or "")
            if style is None:
                break
            if style.num_id is not None:
                return style.num_id, self._linked_level(style, name)
            name = style.based_on
        return None, None

    def _linked_level(self, style: Style, name: str | None) -> int | None:
        """Return the level that names the style, else the one that the style names."""
        instance = self._instances.get(style.num_id or "")
        levels = self._abstract.get(instance.abstract, {}) if instance else {}
        for index, level in levels.items():
            if level.paragraph_style == name:
                return index
        return style.level


def _read_styles(root: Element | None) -> tuple[dict[str, Style], str | None]:
    known: dict[str, Style] = {}
    default = None
    for style in children(root, "style"):
        if value(style, "type") not in ("paragraph", "numbering"):
            continue
        identity = str(value(style, "styleId"))
        numbers = child(style, "pPr", "numPr")
        level = value(child(numbers, "ilvl"))
        known[identity] = Style(
            name=(value(child(style, "name")) or "").lower(),
            based_on=value(child(style, "basedOn")),
            num_id=value(child(numbers, "numId")),
            level=None if level is None else whole(level, 0),
        )
        is_default = value(style, "default") in ("1", "true", "on")
        if is_default and value(style, "type") == "paragraph":
            default = identity
    return known, default


def _read_abstract(
    root: Element | None,
) -> tuple[dict[str, Mapping[int, _Level]], dict[str, str]]:
    """Return levels by abstract numbering, and the style that another borrows from."""
    abstract: dict[str, Mapping[int, _Level]] = {}
    links: dict[str, str] = {}
    for element in children(root, "abstractNum"):
        identity = str(value(element, "abstractNumId"))
        abstract[identity] = dict(map(_read_level, children(element, "lvl")))
        link = value(child(element, "numStyleLink"))
        if link and not abstract[identity]:
            links[identity] = link
    return abstract, links


def _read_instance(num: Element) -> _Instance:
    starts: dict[int, int] = {}
    levels: dict[int, _Level] = {}
    for override in children(num, "lvlOverride"):
        index = whole(value(override, "ilvl"), 0)
        start = value(child(override, "startOverride"))
        if start is not None:
            starts[index] = whole(start, 1)
        for level in children(override, "lvl"):
            levels[index] = _read_level(level)[1]
    return _Instance(
        abstract=str(value(child(num, "abstractNumId"))), starts=starts, levels=levels
    )


def _read_level(element: Element) -> tuple[int, _Level]:
    style = child(element, "numFmt")
    if style is None:
        style = child(element, "AlternateContent", "Fallback", "numFmt")
    restart = value(child(element, "lvlRestart"))
    legal = child(element, "isLgl")
    level = _Level(
        start=whole(value(child(element, "start")), 0),
        style=value(style) or "decimal",
        text=value(child(element, "lvlText")) or "",
        restart=None if restart is None else whole(restart, 0),
        is_decimal=legal is not None and value(legal) not in ("0", "false", "off"),
        paragraph_style=value(child(element, "pStyle")),
    )
    return whole(value(element, "ilvl"), 0), level
