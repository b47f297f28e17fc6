"""Results that people ask for and a worker makes."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dafeng.web.core.days


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0002_days_that_can_be_meant"),
        ("plans", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ScoreOrder",
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
                ("period", models.CharField(max_length=10, verbose_name="考核期")),
                ("scheme", models.CharField(max_length=40, verbose_name="考核办法")),
                (
                    "as_of",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="截止日",
                    ),
                ),
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
                ("address", models.CharField(max_length=300, verbose_name="网址")),
                ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="结束时间"
                    ),
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="score_orders",
                        to="plans.plan",
                        verbose_name="方案",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="assessment.assessmentrun",
                        verbose_name="结果",
                    ),
                ),
            ],
            options={
                "verbose_name": "计算申请",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("plan", "period", "scheme", "as_of"),
                        name="score_order_waits_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "done", "failed"])
                        ),
                        name="score_order_state_known",
                    ),
                ],
            },
        ),
    ]
