"""None"""

from __future__ import annotations

import datetime

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dafeng.web.core.days


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("assessment", "0003_score_orders"),
        ("core", "0005_days_that_can_be_meant"),
        ("core", "__first__"),
        ("office", "0002_versions_and_days"),
        ("plans", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
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
                    "step",
                    models.CharField(
                        choices=[
                            ("remind", "提醒函"),
                            ("supervise", "督办单"),
                            ("circular", "通报"),
                            ("interview", "约谈通知书"),
                            ("transfer", "问责移交函"),
                            ("commend", "表彰通报"),
                        ],
                        max_length=9,
                        verbose_name="方式",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("checked", "待签发"),
                            ("issued", "待签收"),
                            ("received", "已签收"),
                            ("replied", "已回复"),
                            ("returned", "退回重报"),
                            ("accepted", "整改中"),
                            ("reviewed", "已复核"),
                            ("closed", "已销号"),
                            ("withdrawn", "已撤回"),
                            ("superseded", "已被取代"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "asks",
                    models.CharField(
                        choices=[("reply", "要求回复"), ("nothing", "不要求")],
                        default="reply",
                        max_length=7,
                        verbose_name="回复要求",
                    ),
                ),
                (
                    "number",
                    models.CharField(blank=True, max_length=100, verbose_name="文号"),
                ),
                ("item", models.CharField(max_length=200, verbose_name="事项")),
                (
                    "period",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="所涉时段"
                    ),
                ),
                (
                    "facts",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(8000)],
                        verbose_name="事实",
                    ),
                ),
                (
                    "demand",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(8000)],
                        verbose_name="要求",
                    ),
                ),
                (
                    "reply_by",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="回复期限",
                    ),
                ),
                (
                    "review_by",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="复核期限",
                    ),
                ),
                (
                    "contact",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="联系人和电话"
                    ),
                ),
                (
                    "meets_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="约谈日期",
                    ),
                ),
                (
                    "meets_at",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="约谈时间"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="约谈地点"
                    ),
                ),
                (
                    "attendants",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="参加人员"
                    ),
                ),
                ("drafted_at", models.DateTimeField(verbose_name="起草时间")),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="版本"),
                ),
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
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="supervision.case",
                        verbose_name="由哪件升级",
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
                        related_name="supervision_case",
                        to="office.letter",
                        verbose_name="发文登记",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervision_cases",
                        to="core.organisation",
                        verbose_name="发文单位",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervision_cases",
                        to="assessment.proposalrow",
                        verbose_name="处置建议",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="supervision.case",
                        verbose_name="取代哪件",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervision_cases",
                        to="assessment.assessmentrun",
                        verbose_name="考核结果",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervision_cases",
                        to="plans.target",
                        verbose_name="目标",
                    ),
                ),
            ],
            options={
                "verbose_name": "督办件",
                "ordering": ("-drafted_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="CaseMove",
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
                            ("check", "审核"),
                            ("amend", "退回修改"),
                            ("issue", "签发"),
                            ("receive", "签收"),
                            ("reply", "确认回复"),
                            ("return", "退回重报"),
                            ("accept", "审核通过"),
                            ("review", "复核整改"),
                            ("close", "销号"),
                            ("withdraw", "撤回"),
                            ("supersede", "取代"),
                        ],
                        max_length=9,
                        verbose_name="动作",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("checked", "待签发"),
                            ("issued", "待签收"),
                            ("received", "已签收"),
                            ("replied", "已回复"),
                            ("returned", "退回重报"),
                            ("accepted", "整改中"),
                            ("reviewed", "已复核"),
                            ("closed", "已销号"),
                            ("withdrawn", "已撤回"),
                            ("superseded", "已被取代"),
                        ],
                        max_length=10,
                        verbose_name="此前",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("checked", "待签发"),
                            ("issued", "待签收"),
                            ("received", "已签收"),
                            ("replied", "已回复"),
                            ("returned", "退回重报"),
                            ("accepted", "整改中"),
                            ("reviewed", "已复核"),
                            ("closed", "已销号"),
                            ("withdrawn", "已撤回"),
                            ("superseded", "已被取代"),
                        ],
                        max_length=10,
                        verbose_name="此后",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(8000)],
                        verbose_name="说明",
                    ),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="supervision.case",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "督办件动态",
                "ordering": ("case", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Closure",
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
                    "opinion",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(8000)],
                        verbose_name="销号意见",
                    ),
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
                        verbose_name="销号人",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closure",
                        to="supervision.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "销号",
            },
        ),
        migrations.CreateModel(
            name="Reply",
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
                ("turn", models.PositiveSmallIntegerField(verbose_name="第几次回复")),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(8000)],
                        verbose_name="办理情况",
                    ),
                ),
                (
                    "problems",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(8000)],
                        verbose_name="存在问题及原因",
                    ),
                ),
                (
                    "contact",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="联系人和电话"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="版本"),
                ),
                ("written_at", models.DateTimeField(verbose_name="保存时间")),
                (
                    "handed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="呈报时间"
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="确认时间"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="supervision.case",
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervision_replies",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
            ],
            options={
                "verbose_name": "回复",
                "ordering": ("case", "turn"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "turn"), name="case_reply_turn_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", True)),
                        fields=("case",),
                        name="case_reply_one_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at__isnull", True),
                            ("handed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="case_reply_handed_first",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RectificationItem",
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
                ("order", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("what", models.CharField(max_length=500, verbose_name="整改措施")),
                (
                    "who",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="责任单位"
                    ),
                ),
                (
                    "due_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="完成时限",
                    ),
                ),
                (
                    "done_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="完成日",
                    ),
                ),
                (
                    "done_note",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="完成情况"
                    ),
                ),
                (
                    "done_by",
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
                    "reply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="supervision.reply",
                    ),
                ),
            ],
            options={
                "verbose_name": "整改事项",
                "ordering": ("reply", "order"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reply", "order"), name="case_item_order_once"
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
                        name="case_item_days_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseFile",
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
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
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
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="supervision.rectificationitem",
                        verbose_name="整改事项",
                    ),
                ),
                (
                    "reply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="supervision.reply",
                    ),
                ),
            ],
            options={
                "verbose_name": "佐证文件",
                "ordering": ("reply", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reply", "sha256"),
                        name="case_file_once",
                        violation_error_message="这个文件已经上传。",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="accepted_reply",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="supervision.reply",
                verbose_name="审核通过的回复",
            ),
        ),
        migrations.CreateModel(
            name="Review",
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
                    "outcome",
                    models.CharField(
                        choices=[
                            ("accepted", "审核通过"),
                            ("returned", "退回重报"),
                            ("rectified", "整改到位"),
                        ],
                        max_length=9,
                        verbose_name="结论",
                    ),
                ),
                (
                    "opinion",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(8000)],
                        verbose_name="意见",
                    ),
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
                        verbose_name="审核人",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="supervision.case",
                    ),
                ),
                (
                    "reply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="supervision.reply",
                        verbose_name="回复",
                    ),
                ),
            ],
            options={
                "verbose_name": "复核意见",
                "ordering": ("case", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["accepted", "returned", "rectified"])
                        ),
                        name="case_outcome_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseBasis",
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
                ("order", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("clause", models.CharField(max_length=500, verbose_name="条款")),
                (
                    "words",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="条款内容"
                    ),
                ),
                (
                    "figure",
                    models.CharField(blank=True, max_length=500, verbose_name="数据"),
                ),
                (
                    "seal",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="封存校验值"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="basis",
                        to="supervision.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "依据",
                "ordering": ("case", "order"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "order"), name="case_basis_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseDocument",
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
                    "mark",
                    models.CharField(
                        choices=[
                            ("issued", "签发件"),
                            ("withdrawn", "已撤回"),
                            ("superseded", "已被取代"),
                        ],
                        max_length=10,
                        verbose_name="标记",
                    ),
                ),
                (
                    "docx_sha256",
                    models.CharField(max_length=64, verbose_name="DOCX 校验值"),
                ),
                ("docx_size", models.PositiveIntegerField(verbose_name="DOCX 大小")),
                (
                    "pdf_sha256",
                    models.CharField(max_length=64, verbose_name="PDF 校验值"),
                ),
                ("pdf_size", models.PositiveIntegerField(verbose_name="PDF 大小")),
                ("pages", models.PositiveSmallIntegerField(verbose_name="页数")),
                ("made_at", models.DateTimeField(verbose_name="时间")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="supervision.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "督办文件",
                "ordering": ("case", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "mark"), name="case_document_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mark__in", ["issued", "withdrawn", "superseded"])
                        ),
                        name="case_document_mark",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseUnit",
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
                ("order", models.PositiveSmallIntegerField(verbose_name="次序")),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="名次"
                    ),
                ),
                (
                    "figure",
                    models.CharField(blank=True, max_length=100, verbose_name="数据"),
                ),
                (
                    "received_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="签收时间"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="units",
                        to="supervision.case",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervised",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签收人",
                    ),
                ),
            ],
            options={
                "verbose_name": "责任单位",
                "ordering": ("case", "order"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "organisation"), name="case_unit_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rank__isnull", True), ("rank__gte", 1), _connector="OR"
                        ),
                        name="case_rank_from_one",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["state", "reply_by"], name="case_by_reply"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["-drafted_at"], name="case_by_day"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("checked_at__isnull", True), ("checked_by__isnull", True)
                    ),
                    models.Q(
                        ("checked_at__isnull", False), ("checked_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="supervision_case_checked_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issued_at__isnull", True), ("issued_by__isnull", True)),
                    models.Q(
                        ("checked_by__isnull", False),
                        ("issued_at__isnull", False),
                        models.Q(("issued_by", models.F("checked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="supervision_case_issued_by_another",
                violation_error_message="审核人与签发人不能是同一人。",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        [
                            "remind",
                            "supervise",
                            "circular",
                            "interview",
                            "transfer",
                            "commend",
                        ],
                    )
                ),
                name="case_step_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "checked",
                            "issued",
                            "received",
                            "replied",
                            "returned",
                            "accepted",
                            "reviewed",
                            "closed",
                            "withdrawn",
                            "superseded",
                        ],
                    )
                ),
                name="case_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("asks__in", ["reply", "nothing"])),
                name="case_asks_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("issued_at__isnull", True),
                        ("letter__isnull", True),
                        ("number", ""),
                    ),
                    models.Q(
                        ("issued_at__isnull", False),
                        ("letter__isnull", False),
                        models.Q(("number", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="case_number_when_issued",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "checked", "withdrawn")),
                    ("issued_at__isnull", False),
                    _connector="OR",
                ),
                name="case_out_is_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("organisation", "number"),
                name="case_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ("withdrawn", "superseded")), _negated=True
                ),
                fields=("proposal",),
                name="case_of_a_proposal_once",
                violation_error_message="这条建议已经有督办件。",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replaces__isnull", True),
                    models.Q(("replaces", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="case_replaces_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reply_by__isnull", True),
                        (
                            "reply_by__range",
                            (datetime.date(1990, 1, 1), datetime.date(2070, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("review_by__isnull", True),
                        (
                            "review_by__range",
                            (datetime.date(1990, 1, 1), datetime.date(2070, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("meets_on__isnull", True),
                        (
                            "meets_on__range",
                            (datetime.date(1990, 1, 1), datetime.date(2070, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                ),
                name="case_days_possible",
            ),
        ),
    ]
