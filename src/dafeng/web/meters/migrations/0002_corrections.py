"""Certificates get their error and file; what a failed one corrects."""

from __future__ import annotations

import datetime
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import dafeng.web.core.days


class Migration(migrations.Migration):
    dependencies = [
        ("meters", "0001_register"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="calibration",
            name="error_percent",
            field=models.DecimalField(
                blank=True,
                decimal_places=3,
                max_digits=7,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(-100),
                    django.core.validators.MaxValueValidator(1000),
                ],
                verbose_name="示值误差（%）",
            ),
        ),
        migrations.AddField(
            model_name="calibration",
            name="file_name",
            field=models.CharField(blank=True, max_length=200, verbose_name="文件名"),
        ),
        migrations.AddField(
            model_name="calibration",
            name="file_sha256",
            field=models.CharField(blank=True, max_length=64, verbose_name="校验值"),
        ),
        migrations.CreateModel(
            name="MeterCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "entered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="登记时间"
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="撤下时间"
                    ),
                ),
                (
                    "withdrawn_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="撤下理由"
                    ),
                ),
                (
                    "first",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="更正起始日",
                    ),
                ),
                (
                    "last",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="更正截止日",
                    ),
                ),
                (
                    "factor",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=8,
                        validators=[
                            django.core.validators.MinValueValidator(
                                Decimal("0.000001")
                            ),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="更正系数",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="更正依据")),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="确认时间"
                    ),
                ),
                ("closed", models.TextField(blank=True, verbose_name="已关闭的月份")),
                (
                    "shown",
                    models.JSONField(
                        blank=True, default=list, verbose_name="确认时的前后用量"
                    ),
                ),
                (
                    "calibration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="meters.calibration",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="meters.meterpoint",
                    ),
                ),
            ],
            options={
                "verbose_name": "检定更正",
                "ordering": ("point", "first", "pk"),
                "indexes": [
                    models.Index(fields=["point", "first"], name="correction_of_point")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="metercorrection_withdrawn_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))),
                        name="meter_correction_forward",
                        violation_error_message="截止日早于起始日。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("factor__gt", 0),
                            ("factor__lte", 10),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="meter_correction_factor_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed", ""),
                            ("entered_by__isnull", True),
                            ("confirmed_by__isnull", True),
                            models.Q(
                                ("confirmed_by", models.F("entered_by")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="meter_correction_closed_by_another",
                        violation_error_message="涉及已关闭的月份，须由另一人确认。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("first__isnull", True),
                                (
                                    "first__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("last__isnull", True),
                                (
                                    "last__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="meter_correction_days_possible",
                    ),
                ],
            },
        ),
    ]
