"""The chain of a target's figure: demand, formula, inputs, rows of the lake, papers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from dafeng.assessment import STATE_WORDS
from dafeng.base.periods import Period
from dafeng.base.plain import record_to_json
from dafeng.indicators import Question, definition_register, leaf_series
from dafeng.proofs.anchors import input_anchor, target_anchor
from dafeng.proofs.formulas import WrittenOut, written_out
from dafeng.proofs.ledgers import Entry, Ledgers, explained
from dafeng.proofs.records import Link, What, Words

if TYPE_CHECKING:
    from dafeng.assessment.records import Standing
    from dafeng.indicators import Definition, Observation
    from dafeng.proofs.bundle import Bundle
    from dafeng.proofs.chain import Chain

_UNKNOWN = Words(
    zh="数值未知，无可复算", en="the figure is unknown; there is nothing to reckon"
)
_NOT_PLAIN = Words(
    zh="算式不能简明写出，须用程序复算",
    en="the formula cannot be written out plainly; the program must reckon it",
)


@attrs.frozen(kw_only=True)
class Opened:
    """A target's figure with what it is reckoned from, before links are made.

    Attributes
    ----------
    standing : Standing
    plain : mapping
        The standing as the seal has it.
    definition : Definition or None
    out : WrittenOut or None
        None where the formula cannot be written out, or gives another figure.
    why_not : Words or None
    """

    standing: Standing
    plain: dict[str, Any] = attrs.field(repr=False)
    definition: Definition | None
    out: WrittenOut | None
    why_not: Words | None

    @property
    def inputs(self) -> Sequence[Observation]:
        """What was stated."""
        return () if self.out is None else self.out.inputs


def opened(bundle: Bundle, target: str) -> Opened:
    """Reckon a target's figure again and write down how."""
    standing = bundle.standing(target)
    known = standing.value is not None and standing.period and standing.definition
    definition = definition_register().by_id.get(standing.definition)
    out = None
    if known and definition is not None:
        out = _reckoned(bundle, standing, definition)
    if out is not None and out.value != standing.value:
        out = None
    why_not = None if out else _NOT_PLAIN if known else _UNKNOWN
    return Opened(
        standing=standing,
        plain=bundle.plain_standing(target),
        definition=definition,
        out=out,
        why_not=why_not,
    )


def _reckoned(
    bundle: Bundle, standing: Standing, definition: Definition
) -> WrittenOut | None:
    compares = definition_register().compares(definition.id)
    question = Question(
        definition=definition.id,
        period=Period.parse(standing.period),
        base=standing.base_year if compares else None,
        scope=bundle.scope(standing.id),
    )
    series = frozenset(leaf_series(definition))
    return written_out(definition, question, bundle.evidence(series), standing.unit)


def figure_links(
    chain: Chain, figure: Opened, ledgers: Ledgers, under: Link | None
) -> Link:
    """Add the chain of one figure; return its first link."""
    one = figure.standing
    path = f"figures/{one.id}.json"
    words = Words(
        zh=f"目标 {one.id} 的数值和算式", en=f"figure and formula of {one.id}"
    )
    chain.add_json(path, _plain(figure, ledgers), words)
    top = chain.link(What.TARGET, _target_words(one), under=under, file=path)
    demand = chain.link(
        What.DEMAND,
        Words(
            zh=f"要求的出处：{one.source or one.clause}",
            en=f"where the demand comes from: {one.source or one.clause}",
        ),
        under=top,
    )
    chain.back(target_anchor(one.id), demand)
    value = chain.link(What.FIGURE, _value_words(figure), under=top, file=path)
    if figure.definition is not None:
        _definition_link(chain, figure.definition, value)
    for place, stated in enumerate(figure.inputs):
        _input_links(chain, stated, ledgers.entries.get(stated), value, place)
    return top


def _definition_link(chain: Chain, one: Definition, under: Link) -> None:
    over = f" ÷ {one.denominator}" if one.denominator else ""
    words = Words(
        zh=f"定义 {one.id}：{one.numerator}{over}（{one.unit}），出自 {one.source}",
        en=f"definition {one.id}: {one.name_en}, from {one.source}",
    )
    chain.link(What.DEFINITION, words, under=under)


def _input_links(
    chain: Chain, one: Observation, entry: Entry | None, under: Link, place: int
) -> None:
    said = f"{one.series} {one.period} {one.scope}".strip()
    mine = chain.link(
        What.INPUT,
        Words(
            zh=f"所用数据 {place}：{said} = {one.value}",
            en=f"input {place}: {said} = {one.value}",
        ),
        under=under,
    )
    if entry is not None:
        chain.link(
            What.ROWS,
            Words(
                zh=f"数据湖 {entry.table} 表 {len(entry.rows)} 行",
                en=f"{len(entry.rows)} rows of the table {entry.table} of the lake",
            ),
            under=mine,
            file=f"lake/{entry.table}.csv",
        )
    if one.evidence:
        words = Words(zh=f"凭证：{one.evidence}", en=f"evidence: {one.evidence}")
        chain.link(What.EVIDENCE, words, under=mine)
    _people(chain, one, mine)
    chain.back(input_anchor(one.series, one.period, one.scope), mine)


def _people(chain: Chain, one: Observation, under: Link) -> None:
    if one.entered_by:
        words = Words(
            zh=f"录入：{one.entered_by}（{one.learned_on or '日期未知'}）",
            en=f"entered by {one.entered_by} ({one.learned_on or 'day unknown'})",
        )
        chain.link(What.PERSON, words, under=under)
    if one.approved_by:
        words = Words(
            zh=f"审核：{one.approved_by}", en=f"approved by {one.approved_by}"
        )
        chain.link(What.APPROVER, words, under=under)


def _target_words(one: Standing) -> Words:
    return Words(
        zh=f"目标 {one.id}（{one.clause}）{one.indicator}：{STATE_WORDS[one.state]}",
        en=f"target {one.id} ({one.clause}) {one.indicator}: {one.state.value}",
    )


def _value_words(figure: Opened) -> Words:
    one = figure.standing
    if one.value is None:
        return _UNKNOWN
    why = figure.why_not
    return Words(
        zh=f"{one.period} 年数值 {one.value} {one.unit}"
        + (f"；{why.zh}" if why else ""),
        en=f"figure of {one.period}: {one.value} {one.unit}"
        + (f"; {why.en}" if why else ""),
    )


def _plain(figure: Opened, ledgers: Ledgers) -> dict[str, Any]:
    out, why = figure.out, figure.why_not
    return {
        "standing": figure.plain,
        "formula": None if out is None else out.tree,
        "why_not": None if why is None else attrs.asdict(why),
        "inputs": list(_plain_inputs(figure.inputs, ledgers)),
    }


def _plain_inputs(
    inputs: Iterable[Observation], ledgers: Ledgers
) -> Iterable[dict[str, Any]]:
    for one in inputs:
        entry = ledgers.entries.get(one)
        yield {
            "observation": json.loads(record_to_json(one)),
            "ledger": None if entry is None else _plain_entry(entry),
        }


def _plain_entry(entry: Entry) -> dict[str, Any]:
    why = explained(entry)
    return {
        "file": f"lake/{entry.table}.csv",
        "rows": list(entry.rows),
        "rule": entry.rule,
        "column": entry.column,
        "scale": entry.scale,
        "why_not": None if why is None else attrs.asdict(why),
    }
