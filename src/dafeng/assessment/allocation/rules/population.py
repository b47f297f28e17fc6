"""Population (人口法): equal per head."""

from __future__ import annotations

from dafeng.assessment.allocation.records import Driver
from dafeng.assessment.allocation.rules.drivers import weight_by
from dafeng.assessment.allocation.weighing import Question, Weighing, gathered


def population(asked: Question) -> Weighing:
    """Weigh by permanent residents.

    Source
    ------
    House rule; equal per head, the egalitarian principle of the literature on sharing
    out emission rights.
    """
    return gathered(weight_by(party, Driver.POPULATION) for party in asked.parties)
