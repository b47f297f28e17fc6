"""Answers of the levers: the sealed case of a run, drawn anew."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from dafeng.base.errors import DafengError
from dafeng.pathways import (
    Answer,
    OutlookCase,
    Pathway,
    Start,
    answer,
    sealed_case,
    start_of,
)
from dafeng.web.core.languages import english
from dafeng.web.pathways.folders import outlook_folder
from dafeng.web.pathways.models import OutlookRun

STARTS = 4
"""Scenarios that a process keeps compiled, some 15 MB each."""
KEPT = 2
"""Cases that a process keeps read: they are sealed and never change."""


def answer_of(
    run: OutlookRun, path: Pathway, settings: Mapping[str, Decimal]
) -> Answer:
    """What comes out with the levers where somebody put them."""
    return answer(start_held(run.seal, path.scenario, path.convention), settings)


@lru_cache(maxsize=STARTS)
def start_held(seal: str, scenario: str, convention: str) -> Start:
    """A scenario of a sealed case, compiled and drawn once."""
    return start_of(case_of(seal), scenario, convention)


@lru_cache(maxsize=KEPT)
def case_of(seal: str) -> OutlookCase:
    """The case that a run was made from."""
    return sealed_case(outlook_folder(), seal)


def names_of_case(seal: str) -> dict[str, str]:
    """Words for what findings speak of; none where the case cannot be read."""
    try:
        case = case_of(seal)
    except DafengError:
        return {}
    words = {one.code: _named(one.name_zh, one.name_en) for one in case.model.drivers}
    words |= {one.code: _named(one.name_zh, one.name_en) for one in case.model.sectors}
    return words | {one.id: _named(one.name_zh, one.name_en) for one in case.measures}


def _named(zh: str, en: str) -> str:
    return (en or zh) if english() else zh
