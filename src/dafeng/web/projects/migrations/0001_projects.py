"""Tables of projects."""

from __future__ import annotations

import datetime
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dafeng.web.core.codes
import dafeng.web.core.days


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("core", "__first__"),
        ("plans", "0001_initial"),
        ("work", "0002_days_that_can_be_meant"),
    ]

    operations = [
        migrations.CreateModel(
            name="Project",
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
                    "code",
                    models.CharField(
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9A-Za-z][0-9A-Za-z-]*\\Z",
                                "只含字母、数字和连字符。",
                            )
                        ],
                        verbose_name="项目代码",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("new", "新建"),
                            ("rebuilt", "改建"),
                            ("extended", "扩建"),
                            ("upgraded", "技改"),
                        ],
                        default="new",
                        max_length=8,
                        verbose_name="建设性质",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("planned", "谋划"),
                            ("screened", "已分类"),
                            ("exempt", "免单独审查"),
                            ("filed", "已报审"),
                            ("correcting", "补正"),
                            ("taken", "已受理"),
                            ("appraising", "评审中"),
                            ("approved", "已批复"),
                            ("refused", "未通过"),
                            ("building", "在建"),
                            ("change-asked", "变更报审"),
                            ("changed", "变更获批"),
                            ("trial", "试运行"),
                            ("accepted", "已验收"),
                            ("operating", "运行"),
                            ("monitored", "纳入监测"),
                            ("exceeding", "超批复"),
                            ("rectifying", "整改中"),
                            ("cleared", "整改销号"),
                            ("penalised", "已处罚"),
                            ("cancelled", "终止"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="阶段",
                    ),
                ),
                (
                    "review",
                    models.CharField(
                        choices=[
                            ("unknown", "未定"),
                            ("separate", "单独审查"),
                            ("data-only", "免单独审查"),
                        ],
                        default="unknown",
                        max_length=9,
                        verbose_name="节能审查",
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
                    "builder",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="建设单位"
                    ),
                ),
                (
                    "builder_uscc",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[dafeng.web.core.codes.validate_uscc],
                        verbose_name="统一社会信用代码",
                    ),
                ),
                (
                    "capacity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=20,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="规模",
                    ),
                ),
                (
                    "capacity_unit",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="计量单位"
                    ),
                ),
                (
                    "investment",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="总投资（元）",
                    ),
                ),
                (
                    "start_due",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="计划开工",
                    ),
                ),
                (
                    "operation_due",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="计划投运",
                    ),
                ),
                (
                    "started_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="实际开工",
                    ),
                ),
                (
                    "trial_from",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="试运行起",
                    ),
                ),
                (
                    "operated_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="实际投运",
                    ),
                ),
                (
                    "energy_tce",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=18,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="年综合能源消费量（tce）",
                    ),
                ),
                (
                    "coal_t",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=18,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="年煤炭消费量（t）",
                    ),
                ),
                (
                    "co2_t",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=18,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="年二氧化碳排放量（t）",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="对应的措施"
                    ),
                ),
                (
                    "location",
                    models.JSONField(blank=True, null=True, verbose_name="位置"),
                ),
                ("note", models.TextField(blank=True, verbose_name="说明")),
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
                    "builder_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects_built",
                        to="core.organisation",
                        verbose_name="建设单位（本系统登记）",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="projects.project",
                        verbose_name="并入",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="core.organisation",
                        verbose_name="登记单位",
                    ),
                ),
                (
                    "plan_project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registered",
                        to="plans.project",
                        verbose_name="方案点名的项目",
                    ),
                ),
                (
                    "targets",
                    models.ManyToManyField(
                        blank=True,
                        related_name="registered_projects",
                        to="plans.target",
                        verbose_name="目标",
                    ),
                ),
                (
                    "tasks",
                    models.ManyToManyField(
                        blank=True,
                        related_name="registered_projects",
                        to="work.task",
                        verbose_name="任务",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects_led",
                        to="core.organisation",
                        verbose_name="责任单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "项目",
                "ordering": ("code",),
                "indexes": [models.Index(fields=["stage"], name="project_by_stage")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "code"),
                        name="project_code_once",
                        violation_error_message="这个项目代码已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    "planned",
                                    "screened",
                                    "exempt",
                                    "filed",
                                    "correcting",
                                    "taken",
                                    "appraising",
                                    "approved",
                                    "refused",
                                    "building",
                                    "change-asked",
                                    "changed",
                                    "trial",
                                    "accepted",
                                    "operating",
                                    "monitored",
                                    "exceeding",
                                    "rectifying",
                                    "cleared",
                                    "penalised",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="project_stage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["new", "rebuilt", "extended", "upgraded"])
                        ),
                        name="project_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("review__in", ["unknown", "separate", "data-only"])
                        ),
                        name="project_review_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capacity__isnull", True),
                            models.Q(
                                ("capacity__gte", 0),
                                models.Q(("capacity_unit", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="project_capacity_has_unit",
                        violation_error_message="填了规模，就要填计量单位。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start_due__isnull", True),
                            ("operation_due__isnull", True),
                            ("operation_due__gte", models.F("start_due")),
                            _connector="OR",
                        ),
                        name="project_planned_forward",
                        violation_error_message="计划投运早于计划开工。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("started_on__isnull", True),
                            ("operated_on__isnull", True),
                            ("operated_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="project_built_forward",
                        violation_error_message="实际投运早于实际开工。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("start_due__isnull", True),
                                (
                                    "start_due__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("operation_due__isnull", True),
                                (
                                    "operation_due__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("started_on__isnull", True),
                                (
                                    "started_on__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("trial_from__isnull", True),
                                (
                                    "trial_from__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("operated_on__isnull", True),
                                (
                                    "operated_on__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="project_days_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="project_merged_into_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgressReport",
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
                    "on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="截至",
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="总进度（%）",
                    ),
                ),
                (
                    "built",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=20,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="已建成规模",
                    ),
                ),
                ("text", models.TextField(verbose_name="进展")),
                ("problem", models.TextField(blank=True, verbose_name="存在的问题")),
                ("next_step", models.TextField(blank=True, verbose_name="下一步")),
                ("at", models.DateTimeField(verbose_name="填报时间")),
                (
                    "by",
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
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "进展",
                "ordering": ("project", "-on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("percent__range", (0, 100))),
                        name="progress_percent_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("built__isnull", True), ("built__gte", 0), _connector="OR"
                        ),
                        name="progress_built_possible",
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
                        name="progress_day_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Photo",
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
                    "caption",
                    models.CharField(blank=True, max_length=120, verbose_name="说明"),
                ),
                (
                    "taken_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="拍摄日期",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("media", models.CharField(max_length=30, verbose_name="格式")),
                ("sha256", models.CharField(max_length=64, verbose_name="校验值")),
                (
                    "thumb_sha256",
                    models.CharField(max_length=64, verbose_name="缩略图校验值"),
                ),
                ("width", models.PositiveIntegerField(verbose_name="宽")),
                ("height", models.PositiveIntegerField(verbose_name="高")),
                ("size", models.PositiveBigIntegerField(verbose_name="大小")),
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
                        blank=True,
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
                        related_name="photos",
                        to="projects.progressreport",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "照片",
                "ordering": ("project", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("project", "sha256"),
                        name="project_photo_once",
                        violation_error_message="这张照片已经上传。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
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
                ("title", models.CharField(max_length=120, verbose_name="节点")),
                (
                    "planned_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="计划日期",
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
                    "percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="完成时的总进度（%）",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="版本"),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "节点",
                "ordering": ("project", "planned_on", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "title"),
                        name="milestone_title_once",
                        violation_error_message="这个项目已有同名的节点。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("percent__isnull", True),
                            ("percent__range", (0, 100)),
                            _connector="OR",
                        ),
                        name="milestone_percent_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("planned_on__isnull", True),
                                (
                                    "planned_on__range",
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
                        name="milestone_days_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KnownApart",
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
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "不是同一项目",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("one", "other"), name="known_apart_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))),
                        name="known_apart_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
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
                            ("project", "立项"),
                            ("environment", "环评"),
                            ("energy", "节能审查"),
                            ("land", "用地"),
                            ("planning", "规划"),
                            ("construction", "施工"),
                            ("discharge", "排污许可"),
                            ("replacement", "产能置换"),
                            ("acceptance", "验收"),
                        ],
                        max_length=12,
                        verbose_name="手续",
                    ),
                ),
                ("number", models.CharField(max_length=100, verbose_name="文号")),
                (
                    "issuer",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="批准机关"
                    ),
                ),
                (
                    "dated",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="批准日期",
                    ),
                ),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="有效期至",
                    ),
                ),
                (
                    "file_name",
                    models.CharField(blank=True, max_length=200, verbose_name="文件名"),
                ),
                (
                    "file_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="校验值"),
                ),
                (
                    "file_size",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="大小"
                    ),
                ),
                (
                    "file_media",
                    models.CharField(blank=True, max_length=100, verbose_name="格式"),
                ),
                ("added_at", models.DateTimeField(verbose_name="登记时间")),
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
                        related_name="approvals",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "手续",
                "ordering": ("project", "dated", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("project", "kind", "number"),
                        name="approval_number_once",
                        violation_error_message="这份手续已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "project",
                                    "environment",
                                    "energy",
                                    "land",
                                    "planning",
                                    "construction",
                                    "discharge",
                                    "replacement",
                                    "acceptance",
                                ],
                            )
                        ),
                        name="approval_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gte", models.F("dated")),
                            _connector="OR",
                        ),
                        name="approval_term_forward",
                        violation_error_message="有效期早于批准日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("dated__isnull", True),
                                (
                                    "dated__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("until__isnull", True),
                                (
                                    "until__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="approval_days_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectPlace",
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
                    "code",
                    models.CharField(
                        max_length=12,
                        validators=[dafeng.web.core.codes.validate_place_code],
                        verbose_name="行政区划代码",
                    ),
                ),
                (
                    "share",
                    models.DecimalField(
                        decimal_places=6, max_digits=7, verbose_name="份额"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects_within",
                        to="core.organisation",
                        verbose_name="乡镇或园区",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "所在地",
                "ordering": ("project", "code"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "code"), name="project_place_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share__gt", 0), ("share__lte", 1)),
                        name="project_place_share_is_part",
                        violation_error_message="份额大于 0、不大于 1。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectVersion",
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
                ("number", models.PositiveIntegerField(verbose_name="版本")),
                (
                    "since",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="自",
                    ),
                ),
                ("learned_at", models.DateTimeField(verbose_name="登记时间")),
                ("content", models.TextField(verbose_name="内容")),
                ("sha256", models.CharField(max_length=64, verbose_name="校验值")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "项目版本",
                "ordering": ("project", "number"),
                "indexes": [
                    models.Index(fields=["learned_at"], name="project_version_learned")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "number"), name="project_version_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StageChange",
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
                            ("screen", "分类"),
                            ("exempt", "免单独审查"),
                            ("file", "报审"),
                            ("correct", "要求补正"),
                            ("take", "受理"),
                            ("appraise", "评审"),
                            ("approve", "批复"),
                            ("refuse", "不予通过"),
                            ("start", "开工"),
                            ("ask-change", "变更报审"),
                            ("approve-change", "变更获批"),
                            ("refuse-change", "变更未通过"),
                            ("resume", "按变更续建"),
                            ("try", "试运行"),
                            ("accept", "验收"),
                            ("operate", "投运"),
                            ("monitor", "纳入监测"),
                            ("exceed", "登记超批复"),
                            ("rectify", "责令整改"),
                            ("clear", "整改销号"),
                            ("penalise", "处罚"),
                            ("cancel", "终止"),
                        ],
                        max_length=14,
                        verbose_name="动作",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("planned", "谋划"),
                            ("screened", "已分类"),
                            ("exempt", "免单独审查"),
                            ("filed", "已报审"),
                            ("correcting", "补正"),
                            ("taken", "已受理"),
                            ("appraising", "评审中"),
                            ("approved", "已批复"),
                            ("refused", "未通过"),
                            ("building", "在建"),
                            ("change-asked", "变更报审"),
                            ("changed", "变更获批"),
                            ("trial", "试运行"),
                            ("accepted", "已验收"),
                            ("operating", "运行"),
                            ("monitored", "纳入监测"),
                            ("exceeding", "超批复"),
                            ("rectifying", "整改中"),
                            ("cleared", "整改销号"),
                            ("penalised", "已处罚"),
                            ("cancelled", "终止"),
                        ],
                        max_length=12,
                        verbose_name="此前",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("planned", "谋划"),
                            ("screened", "已分类"),
                            ("exempt", "免单独审查"),
                            ("filed", "已报审"),
                            ("correcting", "补正"),
                            ("taken", "已受理"),
                            ("appraising", "评审中"),
                            ("approved", "已批复"),
                            ("refused", "未通过"),
                            ("building", "在建"),
                            ("change-asked", "变更报审"),
                            ("changed", "变更获批"),
                            ("trial", "试运行"),
                            ("accepted", "已验收"),
                            ("operating", "运行"),
                            ("monitored", "纳入监测"),
                            ("exceeding", "超批复"),
                            ("rectifying", "整改中"),
                            ("cleared", "整改销号"),
                            ("penalised", "已处罚"),
                            ("cancelled", "终止"),
                        ],
                        max_length=12,
                        verbose_name="此后",
                    ),
                ),
                (
                    "on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="日期",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=500, verbose_name="理由"),
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
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "阶段变化",
                "ordering": ("project", "pk"),
            },
        ),
        migrations.CreateModel(
            name="PlaceOutline",
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
                    "code",
                    models.CharField(
                        max_length=12,
                        validators=[dafeng.web.core.codes.validate_place_code],
                        verbose_name="行政区划代码",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("geometry", models.JSONField(verbose_name="轮廓")),
                ("source", models.CharField(max_length=200, verbose_name="来源")),
                ("schematic", models.BooleanField(default=True, verbose_name="示意")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outlines",
                        to="core.organisation",
                        verbose_name="所属区",
                    ),
                ),
            ],
            options={
                "verbose_name": "乡镇轮廓",
                "ordering": ("organisation", "code"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "code"), name="place_outline_once"
                    )
                ],
            },
        ),
    ]
