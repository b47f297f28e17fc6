"""What is withheld from the public list: personal data, and claims with their basis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.tables import packaged_rows
from dafeng.enterprises.errors import UnknownClaimError

if TYPE_CHECKING:
    from dafeng.enterprises.records import Claim


class Withholding(StrEnum):
    """Whether a field may be withheld."""

    ALWAYS = "always"
    ON_CLAIM = "on-claim"
    NEVER = "never"


@attrs.frozen(kw_only=True)
class Redaction:
    """What the rules say of a field of the public list."""

    field: str
    kind: str
    rule: Withholding
    label_zh: str
    label_en: str
    basis_zh: str
    basis_en: str
    source: str
    verified: str
    effective_from: date | None = None
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class Withheld:
    """A field that was left out, and why."""

    field: str
    kind: str
    reason: str


@cache
def redactions() -> Mapping[str, Redaction]:
    """Return the packaged rules by field."""
    return {
        row["field"]: Redaction(
            rule=Withholding(row["rule"]),
            effective_from=day_or_none(row["effective_from"]),
            effective_to=day_or_none(row["effective_to"]),
            **{
                name: row[name]
                for name in (
                    *("field", "kind", "label_zh", "label_en"),
                    *("basis_zh", "basis_en", "source", "verified"),
                )
            },
        )
        for row in packaged_rows("dafeng.enterprises", "redactions.csv")
    }


def claimable() -> tuple[Redaction, ...]:
    """Return the fields for which a claim is taken."""
    return tuple(r for r in redactions().values() if r.rule is Withholding.ON_CLAIM)


def check_claim(field: str) -> Redaction:
    """Return the rule of a field that can be withheld on a claim.

    Raises
    ------
    UnknownClaimError
        ``claim.refused``: the law wants it published; ``claim.needless``: it is
        withheld anyway; ``claim.field``: no such field.
    """
    rule = redactions().get(field)
    if rule is not None and rule.rule is Withholding.ON_CLAIM:
        return rule
    fields = ", ".join(one.field for one in claimable())
    msg = f"{field!r} cannot be withheld on a claim; these can: {fields}."
    code = "claim.field"
    if rule is not None:
        never = rule.rule is Withholding.NEVER
        code = "claim.refused" if never else "claim.needless"
    label = field if rule is None else rule.label_zh
    raise UnknownClaimError(msg, code=code, field=field, label=label)


def withheld_fields(
    enterprise: str, claims: Iterable[Claim], on: date
) -> tuple[Withheld, ...]:
    """Return what is left out for an enterprise on a day, in the order of the rules."""
    asked = {
        one.field: one
        for one in claims
        if one.enterprise == enterprise and holds_on(one.since, one.until, on)
    }
    found = []
    for rule in redactions().values():
        if not holds_on(rule.effective_from, rule.effective_to, on):
            continue
        claim = asked.get(rule.field)
        if rule.rule is Withholding.ALWAYS:
            reason = f"{rule.basis_zh}：{rule.source}"
        elif rule.rule is Withholding.ON_CLAIM and claim is not None:
            reason = f"{rule.basis_zh}：{claim.basis}"
        else:
            continue
        found.append(Withheld(field=rule.field, kind=rule.kind, reason=reason))
    return tuple(found)
