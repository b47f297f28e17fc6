"""Tables of reports, their verification, own accounts."""

from __future__ import annotations

import datetime
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dafeng.web.core.days


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("core", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="ControlPlan",
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
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
                ("number", models.PositiveSmallIntegerField(verbose_name="版本号")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草稿"), ("approved", "已批准")],
                        default="draft",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="生效日",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="修订说明"
                    ),
                ),
                (
                    "approved_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="批准时间"
                    ),
                ),
                (
                    "synthetic",
                    models.BooleanField(default=False, verbose_name="示例数据"),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="control_plans",
                        to="core.organisation",
                        verbose_name="企业",
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
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "数据质量控制方案",
                "ordering": ("enterprise__path", "-number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enterprise", "number"), name="control_plan_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at__isnull", True), ("state", "draft")),
                            models.Q(
                                ("approved_at__isnull", False), ("state", "approved")
                            ),
                            _connector="OR",
                        ),
                        name="control_plan_approved_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            ("made_by__isnull", True),
                            models.Q(
                                ("approved_by", models.F("made_by")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="control_plan_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
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
                        name="control_plan_day_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmissionReport",
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
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2010),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="报告年度",
                    ),
                ),
                ("branch", models.CharField(max_length=24, verbose_name="行业指南")),
                (
                    "state",
                    models.CharField(
                        default="open", max_length=20, verbose_name="状态"
                    ),
                ),
                (
                    "writer_name",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="编制机构"
                    ),
                ),
                (
                    "writer_uscc",
                    models.CharField(
                        blank=True, max_length=18, verbose_name="编制机构信用代码"
                    ),
                ),
                (
                    "held_t",
                    models.DecimalField(
                        decimal_places=6,
                        default=0,
                        max_digits=24,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="持有配额（t）",
                    ),
                ),
                (
                    "verified_t",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="核定排放量（t）",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="版本"),
                ),
                ("opened_at", models.DateTimeField(verbose_name="建立时间")),
                (
                    "synthetic",
                    models.BooleanField(default=False, verbose_name="示例数据"),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emission_reports",
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
            ],
            options={
                "verbose_name": "排放报告",
                "ordering": ("-year", "enterprise__path"),
                "indexes": [
                    models.Index(
                        fields=["state", "year"], name="emission_report_by_state"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enterprise", "year"),
                        name="emission_report_once",
                        violation_error_message="这家企业这一年度的报告已经建立。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "open",
                                    "monthly-deposited",
                                    "compiled",
                                    "submitted",
                                    "under-verification",
                                    "returned",
                                    "corrected",
                                    "verified",
                                    "cleared",
                                    "short",
                                ],
                            )
                        ),
                        name="emission_report_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("held_t__gte", 0)),
                        name="emission_report_held_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deposit",
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
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "file_name",
                    models.CharField(blank=True, max_length=200, verbose_name="文件名"),
                ),
                (
                    "file_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="校验值"),
                ),
                (
                    "facility",
                    models.CharField(blank=True, max_length=60, verbose_name="设施"),
                ),
                (
                    "month",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="月份",
                    ),
                ),
                ("parameter", models.CharField(max_length=40, verbose_name="参数代码")),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=24,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="数值",
                    ),
                ),
                ("unit", models.CharField(max_length=20, verbose_name="计量单位")),
                ("source_kind", models.CharField(max_length=8, verbose_name="来源")),
                (
                    "instrument",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="仪器编号"
                    ),
                ),
                (
                    "calibrated_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="校准日期",
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
                        verbose_name="登记人",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deposits",
                        to="verification.emissionreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "月度存证",
                "ordering": ("report", "month", "parameter", "pk"),
                "indexes": [
                    models.Index(fields=["report", "month"], name="deposit_by_month")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source_kind__in", ["meter", "invoice", "lab"]),
                            ("value__gte", 0),
                        ),
                        name="deposit_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("month__isnull", True),
                                (
                                    "month__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("calibrated_on__isnull", True),
                                (
                                    "calibrated_on__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="deposit_days_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CrossStatement",
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
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
                ("parameter", models.CharField(max_length=40, verbose_name="报告行")),
                ("source", models.CharField(max_length=8, verbose_name="来源")),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="数值",
                    ),
                ),
                ("unit", models.CharField(max_length=20, verbose_name="计量单位")),
                (
                    "document",
                    models.CharField(blank=True, max_length=200, verbose_name="依据"),
                ),
                (
                    "made_by",
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="verification.emissionreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "交叉核对数据",
                "ordering": ("report", "parameter", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "parameter", "source"),
                        name="cross_statement_once",
                        violation_error_message="这个来源的数据已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source__in", ("report", "meter", "form", "invoice"))
                        ),
                        name="cross_statement_source_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MarketMembership",
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
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
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
                (
                    "market",
                    models.CharField(
                        choices=[("national", "全国碳市场"), ("local", "地方碳市场")],
                        max_length=8,
                        verbose_name="市场",
                    ),
                ),
                ("document", models.CharField(max_length=200, verbose_name="名录文件")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="market_memberships",
                        to="core.organisation",
                        verbose_name="企业",
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
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "碳市场名录",
                "ordering": ("enterprise__path", "-year"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enterprise", "year"),
                        name="market_once_a_year",
                        violation_error_message="同一年度只能在一个碳市场：进入全国市场的，退出地方市场。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("market__in", ("national", "local"))),
                        name="market_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Nonconformity",
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
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                (
                    "line",
                    models.CharField(blank=True, max_length=40, verbose_name="报告行"),
                ),
                ("what", models.TextField(max_length=4000, verbose_name="不符合项")),
                ("basis", models.CharField(max_length=300, verbose_name="依据")),
                (
                    "state",
                    models.CharField(
                        default="open", max_length=12, verbose_name="状态"
                    ),
                ),
                (
                    "reply",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="整改回复"
                    ),
                ),
                (
                    "replied_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="回复时间"
                    ),
                ),
                (
                    "settled_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="关闭时间"
                    ),
                ),
                (
                    "required",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=10,
                        null=True,
                        verbose_name="准确度要求",
                    ),
                ),
                (
                    "calibrated",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=10,
                        null=True,
                        verbose_name="校准结果",
                    ),
                ),
                (
                    "before",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="原值",
                    ),
                ),
                (
                    "after",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="保守值",
                    ),
                ),
                (
                    "formula",
                    models.CharField(blank=True, max_length=40, verbose_name="算式"),
                ),
                (
                    "clause",
                    models.CharField(blank=True, max_length=200, verbose_name="条款"),
                ),
                (
                    "made_by",
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
                    "replied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="回复人",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nonconformities",
                        to="verification.emissionreport",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="关闭人",
                    ),
                ),
            ],
            options={
                "verbose_name": "不符合项",
                "ordering": ("report", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "number"), name="nonconformity_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["open", "replied", "corrected", "conservative"],
                            )
                        ),
                        name="nonconformity_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "conservative"), _negated=True),
                            models.Q(
                                ("after__isnull", False),
                                ("before__isnull", False),
                                models.Q(("line", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="nonconformity_conservative_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnAccountRow",
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
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                ("number", models.PositiveSmallIntegerField(verbose_name="版本号")),
                ("control_g", models.BigIntegerField(verbose_name="能源排放量（g）")),
                ("all_g", models.BigIntegerField(verbose_name="企业排放量（g）")),
                (
                    "complete",
                    models.BooleanField(default=True, verbose_name="全年完整"),
                ),
                (
                    "lines",
                    models.JSONField(blank=True, default=list, verbose_name="明细"),
                ),
                (
                    "findings",
                    models.JSONField(
                        blank=True, default=list, verbose_name="发现的问题"
                    ),
                ),
                (
                    "factor_edition",
                    models.CharField(max_length=80, verbose_name="因子版本"),
                ),
                ("seal", models.CharField(max_length=64, verbose_name="封存校验值")),
                (
                    "synthetic",
                    models.BooleanField(default=False, verbose_name="示例数据"),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_accounts",
                        to="core.organisation",
                        verbose_name="企业",
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
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "企业碳账",
                "ordering": ("enterprise__path", "-year", "-number"),
                "indexes": [
                    models.Index(
                        fields=["year", "enterprise"], name="own_account_by_year"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enterprise", "year", "number"), name="own_account_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanParameter",
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
                ("order", models.PositiveSmallIntegerField(verbose_name="顺序")),
                ("code", models.CharField(max_length=40, verbose_name="参数代码")),
                ("name", models.CharField(max_length=60, verbose_name="参数")),
                (
                    "facility",
                    models.CharField(blank=True, max_length=60, verbose_name="设施"),
                ),
                ("unit", models.CharField(max_length=20, verbose_name="计量单位")),
                (
                    "purpose",
                    models.CharField(
                        default="emission", max_length=10, verbose_name="用途"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="数据来源"
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="测量方法"
                    ),
                ),
                (
                    "instrument",
                    models.CharField(blank=True, max_length=100, verbose_name="仪器"),
                ),
                (
                    "frequency",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="监测频次"
                    ),
                ),
                (
                    "accuracy",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=10,
                        null=True,
                        verbose_name="准确度要求",
                    ),
                ),
                (
                    "calibration",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="校准规定"
                    ),
                ),
                (
                    "missing_rule",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="缺失处理"
                    ),
                ),
                (
                    "responsible",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="负责部门"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parameters",
                        to="verification.controlplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "监测参数",
                "ordering": ("plan", "order"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "facility", "code"), name="plan_parameter_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("purpose__in", ["emission", "production"]),
                            models.Q(
                                ("accuracy__isnull", True),
                                models.Q(("accuracy__gte", 0), ("accuracy__lt", 1)),
                                _connector="OR",
                            ),
                        ),
                        name="plan_parameter_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportStep",
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
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "file_name",
                    models.CharField(blank=True, max_length=200, verbose_name="文件名"),
                ),
                (
                    "file_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="校验值"),
                ),
                ("machine", models.CharField(max_length=12, verbose_name="对象")),
                ("act", models.CharField(max_length=20, verbose_name="动作")),
                ("before", models.CharField(max_length=20, verbose_name="之前")),
                ("after", models.CharField(max_length=20, verbose_name="之后")),
                ("hand", models.CharField(max_length=10, verbose_name="由谁办理")),
                (
                    "note",
                    models.CharField(blank=True, max_length=1000, verbose_name="说明"),
                ),
                (
                    "made_by",
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="verification.emissionreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "办理经过",
                "ordering": ("report", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("machine__in", ["report", "verification", "finding"])
                        ),
                        name="report_step_machine_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportVersion",
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
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
                ("number", models.PositiveSmallIntegerField(verbose_name="版本号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("compiled", "编制"),
                            ("corrected", "更正"),
                            ("verified", "核定"),
                        ],
                        max_length=10,
                        verbose_name="版本",
                    ),
                ),
                (
                    "reported_t",
                    models.DecimalField(
                        decimal_places=6, max_digits=24, verbose_name="填报（t）"
                    ),
                ),
                (
                    "computed_t",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="重算（t）",
                    ),
                ),
                (
                    "compliance_t",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="履约排放量（t）",
                    ),
                ),
                (
                    "factor_edition",
                    models.CharField(max_length=80, verbose_name="因子版本"),
                ),
                (
                    "findings",
                    models.JSONField(blank=True, default=list, verbose_name="重算发现"),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="校验值")),
                (
                    "made_by",
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="verification.emissionreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "报告版本",
                "ordering": ("report", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "number"), name="report_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("compiled", "corrected", "verified"))
                        ),
                        name="report_version_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportLineRow",
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
                ("order", models.PositiveSmallIntegerField(verbose_name="顺序")),
                ("code", models.CharField(max_length=40, verbose_name="行代码")),
                (
                    "facility",
                    models.CharField(blank=True, max_length=60, verbose_name="设施"),
                ),
                (
                    "flow",
                    models.CharField(blank=True, max_length=40, verbose_name="排放源"),
                ),
                (
                    "item",
                    models.CharField(blank=True, max_length=60, verbose_name="品种"),
                ),
                (
                    "quantity",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=24,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="活动数据",
                    ),
                ),
                ("unit", models.CharField(max_length=20, verbose_name="计量单位")),
                ("purpose", models.CharField(max_length=10, verbose_name="用途")),
                (
                    "reported_t",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="填报（t）",
                    ),
                ),
                (
                    "computed_t",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="重算（t）",
                    ),
                ),
                (
                    "compliance",
                    models.BooleanField(default=False, verbose_name="计入履约"),
                ),
                (
                    "method",
                    models.CharField(blank=True, max_length=200, verbose_name="方法"),
                ),
                (
                    "uses",
                    models.JSONField(blank=True, default=list, verbose_name="因子"),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="verification.reportversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "报告行",
                "ordering": ("version", "order"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "code"), name="report_line_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("purpose__in", ["emission", "production"]),
                            ("quantity__gte", 0),
                        ),
                        name="report_line_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Surrender",
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
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "amount_t",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=24,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="清缴量（t）",
                    ),
                ),
                (
                    "on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="清缴日期",
                    ),
                ),
                ("document", models.CharField(max_length=200, verbose_name="凭证")),
                (
                    "made_by",
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surrenders",
                        to="verification.emissionreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "清缴",
                "ordering": ("report", "on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_t__gt", 0),
                            models.Q(("document", ""), _negated=True),
                        ),
                        name="surrender_above_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("on__isnull", True),
                            (
                                "on__range",
                                (
                                    datetime.date(1990, 1, 1),
                                    datetime.date(2070, 12, 31),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="surrender_day_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verification",
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
                    "state",
                    models.CharField(
                        default="arranged", max_length=20, verbose_name="核查步骤"
                    ),
                ),
                (
                    "body_name",
                    models.CharField(max_length=100, verbose_name="核查机构名称"),
                ),
                (
                    "body_uscc",
                    models.CharField(
                        blank=True, max_length=18, verbose_name="核查机构信用代码"
                    ),
                ),
                (
                    "leader",
                    models.CharField(
                        blank=True, max_length=50, verbose_name="核查组长"
                    ),
                ),
                (
                    "members",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="核查组员"
                    ),
                ),
                (
                    "site_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="现场核查日期",
                    ),
                ),
                (
                    "site_plan",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="现场核查计划"
                    ),
                ),
                (
                    "conclusion",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="核查结论"
                    ),
                ),
                (
                    "concluded_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="核查结束日",
                    ),
                ),
                (
                    "told_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="告知日",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifications",
                        to="core.organisation",
                        verbose_name="核查机构",
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verification",
                        to="verification.emissionreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "核查",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "arranged",
                                    "team",
                                    "desk-review",
                                    "site-plan",
                                    "site-visit",
                                    "nonconformities",
                                    "settled",
                                    "conclusion",
                                    "told",
                                    "objection",
                                    "reviewed",
                                    "confirmed",
                                    "archived",
                                ],
                            )
                        ),
                        name="verification_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("site_on__isnull", True),
                                (
                                    "site_on__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("concluded_on__isnull", True),
                                (
                                    "concluded_on__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("told_on__isnull", True),
                                (
                                    "told_on__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="verification_days_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosedMonth",
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
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "month",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="月份",
                    ),
                ),
                ("carrier", models.CharField(max_length=24, verbose_name="能源品种")),
                (
                    "quantity",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=24,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="用量",
                    ),
                ),
                ("unit", models.CharField(max_length=20, verbose_name="计量单位")),
                (
                    "completeness",
                    models.DecimalField(
                        decimal_places=6, max_digits=10, verbose_name="完整率"
                    ),
                ),
                (
                    "day_month_gap",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=10,
                        null=True,
                        verbose_name="日月偏差",
                    ),
                ),
                ("flow", models.CharField(max_length=40, verbose_name="排放源")),
                ("row_id", models.CharField(max_length=200, verbose_name="数据行")),
                (
                    "key",
                    models.CharField(
                        max_length=200, unique=True, verbose_name="入湖编号"
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(default=1, verbose_name="版本号"),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closed_months",
                        to="core.organisation",
                        verbose_name="企业",
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
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "已确认月份",
                "ordering": ("enterprise__path", "-month", "carrier", "-number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enterprise", "month", "carrier", "number"),
                        name="closed_month_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("month__isnull", True),
                                (
                                    "month__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            ("quantity__gte", 0),
                        ),
                        name="closed_month_possible",
                    ),
                ],
            },
        ),
    ]
