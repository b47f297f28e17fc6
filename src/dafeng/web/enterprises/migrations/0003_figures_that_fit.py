"""Figures of fifteen digits: a longer one comes back from SQLite as another."""

from __future__ import annotations

from decimal import Decimal

import django.core.validators
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0002_rows_taken_back_say_why"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="publication",
            name="value",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                max_digits=15,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="公布值",
            ),
        ),
        migrations.AlterField(
            model_name="verifiedvalue",
            name="value",
            field=models.DecimalField(
                decimal_places=6,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="核定值",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value__isnull", True),
                    models.Q(("value__gt", -1000000000), ("value__lt", 1000000000)),
                    _connector="OR",
                ),
                name="publication_value_fits",
            ),
        ),
        migrations.AddConstraint(
            model_name="verifiedvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value__isnull", True),
                    models.Q(("value__gt", -1000000000), ("value__lt", 1000000000)),
                    _connector="OR",
                ),
                name="verified_value_fits",
            ),
        ),
    ]
