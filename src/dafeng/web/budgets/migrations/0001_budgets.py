"""Ledgers of energy budgets: lines that only grow, units, applications, returns."""

from __future__ import annotations

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from dafeng.web.core.append_only import lift_append_only, make_append_only

LINES = "budgets_ledgerline"


def guard(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let lines only be added."""
    make_append_only(schema_editor, table=LINES, unique=("id",))


def unguard(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the guards off."""
    lift_append_only(schema_editor, table=LINES)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BudgetYear",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "basis",
                    models.CharField(
                        choices=[("equal", "等价值"), ("calorific", "当量值")],
                        default="equal",
                        max_length=10,
                        verbose_name="折算口径",
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="依据文件"
                    ),
                ),
                ("total_q", models.BigIntegerField(default=0, verbose_name="控制总量")),
                (
                    "reserve_q",
                    models.BigIntegerField(default=0, verbose_name="区级预留"),
                ),
                (
                    "allotted_q",
                    models.BigIntegerField(default=0, verbose_name="已分配"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="版本"),
                ),
                ("created_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "synthetic",
                    models.BooleanField(default=False, verbose_name="示例数据"),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_years_kept",
                        to="core.organisation",
                        verbose_name="主管部门",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_years",
                        to="core.organisation",
                        verbose_name="地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "用能预算年度",
                "ordering": ("organisation", "-year"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "year"), name="budget_year_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total_q",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("reserve_q"), "+", models.F("allotted_q")
                                ),
                            )
                        ),
                        name="budget_year_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("allotted_q__gte", 0),
                            ("reserve_q__gte", 0),
                            ("total_q__gte", 0),
                        ),
                        name="budget_year_not_below_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (2015, 2070))),
                        name="budget_year_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["equal", "calorific"])),
                        name="budget_year_basis_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CityReturn",
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
                    "checked_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="审核时间"
                    ),
                ),
                (
                    "issued_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="签发时间"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                ("file_sha256", models.CharField(max_length=64, verbose_name="校验值")),
                ("units", models.PositiveIntegerField(verbose_name="单位数")),
                ("made_on", models.DateField(verbose_name="生成日期")),
                ("made_at", models.DateTimeField(verbose_name="生成时间")),
                (
                    "letter",
                    models.CharField(blank=True, max_length=60, verbose_name="文号"),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核人",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签发人",
                    ),
                ),
                (
                    "ledger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="budgets.budgetyear",
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
                        verbose_name="生成人",
                    ),
                ),
            ],
            options={
                "verbose_name": "用能预算报表",
                "ordering": ("ledger", "number"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("checked_at__isnull", True),
                                ("checked_by__isnull", True),
                            ),
                            models.Q(
                                ("checked_at__isnull", False),
                                ("checked_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="budgets_cityreturn_checked_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("issued_at__isnull", True), ("issued_by__isnull", True)
                            ),
                            models.Q(
                                ("checked_by__isnull", False),
                                ("issued_at__isnull", False),
                                models.Q(
                                    ("issued_by", models.F("checked_by")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="budgets_cityreturn_issued_by_another",
                        violation_error_message="审核人与签发人不能是同一人。",
                    ),
                    models.UniqueConstraint(
                        fields=("ledger", "number"), name="city_return_number_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyUser",
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
                    "checked_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="审核时间"
                    ),
                ),
                (
                    "issued_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="签发时间"
                    ),
                ),
                ("kind", models.CharField(max_length=16, verbose_name="类别")),
                (
                    "manager",
                    models.CharField(
                        choices=[("district", "区级管理"), ("city", "市级管理")],
                        max_length=8,
                        verbose_name="管理级别",
                    ),
                ),
                (
                    "industry",
                    models.CharField(
                        blank=True,
                        max_length=4,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{2,4}\\Z", "GB/T 4754 的 2 至 4 位数字。"
                            )
                        ],
                        verbose_name="行业代码",
                    ),
                ),
                (
                    "last_year_q",
                    models.BigIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="上年用能",
                    ),
                ),
                (
                    "designated",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="指定文件"
                    ),
                ),
                (
                    "listed_in",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="名录或依据文件"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("listed", "已列入"),
                            ("budget-proposed", "待核定"),
                            ("budget-approved", "已核定"),
                            ("metering", "执行中"),
                            ("adjusted", "申请调整"),
                            ("self-reported", "已自报"),
                            ("reviewed", "已审核"),
                            ("settled", "已清算"),
                            ("withdrawn", "已撤出"),
                        ],
                        default="listed",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        blank=True, max_length=16, verbose_name="确定方法"
                    ),
                ),
                (
                    "reduction_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="要求下降率（%）",
                    ),
                ),
                (
                    "proposed_q",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="建议预算"
                    ),
                ),
                (
                    "saving_goal_q",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="节能量目标"
                    ),
                ),
                (
                    "proposal_note",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="测算说明"
                    ),
                ),
                (
                    "budget_q",
                    models.BigIntegerField(default=0, verbose_name="用能预算"),
                ),
                (
                    "balance_q",
                    models.BigIntegerField(default=0, verbose_name="预算余额"),
                ),
                (
                    "reported_q",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="自报用能"
                    ),
                ),
                (
                    "reviewed_q",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="审定用能"
                    ),
                ),
                (
                    "counted_q",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="计入用能"
                    ),
                ),
                (
                    "saved_q",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="实际节能量"
                    ),
                ),
                (
                    "report_note",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="自报说明"
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("under", "未超预算"), ("over", "超预算")],
                        max_length=8,
                        verbose_name="清算结果",
                    ),
                ),
                (
                    "used_q",
                    models.BigIntegerField(blank=True, null=True, verbose_name="已用"),
                ),
                (
                    "deducted_q",
                    models.BigIntegerField(default=0, verbose_name="已扣除"),
                ),
                (
                    "known_until",
                    models.DateField(
                        blank=True, null=True, verbose_name="用能数据截至"
                    ),
                ),
                (
                    "due_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=8,
                        max_digits=9,
                        null=True,
                        verbose_name="应用比例",
                    ),
                ),
                (
                    "landing_q",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="预计全年"
                    ),
                ),
                (
                    "low_q",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="预计下限"
                    ),
                ),
                (
                    "high_q",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="预计上限"
                    ),
                ),
                (
                    "over_chance",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=5,
                        null=True,
                        verbose_name="超预算概率",
                    ),
                ),
                (
                    "over_in",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="预计超预算月份"
                    ),
                ),
                (
                    "bands",
                    models.JSONField(blank=True, default=list, verbose_name="预警"),
                ),
                (
                    "crossed",
                    models.JSONField(
                        blank=True, default=list, verbose_name="已提醒的预警"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        default="calm", max_length=8, verbose_name="预警级别"
                    ),
                ),
                (
                    "forecast",
                    models.JSONField(blank=True, default=dict, verbose_name="逐月预计"),
                ),
                (
                    "prepared_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="测算时间"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="版本"),
                ),
                ("created_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "synthetic",
                    models.BooleanField(default=False, verbose_name="示例数据"),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核人",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签发人",
                    ),
                ),
                (
                    "ledger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="users",
                        to="budgets.budgetyear",
                        verbose_name="年度",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="key_user_years",
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
            ],
            options={
                "verbose_name": "重点用能单位",
                "ordering": ("ledger", "unit__name_zh", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("checked_at__isnull", True),
                                ("checked_by__isnull", True),
                            ),
                            models.Q(
                                ("checked_at__isnull", False),
                                ("checked_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="budgets_keyuser_checked_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("issued_at__isnull", True), ("issued_by__isnull", True)
                            ),
                            models.Q(
                                ("checked_by__isnull", False),
                                ("issued_at__isnull", False),
                                models.Q(
                                    ("issued_by", models.F("checked_by")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="budgets_keyuser_issued_by_another",
                        violation_error_message="审核人与签发人不能是同一人。",
                    ),
                    models.UniqueConstraint(
                        fields=("ledger", "unit"),
                        name="key_user_once_a_year",
                        violation_error_message="这家企业在这一年已经列入名单。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("balance_q__gte", 0), ("budget_q__gte", 0)),
                        name="key_user_budget_not_below_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "listed",
                                    "budget-proposed",
                                    "budget-approved",
                                    "metering",
                                    "adjusted",
                                    "self-reported",
                                    "reviewed",
                                    "settled",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="key_user_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetStep",
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
                    "act",
                    models.CharField(
                        choices=[
                            ("propose", "提出预算建议"),
                            ("check", "审核"),
                            ("return", "退回"),
                            ("approve", "核定预算"),
                            ("meter", "开始执行"),
                            ("apply", "申请调整"),
                            ("retract", "撤回申请"),
                            ("grant", "同意调整"),
                            ("refuse", "不同意调整"),
                            ("report", "年度自报"),
                            ("send-back", "退回自报"),
                            ("review", "审定用能"),
                            ("reopen", "撤销审定"),
                            ("settle", "清算"),
                            ("withdraw", "撤出名单"),
                        ],
                        max_length=12,
                        verbose_name="动作",
                    ),
                ),
                ("before", models.CharField(max_length=16, verbose_name="原状态")),
                ("after", models.CharField(max_length=16, verbose_name="现状态")),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="理由"),
                ),
                ("at", models.DateTimeField(verbose_name="办理时间")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="budgets.keyuser",
                    ),
                ),
            ],
            options={
                "verbose_name": "办理经过",
                "ordering": ("user", "at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "act__in",
                                [
                                    "propose",
                                    "check",
                                    "return",
                                    "approve",
                                    "meter",
                                    "apply",
                                    "retract",
                                    "grant",
                                    "refuse",
                                    "report",
                                    "send-back",
                                    "review",
                                    "reopen",
                                    "settle",
                                    "withdraw",
                                ],
                            )
                        ),
                        name="budget_step_act_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetApplication",
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
                ("wanted_q", models.BigIntegerField(verbose_name="申请后的预算")),
                ("reason", models.CharField(max_length=500, verbose_name="理由")),
                (
                    "file_name",
                    models.CharField(blank=True, max_length=200, verbose_name="文件名"),
                ),
                (
                    "file_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="校验值"),
                ),
                ("at", models.DateTimeField(verbose_name="申请时间")),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("open", "待决定"),
                            ("granted", "已同意"),
                            ("refused", "未同意"),
                            ("retracted", "已撤回"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="决定",
                    ),
                ),
                (
                    "granted_q",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="同意后的预算"
                    ),
                ),
                (
                    "decision_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="决定理由"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="决定时间"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申请人",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="决定人",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="budgets.keyuser",
                    ),
                ),
            ],
            options={
                "verbose_name": "调整申请",
                "ordering": ("user", "at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decision", "open")),
                        fields=("user",),
                        name="budget_application_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wanted_q__gt", 0)),
                        name="budget_application_above_zero",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerLine",
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
                ("number", models.PositiveIntegerField(verbose_name="序号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("total", "确定控制总量"),
                            ("reduce", "核减控制总量"),
                            ("allot", "分配"),
                            ("transfer", "单位间调剂"),
                            ("release", "收回预留"),
                            ("draw", "动用预留"),
                            ("adjust", "核减预算"),
                            ("settle", "年终收回"),
                        ],
                        max_length=10,
                        verbose_name="事由",
                    ),
                ),
                (
                    "debit",
                    models.CharField(
                        choices=[
                            ("total", "控制总量"),
                            ("reserve", "区级预留"),
                            ("unit", "用能单位"),
                        ],
                        max_length=8,
                        verbose_name="借方",
                    ),
                ),
                (
                    "credit",
                    models.CharField(
                        choices=[
                            ("total", "控制总量"),
                            ("reserve", "区级预留"),
                            ("unit", "用能单位"),
                        ],
                        max_length=8,
                        verbose_name="贷方",
                    ),
                ),
                ("quanta", models.BigIntegerField(verbose_name="数额")),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="理由"),
                ),
                (
                    "document",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="依据文件"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="办理时间")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
                (
                    "credit_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines_out",
                        to="budgets.keyuser",
                    ),
                ),
                (
                    "debit_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines_in",
                        to="budgets.keyuser",
                    ),
                ),
                (
                    "ledger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="budgets.budgetyear",
                    ),
                ),
            ],
            options={
                "verbose_name": "预算分录",
                "ordering": ("ledger", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ledger", "number"), name="ledger_line_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quanta__gt", 0)),
                        name="ledger_line_above_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "total",
                                    "reduce",
                                    "allot",
                                    "transfer",
                                    "release",
                                    "draw",
                                    "adjust",
                                    "settle",
                                ],
                            )
                        ),
                        name="ledger_line_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("debit", "unit"), ("debit_unit__isnull", False)),
                            models.Q(
                                models.Q(("debit", "unit"), _negated=True),
                                ("debit_unit__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_line_debit_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("credit", "unit"), ("credit_unit__isnull", False)
                            ),
                            models.Q(
                                models.Q(("credit", "unit"), _negated=True),
                                ("credit_unit__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_line_credit_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("debit", models.F("credit")), _negated=True),
                            models.Q(
                                ("debit", "unit"),
                                models.Q(
                                    ("debit_unit", models.F("credit_unit")),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_line_from_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitDeduction",
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
                ("kind", models.CharField(max_length=20, verbose_name="扣除项")),
                ("quanta", models.BigIntegerField(verbose_name="扣除量")),
                ("document", models.CharField(max_length=200, verbose_name="证明文件")),
                (
                    "file_name",
                    models.CharField(blank=True, max_length=200, verbose_name="文件名"),
                ),
                (
                    "file_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="校验值"),
                ),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="确认时间"
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deductions",
                        to="budgets.keyuser",
                    ),
                ),
            ],
            options={
                "verbose_name": "扣除项",
                "ordering": ("user", "entered_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quanta__gt", 0)),
                        name="unit_deduction_above_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("document", ""), _negated=True),
                        name="unit_deduction_has_document",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="unit_deduction_withdrawn_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitMonth",
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
                ("month", models.PositiveSmallIntegerField(verbose_name="月份")),
                (
                    "quanta",
                    models.BigIntegerField(blank=True, null=True, verbose_name="用能"),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="已知天数"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("meters", "meters"), ("statement", "statement")],
                        max_length=10,
                        verbose_name="来源",
                    ),
                ),
                ("learned_at", models.DateTimeField(verbose_name="得知时间")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="months",
                        to="budgets.keyuser",
                    ),
                ),
            ],
            options={
                "verbose_name": "月度用能",
                "ordering": ("user", "month"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "month"), name="unit_month_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__range", (1, 12))),
                        name="unit_month_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quanta__isnull", True),
                            ("quanta__gte", 0),
                            _connector="OR",
                        ),
                        name="unit_month_not_below_zero",
                    ),
                ],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
