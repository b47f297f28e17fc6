"""Output (产出法): by value added, or by output."""

from __future__ import annotations

from dafeng.assessment.allocation.rules.drivers import weight_by
from dafeng.assessment.allocation.weighing import Question, Weighing, gathered


def output(asked: Question) -> Weighing:
    """Weigh by value added, or by what ``parameters.driver`` names.

    Everybody then has the same amount per value added.

    Source
    ------
    House rule; equal intensity, the efficiency principle of the literature on sharing
    out emission rights.
    """
    driver = asked.parameters.driver
    return gathered(weight_by(party, driver) for party in asked.parties)
