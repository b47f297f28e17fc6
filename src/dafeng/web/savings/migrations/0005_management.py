"""Energy management systems: indicators with a baseline, reviews, decisions."""

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
        ("meters", "0001_register"),
        ("savings", "0004_exact_figures_and_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EnergyIndicator",
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
                ("name_zh", models.CharField(max_length=100, verbose_name="参数名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("per-output", "单位产品能耗（能耗/产量）"),
                            ("index", "能效指数（实际能耗/预期能耗）"),
                        ],
                        max_length=12,
                        verbose_name="参数类型",
                    ),
                ),
                ("carrier", models.CharField(max_length=40, verbose_name="能源品种")),
                (
                    "product",
                    models.CharField(blank=True, max_length=40, verbose_name="产品"),
                ),
                (
                    "output_unit",
                    models.CharField(
                        blank=True, max_length=16, verbose_name="产量计量单位"
                    ),
                ),
                (
                    "baseline_from",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="基准期起",
                    ),
                ),
                (
                    "baseline_to",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="基准期止",
                    ),
                ),
                ("baseline", models.JSONField(verbose_name="基准模型")),
                ("model", models.JSONField(verbose_name="模型")),
                ("basis", models.JSONField(verbose_name="相关变量")),
                (
                    "baseline_value",
                    models.FloatField(blank=True, null=True, verbose_name="基准值"),
                ),
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
                        related_name="energy_indicators",
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="energy_indicators",
                        to="meters.meterpoint",
                        verbose_name="计量点",
                    ),
                ),
            ],
            options={
                "verbose_name": "能源绩效参数",
                "ordering": ("enterprise__path", "name_zh", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="energyindicator_withdrawn_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("enterprise", "name_zh"),
                        name="energy_indicator_once",
                        violation_error_message="这家企业已有同名的能源绩效参数。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("baseline_to__gte", models.F("baseline_from"))
                        ),
                        name="energy_indicator_forward",
                        violation_error_message="基准期止早于基准期起。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("kind", "per-output"), _negated=True),
                                models.Q(("product", ""), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("product", ""),
                                models.Q(("output_unit", ""), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="energy_indicator_has_product",
                        violation_error_message="单位产品能耗须选定产品。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("baseline_from__isnull", True),
                                (
                                    "baseline_from__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("baseline_to__isnull", True),
                                (
                                    "baseline_to__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="energy_indicator_days_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorReading",
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
                ("made_at", models.DateTimeField(verbose_name="计算时间")),
                ("until", models.DateField(verbose_name="数据截至")),
                ("months", models.JSONField(verbose_name="各月")),
                ("years", models.JSONField(verbose_name="各年")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="savings.energyindicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "能源绩效参数计算结果",
                "ordering": ("indicator", "-made_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="ManagementReview",
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
                    "held_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="评审日期",
                    ),
                ),
                ("chair", models.CharField(max_length=100, verbose_name="主持人")),
                (
                    "period_from",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="评审期起",
                    ),
                ),
                (
                    "period_to",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="评审期止",
                    ),
                ),
                (
                    "inputs",
                    models.JSONField(
                        blank=True, default=list, verbose_name="已审议的输入"
                    ),
                ),
                (
                    "conclusion",
                    models.TextField(max_length=2000, verbose_name="评审结论"),
                ),
                ("document", models.CharField(max_length=200, verbose_name="依据")),
                (
                    "next_due",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="下次评审期限",
                    ),
                ),
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
                        related_name="management_reviews",
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
            ],
            options={
                "verbose_name": "管理评审",
                "ordering": ("enterprise__path", "-held_on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="managementreview_withdrawn_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("enterprise", "held_on"),
                        name="management_review_once",
                        violation_error_message="这一天的管理评审已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("period_to__gte", models.F("period_from")),
                            ("held_on__gte", models.F("period_to")),
                        ),
                        name="management_review_forward",
                        violation_error_message="评审期须先起后止，并在评审日期之前结束。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("next_due__gt", models.F("held_on"))),
                        name="management_review_next_later",
                        violation_error_message="下次评审期限须晚于评审日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("period_from__isnull", True),
                                (
                                    "period_from__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("next_due__isnull", True),
                                (
                                    "next_due__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="management_review_days_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewDecision",
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
                ("text", models.CharField(max_length=300, verbose_name="决定")),
                (
                    "responsible",
                    models.CharField(max_length=100, verbose_name="责任人"),
                ),
                (
                    "due_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="完成期限",
                    ),
                ),
                (
                    "done_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="完成日期",
                    ),
                ),
                (
                    "evidence",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="完成情况和证据"
                    ),
                ),
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
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="savings.managementreview",
                    ),
                ),
            ],
            options={
                "verbose_name": "管理评审决定",
                "ordering": ("review", "due_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reviewdecision_withdrawn_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_on__isnull", True), ("evidence", "")),
                            models.Q(
                                ("done_on__isnull", False),
                                models.Q(("evidence", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="review_decision_done_has_evidence",
                        violation_error_message="完成的决定须写明完成情况和证据。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_on__isnull", True),
                                (
                                    "due_on__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("done_on__isnull", True),
                                (
                                    "done_on__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="review_decision_days_possible",
                    ),
                ],
            },
        ),
    ]
