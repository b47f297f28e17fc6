"""What a case is told off for, as findings with the path in the document."""

from __future__ import annotations

from dafeng.base.findings import Finding, Severity

NEGATIVE = "case.negative_activity"
MIXED = "case.mixed_sets"
DOUBLE = "combustion.double_heating_value"
OXIDATION = "case.oxidation_range"
UNKNOWN_UNIT = "case.unknown_unit"
UNKNOWN_FUEL = "case.unknown_fuel"
UNIT_BY_SIZE = "case.unit_by_size"


def negative(path: str, value: str) -> Finding:
    """An amount below zero."""
    return _error(
        NEGATIVE,
        path,
        value,
        "An activity is at least 0.",
        "State what is sold or taken out as a flow of its own.",
    )


def mixed_sets(path: str, sets: tuple[str, ...]) -> Finding:
    """Parameters of one line from several sets."""
    return _error(
        MIXED,
        path,
        ", ".join(sets),
        "Heating value, carbon content and oxidation of one line come from one set.",
        "Take all of them from one of the sets.",
    )


def double_heating_value(path: str, message: str) -> Finding:
    """A heating value for an activity that is heat already."""
    return _error(
        DOUBLE,
        path,
        message,
        "The heating value counts once.",
        "Leave out ncv, or state the activity by mass or volume.",
    )


def oxidation(path: str, value: str) -> Finding:
    """An oxidation rate outside 0 to 1."""
    return _error(
        OXIDATION,
        path,
        value,
        "An oxidation rate lies between 0 and 1.",
        "State 98 % as 0.98.",
    )


def share(path: str, value: str) -> Finding:
    """A share outside 0 to 1."""
    return _error(
        "case.share_range",
        path,
        value,
        "A share lies between 0 and 1.",
        "State 95 % as 0.95, or name the key with _pct.",
    )


def unknown_unit(path: str, value: str, message: str) -> Finding:
    """A unit that is not in the table, or of another dimension."""
    return _error(UNKNOWN_UNIT, path, value, message, "Use t, 10^4 Nm3, m3, GJ or kWh.")


def unknown_fuel(path: str, value: str, severity: Severity) -> Finding:
    """A fuel that the factor tables do not have."""
    return Finding(
        code=UNKNOWN_FUEL,
        severity=severity,
        place=path,
        value=value,
        rule="A fuel is named as the factor tables name it.",
        hint="`dafeng factors find` lists names and codes.",
    )


def doubled(path: str) -> Finding:
    """A row that stood there before."""
    return _error(
        "case.doubled_row",
        path,
        "",
        "One physical flow is one row.",
        "Remove the second, or say in which they differ.",
    )


def outside(path: str, value: str) -> Finding:
    """A value outside the range that stands beside it."""
    return _error(
        "case.outside_range",
        path,
        value,
        "A value lies within its own range.",
        "Check its unit and its digits.",
    )


def unlike_parts(path: str, value: str) -> Finding:
    """A ready factor that is not the product of its parts."""
    return _error(
        "case.factor_unlike_parts",
        path,
        value,
        "A ready factor is heating value × carbon content × oxidation × 44/12, to 2 %.",
        "Look for a wrong digit, or for parts of another set.",
    )


def more_green(path: str, value: str) -> Finding:
    """More green power than was used."""
    return _error(
        "case.more_green_than_used",
        path,
        value,
        "Green power is a part of the power that was used.",
        "Deduct each certificate once, and only for power that was used.",
    )


def unit_by_size(path: str, value: str, unit: str) -> Finding:
    """A number whose unit was told from its size."""
    return Finding(
        code=UNIT_BY_SIZE,
        severity=Severity.WARNING,
        place=path,
        value=value,
        rule=f"Without a unit the number was read in {unit}, which fits its size.",
        hint="State the unit beside the number.",
    )


def unread(path: str, value: str, kind: str) -> Finding:
    """A number that the computation did not use."""
    return _error(
        "case.unread",
        path,
        value,
        f"Every number of a case enters the computation; {kind} did not use it.",
        "Spell the key as the room's README does, or take the number out.",
    )


def _error(code: str, path: str, value: str, rule: str, hint: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        place=path,
        value=value,
        rule=rule,
        hint=hint,
    )
