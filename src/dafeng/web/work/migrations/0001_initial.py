"""Tasks, rounds, reports and evidence."""

from __future__ import annotations

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0004_sign_in_and_audit"),
        ("plans", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportingDuty",
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
                ("form", models.CharField(max_length=80, verbose_name="报表")),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("monthly", "每月"),
                            ("quarterly", "每季"),
                            ("half-yearly", "每半年"),
                            ("yearly", "每年"),
                        ],
                        max_length=12,
                        verbose_name="频次",
                    ),
                ),
                (
                    "series",
                    models.JSONField(blank=True, default=list, verbose_name="数列"),
                ),
                (
                    "scope",
                    models.CharField(blank=True, max_length=120, verbose_name="范围"),
                ),
                (
                    "evidence_asked",
                    models.TextField(blank=True, verbose_name="佐证要求"),
                ),
                ("valid_from", models.DateField(verbose_name="起始日")),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="终止日"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_reports",
                        to="core.organisation",
                        verbose_name="收表单位",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reporting_duties",
                        to="core.organisation",
                        verbose_name="报送单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送责任",
                "ordering": ("unit__path", "form", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "frequency__in",
                                ["monthly", "quarterly", "half-yearly", "yearly"],
                            )
                        ),
                        name="duty_frequency_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="duty_ends_after_it_begins",
                        violation_error_message="终止日早于起始日。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
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
                        choices=[
                            ("open", "待填报"),
                            ("draft", "草稿"),
                            ("submitted", "待负责人确认"),
                            ("confirmed", "待核实"),
                            ("returned", "已退回"),
                            ("verified", "已核实"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="期限")),
                ("progress", models.TextField(blank=True, verbose_name="进展")),
                (
                    "percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="进度",
                    ),
                ),
                (
                    "percent_before",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="此前进度",
                    ),
                ),
                (
                    "percent_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="进度回落说明"
                    ),
                ),
                ("problem", models.TextField(blank=True, verbose_name="问题")),
                ("next_step", models.TextField(blank=True, verbose_name="下一步")),
                (
                    "returned_reason",
                    models.TextField(blank=True, verbose_name="退回原因"),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="提交时间"
                    ),
                ),
                (
                    "first_received_on",
                    models.DateField(blank=True, null=True, verbose_name="首次上报日"),
                ),
                (
                    "returns",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="退回次数"
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="确认时间"
                    ),
                ),
                (
                    "verified_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="核实时间"
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
                    "filled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填报人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="core.organisation",
                        verbose_name="报送单位",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核实人",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="work.reportingduty",
                        verbose_name="报送责任",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送",
                "ordering": ("-due_on", "unit__path", "pk"),
                "indexes": [
                    models.Index(
                        fields=["unit", "state", "due_on"], name="report_by_unit"
                    ),
                    models.Index(fields=["state", "due_on"], name="report_by_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "open",
                                    "draft",
                                    "submitted",
                                    "confirmed",
                                    "returned",
                                    "verified",
                                ],
                            )
                        ),
                        name="report_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("percent__isnull", True),
                            ("percent__range", (0, 100)),
                            _connector="OR",
                        ),
                        name="report_percent_possible",
                        violation_error_message="进度应在 0 到 100 之间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_by__isnull", True),
                            models.Q(
                                models.Q(
                                    ("verified_by", models.F("confirmed_by")),
                                    _negated=True,
                                ),
                                models.Q(
                                    ("verified_by", models.F("filled_by")),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="report_verified_by_another",
                        violation_error_message="填报人和确认人不能自己核实。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "verified"), _negated=True),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("verified_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="report_verified_was_confirmed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportMove",
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
                            ("save", "保存草稿"),
                            ("submit", "提交"),
                            ("recall", "撤回"),
                            ("confirm", "确认上报"),
                            ("return", "退回"),
                            ("verify", "核实"),
                        ],
                        max_length=8,
                        verbose_name="动作",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("open", "待填报"),
                            ("draft", "草稿"),
                            ("submitted", "待负责人确认"),
                            ("confirmed", "待核实"),
                            ("returned", "已退回"),
                            ("verified", "已核实"),
                        ],
                        max_length=10,
                        verbose_name="此前",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("open", "待填报"),
                            ("draft", "草稿"),
                            ("submitted", "待负责人确认"),
                            ("confirmed", "待核实"),
                            ("returned", "已退回"),
                            ("verified", "已核实"),
                        ],
                        max_length=10,
                        verbose_name="此后",
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="版本")),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                (
                    "content",
                    models.JSONField(blank=True, default=dict, verbose_name="内容"),
                ),
                ("refused", models.BooleanField(default=False, verbose_name="未采纳")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="work.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送动态",
                "ordering": ("report", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Round",
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
                    "frequency",
                    models.CharField(
                        choices=[
                            ("monthly", "每月"),
                            ("quarterly", "每季"),
                            ("half-yearly", "每半年"),
                            ("yearly", "每年"),
                        ],
                        max_length=12,
                        verbose_name="频次",
                    ),
                ),
                ("period", models.CharField(max_length=10, verbose_name="报告期")),
                ("opens_on", models.DateField(verbose_name="开始日")),
                ("due_on", models.DateField(verbose_name="截止日")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "填报中"), ("closed", "已截止")],
                        default="open",
                        max_length=6,
                        verbose_name="状态",
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="截止时间"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="core.organisation",
                        verbose_name="收表单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送轮次",
                "ordering": ("-due_on", "frequency"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "frequency", "period"),
                        name="round_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "closed"])),
                        name="round_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("opens_on"))),
                        name="round_due_after_opening",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="report",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="work.round",
                verbose_name="轮次",
            ),
        ),
        migrations.CreateModel(
            name="SheetSignOff",
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
                ("tasks", models.PositiveIntegerField(verbose_name="任务数")),
                ("digest", models.CharField(max_length=64, verbose_name="校验值")),
                ("at", models.DateTimeField(verbose_name="签收时间")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签收人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_sheets",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务清单签收",
                "ordering": ("unit__path", "-year", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "year", "digest"), name="work_sheet_signed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
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
                ("number", models.CharField(max_length=80, verbose_name="编号")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="年度"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="任务")),
                (
                    "deliverable",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="交付成果",
                    ),
                ),
                (
                    "evidence_asked",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="佐证要求",
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="所属单位组"
                    ),
                ),
                (
                    "recurrence",
                    models.CharField(
                        choices=[
                            ("once", "一次"),
                            ("monthly", "每月"),
                            ("quarterly", "每季"),
                            ("half-yearly", "每半年"),
                            ("yearly", "每年"),
                        ],
                        default="once",
                        max_length=12,
                        verbose_name="频次",
                    ),
                ),
                (
                    "begins_on",
                    models.DateField(blank=True, null=True, verbose_name="开始日"),
                ),
                ("first_due_on", models.DateField(verbose_name="原定期限")),
                ("due_on", models.DateField(verbose_name="期限")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草拟"),
                            ("assigned", "已分解"),
                            ("accepted", "已签收"),
                            ("in-progress", "推进中"),
                            ("submitted", "已报送"),
                            ("returned", "已退回"),
                            ("verified", "已核实"),
                            ("closed", "已销号"),
                            ("extended", "已延期"),
                            ("suspended", "已暂缓"),
                            ("cancelled", "已终止"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="进度",
                    ),
                ),
                (
                    "reported_on",
                    models.DateField(blank=True, null=True, verbose_name="最近报送日"),
                ),
                (
                    "verified",
                    models.BooleanField(default=False, verbose_name="进度已核实"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="版本"),
                ),
                ("created_at", models.DateTimeField(verbose_name="创建时间")),
                (
                    "synthetic",
                    models.BooleanField(default=False, verbose_name="示例数据"),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work",
                        to="plans.clause",
                        verbose_name="条款",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="创建人",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_tasks",
                        to="core.organisation",
                        verbose_name="牵头单位",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued_tasks",
                        to="core.organisation",
                        verbose_name="下达单位",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="work.task",
                        verbose_name="上级任务",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work",
                        to="plans.plan",
                        verbose_name="方案",
                    ),
                ),
                (
                    "plan_task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work",
                        to="plans.task",
                        verbose_name="方案任务",
                    ),
                ),
                (
                    "projects",
                    models.ManyToManyField(
                        blank=True,
                        related_name="work",
                        to="plans.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "targets",
                    models.ManyToManyField(
                        blank=True,
                        related_name="work",
                        to="plans.target",
                        verbose_name="目标",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务",
                "ordering": ("due_on", "number"),
                "indexes": [
                    models.Index(
                        fields=["lead", "state", "due_on"], name="work_task_by_lead"
                    ),
                    models.Index(
                        fields=["organisation", "due_on"], name="work_task_by_issuer"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "number"), name="work_task_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "assigned",
                                    "accepted",
                                    "in-progress",
                                    "submitted",
                                    "returned",
                                    "verified",
                                    "closed",
                                    "extended",
                                    "suspended",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="work_task_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "recurrence__in",
                                [
                                    "once",
                                    "monthly",
                                    "quarterly",
                                    "half-yearly",
                                    "yearly",
                                ],
                            )
                        ),
                        name="work_task_recurrence_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("begins_on__isnull", True),
                            ("due_on__gte", models.F("begins_on")),
                            _connector="OR",
                        ),
                        name="work_task_ends_after_it_begins",
                        violation_error_message="期限早于开始日。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("percent__isnull", True),
                            ("percent__range", (0, 100)),
                            _connector="OR",
                        ),
                        name="work_task_percent_possible",
                        violation_error_message="进度应在 0 到 100 之间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="work_task_is_not_its_own_part",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="reportingduty",
            name="task",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reporting_duties",
                to="work.task",
                verbose_name="任务",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="task",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="work.task",
                verbose_name="任务",
            ),
        ),
        migrations.CreateModel(
            name="Evidence",
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
                        choices=[
                            ("file", "文件"),
                            ("link", "链接"),
                            ("document", "公文"),
                        ],
                        max_length=8,
                        verbose_name="类型",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="校验值"),
                ),
                (
                    "size",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="大小"
                    ),
                ),
                (
                    "media",
                    models.CharField(blank=True, max_length=100, verbose_name="格式"),
                ),
                (
                    "url",
                    models.URLField(blank=True, max_length=500, verbose_name="网址"),
                ),
                (
                    "number",
                    models.CharField(blank=True, max_length=100, verbose_name="文号"),
                ),
                (
                    "dated",
                    models.DateField(blank=True, null=True, verbose_name="成文日期"),
                ),
                ("added_at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="撤下时间"
                    ),
                ),
                (
                    "withdrawn_reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="撤下原因"
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="work.report",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="work.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "佐证",
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["sha256"], name="evidence_by_hash")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("report__isnull", False), ("task__isnull", True)),
                            models.Q(("report__isnull", True), ("task__isnull", False)),
                            _connector="OR",
                        ),
                        name="evidence_has_one_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "file"),
                                ("size__isnull", False),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            models.Q(
                                ("kind", "link"), models.Q(("url", ""), _negated=True)
                            ),
                            models.Q(
                                ("dated__isnull", False),
                                ("kind", "document"),
                                models.Q(("number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_is_what_it_says",
                        violation_error_message="文件须有内容，链接须有网址，公文须有文号和日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskIndicator",
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
                ("code", models.CharField(max_length=80, verbose_name="指标代码")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="work.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "关联指标",
                "ordering": ("task", "code"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("task", "code"), name="work_task_indicator_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskMove",
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
                            ("assign", "分解下达"),
                            ("accept", "签收"),
                            ("start", "开始推进"),
                            ("submit", "报送完成"),
                            ("return", "退回"),
                            ("verify", "核实"),
                            ("close", "销号"),
                            ("next", "转入下一期"),
                            ("extend", "准予延期"),
                            ("suspend", "暂缓"),
                            ("resume", "恢复推进"),
                            ("cancel", "终止"),
                            ("undo", "撤销上一步"),
                        ],
                        max_length=10,
                        verbose_name="动作",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("draft", "草拟"),
                            ("assigned", "已分解"),
                            ("accepted", "已签收"),
                            ("in-progress", "推进中"),
                            ("submitted", "已报送"),
                            ("returned", "已退回"),
                            ("verified", "已核实"),
                            ("closed", "已销号"),
                            ("extended", "已延期"),
                            ("suspended", "已暂缓"),
                            ("cancelled", "已终止"),
                        ],
                        max_length=12,
                        verbose_name="此前",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "草拟"),
                            ("assigned", "已分解"),
                            ("accepted", "已签收"),
                            ("in-progress", "推进中"),
                            ("submitted", "已报送"),
                            ("returned", "已退回"),
                            ("verified", "已核实"),
                            ("closed", "已销号"),
                            ("extended", "已延期"),
                            ("suspended", "已暂缓"),
                            ("cancelled", "已终止"),
                        ],
                        max_length=12,
                        verbose_name="此后",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="理由",
                    ),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="新期限"),
                ),
                ("version", models.PositiveIntegerField(verbose_name="版本")),
                (
                    "was",
                    models.JSONField(blank=True, default=dict, verbose_name="此前的值"),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="work.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务动态",
                "ordering": ("task", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("task", "version"), name="work_task_move_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskStep",
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
                ("title", models.CharField(max_length=200, verbose_name="节点")),
                ("due_on", models.DateField(verbose_name="期限")),
                (
                    "done_on",
                    models.DateField(blank=True, null=True, verbose_name="完成日"),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="work.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务节点",
                "ordering": ("task", "order"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("task", "order"), name="work_task_step_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskUnit",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "共同牵头"),
                            ("support", "配合"),
                            ("implement", "落实"),
                        ],
                        max_length=9,
                        verbose_name="角色",
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="所属单位组"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="helped_tasks",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="units",
                        to="work.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "配合单位",
                "ordering": ("task", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("task", "organisation", "group"),
                        name="work_task_unit_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["lead", "support", "implement"])
                        ),
                        name="work_task_role_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportFigure",
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
                ("series", models.CharField(max_length=80, verbose_name="数列")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("figure", "填报数值"),
                            ("not-applicable", "不适用"),
                            ("no-data-yet", "暂无数据"),
                        ],
                        max_length=14,
                        verbose_name="答复",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-9000000000000),
                            django.core.validators.MaxValueValidator(9000000000000),
                        ],
                        verbose_name="数值",
                    ),
                ),
                ("unit", models.CharField(max_length=40, verbose_name="计量单位")),
                (
                    "expected_on",
                    models.DateField(blank=True, null=True, verbose_name="预计取得日"),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="说明"),
                ),
                (
                    "accepted_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="异常说明"
                    ),
                ),
                (
                    "known",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="库中数值",
                    ),
                ),
                (
                    "previous",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="上期值",
                    ),
                ),
                (
                    "year_ago",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="上年同期",
                    ),
                ),
                (
                    "parts",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="分期合计",
                    ),
                ),
                (
                    "stored",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="已入库数值",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="work.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送数值",
                "ordering": ("report", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "series"), name="figure_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "answer__in",
                                ["", "figure", "not-applicable", "no-data-yet"],
                            )
                        ),
                        name="figure_answer_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "figure"), ("value__isnull", False)),
                            models.Q(
                                models.Q(("answer", "figure"), _negated=True),
                                ("value__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="figure_answer_agrees",
                        violation_error_message="选“填报数值”须填数值，其他答复不填数值。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "no-data-yet"), _negated=True),
                            ("expected_on__isnull", False),
                            _connector="OR",
                        ),
                        name="figure_says_when",
                        violation_error_message="暂无数据须写明预计取得日。",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="reportingduty",
            constraint=models.UniqueConstraint(
                condition=models.Q(("task__isnull", False), ("valid_to__isnull", True)),
                fields=("unit", "form", "frequency", "task", "scope"),
                name="duty_once_per_task",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportingduty",
            constraint=models.UniqueConstraint(
                condition=models.Q(("task__isnull", True), ("valid_to__isnull", True)),
                fields=("unit", "form", "frequency", "scope"),
                name="duty_once_without_task",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("round", "duty"), name="report_once"
            ),
        ),
    ]
