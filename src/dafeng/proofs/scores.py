"""The chain of a unit's score: rules, points, and what each point rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from dafeng.assessment import PROGRESS_WORDS, Progress
from dafeng.assessment.schemes import scheme_from_toml
from dafeng.proofs.anchors import return_anchor, task_anchor
from dafeng.proofs.figures import Opened, figure_links, opened
from dafeng.proofs.records import Link, What, Words

if TYPE_CHECKING:
    from dafeng.assessment.records import Point, UnitScore
    from dafeng.proofs.bundle import Bundle
    from dafeng.proofs.chain import Chain
    from dafeng.proofs.ledgers import Ledgers

SCORE = "figures/score.json"


def figures_under(bundle: Bundle, score: UnitScore) -> dict[str, Opened]:
    """Open every target that the points of a score are about."""
    keys = dict.fromkeys(point.subject for point in score.points)
    return {key: opened(bundle, key) for key in keys if bundle.has_target(key)}


def score_links(
    chain: Chain,
    bundle: Bundle,
    score: UnitScore,
    figures: Mapping[str, Opened],
    ledgers: Ledgers,
) -> Link:
    """Add the chain of a score; return its first link."""
    plain = {"unit": bundle.plain_score(score.name)}
    words = Words(zh=f"{score.name} 的得分和逐项得分", en=f"score of {score.name}")
    chain.add_json(SCORE, plain, words)
    top = chain.link(What.SCORE, _score_words(score), file=SCORE)
    told: set[str] = set()
    names = _rule_names(bundle)
    for rule in dict.fromkeys(point.rule for point in score.points):
        points = [point for point in score.points if point.rule == rule]
        mine = chain.link(
            What.RULE, _rule_words(rule, names, points), under=top, file=SCORE
        )
        for point in points:
            link = chain.link(What.POINT, _point_words(point), under=mine, file=SCORE)
            _under_point(chain, bundle, score, point, link)
            if point.subject in figures and point.subject not in told:
                told.add(point.subject)
                figure_links(chain, figures[point.subject], ledgers, link)
    return top


def _under_point(
    chain: Chain, bundle: Bundle, score: UnitScore, point: Point, link: Link
) -> None:
    """What a point is about besides a target: a task, a report that was owed."""
    work = bundle.work(point.subject)
    if work is not None:
        state = PROGRESS_WORDS[Progress(work["state"])]
        percent = "--" if work["percent"] is None else f"{work['percent']}%"
        words = Words(
            zh=f"任务 {point.subject} {work['title']}：{state}，进度 {percent}",
            en=f"task {point.subject} {work['title']}: {work['state']}, {percent}",
        )
        chain.back(task_anchor(point.subject), chain.link(What.TASK, words, under=link))
        return
    form, _, period = point.subject.rpartition(":")
    owed = bundle.returned(score.name, form, period) if form else None
    if owed is not None:
        words = Words(
            zh=f"{form} {period}：期限 {owed['due_on']}，"
            f"收到 {owed['received_on'] or '--'}",
            en=f"{form} {period}: due {owed['due_on']}, "
            f"received {owed['received_on'] or '--'}",
        )
        chain.back(
            return_anchor(score.name, form, period),
            chain.link(What.RETURN, words, under=link),
        )


def _rule_names(bundle: Bundle) -> dict[str, tuple[str, str]]:
    scheme = scheme_from_toml(bundle.files["scheme.toml"])
    return {rule.id: (rule.name_zh, rule.name_en) for rule in scheme.rules}


def _rule_words(
    rule: str, names: Mapping[str, tuple[str, str]], points: list[Point]
) -> Words:
    zh, en = names.get(rule, (rule, rule))
    got = sum((point.points for point in points), Decimal(0))
    of = sum((point.of for point in points), Decimal(0))
    return Words(zh=f"规则“{zh}”：{got}/{of} 分", en=f"rule {en}: {got} of {of} points")


def _score_words(score: UnitScore) -> Words:
    if score.score is None:
        return Words(
            zh=f"{score.name}：没有考核要求，不计分",
            en=f"{score.name}: nothing was asked, no score",
        )
    return Words(
        zh=f"{score.name}：{score.score} 分，等次 {score.grade or '--'}",
        en=f"{score.name}: {score.score} points, grade {score.grade or '--'}",
    )


def _point_words(point: Point) -> Words:
    papers = "；".join(_named(point))
    subject = point.subject or "整条规则"
    return Words(
        zh=f"{subject}：{point.points}/{point.of} 分。{point.reason}{papers}",
        en=f"{point.subject or 'whole rule'}: {point.points} of {point.of}. "
        f"{point.reason}{papers}",
    )


def _named(point: Point) -> Iterator[str]:
    if point.evidence:
        yield " 凭证：" + "、".join(point.evidence)
