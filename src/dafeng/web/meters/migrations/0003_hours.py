"""Which hours of the day are dear and which are cheap, as dated editions."""

from __future__ import annotations

import datetime

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import dafeng.web.core.days


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("core", "__first__"),
        ("meters", "0002_corrections"),
    ]

    operations = [
        migrations.CreateModel(
            name="HoursEdition",
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
                    "valid_from",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="起始日",
                    ),
                ),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="终止日",
                    ),
                ),
                ("document", models.CharField(max_length=200, verbose_name="依据文件")),
                (
                    "synthetic",
                    models.BooleanField(default=False, verbose_name="示例数据"),
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hours_editions",
                        to="core.organisation",
                        verbose_name="适用单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "分时时段",
                "ordering": ("-valid_from", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="hoursedition_withdrawn_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("organisation", "valid_from"),
                        name="hours_edition_once",
                        violation_error_message="自这一天起的分时时段已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="hours_edition_forward",
                        violation_error_message="终止日早于起始日。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("valid_from__isnull", True),
                                (
                                    "valid_from__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("valid_to__isnull", True),
                                (
                                    "valid_to__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="hours_edition_days_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HoursRow",
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
                ("place", models.PositiveSmallIntegerField()),
                (
                    "first_month",
                    models.PositiveSmallIntegerField(verbose_name="起始月"),
                ),
                ("last_month", models.PositiveSmallIntegerField(verbose_name="终止月")),
                ("from_hour", models.PositiveSmallIntegerField(verbose_name="起始时")),
                ("to_hour", models.PositiveSmallIntegerField(verbose_name="终止时")),
                (
                    "period",
                    models.CharField(
                        choices=[
                            ("", "全部时段"),
                            ("sharp", "尖峰"),
                            ("peak", "高峰"),
                            ("flat", "平段"),
                            ("valley", "低谷"),
                            ("deep_valley", "深谷"),
                        ],
                        max_length=12,
                        verbose_name="时段",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="meters.hoursedition",
                    ),
                ),
            ],
            options={
                "verbose_name": "分时时段的一行",
                "ordering": ("edition", "place"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "place"), name="hours_row_place_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_month__gte", 1),
                            ("last_month__gte", models.F("first_month")),
                            ("last_month__lte", 12),
                            ("to_hour__gt", models.F("from_hour")),
                            ("to_hour__lte", 24),
                        ),
                        name="hours_row_possible",
                        violation_error_message="时段不可能：月份为 1 至 12，小时为 0 至 24。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "period__in",
                                ("sharp", "peak", "flat", "valley", "deep_valley"),
                            )
                        ),
                        name="hours_row_period_known",
                    ),
                ],
            },
        ),
    ]
