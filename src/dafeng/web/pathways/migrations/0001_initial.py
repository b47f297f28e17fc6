"""Outlooks and the scenarios that people keep."""

from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OutlookRun",
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
                ("base_year", models.PositiveSmallIntegerField(verbose_name="基年")),
                ("horizon", models.PositiveSmallIntegerField(verbose_name="展望末年")),
                ("by_year", models.PositiveSmallIntegerField(verbose_name="承诺年份")),
                ("draws", models.PositiveIntegerField(verbose_name="抽样数")),
                ("seed", models.PositiveIntegerField(verbose_name="随机种子")),
                (
                    "account_seal",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="碳账封存校验值"
                    ),
                ),
                (
                    "seal",
                    models.CharField(
                        max_length=64, unique=True, verbose_name="封存校验值"
                    ),
                ),
                (
                    "probability",
                    models.DecimalField(
                        decimal_places=6, max_digits=7, verbose_name="达峰概率"
                    ),
                ),
                (
                    "flips",
                    models.BooleanField(
                        default=False, verbose_name="结论随电力因子口径改变"
                    ),
                ),
                (
                    "synthetic",
                    models.BooleanField(default=False, verbose_name="示例数据"),
                ),
                (
                    "made_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="计算时间"),
                ),
                (
                    "came_out_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="最近得出时间"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="计算人",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outlook_runs",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "达峰路径",
                "verbose_name_plural": "达峰路径",
                "ordering": ("-came_out_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("probability__gte", 0), ("probability__lte", 1)
                        ),
                        name="outlookrun_probability_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("horizon__gt", models.F("base_year"))),
                        name="outlookrun_horizon_after_base",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutlookRecord",
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
                ("content", models.JSONField(verbose_name="结果")),
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="record",
                        to="pathways.outlookrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "达峰路径记录",
                "verbose_name_plural": "达峰路径记录",
            },
        ),
        migrations.CreateModel(
            name="SavedScenario",
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
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="说明"),
                ),
                ("scenario", models.CharField(max_length=40, verbose_name="出发情景")),
                (
                    "convention",
                    models.CharField(max_length=40, verbose_name="电力因子口径"),
                ),
                (
                    "levers",
                    models.JSONField(blank=True, default=dict, verbose_name="调节量"),
                ),
                (
                    "saved_at",
                    models.DateTimeField(auto_now=True, verbose_name="保存时间"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_scenarios",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="保存人",
                    ),
                ),
            ],
            options={
                "verbose_name": "自定情景",
                "verbose_name_plural": "自定情景",
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "name"), name="savedscenario_name_once"
                    )
                ],
            },
        ),
    ]
