"""From version to version: what changed, in words, and what may not happen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from dafeng.base.rounding import plain_number
from dafeng.public.errors import ReleaseError
from dafeng.public.records import (
    Change,
    ChangeKind,
    Correction,
    Release,
    ReleasedFigure,
)

PARTS = {
    "value": ("数值", "value"),
    "low": ("下限", "lower bound"),
    "high": ("上限", "upper bound"),
    "unit": ("计量单位", "unit"),
    "period": ("数据期", "period"),
    "state": ("状态", "state"),
    "target_value": ("目标值", "target"),
    "target_max": ("目标上限", "upper bound of the target"),
    "target_year": ("目标年", "target year"),
    "definition": ("口径", "definition"),
    "text_zh": ("表述", "sentence"),
    "name_zh": ("名称", "name"),
}
"""What a reader is told of, in this order; a seal that changes alone is no change."""
STATES = {
    "met": ("达标", "met"),
    "on-track": ("按计划", "on track"),
    "at-risk": ("有风险", "at risk"),
    "off-track": ("滞后", "behind"),
    "missed": ("未达", "missed"),
    "unknown": ("未知", "unknown"),
    "delegated-unset": ("待下达", "not handed down yet"),
    "directional-yes": ("方向正确", "right direction"),
    "directional-no": ("方向不符", "wrong direction"),
}


def changes_between(old: Release, new: Release) -> tuple[Change, ...]:
    """Return every figure that differs, in the order of the new release.

    Raises
    ------
    ReleaseError
        ``release.vanished``: a correction leaves a figure out. What was released once
        is withdrawn with a reason; it does not vanish.
    """
    before = {one.key: one for one in old.figures}
    after = {one.key: one for one in new.figures}
    gone = [key for key in before if key not in after]
    if gone and new.corrects is not None:
        msg = f"{new.version} leaves out {', '.join(gone)}; withdraw with a reason."
        raise ReleaseError(msg, code="release.vanished", keys=tuple(gone))
    found: list[Change] = []
    for key, figure in after.items():
        found += _changes_of(before.get(key), figure)
    return tuple(found)


def corrections_of(releases: Iterable[Release]) -> tuple[Correction, ...]:
    """Return the log of corrections, the newest first."""
    known = {one.version: one for one in releases}
    found = [
        Correction(
            version=one.version,
            corrects=one.corrects,
            issued_on=one.issued_on,
            note_zh=one.note_zh,
            note_en=one.note_en,
            changes=changes_between(known[one.corrects], one),
        )
        for one in known.values()
        if one.corrects is not None and one.corrects in known
    ]
    return tuple(sorted(found, key=lambda one: one.version, reverse=True))


def withdrawn_since(release: Release, releases: Iterable[Release]) -> tuple[str, ...]:
    """Return keys that a release still states and a later version withdrew."""
    stated = {one.key for one in release.figures if not one.withdrawn}
    later = (
        one
        for one in releases
        if one.version.major == release.version.major and one.version > release.version
    )
    gone = {fig.key for one in later for fig in one.figures if fig.withdrawn}
    return tuple(sorted(stated & gone))


def change_words_zh(change: Change) -> str:
    """Return a change as a Chinese sentence.

    Examples
    --------
    >>> from dafeng.public.records import ChangeKind
    >>> change_words_zh(Change(kind=ChangeKind.CHANGED, key="target:T1",
    ...     name_zh="森林覆盖率", part="value", before="9", after="9.1"))
    '“森林覆盖率”的数值由 9 改为 9.1。'
    """
    name = change.name_zh
    if change.kind is ChangeKind.ADDED:
        return f"新增“{name}”。"
    if change.kind is ChangeKind.WITHDRAWN:
        return f"“{name}”已撤回：{_ended(change.reason_zh, '。')}"
    if change.kind is ChangeKind.RESTORED:
        return f"“{name}”恢复发布。"
    part = PARTS[change.part][0]
    old, new = change.before or "未知", change.after or "未知"
    if change.part == "state":
        old, new = _state(old, 0), _state(new, 0)
    if change.part == "text_zh":
        return f"“{name}”的表述有改动。"
    return f"“{name}”的{part}由 {old} 改为 {new}。"


def change_words_en(change: Change) -> str:
    """Return a change as an English sentence."""
    name = change.name_en or change.name_zh
    if change.kind is ChangeKind.ADDED:
        return f"Added: {name}."
    if change.kind is ChangeKind.WITHDRAWN:
        reason = change.reason_en or change.reason_zh
        return f"Withdrawn: {name}. {_ended(reason, '.')}"
    if change.kind is ChangeKind.RESTORED:
        return f"Published again: {name}."
    part = PARTS[change.part][1]
    old, new = change.before or "unknown", change.after or "unknown"
    if change.part == "state":
        old, new = _state(old, 1), _state(new, 1)
    if change.part == "text_zh":
        return f"{name}: the sentence was reworded."
    return f"{name}: {part} changed from {old} to {new}."


def _changes_of(old: ReleasedFigure | None, new: ReleasedFigure) -> Iterator[Change]:
    if old is None:
        yield _change(ChangeKind.ADDED, new)
    elif new.withdrawn:
        if not old.withdrawn:
            yield _change(ChangeKind.WITHDRAWN, new)
    elif old.withdrawn:
        yield _change(ChangeKind.RESTORED, new)
    else:
        yield from _parts_of(old, new)


def _parts_of(old: ReleasedFigure, new: ReleasedFigure) -> Iterator[Change]:
    told = [
        _change(ChangeKind.CHANGED, new, part, before, after)
        for part in PARTS
        if (before := _text(getattr(old, part))) != (after := _text(getattr(new, part)))
    ]
    figures = [one for one in told if one.part != "text_zh"]
    # A sentence that differs because its figure does is no change of its own.
    yield from figures or told


def _change(
    kind: ChangeKind,
    figure: ReleasedFigure,
    part: str = "",
    before: str = "",
    after: str = "",
) -> Change:
    is_withdrawn = kind is ChangeKind.WITHDRAWN
    return Change(
        kind=kind,
        key=figure.key,
        name_zh=figure.name_zh,
        name_en=figure.name_en,
        part=part,
        before=before,
        after=after,
        reason_zh=figure.reason_zh if is_withdrawn else "",
        reason_en=figure.reason_en if is_withdrawn else "",
    )


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return plain_number(value)
    return "" if value is None else str(value)


def _state(code: str, language: int) -> str:
    return STATES[code][language] if code in STATES else code


def _ended(sentence: str, end: str) -> str:
    return sentence.rstrip("。. ") + end
