"""The register of rules: adding one is one file, one entry here, one test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.allocation.rules.benchmark import benchmark
from dafeng.assessment.allocation.rules.convergence import convergence
from dafeng.assessment.allocation.rules.entropy import entropy
from dafeng.assessment.allocation.rules.equal_rate import equal_rate
from dafeng.assessment.allocation.rules.history import history
from dafeng.assessment.allocation.rules.least_cost import least_cost
from dafeng.assessment.allocation.rules.mixture import MIXTURE, mixture
from dafeng.assessment.allocation.rules.output import output
from dafeng.assessment.allocation.rules.population import population
from dafeng.base.errors import NotFoundError

if TYPE_CHECKING:
    from dafeng.assessment.allocation.weighing import Question, Weighing


@attrs.frozen(kw_only=True)
class Rule:
    """A way to share out.

    Attributes
    ----------
    id, name_zh, name_en : str
    needs : tuple of str
        Figures of each party that it reads, as fields of a case.
    parameters : tuple of str
        Parameters that it reads.
    source : str
        Document or literature; ``house rule`` where none states it.
    weigh : callable
        Answers a question with weights.
    """

    id: str
    name_zh: str
    name_en: str
    needs: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    source: str
    weigh: Callable[[Question], Weighing] = attrs.field(eq=False, repr=False)


def rule_of(rule_id: str) -> Rule:
    """Return a rule by its id.

    Raises
    ------
    NotFoundError
        ``allocation.rule``: there is no such rule; the message lists what there is.
    """
    if rule_id not in RULES:
        msg = f"There is no rule {rule_id!r}; there are: {', '.join(RULES)}."
        raise NotFoundError(msg, code="allocation.rule", rule=rule_id)
    return RULES[rule_id]


def weigh_by(rule_id: str, asked: Question) -> Weighing:
    """Weigh by a rule that is named."""
    return rule_of(rule_id).weigh(asked)


_LISTED = (
    Rule(
        id="equal-rate",
        name_zh="等比例下降法",
        name_en="equal rate",
        needs=("energy.history", "carbon.history"),
        source="house rule: one rate of decrease for all",
        weigh=equal_rate,
    ),
    Rule(
        id="history",
        name_zh="历史总量法",
        name_en="history",
        needs=("energy.history", "carbon.history"),
        parameters=("years", "drop_lowest"),
        source="house rule, after the historical method of local carbon markets",
        weigh=history,
    ),
    Rule(
        id="output",
        name_zh="产出法",
        name_en="output",
        needs=("value_added",),
        parameters=("driver",),
        source="house rule: equal intensity",
        weigh=output,
    ),
    Rule(
        id="population",
        name_zh="人口法",
        name_en="population",
        needs=("population",),
        source="house rule: equal per head",
        weigh=population,
    ),
    Rule(
        id="benchmark",
        name_zh="基准法",
        name_en="benchmark",
        needs=("output", "energy.benchmark", "carbon.benchmark"),
        source="house rule, after the benchmark method of the national carbon market",
        weigh=benchmark,
    ),
    Rule(
        id="convergence",
        name_zh="趋同法",
        name_en="convergence",
        needs=("energy.history", "carbon.history", "value_added"),
        parameters=("converge_by", "converge_year"),
        source="A. Meyer, Contraction and Convergence (2000), linear form",
        weigh=convergence,
    ),
    Rule(
        id="entropy",
        name_zh="熵权法",
        name_en="entropy-weighted indices",
        needs=("figures",),
        parameters=("indices", "spread", "tilt"),
        source="C. E. Shannon (1948); composite index by entropy weights",
        weigh=entropy,
    ),
    Rule(
        id="least-cost",
        name_zh="最小成本法",
        name_en="least cost",
        needs=("energy.history", "carbon.history", "energy.cuts", "carbon.cuts"),
        parameters=("cut_cap",),
        source="equal marginal cost; O. Gross (1956), RAND RM-1644",
        weigh=least_cost,
    ),
    Rule(
        id=MIXTURE,
        name_zh="组合法",
        name_en="mixture",
        parameters=("mixture",),
        source="house rule: several rules, each with its share",
        weigh=partial(mixture, weigh_by=weigh_by),
    ),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in _LISTED})
