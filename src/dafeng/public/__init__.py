"""What the public reads: released figures as open data, and a household calculator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.public.activity_factors import household_factors
    from dafeng.public.coverage import (
        Audience,
        AudienceSize,
        Coverage,
        Event,
        coverage_of,
    )
    from dafeng.public.errors import HouseholdError, PackageError, ReleaseError
    from dafeng.public.household import household_footprint
    from dafeng.public.household_records import (
        MOST,
        Diet,
        DistrictFigure,
        Footprint,
        FootprintLine,
        Household,
        LineFactor,
        UsedFactor,
        WasteRoute,
    )
    from dafeng.public.open_data import PackageFile, package_files, package_zip
    from dafeng.public.package_checks import check_package
    from dafeng.public.records import (
        Change,
        ChangeKind,
        Correction,
        FigureKind,
        Promise,
        PromisedField,
        PromisedYear,
        Release,
        ReleasedFigure,
        Version,
    )
    from dafeng.public.releases import (
        change_words_en,
        change_words_zh,
        changes_between,
        corrections_of,
        withdrawn_since,
    )
    from dafeng.public.terms import Terms, all_terms, terms_of

__all__ = [
    "Audience",
    "AudienceSize",
    "Change",
    "ChangeKind",
    "Correction",
    "Coverage",
    "Diet",
    "DistrictFigure",
    "Event",
    "FigureKind",
    "Footprint",
    "FootprintLine",
    "Household",
    "HouseholdError",
    "LineFactor",
    "MOST",
    "PackageError",
    "PackageFile",
    "Promise",
    "PromisedField",
    "PromisedYear",
    "Release",
    "ReleaseError",
    "ReleasedFigure",
    "Terms",
    "UsedFactor",
    "Version",
    "WasteRoute",
    "all_terms",
    "change_words_en",
    "change_words_zh",
    "changes_between",
    "check_package",
    "corrections_of",
    "coverage_of",
    "household_factors",
    "household_footprint",
    "package_files",
    "package_zip",
    "terms_of",
    "withdrawn_since",
]

__getattr__ = lazy_door(
    __name__,
    {
        "coverage": ["Audience", "AudienceSize", "Coverage", "Event", "coverage_of"],
        "errors": ["HouseholdError", "PackageError", "ReleaseError"],
        "household": ["household_footprint"],
        "activity_factors": ["household_factors"],
        "household_records": [
            "MOST",
            "Diet",
            "DistrictFigure",
            "Footprint",
            "FootprintLine",
            "Household",
            "LineFactor",
            "UsedFactor",
            "WasteRoute",
        ],
        "open_data": ["PackageFile", "package_files", "package_zip"],
        "package_checks": ["check_package"],
        "records": [
            "Change",
            "ChangeKind",
            "Correction",
            "FigureKind",
            "Promise",
            "PromisedField",
            "PromisedYear",
            "Release",
            "ReleasedFigure",
            "Version",
        ],
        "releases": [
            "change_words_en",
            "change_words_zh",
            "changes_between",
            "corrections_of",
            "withdrawn_since",
        ],
        "terms": ["Terms", "all_terms", "terms_of"],
    },
)
