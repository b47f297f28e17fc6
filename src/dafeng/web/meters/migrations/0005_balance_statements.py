"""Items of the energy balance that an enterprise states."""

from __future__ import annotations

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("meters", "0004_late_readings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BalanceStatement",
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
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2010),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="年份",
                    ),
                ),
                ("carrier", models.CharField(max_length=24, verbose_name="能源品种")),
                (
                    "flow",
                    models.CharField(
                        choices=[
                            ("own", "自产"),
                            ("recovered", "回收"),
                            ("opening", "期初库存"),
                            ("converted_in", "加工转换投入"),
                            ("converted_out", "加工转换产出"),
                            ("sold", "外供"),
                            ("closing", "期末库存"),
                            ("lost", "损失"),
                        ],
                        max_length=16,
                        verbose_name="平衡项目",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=20,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="项目数量",
                    ),
                ),
                (
                    "workshop",
                    models.CharField(blank=True, max_length=60, verbose_name="车间"),
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
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="balance_statements",
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
            ],
            options={
                "verbose_name": "能量平衡项目",
                "ordering": ("enterprise__path", "-year", "carrier", "flow", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="balancestatement_withdrawn_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("enterprise", "year", "carrier", "flow", "workshop"),
                        name="balance_statement_once",
                        violation_error_message="这一年的这个项目已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gte", 0),
                            models.Q(("document", ""), _negated=True),
                        ),
                        name="balance_statement_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (2010, 2100))),
                        name="balance_statement_year_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "flow__in",
                                (
                                    "own",
                                    "recovered",
                                    "opening",
                                    "converted_in",
                                    "converted_out",
                                    "sold",
                                    "closing",
                                    "lost",
                                ),
                            )
                        ),
                        name="balance_statement_flow_known",
                    ),
                ],
            },
        ),
    ]
