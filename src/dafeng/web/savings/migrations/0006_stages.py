"""Stages of a project, and what was invested in it."""

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
        ("savings", "0005_management"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InvestmentLine",
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
                    "source",
                    models.CharField(
                        choices=[
                            ("own", "企业自有资金"),
                            ("loan", "贷款"),
                            ("provider", "节能服务公司投入"),
                            ("grant", "财政补助"),
                        ],
                        max_length=10,
                        verbose_name="资金来源",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=15,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.01")),
                            django.core.validators.MaxValueValidator(
                                Decimal("9999999999999.99")
                            ),
                        ],
                        verbose_name="金额（元）",
                    ),
                ),
                (
                    "paid_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="支付日期",
                    ),
                ),
                (
                    "borrower",
                    models.CharField(
                        blank=True,
                        choices=[("enterprise", "企业"), ("provider", "节能服务公司")],
                        max_length=10,
                        verbose_name="借款方",
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=5,
                        max_digits=6,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="贷款年利率",
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(480),
                        ],
                        verbose_name="贷款期限（月）",
                    ),
                ),
                (
                    "document",
                    models.CharField(max_length=200, verbose_name="凭证或合同编号"),
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
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="investments",
                        to="savings.savingproject",
                    ),
                ),
            ],
            options={
                "verbose_name": "项目投资",
                "ordering": ("project", "paid_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="investmentline_withdrawn_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("borrower__in", ("enterprise", "provider")),
                                ("months__gte", 1),
                                ("months__isnull", False),
                                ("months__lte", 480),
                                ("rate__gte", 0),
                                ("rate__isnull", False),
                                ("rate__lte", 1),
                                ("source", "loan"),
                            ),
                            models.Q(
                                models.Q(("source", "loan"), _negated=True),
                                ("borrower", ""),
                                ("months__isnull", True),
                                ("rate__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="investment_line_loan_has_terms",
                        violation_error_message="贷款须写明借款方、年利率和期限；其他来源不写这三项。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0),
                            models.Q(
                                ("amount__isnull", True),
                                models.Q(
                                    ("amount__gt", -10000000000000),
                                    ("amount__lt", 10000000000000),
                                ),
                                _connector="OR",
                            ),
                            models.Q(("document", ""), _negated=True),
                        ),
                        name="investment_line_amount_possible",
                        violation_error_message="金额须大于 0，并写明凭证。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paid_on__isnull", True),
                            (
                                "paid_on__range",
                                (
                                    datetime.date(1990, 1, 1),
                                    datetime.date(2070, 12, 31),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="investment_line_day_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectStage",
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
                    "stage",
                    models.CharField(
                        choices=[
                            ("advice", "咨询"),
                            ("diagnosis", "诊断"),
                            ("finance", "融资"),
                            ("retrofit", "改造"),
                            ("operation", "运行"),
                        ],
                        max_length=10,
                        verbose_name="阶段",
                    ),
                ),
                (
                    "planned_begin",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="计划开始",
                    ),
                ),
                (
                    "planned_end",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="计划完成",
                    ),
                ),
                (
                    "actual_begin",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="实际开始",
                    ),
                ),
                (
                    "actual_end",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="实际完成",
                    ),
                ),
                (
                    "earliest",
                    models.DateField(
                        blank=True, null=True, verbose_name="最早可以开始"
                    ),
                ),
                (
                    "recorded_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="记录日期"
                    ),
                ),
                (
                    "responsible",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="责任单位或责任人"
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="依据文件及文号"
                    ),
                ),
                (
                    "skipped_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="不需要的理由"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="版本"),
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
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages",
                        to="savings.savingproject",
                    ),
                ),
            ],
            options={
                "verbose_name": "项目阶段",
                "ordering": ("project", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="projectstage_withdrawn_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("project", "stage"),
                        name="project_stage_once",
                        violation_error_message="这个阶段已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("planned_begin__isnull", True),
                                ("planned_end__isnull", True),
                                ("planned_end__gte", models.F("planned_begin")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("actual_end__isnull", True),
                                models.Q(
                                    ("actual_begin__isnull", False),
                                    ("actual_end__gte", models.F("actual_begin")),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="project_stage_forward",
                        violation_error_message="完成日期不能早于开始日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actual_begin__isnull", True),
                            ("withdrawn_at__isnull", False),
                            models.Q(
                                ("actual_begin__gte", models.F("earliest")),
                                ("earliest__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="project_stage_in_order",
                        violation_error_message="前一阶段开始以后才能开始；改造完成以后才能运行。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("actual_begin__isnull", True),
                                ("actual_begin__lte", models.F("recorded_on")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("actual_end__isnull", True),
                                ("actual_end__lte", models.F("recorded_on")),
                                _connector="OR",
                            ),
                        ),
                        name="project_stage_has_happened",
                        violation_error_message="实际日期还没有到。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actual_begin__isnull", True),
                            models.Q(("document", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="project_stage_has_document",
                        violation_error_message="已经开始的阶段须写明依据文件。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("skipped_reason", ""),
                            models.Q(
                                ("actual_begin__isnull", True),
                                ("actual_end__isnull", True),
                                ("planned_begin__isnull", True),
                                ("planned_end__isnull", True),
                                ("stage__in", ("advice", "diagnosis", "finance")),
                            ),
                            _connector="OR",
                        ),
                        name="project_stage_skipped_has_no_days",
                        violation_error_message="不需要的阶段不写日期；改造和运行不能不需要。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("planned_begin__isnull", True),
                                (
                                    "planned_begin__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("planned_end__isnull", True),
                                (
                                    "planned_end__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("actual_begin__isnull", True),
                                (
                                    "actual_begin__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("actual_end__isnull", True),
                                (
                                    "actual_end__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="project_stage_days_possible",
                    ),
                ],
            },
        ),
    ]
