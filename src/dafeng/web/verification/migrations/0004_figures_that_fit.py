"""Figures of fifteen digits; what a unit holds may be unknown.

A longer figure comes back from SQLite as another.
"""

from __future__ import annotations

from decimal import Decimal

import django.core.validators
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("verification", "0003_pieces_and_withdrawn_months"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="emissionreport",
            name="emission_report_held_not_negative",
        ),
        migrations.AlterField(
            model_name="closedmonth",
            name="quantity",
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
            model_name="crossstatement",
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
                verbose_name="数值",
            ),
        ),
        migrations.AlterField(
            model_name="deposit",
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
                verbose_name="数值",
            ),
        ),
        migrations.AlterField(
            model_name="emissionreport",
            name="held_t",
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
                verbose_name="持有配额（t）",
            ),
        ),
        migrations.AlterField(
            model_name="emissionreport",
            name="verified_t",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                max_digits=15,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999.999999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="核定排放量（t）",
            ),
        ),
        migrations.AlterField(
            model_name="nonconformity",
            name="after",
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
                verbose_name="保守值",
            ),
        ),
        migrations.AlterField(
            model_name="nonconformity",
            name="before",
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
                verbose_name="原值",
            ),
        ),
        migrations.AlterField(
            model_name="reportlinerow",
            name="computed_t",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                max_digits=15,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999.999999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="重算（t）",
            ),
        ),
        migrations.AlterField(
            model_name="reportlinerow",
            name="quantity",
            field=models.DecimalField(
                decimal_places=6,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="活动数据",
            ),
        ),
        migrations.AlterField(
            model_name="reportlinerow",
            name="reported_t",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                max_digits=15,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999.999999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="填报（t）",
            ),
        ),
        migrations.AlterField(
            model_name="reportversion",
            name="compliance_t",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                max_digits=15,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999.999999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="履约排放量（t）",
            ),
        ),
        migrations.AlterField(
            model_name="reportversion",
            name="computed_t",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                max_digits=15,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999.999999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="重算（t）",
            ),
        ),
        migrations.AlterField(
            model_name="reportversion",
            name="reported_t",
            field=models.DecimalField(
                decimal_places=6,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999.999999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="填报（t）",
            ),
        ),
        migrations.AlterField(
            model_name="surrender",
            name="amount_t",
            field=models.DecimalField(
                decimal_places=6,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="清缴量（t）",
            ),
        ),
        migrations.AddConstraint(
            model_name="closedmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quantity__isnull", True),
                    models.Q(
                        ("quantity__gt", -1000000000), ("quantity__lt", 1000000000)
                    ),
                    _connector="OR",
                ),
                name="closed_month_fits",
            ),
        ),
        migrations.AddConstraint(
            model_name="crossstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value__isnull", True),
                    models.Q(("value__gt", -1000000000), ("value__lt", 1000000000)),
                    _connector="OR",
                ),
                name="cross_statement_fits",
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value__isnull", True),
                    models.Q(("value__gt", -1000000000), ("value__lt", 1000000000)),
                    _connector="OR",
                ),
                name="deposit_fits",
            ),
        ),
        migrations.AddConstraint(
            model_name="emissionreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("held_t__isnull", True),
                        models.Q(
                            ("held_t__gt", -1000000000), ("held_t__lt", 1000000000)
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("verified_t__isnull", True),
                        models.Q(
                            ("verified_t__gt", -1000000000),
                            ("verified_t__lt", 1000000000),
                        ),
                        _connector="OR",
                    ),
                ),
                name="emission_report_fits",
            ),
        ),
        migrations.AddConstraint(
            model_name="emissionreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("held_t__isnull", True), ("held_t__gte", 0), _connector="OR"
                ),
                name="emission_report_held_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="nonconformity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("before__isnull", True),
                        models.Q(
                            ("before__gt", -1000000000), ("before__lt", 1000000000)
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("after__isnull", True),
                        models.Q(("after__gt", -1000000000), ("after__lt", 1000000000)),
                        _connector="OR",
                    ),
                ),
                name="nonconformity_fits",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportlinerow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("quantity__isnull", True),
                        models.Q(
                            ("quantity__gt", -1000000000), ("quantity__lt", 1000000000)
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("reported_t__isnull", True),
                        models.Q(
                            ("reported_t__gt", -1000000000),
                            ("reported_t__lt", 1000000000),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("computed_t__isnull", True),
                        models.Q(
                            ("computed_t__gt", -1000000000),
                            ("computed_t__lt", 1000000000),
                        ),
                        _connector="OR",
                    ),
                ),
                name="report_line_fits",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reported_t__isnull", True),
                        models.Q(
                            ("reported_t__gt", -1000000000),
                            ("reported_t__lt", 1000000000),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("computed_t__isnull", True),
                        models.Q(
                            ("computed_t__gt", -1000000000),
                            ("computed_t__lt", 1000000000),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("compliance_t__isnull", True),
                        models.Q(
                            ("compliance_t__gt", -1000000000),
                            ("compliance_t__lt", 1000000000),
                        ),
                        _connector="OR",
                    ),
                ),
                name="report_version_fits",
            ),
        ),
        migrations.AddConstraint(
            model_name="surrender",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_t__isnull", True),
                    models.Q(
                        ("amount_t__gt", -1000000000), ("amount_t__lt", 1000000000)
                    ),
                    _connector="OR",
                ),
                name="surrender_fits",
            ),
        ),
    ]
