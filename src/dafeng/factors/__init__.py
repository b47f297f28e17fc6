"""What a unit of activity emits: editions of factors with source and validity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.factors.books import FactorBook, factor_book
    from dafeng.factors.bundles import book_from_json, book_to_json
    from dafeng.factors.checks.files import (
        FactorTable,
        check_factor_file,
        read_factor_file,
    )
    from dafeng.factors.checks.rows import (
        KnownConflict,
        check_factor_rows,
        known_conflicts,
    )
    from dafeng.factors.choosing import choose
    from dafeng.factors.editions import FactorSet, packaged_ordering, regions_of
    from dafeng.factors.errors import (
        DuplicateFactorError,
        FactorError,
        MissingFactorError,
        MixedFactorSetsError,
        UnknownFactorError,
        UnverifiedFactorError,
    )
    from dafeng.factors.fitting import fits, fitted
    from dafeng.factors.records import (
        Choice,
        Factor,
        Filled,
        Level,
        Need,
        Rejection,
        Request,
        Signature,
    )
    from dafeng.factors.warming import gwp

__all__ = [
    "Choice",
    "DuplicateFactorError",
    "Factor",
    "FactorBook",
    "FactorError",
    "FactorSet",
    "FactorTable",
    "Filled",
    "KnownConflict",
    "Level",
    "MissingFactorError",
    "MixedFactorSetsError",
    "Need",
    "Rejection",
    "Request",
    "Signature",
    "UnknownFactorError",
    "UnverifiedFactorError",
    "book_from_json",
    "book_to_json",
    "check_factor_file",
    "check_factor_rows",
    "choose",
    "factor_book",
    "fits",
    "fitted",
    "gwp",
    "known_conflicts",
    "packaged_ordering",
    "read_factor_file",
    "regions_of",
]

__getattr__ = lazy_door(
    __name__,
    {
        "books": ["FactorBook", "factor_book"],
        "bundles": ["book_from_json", "book_to_json"],
        "checks.files": ["FactorTable", "check_factor_file", "read_factor_file"],
        "checks.rows": ["KnownConflict", "check_factor_rows", "known_conflicts"],
        "choosing": ["choose"],
        "editions": ["FactorSet", "packaged_ordering", "regions_of"],
        "errors": [
            "DuplicateFactorError",
            "FactorError",
            "MissingFactorError",
            "MixedFactorSetsError",
            "UnknownFactorError",
            "UnverifiedFactorError",
        ],
        "fitting": ["fits", "fitted"],
        "records": [
            "Choice",
            "Factor",
            "Filled",
            "Level",
            "Need",
            "Rejection",
            "Request",
            "Signature",
        ],
        "warming": ["gwp"],
    },
)
