"""Which object of one reading is which of another: by clause and by what it speaks of.

Pure functions over facts; used when a revised document is read and when the text is
attached to facts that came without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs

from dafeng.web.plans.facts import Facts, Json
from dafeng.web.plans.models import ProposalKind

Key = tuple[Json, ...]
LINKS = ("clause", "targets", "projects")


@attrs.frozen(kw_only=True)
class Item:
    """One object of a reading: its number there, and what was read."""

    id: int
    facts: Facts


@attrs.frozen(kw_only=True)
class Pair:
    """The same object in two readings."""

    old: Item
    new: Item


def _key(*names: str) -> Callable[[Facts], Key | None]:
    """Key of the named facts; None where a fact that tells objects apart is missing."""

    def key(facts: Facts) -> Key | None:
        values = tuple(_plain(facts.get(name)) for name in names)
        return None if any(value in ("", None) for value in values[:2]) else values

    return key


def _plain(value: Json) -> Json:
    return "".join(value.split()) if isinstance(value, str) else value


LEVELS: Mapping[ProposalKind, tuple[Callable[[Facts], Key | None], ...]] = {
    ProposalKind.TARGET: (
        _key("clause", "indicator", "year", "scope", "value"),
        _key("clause", "indicator", "year", "scope"),
        _key("clause", "indicator", "year"),
        _key("indicator", "year", "scope"),
        _key("clause", "indicator_code", "year"),
        _key("clause", "indicator"),
        _key("clause", "value", "unit", "year"),
    ),
    ProposalKind.TASK: (_key("clause", "title"), _key("title"), _key("clause")),
    ProposalKind.PROJECT: (_key("clause", "name"), _key("name")),
    ProposalKind.MILESTONE: (
        _key("clause", "text", "ends"),
        _key("text", "ends"),
        _key("clause", "ends"),
    ),
    ProposalKind.UNIT: (_key("name"),),
}


def pairs_of(
    kind: ProposalKind, old: Sequence[Item], new: Sequence[Item]
) -> tuple[Pair, ...]:
    """Pair the objects of two readings, the surest keys first.

    Objects that share a key are paired in the order of the document where both readings
    have equally many of them; else they are left to a later key, or unpaired.
    """
    pairs: list[Pair] = []
    left, right = list(old), list(new)
    for key in LEVELS[kind]:
        found = _pairs_by(key, left, right)
        pairs += found
        taken_old = {pair.old.id for pair in found}
        taken_new = {pair.new.id for pair in found}
        left = [item for item in left if item.id not in taken_old]
        right = [item for item in right if item.id not in taken_new]
    return tuple(sorted(pairs, key=lambda pair: pair.new.id))


def _pairs_by(
    key: Callable[[Facts], Key | None], old: Sequence[Item], new: Sequence[Item]
) -> list[Pair]:
    olds, news = _grouped(key, old), _grouped(key, new)
    pairs = []
    for value, group in olds.items():
        other = news.get(value, [])
        if len(group) == len(other):
            pairs += [Pair(old=a, new=b) for a, b in zip(group, other, strict=True)]
    return pairs


def _grouped(
    key: Callable[[Facts], Key | None], items: Sequence[Item]
) -> dict[Key, list[Item]]:
    groups: dict[Key, list[Item]] = {}
    for item in items:
        value = key(item.facts)
        if value is not None:
            groups.setdefault(value, []).append(item)
    return groups


@attrs.frozen(kw_only=True)
class Merge:
    """What becomes of a decision when the document was read anew.

    Attributes
    ----------
    facts : Facts
        What the new object should say.
    moved : tuple of str
        Facts that the new reading gives differently from the old reading.
    clashing : tuple of str
        Facts that a person had corrected and that moved to something else.
    """

    facts: Facts
    moved: tuple[str, ...]
    clashing: tuple[str, ...]


def merge(*, was_read: Facts, decided: Facts, now_read: Facts) -> Merge:
    """Merge a decision into a new reading, fact by fact.

    A fact that the reading gives as before keeps the person's correction; one that the
    person left alone follows the reading; one that both changed differently clashes.
    Links between objects and clause numbers always follow the new reading, except a
    clause that a person had corrected.
    """
    moved, clashing = [], []
    merged = dict(now_read)
    for name in now_read:
        if name in LINKS:
            continue
        touched = decided.get(name) != was_read.get(name)
        if now_read[name] == was_read.get(name):
            merged[name] = decided.get(name, now_read[name])
            continue
        if not touched or decided.get(name) != now_read[name]:
            moved.append(name)
        if touched and decided.get(name) != now_read[name]:
            clashing.append(name)
    if "clause" in now_read and decided.get("clause") != was_read.get("clause"):
        merged["clause"] = decided["clause"]
    return Merge(facts=merged, moved=tuple(moved), clashing=tuple(clashing))
