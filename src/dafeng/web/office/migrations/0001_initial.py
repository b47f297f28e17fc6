"""The calendar, letters and decisions."""

from __future__ import annotations

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0002_people"),
        ("plans", "0001_initial"),
        ("work", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
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
                ("number", models.CharField(max_length=100, verbose_name="纪要编号")),
                ("meeting", models.CharField(max_length=200, verbose_name="会议")),
                ("met_on", models.DateField(verbose_name="会议日期")),
                (
                    "chair",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="主持人职务"
                    ),
                ),
                ("present", models.TextField(blank=True, verbose_name="出席人员职务")),
                ("text", models.TextField(blank=True, verbose_name="会议内容")),
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
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "withdrawn",
                    models.BooleanField(default=False, verbose_name="已撤回"),
                ),
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="group_decisions",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
                (
                    "recorded_by",
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
                "verbose_name": "会议决定",
                "ordering": ("-met_on", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn", False)),
                        fields=("organisation", "number"),
                        name="group_decision_number_once",
                        violation_error_message="这份纪要已经登记过。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn", False),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="group_decision_withdrawn_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionItem",
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
                ("text", models.TextField(verbose_name="决定事项")),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="office.decision",
                    ),
                ),
            ],
            options={
                "verbose_name": "决定事项",
                "ordering": ("decision", "order"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("decision", "order"), name="group_decision_item_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionTarget",
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
                    "effect",
                    models.CharField(
                        choices=[
                            ("set", "确定"),
                            ("revise", "调整"),
                            ("extend", "延期"),
                            ("suspend", "暂缓"),
                            ("cancel", "终止"),
                            ("urge", "督促落实"),
                        ],
                        max_length=7,
                        verbose_name="如何",
                    ),
                ),
                (
                    "act",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_items",
                        to="plans.act",
                        verbose_name="改动",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="office.decisionitem",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_items",
                        to="plans.target",
                        verbose_name="目标",
                    ),
                ),
            ],
            options={
                "verbose_name": "决定涉及的目标",
                "ordering": ("item", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "target"), name="group_decision_target_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "effect__in",
                                [
                                    "set",
                                    "revise",
                                    "extend",
                                    "suspend",
                                    "cancel",
                                    "urge",
                                ],
                            )
                        ),
                        name="group_decision_target_effect_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionTask",
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
                    "effect",
                    models.CharField(
                        choices=[
                            ("set", "确定"),
                            ("revise", "调整"),
                            ("extend", "延期"),
                            ("suspend", "暂缓"),
                            ("cancel", "终止"),
                            ("urge", "督促落实"),
                        ],
                        max_length=7,
                        verbose_name="如何",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="office.decisionitem",
                    ),
                ),
                (
                    "move",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_items",
                        to="work.taskmove",
                        verbose_name="任务动态",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_items",
                        to="work.task",
                        verbose_name="任务",
                    ),
                ),
            ],
            options={
                "verbose_name": "决定涉及的任务",
                "ordering": ("item", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "task"), name="group_decision_task_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "effect__in",
                                [
                                    "set",
                                    "revise",
                                    "extend",
                                    "suspend",
                                    "cancel",
                                    "urge",
                                ],
                            )
                        ),
                        name="group_decision_task_effect_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
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
                    "direction",
                    models.CharField(
                        choices=[("in", "收文"), ("out", "发文")],
                        max_length=3,
                        verbose_name="收发",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("serial", models.PositiveIntegerField(verbose_name="登记序号")),
                (
                    "number",
                    models.CharField(blank=True, max_length=100, verbose_name="文号"),
                ),
                ("title", models.CharField(max_length=300, verbose_name="标题")),
                (
                    "correspondent",
                    models.CharField(max_length=200, verbose_name="来文或收文单位"),
                ),
                (
                    "dated",
                    models.DateField(blank=True, null=True, verbose_name="成文日期"),
                ),
                ("registered_on", models.DateField(verbose_name="收发日期")),
                (
                    "reply_by",
                    models.DateField(blank=True, null=True, verbose_name="回复期限"),
                ),
                (
                    "replied_on",
                    models.DateField(blank=True, null=True, verbose_name="回复日期"),
                ),
                (
                    "hands_down",
                    models.BooleanField(default=False, verbose_name="下达指标"),
                ),
                ("note", models.TextField(blank=True, verbose_name="摘要")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "已登记"),
                            ("circulating", "传阅办理中"),
                            ("replied", "已回复"),
                            ("filed", "已归档"),
                            ("void", "已作废"),
                        ],
                        default="registered",
                        max_length=11,
                        verbose_name="状态",
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
                (
                    "synthetic",
                    models.BooleanField(default=False, verbose_name="示例数据"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="core.organisation",
                        verbose_name="登记单位",
                    ),
                ),
                (
                    "registered_by",
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
                    "replies_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="office.letter",
                        verbose_name="回复哪件",
                    ),
                ),
                (
                    "targets",
                    models.ManyToManyField(
                        blank=True,
                        related_name="letters",
                        to="plans.target",
                        verbose_name="目标",
                    ),
                ),
                (
                    "tasks",
                    models.ManyToManyField(
                        blank=True,
                        related_name="letters",
                        to="work.task",
                        verbose_name="任务",
                    ),
                ),
                (
                    "units",
                    models.ManyToManyField(
                        blank=True,
                        related_name="letters_received",
                        to="core.organisation",
                        verbose_name="主送和传阅单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "收发文",
                "ordering": ("-registered_on", "-year", "direction", "-serial"),
                "indexes": [
                    models.Index(fields=["state", "reply_by"], name="letter_by_reply"),
                    models.Index(fields=["registered_on"], name="letter_by_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "direction", "year", "serial"),
                        name="letter_serial_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("direction", "out")),
                        fields=("organisation", "number"),
                        name="letter_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("serial__gte", 1)),
                        name="letter_serial_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["in", "out"])),
                        name="letter_direction_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "registered",
                                    "circulating",
                                    "replied",
                                    "filed",
                                    "void",
                                ],
                            )
                        ),
                        name="letter_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("direction", "out"), _negated=True),
                            models.Q(("number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="letter_out_has_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replies_to__isnull", True),
                            models.Q(("replies_to", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="letter_replies_to_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dated__isnull", True),
                            ("dated__lte", models.F("registered_on")),
                            _connector="OR",
                        ),
                        name="letter_written_before_registered",
                        violation_error_message="成文日期晚于收发日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reply_by__isnull", True),
                            ("reply_by__gte", models.F("registered_on")),
                            _connector="OR",
                        ),
                        name="letter_reply_after_registered",
                        violation_error_message="回复期限早于收发日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterMove",
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
                            ("register", "登记"),
                            ("circulate", "传阅"),
                            ("reply", "回复"),
                            ("file", "归档"),
                            ("void", "作废"),
                        ],
                        max_length=9,
                        verbose_name="动作",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("registered", "已登记"),
                            ("circulating", "传阅办理中"),
                            ("replied", "已回复"),
                            ("filed", "已归档"),
                            ("void", "已作废"),
                        ],
                        max_length=11,
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
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="office.letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "收发文动态",
                "ordering": ("letter", "pk"),
            },
        ),
        migrations.CreateModel(
            name="OwnRule",
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
                ("title", models.CharField(max_length=120, verbose_name="事项")),
                (
                    "title_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="英文名称"
                    ),
                ),
                (
                    "actor",
                    models.CharField(
                        choices=[
                            ("office", "双碳办"),
                            ("group", "领导小组"),
                            ("government", "政府"),
                            ("statistics", "统计部门"),
                            ("ecology", "生态环境部门"),
                            ("industry", "工业和信息化部门"),
                            ("units", "责任单位"),
                            ("parts", "乡镇和园区"),
                            ("enterprises", "企业"),
                            ("verifiers", "核查机构"),
                        ],
                        max_length=12,
                        verbose_name="由谁办",
                    ),
                ),
                (
                    "recurrence",
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
                    "about",
                    models.SmallIntegerField(
                        choices=[(-1, "上年"), (0, "当年"), (1, "下年")],
                        default=0,
                        verbose_name="所属年度",
                    ),
                ),
                (
                    "begins",
                    models.CharField(
                        max_length=5,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(\\d{2}-\\d{2}|[+-]\\d{1,3})\\Z",
                                "写某月某日（如 03-31），或报告期结束后的天数（如 +15）。",
                            )
                        ],
                        verbose_name="开始",
                    ),
                ),
                (
                    "due",
                    models.CharField(
                        max_length=5,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(\\d{2}-\\d{2}|[+-]\\d{1,3})\\Z",
                                "写某月某日（如 03-31），或报告期结束后的天数（如 +15）。",
                            )
                        ],
                        verbose_name="期限",
                    ),
                ),
                (
                    "opens",
                    models.CharField(
                        choices=[
                            ("nothing", "无"),
                            ("round", "报送轮次"),
                            ("division", "任务分工"),
                            ("letter", "发文"),
                            ("assessment", "考核评价"),
                            ("decision", "会议决定"),
                        ],
                        default="nothing",
                        max_length=10,
                        verbose_name="办理什么",
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("valid_from", models.DateField(verbose_name="起始日")),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="终止日"),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="说明"),
                ),
                (
                    "added_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="登记时间"),
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_rows",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "自定日历事项",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "actor__in",
                                [
                                    "office",
                                    "group",
                                    "government",
                                    "statistics",
                                    "ecology",
                                    "industry",
                                    "units",
                                    "parts",
                                    "enterprises",
                                    "verifiers",
                                ],
                            )
                        ),
                        name="own_rule_actor_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "opens__in",
                                [
                                    "nothing",
                                    "round",
                                    "division",
                                    "letter",
                                    "assessment",
                                    "decision",
                                ],
                            )
                        ),
                        name="own_rule_opens_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "recurrence__in",
                                ["monthly", "quarterly", "half-yearly", "yearly"],
                            )
                        ),
                        name="own_rule_recurrence_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("about__in", (-1, 0, 1))),
                        name="own_rule_about_near",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="own_rule_ends_after_it_begins",
                        violation_error_message="终止日早于起始日。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Registry",
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
                ("signs", models.CharField(max_length=20, verbose_name="机关代字")),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter_registry",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "收发文登记簿",
            },
        ),
        migrations.CreateModel(
            name="CalendarMark",
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
                ("key", models.CharField(max_length=80, verbose_name="事项")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("done_on", models.DateField(verbose_name="办结日")),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="说明"),
                ),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                ("undone", models.BooleanField(default=False, verbose_name="已取消")),
                (
                    "by",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_marks",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "办结登记",
                "ordering": ("-done_on", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone", False)),
                        fields=("organisation", "key"),
                        name="calendar_mark_once",
                        violation_error_message="这一事项已登记办结。",
                    )
                ],
            },
        ),
    ]
