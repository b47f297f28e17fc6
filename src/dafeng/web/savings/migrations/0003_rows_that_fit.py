"""Let rows keep the rules that follow: fields of the kind, order, fifteen digits.

What is changed was never applied (a cap of a guaranteed contract, a guarantee of a
shared one; the cap always won over a higher floor), or cannot be read on SQLite (a
figure of more than fifteen digits): such an entry is taken back and says why.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import migrations
from django.db.models import F, Q
from django.utils import timezone

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TOO_LARGE = "数值超出可以保存的范围，须重新登记"
ENERGY, YUAN, AMOUNT = 3, 2, 6
DIGITS = 15
ENTERED = {
    "Adjustment": {"energy": ENERGY},
    "OutputMonth": {"amount": AMOUNT},
    "ProductYear": {"energy": AMOUNT, "output": AMOUNT},
    "LocalNorm": {"advanced": AMOUNT, "access": AMOUNT, "limit": AMOUNT},
}
CONDITIONS = {
    **dict.fromkeys(("floor", "cap", "cap_total", "fee"), YUAN),
    "guaranteed": ENERGY,
}


def fit(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Change what does not fit."""
    del schema_editor
    for name in ("SavingProject", "ContractChange"):
        rows = apps.get_model("savings", name).objects
        for field, places in CONDITIONS.items():
            rows.filter(**_above(field, places)).update(**{field: _largest(places)})
        rows.filter(kind="guaranteed").update(floor=None, cap=None, cap_total=None)
        rows.filter(kind="shared").update(guaranteed=0, fee=0)
        rows.filter(floor__gt=F("cap")).update(floor=F("cap"))
    for name, figures in ENTERED.items():
        rows = apps.get_model("savings", name).objects
        for field, places in figures.items():
            wrong = rows.filter(**_above(field, places))
            wrong.filter(withdrawn_at=None).update(
                withdrawn_at=timezone.now(), withdrawn_reason=TOO_LARGE
            )
            wrong.update(**{field: _largest(places)})
    norms = apps.get_model("savings", "LocalNorm").objects
    norms.filter(~Q(access=None), advanced__gt=F("access")).update(advanced=None)


def _above(field: str, places: int) -> dict[str, int]:
    return {f"{field}__gte": 10 ** (DIGITS - places)}


def _largest(places: int) -> Decimal:
    return Decimal(10**DIGITS - 1).scaleb(-places)


class Migration(migrations.Migration):
    """Change what does not fit."""

    dependencies = (("savings", "0002_contract_changes"),)

    operations = (migrations.RunPython(fit, migrations.RunPython.noop),)
