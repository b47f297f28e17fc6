"""Data quality control plans: is everything said that a guide asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dafeng.enterprises.reporting.records import ControlParameter, PlanProfile

REQUIRED = (
    "source",
    "method",
    "instrument",
    "place",
    "frequency",
    "calibration",
    "missing_rule",
    "responsible",
)
"""What the guide asks for about each parameter, besides its accuracy."""


def plan_findings(
    parameters: Iterable[ControlParameter], profile: PlanProfile | None = None
) -> tuple[Finding, ...]:
    """Return what a control plan leaves open.

    Parameters
    ----------
    parameters : iterable of ControlParameter
    profile : PlanProfile, optional
        What is said of the unit as a whole; not looked at when it is not given.

    Returns
    -------
    tuple of Finding
        ``plan.empty``: no parameter; ``plan.twice``: a parameter of a facility stands
        twice; ``plan.field``: a field is empty; ``plan.accuracy``: no accuracy, so
        that nothing can be said about a calibration.
    """
    kept = list(parameters)
    said = _profile_findings(profile)
    if not kept:
        return (
            *said,
            Finding(
                code="plan.empty",
                severity=Severity.ERROR,
                place="plan",
                rule="A control plan names the parameters that are reported.",
                hint="Add a parameter.",
            ),
        )
    found = list(said)
    seen: set[tuple[str, str]] = set()
    for one in kept:
        key = (one.facility, one.code)
        if key in seen:
            found.append(_finding("plan.twice", one, "A parameter stands once."))
        seen.add(key)
        found += [
            _finding("plan.field", one, "The guide asks for it.", name)
            for name in REQUIRED
            if not getattr(one, name).strip()
        ]
        if one.accuracy is None:
            rule = "Without a required accuracy no calibration can be judged."
            found.append(_finding("plan.accuracy", one, rule))
    return tuple(found)


def _profile_findings(profile: PlanProfile | None) -> tuple[Finding, ...]:
    if profile is None:
        return ()
    return tuple(
        Finding(
            code="plan.field",
            severity=Severity.ERROR,
            place="plan",
            value=name,
            rule="The guide asks for it.",
            hint="Complete the plan before it is approved.",
        )
        for name, text in attrs.asdict(profile).items()
        if not text.strip()
    )


def _finding(code: str, one: ControlParameter, rule: str, value: str = "") -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        place=f"{one.facility} {one.code}".strip(),
        value=value,
        rule=rule,
        hint="Complete the plan before it is approved.",
    )
