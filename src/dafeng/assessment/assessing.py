"""The assessment: one case in; standings, scores, proposals and findings out."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from pathlib import Path

from dafeng import __version__
from dafeng.assessment.cases import (
    case_to_json,
    checked_case,
    evidence_of,
    known_case,
)
from dafeng.assessment.consequences import propose, unsure_dates
from dafeng.assessment.light_rules import light_rules
from dafeng.assessment.lights import work_standing
from dafeng.assessment.records import Assessment, Case, Pins
from dafeng.assessment.schemes import Scheme, load_scheme, schemes
from dafeng.assessment.scoring import score
from dafeng.assessment.standings.noticing import noticed
from dafeng.assessment.standings.standing import standings
from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period
from dafeng.lake import sha256_of

RULES, DEFINITIONS = "dafeng.assessment", "dafeng.indicators"
"""Rooms whose packaged tables decide a result."""


def assess(case: Case, scheme: Scheme | None = None) -> Assessment:
    """Judge every target and task, score every unit, propose what may follow.

    Parameters
    ----------
    case : Case
        Everything that goes in; the same case gives the same result to the last bit.
    scheme : Scheme, optional
        A scheme of the district's own; default the packaged one that the case names.

    Returns
    -------
    Assessment
        Targets in the order of the plan, units by rank, proposals by unit.

    Raises
    ------
    BadInputError
        The case or the scheme cannot be used; says what, where, and the way out.
    """
    scheme = scheme or load_scheme(case.scheme)
    given, case = case, known_case(checked_case(case))
    _own_name(scheme)
    evidence = evidence_of(case)
    rules = light_rules(case.lights)
    stands = standings(case, evidence)
    day = min(case.as_of, Period.parse(case.period).end)
    works = tuple(work_standing(work, day, rules) for work in case.works)
    scores = score(case, scheme, stands, works)
    proposals = propose(case, stands, works, scores.units)
    return Assessment(
        place=case.place,
        period=case.period,
        as_of=case.as_of,
        scheme=scheme.id,
        inputs=_pins(given, scheme),
        targets=stands,
        tasks=works,
        units=scores.units,
        proposals=proposals,
        findings=(
            *noticed(case, stands, evidence),
            *scores.findings,
            *unsure_dates(proposals, case.as_of),
        ),
        synthetic=case.synthetic,
    )


def _own_name(scheme: Scheme) -> None:
    """Refuse a scheme of one's own that goes by the name of a packaged one."""
    if scheme.id in schemes() and scheme.sha256 != load_scheme(scheme.id).sha256:
        msg = (
            f"This scheme calls itself {scheme.id!r}, as a packaged one does, and is "
            "another. Give it an id of its own, so that nobody takes one for the other."
        )
        raise BadInputError(msg, code="scheme.name_taken", scheme=scheme.id)


def _pins(case: Case, scheme: Scheme) -> Pins:
    return Pins(
        case_sha256=sha256_of(case_to_json(case)),
        scheme=scheme.id,
        scheme_sha256=scheme.sha256,
        rules_sha256=_digest(RULES),
        definitions_sha256=_digest(DEFINITIONS),
        tables=case.tables,
        program=f"{__version__}+{_source_digest()[:12]}",
    )


def _digest(room: str) -> str:
    """SHA-256 over every packaged table of a room, so that a changed rule shows."""
    hashed = hashlib.sha256()
    tables = resources.files(room) / "data"
    for table in sorted(tables.iterdir(), key=lambda entry: entry.name):
        if table.is_file():
            hashed.update(f"{table.name}\n".encode())
            hashed.update(table.read_bytes())
    return hashed.hexdigest()


@cache
def _source_digest() -> str:
    """SHA-256 over the code of the rooms whose words and numbers a result holds."""
    hashed = hashlib.sha256()
    for room in (RULES, DEFINITIONS):
        root = Path(str(resources.files(room)))
        for path in sorted(root.rglob("*.py")):
            hashed.update(path.relative_to(root).as_posix().encode())
            hashed.update(path.read_bytes())
    return hashed.hexdigest()
