"""Parts of a proof that the house writes: papers, people, the target's record."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from dafeng.proofs import Backing, Hand, Paper, What, Words, target_anchor
from dafeng.web.core.models import User
from dafeng.web.plans.models import Target
from dafeng.web.work.models import Evidence, EvidenceKind, Report, Task
from dafeng.web.work.services.evidence import evidence_path

FILE_NAMED = re.compile(r"(?:^|; )([^;]+?) sha256:([0-9a-f]{64})")


def target_backing(target: Target, decrees: tuple[Backing, ...]) -> Backing:
    """The target's record: where it stands in the plan, without its sentence."""
    plan = target.plan
    names = ("value", "value_max", "year", "base_year")
    said = ("key", "comparator", "unit", "direction", "kind", "softness", "state")
    return Backing(
        backs=target_anchor(target.key),
        what=What.DEMAND,
        name=f"target-{target.pk}",
        record={
            "clause": target.clause.ref,
            **{name: getattr(target, name) for name in said},
            **{name: plain_value(getattr(target, name)) for name in names},
            "quote_sha256": hashlib.sha256(target.quote.encode()).hexdigest(),
            "span": [target.start, target.end],
            "plan": {
                "title": plan.title,
                "number": plan.number,
                "edition": plan.edition,
                "text_sha256": plan.text_sha256,
            },
            "decided_at": moment(target.decided_at),
        },
        words=Words(
            zh=f"方案第 {plan.edition} 版 {target.clause.ref} 的目标 {target.key}",
            en=f"target {target.key} of clause {target.clause.ref} of the plan",
        ),
        hands=known_hands(
            (hand("确认", "confirmed by", target.decided_by, approves=True),)
        ),
        below=decrees,
    )


def papers_of(owner: Report | Task) -> tuple[Paper, ...]:
    """Evidence that the person may see, with its file."""
    found: list[Evidence] = owner.papers_seen  # type: ignore[union-attr]
    return tuple(_paper(one) for one in found)


def _paper(one: Evidence) -> Paper:
    who = one.added_by.display_name if one.added_by else "dafeng"
    is_file = one.kind == EvidenceKind.FILE
    named = " ".join(filter(None, (one.name, one.number, one.url)))
    return Paper(
        name=one.name,
        sha256=one.sha256 if is_file else "",
        path=evidence_path(one.sha256) if is_file else None,
        words=Words(
            zh=f"佐证 {named}，{who} 上传于 {moment(one.added_at)}",
            en=f"evidence {named}, added by {who} on {moment(one.added_at)}",
        ),
    )


def papers_named(evidence: str) -> tuple[Paper, ...]:
    """Files that a figure names but whose report the person may not see."""
    return tuple(
        Paper(name=name, sha256=sha256, words=Words(zh=f"佐证 {name}", en=name))
        for name, sha256 in FILE_NAMED.findall(evidence)
    )


def unseen_report(anchor: str, evidence: str, papers: tuple[Paper, ...]) -> Backing:
    """A report that a figure names and the person may not see."""
    report = evidence.partition(";")[0]
    return Backing(
        backs=anchor,
        what=What.REPORT,
        words=Words(
            zh=f"报送 {report}（导出人无权查看）",
            en=f"report {report} (the person who exported may not see it)",
        ),
        papers=papers,
    )


def hand(
    zh: str, en: str, person: User | None, *, approves: bool = False
) -> Hand | None:
    """Somebody who did something with a record; None where nobody did."""
    if person is None:
        return None
    unit = f"（{person.organisation.name_zh}）" if person.organisation else ""
    who = f"{person.display_name}{unit}"
    return Hand(words=Words(zh=f"{zh}：{who}", en=f"{en} {who}"), approves=approves)


def known_hands(hands: Iterable[Hand | None]) -> tuple[Hand, ...]:
    """Those who did something."""
    return tuple(one for one in hands if one is not None)


def moment(at: Any) -> str:
    """A time as a record keeps it; empty where there is none."""
    return "" if at is None else timezone.localtime(at).isoformat(timespec="seconds")


def plain_value(value: Any) -> Any:
    """A figure or a day as text; a count stays a number."""
    return value if value is None or isinstance(value, int) else str(value)
