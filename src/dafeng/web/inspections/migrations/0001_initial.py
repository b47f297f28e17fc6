"""Tables of plans, draws, inspections, findings and shared cases; two only grow."""

from __future__ import annotations

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dafeng.web.core.days
from dafeng.web.core.append_only import lift_append_only, make_append_only

ONLY_GROWING = ("inspections_inspectionmove", "inspections_recheck")


def let_them_only_grow(apps, schema_editor):
    """Let the database refuse changes to what happened."""
    for table in ONLY_GROWING:
        make_append_only(schema_editor, table=table, unique=("id",))


def lift(apps, schema_editor):
    """Take the triggers off again."""
    for table in ONLY_GROWING:
        lift_append_only(schema_editor, table=table)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("office", "0002_versions_and_days"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CasePart",
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
                            ("penalty", "行政处罚"),
                            ("credit", "信用监管"),
                            ("tariff", "绿色电价"),
                            ("other", "其他措施"),
                        ],
                        max_length=7,
                        verbose_name="措施",
                    ),
                ),
                (
                    "ask",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="请办事项"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "待接收"),
                            ("accepted", "办理中"),
                            ("decided", "已决定"),
                            ("done", "已执行"),
                            ("declined", "不予办理"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="sent",
                        max_length=9,
                        verbose_name="状态",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="决定内容"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="决定文号"
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="决定日期",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="金额",
                    ),
                ),
                (
                    "holds_from",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="执行自",
                    ),
                ),
                (
                    "holds_to",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="执行至",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="内部记录")),
                (
                    "withdrawn_seen_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="撤回知悉时间"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="版本"),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                        verbose_name="办理单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "案件办理",
                "ordering": ("case", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Inspection",
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
                ("group", models.CharField(max_length=12, verbose_name="类别")),
                (
                    "how",
                    models.CharField(
                        choices=[("risk", "按风险"), ("random", "等概率")],
                        max_length=6,
                        verbose_name="抽取方式",
                    ),
                ),
                ("points", models.PositiveSmallIntegerField(verbose_name="风险分")),
                (
                    "planned_from",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="开始",
                    ),
                ),
                (
                    "planned_to",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="结束",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "待监察"),
                            ("visited", "已到场"),
                            ("signed", "已签字"),
                            ("closed", "已办结"),
                            ("cancelled", "已取消"),
                        ],
                        default="planned",
                        max_length=9,
                        verbose_name="状态",
                    ),
                ),
                (
                    "visited_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="到场日期",
                    ),
                ),
                (
                    "place",
                    models.CharField(blank=True, max_length=200, verbose_name="地点"),
                ),
                ("facts", models.TextField(blank=True, verbose_name="监察情况")),
                (
                    "statement",
                    models.TextField(blank=True, verbose_name="被监察单位意见"),
                ),
                (
                    "statement_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="填写时间"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="取消的理由"
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
                    "statement_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填写人",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="core.organisation",
                        verbose_name="监察对象",
                    ),
                ),
            ],
            options={
                "verbose_name": "监察",
                "ordering": ("plan", "subject__code"),
            },
        ),
        migrations.CreateModel(
            name="InspectionNotice",
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
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("opinion", "节能监察意见书"),
                            ("order", "限期整改通知书"),
                        ],
                        max_length=7,
                        verbose_name="文书",
                    ),
                ),
                ("drafted_at", models.DateTimeField(verbose_name="起草时间")),
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
                    "drafted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="起草人",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="inspections.inspection",
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
                    "letter",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="office.letter",
                        verbose_name="发文",
                    ),
                ),
            ],
            options={
                "verbose_name": "监察文书",
                "ordering": ("inspection", "pk"),
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
                        name="inspections_inspectionnotice_checked_whole",
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
                        name="inspections_inspectionnotice_issued_by_another",
                        violation_error_message="审核人与签发人不能是同一人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("issued_at__isnull", True),
                            ("letter__isnull", False),
                            _connector="OR",
                        ),
                        name="inspection_notice_issued_with_a_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("form__in", ["opinion", "order"])),
                        name="inspection_notice_form_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InspectionFinding",
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
                ("rule", models.CharField(max_length=300, verbose_name="违反的规定")),
                ("fact", models.TextField(verbose_name="事实")),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("minor", "一般"),
                            ("serious", "较重"),
                            ("grave", "严重"),
                        ],
                        max_length=7,
                        verbose_name="程度",
                    ),
                ),
                ("demand", models.TextField(verbose_name="整改要求")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("opinion", "节能监察意见书"),
                            ("order", "限期整改通知书"),
                        ],
                        max_length=7,
                        verbose_name="文书",
                    ),
                ),
                (
                    "found_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="发现日期",
                    ),
                ),
                (
                    "due_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="整改期限",
                    ),
                ),
                (
                    "recheck_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="复查日期",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "整改中"),
                            ("cleared", "已整改"),
                            ("penalised", "已处罚"),
                        ],
                        default="open",
                        max_length=9,
                        verbose_name="状态",
                    ),
                ),
                (
                    "penalty",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="处罚内容"
                    ),
                ),
                (
                    "penalty_number",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="处罚决定书文号"
                    ),
                ),
                (
                    "penalty_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="处罚日期",
                    ),
                ),
                (
                    "penalty_yuan",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="罚款（元）",
                    ),
                ),
                (
                    "supervision",
                    models.CharField(blank=True, max_length=300, verbose_name="督办"),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="inspections.inspection",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="inspections.inspectionnotice",
                        verbose_name="监察文书",
                    ),
                ),
            ],
            options={
                "verbose_name": "监察发现的问题",
                "ordering": ("inspection", "order"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inspection", "order"), name="inspection_finding_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "cleared", "penalised"])
                        ),
                        name="inspection_finding_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("severity__in", ["minor", "serious", "grave"])
                        ),
                        name="inspection_finding_severity_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("found_on"))),
                        name="inspection_finding_due_after_it_was_found",
                        violation_error_message="整改期限早于发现日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "penalised"), _negated=True),
                            models.Q(
                                models.Q(("penalty", ""), _negated=True),
                                ("penalty_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="inspection_finding_penalty_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InspectionPlan",
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
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "basis",
                    models.CharField(blank=True, max_length=500, verbose_name="依据"),
                ),
                (
                    "quota",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="抽取家数",
                    ),
                ),
                (
                    "planned_from",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="开始",
                    ),
                ),
                (
                    "planned_to",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="结束",
                    ),
                ),
                (
                    "rules_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="规则日期",
                    ),
                ),
                (
                    "edition",
                    models.CharField(
                        blank=True, max_length=12, verbose_name="规则版本"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "起草中"),
                            ("approved", "已批准"),
                            ("drawn", "已抽取"),
                            ("published", "已公开"),
                            ("closed", "已办结"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="状态",
                    ),
                ),
                ("drafted_at", models.DateTimeField(verbose_name="起草时间")),
                (
                    "approved_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="批准时间"
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="公开时间"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="办结时间"
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
                    "drafted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="起草人",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                        verbose_name="牵头单位",
                    ),
                ),
                (
                    "offices",
                    models.ManyToManyField(
                        related_name="+",
                        to="core.organisation",
                        verbose_name="参与单位",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspection_plans",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "监察计划",
                "ordering": ("-year", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "year", "title"),
                        name="inspection_plan_once",
                        violation_error_message="这一年度已有同名的监察计划。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["draft", "approved", "drawn", "published", "closed"],
                            )
                        ),
                        name="inspection_plan_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned_to__gte", models.F("planned_from"))
                        ),
                        name="inspection_plan_ends_after_it_begins",
                        violation_error_message="结束日期早于开始日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            ("approved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="inspection_plan_approved_before_drawn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            ("drafted_by__isnull", True),
                            models.Q(
                                ("approved_by", models.F("drafted_by")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="inspection_plan_approved_by_another",
                        violation_error_message="起草人不能批准自己的计划。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quota__gte", 1)),
                        name="inspection_plan_quota_positive",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="inspection",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="inspections",
                to="inspections.inspectionplan",
                verbose_name="监察计划",
            ),
        ),
        migrations.CreateModel(
            name="PlanDraw",
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
                    "commitment",
                    models.CharField(max_length=64, verbose_name="种子承诺值"),
                ),
                ("committed_at", models.DateTimeField(verbose_name="承诺时间")),
                ("frame", models.TextField(verbose_name="抽取底册")),
                (
                    "frame_sha256",
                    models.CharField(max_length=64, verbose_name="底册校验值"),
                ),
                ("sealed", models.TextField(verbose_name="封存的种子")),
                (
                    "seed",
                    models.CharField(blank=True, max_length=64, verbose_name="种子"),
                ),
                (
                    "word",
                    models.CharField(blank=True, max_length=100, verbose_name="公开词"),
                ),
                ("result", models.TextField(blank=True, verbose_name="抽取结果")),
                (
                    "drawn_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="抽取时间"
                    ),
                ),
                ("void", models.BooleanField(default=False, verbose_name="已作废")),
                (
                    "drawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="抽取人",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="inspections.inspectionplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "抽取",
                "ordering": ("plan", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("void", False)),
                        fields=("plan",),
                        name="plan_draw_one_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("drawn_at__isnull", True), ("result", ""), ("seed", "")
                            ),
                            models.Q(
                                models.Q(("seed", ""), _negated=True),
                                models.Q(("result", ""), _negated=True),
                                ("drawn_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="plan_draw_revealed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("void", False), ("seed", ""), _connector="OR"
                        ),
                        name="plan_draw_void_only_before",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanExclusion",
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
                ("reason", models.CharField(max_length=200, verbose_name="回避事由")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exclusions",
                        to="inspections.inspectionplan",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                        verbose_name="监察对象",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="监察人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "回避",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "user", "subject"),
                        name="plan_exclusion_once",
                        violation_error_message="这项回避已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="plan_exclusion_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanInspector",
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
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inspectors",
                        to="inspections.inspectionplan",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="监察人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "监察人员",
                "ordering": ("user__username",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "user"), name="plan_inspector_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanSubject",
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
                    "energy_tce",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="年综合能耗（吨标准煤）",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                        verbose_name="监察对象",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subjects",
                        to="inspections.inspectionplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "抽取名单",
                "ordering": ("organisation__code",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "organisation"), name="plan_subject_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("energy_tce__isnull", True),
                            ("energy_tce__gte", 0),
                            _connector="OR",
                        ),
                        name="plan_subject_energy_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recheck",
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
                        verbose_name="复查日期",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("cleared", "整改到位"),
                            ("not-cleared", "未整改到位"),
                        ],
                        max_length=11,
                        verbose_name="复查结果",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="复查情况")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "next_on",
                    models.DateField(blank=True, null=True, verbose_name="下次复查"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复查人",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rechecks",
                        to="inspections.inspectionfinding",
                    ),
                ),
            ],
            options={
                "verbose_name": "复查",
                "ordering": ("finding", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ["cleared", "not-cleared"])),
                        name="inspection_recheck_result_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordFile",
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
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("sha256", models.CharField(max_length=64, verbose_name="校验值")),
                ("size", models.PositiveBigIntegerField(verbose_name="大小")),
                ("media", models.CharField(max_length=100, verbose_name="格式")),
                ("added_at", models.DateTimeField(verbose_name="上传时间")),
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
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="inspections.inspection",
                    ),
                ),
            ],
            options={
                "verbose_name": "证据",
                "ordering": ("inspection", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inspection", "sha256"),
                        name="record_file_once",
                        violation_error_message="这份文件已经在记录中。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordSignature",
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
                ("signed_at", models.DateTimeField(verbose_name="签字时间")),
                (
                    "digest",
                    models.CharField(max_length=64, verbose_name="所签内容的校验值"),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="inspections.inspection",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签字人",
                    ),
                ),
            ],
            options={
                "verbose_name": "签字",
                "ordering": ("inspection", "signed_at"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inspection", "user"), name="record_signed_once_by_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SharedCase",
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
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("summary", models.TextField(verbose_name="案情摘要")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "办理中"),
                            ("closed", "已办结"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="open",
                        max_length=9,
                        verbose_name="状态",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="发起时间")),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="撤回的理由"
                    ),
                ),
                (
                    "synthetic",
                    models.BooleanField(default=False, verbose_name="示例数据"),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="inspections.inspectionfinding",
                        verbose_name="监察发现的问题",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发起人",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                        verbose_name="发起单位",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                        verbose_name="当事单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "联合惩戒案件",
                "ordering": ("-opened_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "closed", "withdrawn"])
                        ),
                        name="shared_case_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="shared_case_withdrawn_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InspectionMove",
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
                            ("draft", "起草"),
                            ("change", "更改"),
                            ("approve", "批准"),
                            ("reopen", "退回起草"),
                            ("draw", "抽取"),
                            ("publish", "公开结果"),
                            ("close", "办结"),
                            ("record", "填写记录"),
                            ("file", "上传证据"),
                            ("sign", "签字"),
                            ("statement", "填写意见"),
                            ("cancel", "取消"),
                            ("find", "登记问题"),
                            ("recheck", "复查"),
                            ("penalise", "登记处罚"),
                            ("supervise", "转督办"),
                            ("notice", "起草文书"),
                            ("check", "审核文书"),
                            ("issue", "签发文书"),
                            ("open", "发起"),
                            ("accept", "接收"),
                            ("decline", "不予办理"),
                            ("decide", "作出决定"),
                            ("done", "执行完毕"),
                            ("withdraw", "撤回"),
                            ("seen", "知悉撤回"),
                        ],
                        max_length=9,
                        verbose_name="动作",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="说明")),
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
                    "finding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="inspections.inspectionfinding",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="inspections.inspection",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="inspections.casepart",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="inspections.inspectionplan",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="inspections.sharedcase",
                    ),
                ),
            ],
            options={
                "verbose_name": "监察动态",
                "ordering": ("at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "act__in",
                                [
                                    "draft",
                                    "change",
                                    "approve",
                                    "reopen",
                                    "draw",
                                    "publish",
                                    "close",
                                    "record",
                                    "file",
                                    "sign",
                                    "statement",
                                    "cancel",
                                    "find",
                                    "recheck",
                                    "penalise",
                                    "supervise",
                                    "notice",
                                    "check",
                                    "issue",
                                    "open",
                                    "accept",
                                    "decline",
                                    "decide",
                                    "done",
                                    "withdraw",
                                    "seen",
                                ],
                            )
                        ),
                        name="inspection_move_act_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("case__isnull", True),
                                ("finding__isnull", True),
                                ("inspection__isnull", True),
                                ("part__isnull", True),
                                ("plan__isnull", False),
                            ),
                            models.Q(
                                ("case__isnull", True),
                                ("finding__isnull", True),
                                ("inspection__isnull", False),
                                ("part__isnull", True),
                                ("plan__isnull", True),
                            ),
                            models.Q(
                                ("case__isnull", True),
                                ("finding__isnull", False),
                                ("inspection__isnull", True),
                                ("part__isnull", True),
                                ("plan__isnull", True),
                            ),
                            models.Q(
                                ("case__isnull", False),
                                ("finding__isnull", True),
                                ("inspection__isnull", True),
                                ("part__isnull", True),
                                ("plan__isnull", True),
                            ),
                            models.Q(
                                ("case__isnull", True),
                                ("finding__isnull", True),
                                ("inspection__isnull", True),
                                ("part__isnull", False),
                                ("plan__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="inspection_move_of_one_thing",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="casepart",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="inspections.sharedcase",
            ),
        ),
        migrations.CreateModel(
            name="InspectionInspector",
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
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sent",
                        to="inspections.inspection",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="监察人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "监察人员",
                "ordering": ("inspection", "user__username"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inspection", "user"), name="inspection_inspector_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.UniqueConstraint(
                fields=("plan", "subject"), name="inspection_once_in_a_plan"
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["planned", "visited", "signed", "closed", "cancelled"],
                    )
                ),
                name="inspection_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("planned", "cancelled")),
                    models.Q(
                        ("visited_on__isnull", False),
                        models.Q(("facts", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="inspection_recorded_once_visited",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "cancelled"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="inspection_cancelled_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned_to__gte", models.F("planned_from"))),
                name="inspection_ends_after_it_begins",
                violation_error_message="结束日期早于开始日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="casepart",
            constraint=models.UniqueConstraint(
                fields=("case", "office", "kind"),
                name="case_part_once",
                violation_error_message="这个单位已有同样的请办事项。",
            ),
        ),
        migrations.AddConstraint(
            model_name="casepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "sent",
                            "accepted",
                            "decided",
                            "done",
                            "declined",
                            "withdrawn",
                        ],
                    )
                ),
                name="case_part_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="casepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("decided", "done")), _negated=True),
                    models.Q(
                        models.Q(("measure", ""), _negated=True),
                        ("decided_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="case_part_decided_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="casepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("holds_from__isnull", True),
                    ("holds_to__isnull", True),
                    ("holds_to__gte", models.F("holds_from")),
                    _connector="OR",
                ),
                name="case_part_ends_after_it_begins",
                violation_error_message="执行结束日期早于开始日期。",
            ),
        ),
        migrations.RunPython(let_them_only_grow, lift),
    ]
