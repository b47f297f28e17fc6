"""Figures of fifteen digits: a longer one comes back from SQLite as another."""

from __future__ import annotations

from decimal import Decimal

import django.core.validators
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("meters", "0006_late_exchanges"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="balancestatement",
            name="amount",
            field=models.DecimalField(
                decimal_places=6,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="项目数量",
            ),
        ),
        migrations.AlterField(
            model_name="exchange",
            name="final",
            field=models.DecimalField(
                decimal_places=3,
                max_digits=15,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="旧表止码",
            ),
        ),
        migrations.AlterField(
            model_name="exchange",
            name="initial",
            field=models.DecimalField(
                decimal_places=3,
                max_digits=15,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="新表起码",
            ),
        ),
        migrations.AlterField(
            model_name="meterpoint",
            name="most_per_hour",
            field=models.DecimalField(
                blank=True,
                decimal_places=3,
                max_digits=15,
                null=True,
                validators=[django.core.validators.MaxValueValidator(1000000000)],
                verbose_name="每小时最大量",
            ),
        ),
        migrations.AlterField(
            model_name="meterpoint",
            name="multiplier",
            field=models.DecimalField(
                decimal_places=6,
                default=1,
                max_digits=15,
                validators=[
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999"), message="倍率须小于 10 亿。"
                    )
                ],
                verbose_name="倍率",
            ),
        ),
        migrations.AlterField(
            model_name="monthlystatement",
            name="amount",
            field=models.DecimalField(
                decimal_places=6,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="用量",
            ),
        ),
        migrations.AlterField(
            model_name="monthlystatement",
            name="cost",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=15,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("9999999999999.99")
                    ),
                ],
                verbose_name="金额（元）",
            ),
        ),
        migrations.AddConstraint(
            model_name="balancestatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__isnull", True),
                    models.Q(("amount__gt", -1000000000), ("amount__lt", 1000000000)),
                    _connector="OR",
                ),
                name="balance_statement_fits",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("final__isnull", True),
                        models.Q(
                            ("final__gt", -1000000000000), ("final__lt", 1000000000000)
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("initial__isnull", True),
                        models.Q(
                            ("initial__gt", -1000000000000),
                            ("initial__lt", 1000000000000),
                        ),
                        _connector="OR",
                    ),
                ),
                name="exchange_values_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="meterpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("multiplier__isnull", True),
                        models.Q(
                            ("multiplier__gt", -1000000000),
                            ("multiplier__lt", 1000000000),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("most_per_hour__isnull", True),
                        models.Q(
                            ("most_per_hour__gt", -1000000000000),
                            ("most_per_hour__lt", 1000000000000),
                        ),
                        _connector="OR",
                    ),
                ),
                name="meter_point_figures_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="monthlystatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amount__isnull", True),
                        models.Q(
                            ("amount__gt", -1000000000), ("amount__lt", 1000000000)
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("cost__isnull", True),
                        models.Q(
                            ("cost__gt", -10000000000000), ("cost__lt", 10000000000000)
                        ),
                        _connector="OR",
                    ),
                ),
                name="monthly_statement_fits",
            ),
        ),
    ]
