"""Chains of evidence that a worker writes."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0003_score_orders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProofOrder",
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
                    "kind",
                    models.CharField(
                        choices=[("score", "得分"), ("figure", "数值")],
                        max_length=6,
                        verbose_name="类型",
                    ),
                ),
                ("subject", models.CharField(max_length=300, verbose_name="对象")),
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
                ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="结束时间"
                    ),
                ),
                (
                    "done",
                    models.PositiveIntegerField(default=0, verbose_name="已写文件"),
                ),
                (
                    "total",
                    models.PositiveIntegerField(default=0, verbose_name="文件总数"),
                ),
                (
                    "file",
                    models.CharField(blank=True, max_length=200, verbose_name="文件"),
                ),
                (
                    "size",
                    models.PositiveBigIntegerField(default=0, verbose_name="大小"),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proof_orders",
                        to="assessment.assessmentrun",
                        verbose_name="考核结果",
                    ),
                ),
            ],
            options={
                "verbose_name": "证据链导出",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("run", "kind", "subject", "asked_by"),
                        name="proof_order_waits_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "done", "failed"])
                        ),
                        name="proof_order_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["score", "figure"])),
                        name="proof_order_kind_known",
                    ),
                ],
            },
        ),
    ]
