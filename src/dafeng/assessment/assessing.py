"""The assessment: one case in; standings, scores, proposals and findings out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources

from dafeng import __version__
from dafeng.assessment.cases import case_to_json, checked_case, evidence_of
from dafeng.assessment.consequences import propose, unsure_dates
from dafeng.assessment.light_rules import light_rules
from dafeng.assessment.lights import work_standing
from dafeng.assessment.records import Assessment, Case, Pins
from dafeng.assessment.schemes import Scheme, load_scheme
from dafeng.assessment.scoring import score
from dafeng.assessment.standings.conflicts import city_conflicts
from dafeng.assessment.standings.standing import standings
from dafeng.lake import sha256_of

RULES = {
    "dafeng.assessment": (
        "state_rules.csv",
        "light_rules.csv",
        "consequence_rules.csv",
        "calendar.csv",
    ),
}
DEFINITIONS = {
    "dafeng.indicators": ("definitions.csv", "series.csv", "registers.csv"),
}


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
    case = checked_case(case, _items(scheme))
    rules = light_rules(case.lights)
    stands = standings(case, evidence_of(case))
    works = tuple(work_standing(work, case.as_of, rules) for work in case.works)
    scores = score(case, scheme, stands, works)
    proposals = propose(case, stands, works, scores.units)
    return Assessment(
        place=case.place,
        period=case.period,
        as_of=case.as_of,
        scheme=scheme.id,
        inputs=_pins(case, scheme),
        targets=stands,
        tasks=works,
        units=scores.units,
        proposals=proposals,
        findings=(
            *city_conflicts(case),
            *scores.findings,
            *unsure_dates(proposals, case.as_of),
        ),
        synthetic=case.synthetic,
    )


def _items(scheme: Scheme) -> Iterator[str]:
    """Yield the ids of rules and of their items."""
    for rule in scheme.rules:
        yield rule.id
        yield from (item.id for item in getattr(rule, "items", ()))


def _pins(case: Case, scheme: Scheme) -> Pins:
    return Pins(
        case_sha256=sha256_of(case_to_json(case)),
        scheme=scheme.id,
        scheme_sha256=scheme.sha256,
        rules_sha256=_digest(RULES),
        definitions_sha256=_digest(DEFINITIONS),
        tables=case.tables,
        program=__version__,
    )


def _digest(files: Mapping[str, Sequence[str]]) -> str:
    """SHA-256 over packaged tables, so that a changed rule shows."""
    hashed = hashlib.sha256()
    for package, names in files.items():
        for name in names:
            path = resources.files(package) / "data" / name
            hashed.update(f"{package}/{name}\n".encode())
            hashed.update(path.read_bytes())
    return hashed.hexdigest()
