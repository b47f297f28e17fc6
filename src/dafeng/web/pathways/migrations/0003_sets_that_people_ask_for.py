"""Sets of measures that people ask for and a worker chooses."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pathways", "0002_scenarios_of_ones_own"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChoiceOrder",
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
                ("wish", models.CharField(max_length=120, verbose_name="要求")),
                (
                    "probability",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        verbose_name="达峰概率不低于（%）",
                    ),
                ),
                (
                    "cut",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        verbose_name="承诺年份比基年减排（%）",
                    ),
                ),
                (
                    "capital",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=12,
                        null=True,
                        verbose_name="每年投资上限（亿元）",
                    ),
                ),
                ("since", models.PositiveSmallIntegerField(verbose_name="最早起始年")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "排队中"),
                            ("done", "完成"),
                            ("failed", "失败"),
                        ],
                        default="waiting",
                        max_length=7,
                        verbose_name="状态",
                    ),
                ),
                (
                    "step",
                    models.PositiveSmallIntegerField(default=0, verbose_name="步骤"),
                ),
                ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="结束时间"
                    ),
                ),
                (
                    "content",
                    models.JSONField(blank=True, null=True, verbose_name="结果"),
                ),
                (
                    "trouble",
                    models.CharField(blank=True, max_length=500, verbose_name="问题"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="pathways.outlookrun",
                        verbose_name="达峰路径",
                    ),
                ),
            ],
            options={
                "verbose_name": "求解申请",
                "verbose_name_plural": "求解申请",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "wish"), name="choiceorder_wish_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "done", "failed"])
                        ),
                        name="choiceorder_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            ("content__isnull", False),
                            _connector="OR",
                        ),
                        name="choiceorder_done_has_content",
                    ),
                ],
            },
        ),
    ]
