"""Documents of the office, what is in them, and orders for them."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dafeng.web.core.days


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_rows_of_other_rooms"),
        ("assessment", "0003_score_orders"),
        ("core", "0005_days_that_can_be_meant"),
        ("core", "__first__"),
        ("office", "0002_versions_and_days"),
        ("pathways", "0001_initial"),
        ("plans", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Paper",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("dispatch", "月度调度单"),
                            ("quarter", "季度报告"),
                            ("self", "年度自评报告"),
                            ("congress", "向人大的报告"),
                            ("division", "任务分工单"),
                            ("circular", "考核通报"),
                        ],
                        max_length=8,
                        verbose_name="文种",
                    ),
                ),
                ("period", models.CharField(max_length=10, verbose_name="时期")),
                ("title", models.CharField(max_length=300, verbose_name="标题")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("checked", "待签发"),
                            ("issued", "已签发"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="状态",
                    ),
                ),
                (
                    "number",
                    models.CharField(blank=True, max_length=100, verbose_name="文号"),
                ),
                (
                    "seals",
                    models.JSONField(blank=True, default=list, verbose_name="数据依据"),
                ),
                (
                    "data_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="数据截至",
                    ),
                ),
                (
                    "pages",
                    models.PositiveSmallIntegerField(default=0, verbose_name="页数"),
                ),
                (
                    "docx_sha256",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="Word 文件校验值"
                    ),
                ),
                (
                    "pdf_sha256",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="PDF 文件校验值"
                    ),
                ),
                (
                    "fonts",
                    models.JSONField(blank=True, default=list, verbose_name="字体"),
                ),
                ("made_at", models.DateTimeField(verbose_name="编写时间")),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="撤回的理由"
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
                    "account_run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="papers",
                        to="accounts.accountrun",
                        verbose_name="碳账",
                    ),
                ),
                (
                    "assessment_run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="papers",
                        to="assessment.assessmentrun",
                        verbose_name="考核结果",
                    ),
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
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="papers.paper",
                        verbose_name="更正哪一件",
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
                        related_name="paper",
                        to="office.letter",
                        verbose_name="发文登记",
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
                        verbose_name="编写人",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="core.organisation",
                        verbose_name="编写单位",
                    ),
                ),
                (
                    "outlook_run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="papers",
                        to="pathways.outlookrun",
                        verbose_name="达峰路径",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="plans.plan",
                        verbose_name="方案",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers_about",
                        to="core.organisation",
                        verbose_name="涉及单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "公文",
                "ordering": ("-period", "kind", "unit__path", "-pk"),
                "indexes": [
                    models.Index(fields=["kind", "period"], name="paper_by_period")
                ],
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
                        name="papers_paper_checked_whole",
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
                        name="papers_paper_issued_by_another",
                        violation_error_message="审核人与签发人不能是同一人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "dispatch",
                                    "quarter",
                                    "self",
                                    "congress",
                                    "division",
                                    "circular",
                                ],
                            )
                        ),
                        name="paper_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "checked", "issued", "withdrawn"])
                        ),
                        name="paper_state_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "issued")),
                        fields=("organisation", "kind", "period", "unit"),
                        name="paper_one_in_force",
                        violation_error_message="这一期已有签发的文件，请按更正办理。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "checked"))),
                        fields=("organisation", "kind", "period", "unit"),
                        name="paper_one_in_hand",
                        violation_error_message="这一期已有正在办理的文件。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "issued"), _negated=True),
                            models.Q(
                                models.Q(("number", ""), _negated=True),
                                ("issued_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="paper_issued_has_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_by__isnull", True), ("state", "draft")),
                            ("state", "withdrawn"),
                            models.Q(
                                ("checked_by__isnull", False),
                                ("state__in", ("checked", "issued")),
                            ),
                            _connector="OR",
                        ),
                        name="paper_checked_says_so",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="paper_withdrawn_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", True),
                            models.Q(("corrects", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="paper_corrects_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperContent",
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
                ("facts", models.JSONField(verbose_name="事实")),
                (
                    "texts",
                    models.JSONField(blank=True, default=dict, verbose_name="自写文字"),
                ),
                ("composed", models.JSONField(verbose_name="成文")),
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="content",
                        to="papers.paper",
                    ),
                ),
            ],
            options={
                "verbose_name": "公文内容",
            },
        ),
        migrations.CreateModel(
            name="PaperMove",
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
                            ("make", "编写"),
                            ("remake", "按新数据重写"),
                            ("edit", "修改文字"),
                            ("check", "审核"),
                            ("return", "退回修改"),
                            ("issue", "签发"),
                            ("withdraw", "撤回"),
                        ],
                        max_length=8,
                        verbose_name="动作",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("checked", "待签发"),
                            ("issued", "已签发"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=9,
                        verbose_name="此后",
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=500, verbose_name="说明"),
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
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="papers.paper",
                    ),
                ),
            ],
            options={
                "verbose_name": "公文动态",
                "ordering": ("paper", "pk"),
            },
        ),
        migrations.CreateModel(
            name="PaperOrder",
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
                            ("dispatch", "月度调度单"),
                            ("quarter", "季度报告"),
                            ("self", "年度自评报告"),
                            ("congress", "向人大的报告"),
                            ("division", "任务分工单"),
                            ("circular", "考核通报"),
                        ],
                        max_length=8,
                        verbose_name="文种",
                    ),
                ),
                ("period", models.CharField(max_length=10, verbose_name="时期")),
                (
                    "scope",
                    models.CharField(
                        choices=[("one", "一份"), ("each", "每个单位一份")],
                        default="one",
                        max_length=4,
                        verbose_name="份数",
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
                (
                    "done",
                    models.PositiveSmallIntegerField(default=0, verbose_name="已编写"),
                ),
                ("of", models.PositiveSmallIntegerField(default=0, verbose_name="共")),
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="papers.paper",
                        verbose_name="公文",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_orders",
                        to="plans.plan",
                        verbose_name="方案",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                        verbose_name="涉及单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "编写申请",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("plan", "kind", "period", "unit", "scope"),
                        name="paper_order_waits_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "done", "failed"])
                        ),
                        name="paper_order_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "dispatch",
                                    "quarter",
                                    "self",
                                    "congress",
                                    "division",
                                    "circular",
                                ],
                            )
                        ),
                        name="paper_order_kind_known",
                    ),
                ],
            },
        ),
    ]
