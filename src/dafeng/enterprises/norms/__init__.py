"""Norms: unit consumption beside limit standards, and certificates of management."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.enterprises.norms.cases import norm_answer, read_norm_case
    from dafeng.enterprises.norms.certificates import (
        Certificate,
        Coverage,
        Validity,
        coverage,
    )
    from dafeng.enterprises.norms.courses import RULES, Course, Figures, course
    from dafeng.enterprises.norms.gaps import (
        Consumption,
        GapRow,
        gap_rows,
        unit_consumption,
    )
    from dafeng.enterprises.norms.norms import (
        Level,
        Norm,
        NormKind,
        norms_in_force,
        norms_of,
        packaged_norms,
    )
    from dafeng.enterprises.norms.quantities import (
        check_limit_unit,
        check_output_unit,
        gives_energy_back,
    )

_OFFERED = {
    "cases": ["norm_answer", "read_norm_case"],
    "certificates": ["Certificate", "Coverage", "Validity", "coverage"],
    "courses": ["RULES", "Course", "Figures", "course"],
    "gaps": ["Consumption", "GapRow", "gap_rows", "unit_consumption"],
    "norms": [
        "Level",
        "Norm",
        "NormKind",
        "norms_in_force",
        "norms_of",
        "packaged_norms",
    ],
    "quantities": ["check_limit_unit", "check_output_unit", "gives_energy_back"],
}

__all__ = [
    "Certificate",
    "Consumption",
    "Course",
    "Coverage",
    "Figures",
    "GapRow",
    "Level",
    "Norm",
    "NormKind",
    "RULES",
    "Validity",
    "check_limit_unit",
    "check_output_unit",
    "course",
    "coverage",
    "gap_rows",
    "gives_energy_back",
    "norm_answer",
    "norms_in_force",
    "norms_of",
    "packaged_norms",
    "read_norm_case",
    "unit_consumption",
]

__getattr__ = lazy_door(__name__, _OFFERED)
