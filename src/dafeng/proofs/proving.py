"""A proof put together: the chain of a score or figure with everything it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING, Any

import attrs

from dafeng.proofs.anchors import RUN
from dafeng.proofs.chain import Chain
from dafeng.proofs.figures import Opened, figure_links, opened
from dafeng.proofs.ledgers import REGISTERS, Ledgers, Pinned, ledgers_of
from dafeng.proofs.records import Known, Link, Member, Proof, Reach, What, Words
from dafeng.proofs.scores import figures_under, score_links

if TYPE_CHECKING:
    from dafeng.lake import Lake
    from dafeng.proofs.bundle import Bundle

ACTS = "audit/rows.jsonl"
_RULES = {
    "rules/assessment": "dafeng.assessment",
    "rules/indicators": "dafeng.indicators",
}
_SEAL_WORDS = {
    "seal.json": Words(
        zh="封存：校验值即封存号", en="the seal; its hash is its number"
    ),
    "case.json": Words(zh="封存的输入", en="what went in, as sealed"),
    "scheme.toml": Words(zh="封存的考核办法", en="the scheme, as sealed"),
    "assessment.json": Words(zh="封存的结果", en="the result, as sealed"),
}
_OTHERS = ("case.json", "assessment.json")
_OTHERS_UNITS = Words(
    zh="含其他单位的得分和报送情况，只列校验值",
    en="shows scores and reports of other units; only its hash is given",
)
_OTHERS_ROWS = Words(
    zh="逐条登记的对象属于各单位，不随本单位的证据链给出",
    en="the entries belong to many units and are not given with the chain of one",
)
_RULES_WORDS = Words(
    zh="判断状态、灯和处置的规则，指标和数据项的定义",
    en="rules of states, lights and consequences; definitions of indicators and series",
)


def score_proof(
    bundle: Bundle, unit: str, *, known: Known, lake: Lake | None = None
) -> Proof:
    """Gather the chain of a unit's score.

    Parameters
    ----------
    bundle : Bundle
    unit : str
        As the result names it.
    known : Known
        What the house adds.
    lake : Lake, optional
        Where the rows behind figures are read, in the sealed versions.

    Raises
    ------
    NotFoundError
        ``proof.no_unit``: the result has no such unit.
    """
    score = bundle.score(unit)
    chain = Chain.over(known.backings)
    figures = figures_under(bundle, score)
    ledgers = _ledgers(bundle, figures.values(), lake, known.reach)
    _add_ledgers(chain, ledgers)
    top = score_links(chain, bundle, score, figures, ledgers)
    _base(chain, bundle, known, top)
    return _proof(
        chain,
        bundle,
        kind="score",
        subject=unit,
        figure="" if score.score is None else str(score.score),
        unit="分",
    )


def figure_proof(
    bundle: Bundle, target: str, *, known: Known, lake: Lake | None = None
) -> Proof:
    """Gather the chain of a target's figure; see :func:`score_proof`.

    Raises
    ------
    NotFoundError
        ``proof.no_target``: the result has no such target.
    """
    figure = opened(bundle, target)
    chain = Chain.over(known.backings)
    ledgers = _ledgers(bundle, [figure], lake, known.reach)
    _add_ledgers(chain, ledgers)
    top = figure_links(chain, figure, ledgers, None)
    _base(chain, bundle, known, top)
    value = figure.standing.value
    return _proof(
        chain,
        bundle,
        kind="figure",
        subject=target,
        figure="" if value is None else str(value),
        unit=figure.standing.unit,
    )


def _ledgers(
    bundle: Bundle, figures: Iterable[Opened], lake: Lake | None, reach: Reach
) -> Ledgers:
    # A register lists what others own; who may not see others gets its count alone.
    closed = {REGISTERS} if reach is Reach.EXCERPT else set()
    pinned = Pinned(
        place=bundle.seal.place,
        as_of=date.fromisoformat(bundle.case["as_of"]),
        versions={
            name: version for name, version in bundle.seal.tables if name not in closed
        },
    )
    return ledgers_of(lake, pinned, (one for each in figures for one in each.inputs))


def _add_ledgers(chain: Chain, ledgers: Ledgers) -> None:
    for table in ledgers.tables:
        words = Words(
            zh=f"数据湖 {table.name} 表第 {table.version} 版中用到的行",
            en=f"rows used of version {table.version} of the lake's table {table.name}",
        )
        chain.add(f"lake/{table.name}.csv", table.content, words)
    if ledgers.totals:
        words = Words(zh="台账的合计和分项", en="totals of the ledger and their parts")
        plain = [
            attrs.asdict(one) | {"file": f"lake/{one.table}.csv"}
            for one in ledgers.totals
        ]
        chain.add_json("lake/totals.json", plain, words)
    for trouble in ledgers.troubles:
        told = Words(zh="数据湖的表不能读出", en="a table of the lake cannot be read")
        chain.withhold(trouble, "", told)


def _base(chain: Chain, bundle: Bundle, known: Known, top: Link) -> None:
    """Add what everything rests on: seal, rules, acts."""
    for name, content in bundle.files.items():
        if known.reach is Reach.EXCERPT and name in _OTHERS:
            sha256 = Member.of_bytes(name, content, _SEAL_WORDS[name]).sha256
            chain.withhold(f"seal/{name}", sha256, _OTHERS_UNITS)
        else:
            chain.add(f"seal/{name}", content, _SEAL_WORDS[name])
    if known.reach is Reach.EXCERPT and REGISTERS in dict(bundle.seal.tables):
        chain.withhold(f"lake/{REGISTERS}.csv", "", _OTHERS_ROWS)
    seal = bundle.seal
    words = Words(
        zh=f"封存 {seal.digest[:12]}：{seal.period} 年，考核办法 {seal.scheme}",
        en=f"seal {seal.digest[:12]}: {seal.period}, scheme {seal.scheme}",
    )
    sealed = chain.link(What.SEAL, words, under=top, file="seal/seal.json")
    for folder, room in _RULES.items():
        for table in _tables(room):
            chain.add(f"{folder}/{table.name}", table.content, _RULES_WORDS)
    chain.link(What.RULES, _RULES_WORDS, under=sealed)
    chain.back(RUN, sealed)
    _acts(chain, known, sealed)


def _acts(chain: Chain, known: Known, under: Link) -> None:
    if not known.acts:
        return
    acts = sorted(known.acts, key=lambda act: act.number)
    words = Words(
        zh="有关操作的审计记录，逐行带校验值",
        en="rows of the audit about these acts, each with its seal",
    )
    content = "".join(f"{act.line.rstrip()}\n" for act in acts).encode()
    chain.add(ACTS, content, words)
    for act in acts:
        chain.link(What.ACT, act.words, under=under, file=ACTS)


@attrs.frozen
class _Table:
    name: str
    content: bytes


def _tables(room: str) -> list[_Table]:
    """Packaged tables of a room, as the pins of an assessment cover them."""
    folder = resources.files(room) / "data"
    found = [
        _Table(one.name, one.read_bytes()) for one in folder.iterdir() if one.is_file()
    ]
    return sorted(found, key=lambda one: one.name)


def _proof(chain: Chain, bundle: Bundle, **subject: Any) -> Proof:
    return Proof(
        **subject,
        seal=bundle.seal.digest,
        place=bundle.seal.place,
        period=bundle.seal.period,
        as_of=bundle.case["as_of"],
        scheme=bundle.seal.scheme,
        plan=bundle.case["plan"],
        tables=bundle.seal.tables,
        synthetic=bundle.case["synthetic"],
        links=tuple(chain.links),
        members=tuple(sorted(chain.members.values(), key=lambda one: one.path)),
        withheld=tuple(chain.withheld.values()),
    )
