"""Releases and their figures, letters in, courses."""

from __future__ import annotations

import datetime

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
            name="Release",
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
                ("major", models.PositiveSmallIntegerField(verbose_name="主版本")),
                (
                    "minor",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="更正次数"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("checked", "已审核"),
                            ("issued", "已发布"),
                            ("dropped", "已放弃"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="标题")),
                (
                    "title_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="英文标题"
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="更正说明"
                    ),
                ),
                (
                    "note_en",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="英文更正说明"
                    ),
                ),
                (
                    "terms",
                    models.CharField(
                        choices=[("CC-BY-4.0", "知识共享 署名 4.0")],
                        default="CC-BY-4.0",
                        max_length=20,
                        verbose_name="使用许可",
                    ),
                ),
                (
                    "promise",
                    models.JSONField(blank=True, default=dict, verbose_name="方案概况"),
                ),
                (
                    "issued_on",
                    models.DateField(blank=True, null=True, verbose_name="发布日期"),
                ),
                (
                    "made_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="拟稿时间"),
                ),
                (
                    "returned",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="退回的理由"
                    ),
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
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="public.release",
                        verbose_name="更正的版本",
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
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="拟稿人",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_releases",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "公开发布",
                "verbose_name_plural": "公开发布",
                "ordering": ("-major", "-minor", "-pk"),
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
                        name="public_release_checked_whole",
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
                        name="public_release_issued_by_another",
                        violation_error_message="审核人与签发人不能是同一人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "checked", "issued", "dropped"])
                        ),
                        name="public_release_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("issued_by__isnull", False),
                                ("issued_on__isnull", False),
                                ("state", "issued"),
                            ),
                            models.Q(
                                models.Q(("state", "issued"), _negated=True),
                                ("issued_by__isnull", True),
                                ("issued_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="public_release_issued_is_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "checked"), _negated=True),
                            ("checked_by__isnull", False),
                            _connector="OR",
                        ),
                        name="public_release_checked_is_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrects__isnull", True), ("minor", 0)),
                            models.Q(("corrects__isnull", False), ("minor__gte", 1)),
                            _connector="OR",
                        ),
                        name="public_release_minor_corrects",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", True),
                            models.Q(("corrects", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="public_release_corrects_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("major__gte", 1)),
                        name="public_release_major_from_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "dropped"), _negated=True),
                        fields=("organisation", "major", "minor"),
                        name="public_release_version_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "checked"))),
                        fields=("organisation",),
                        name="public_release_one_open",
                        violation_error_message="还有一个版本没有发布，先发布或放弃它。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Figure",
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
                ("key", models.CharField(max_length=80, verbose_name="编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("target", "目标"),
                            ("account", "碳账"),
                            ("outlook", "达峰路径"),
                        ],
                        max_length=8,
                        verbose_name="类别",
                    ),
                ),
                (
                    "field",
                    models.CharField(blank=True, max_length=100, verbose_name="领域"),
                ),
                (
                    "field_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="英文领域"
                    ),
                ),
                ("name_zh", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "name_en",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="英文名称"
                    ),
                ),
                ("text_zh", models.TextField(blank=True, verbose_name="表述")),
                ("text_en", models.TextField(blank=True, verbose_name="英文表述")),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="数值",
                    ),
                ),
                (
                    "low",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="下限",
                    ),
                ),
                (
                    "high",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="上限",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="计量单位"
                    ),
                ),
                (
                    "period",
                    models.CharField(blank=True, max_length=10, verbose_name="数据期"),
                ),
                (
                    "light",
                    models.CharField(
                        blank=True, max_length=16, verbose_name="完成情况"
                    ),
                ),
                (
                    "target_value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="目标值",
                    ),
                ),
                (
                    "target_max",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="目标上限",
                    ),
                ),
                (
                    "target_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="目标年"
                    ),
                ),
                (
                    "comparator",
                    models.CharField(blank=True, max_length=2, verbose_name="比较方式"),
                ),
                (
                    "clause",
                    models.CharField(blank=True, max_length=64, verbose_name="条款"),
                ),
                (
                    "definition",
                    models.CharField(blank=True, max_length=200, verbose_name="口径"),
                ),
                (
                    "source",
                    models.CharField(blank=True, max_length=200, verbose_name="来源"),
                ),
                (
                    "source_seal",
                    models.CharField(max_length=64, verbose_name="来源封存校验值"),
                ),
                (
                    "withdrawn",
                    models.BooleanField(default=False, verbose_name="已撤回"),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="撤回原因"
                    ),
                ),
                (
                    "reason_en",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="英文撤回原因"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="public.release",
                    ),
                ),
            ],
            options={
                "verbose_name": "公开的数字",
                "ordering": ("release", "order", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("release", "key"), name="public_figure_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn", False),
                            models.Q(
                                models.Q(("reason", ""), _negated=True),
                                ("high__isnull", True),
                                ("light", ""),
                                ("low__isnull", True),
                                ("value__isnull", True),
                                ("text_zh", ""),
                            ),
                            _connector="OR",
                        ),
                        name="public_figure_withdrawn_is_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source_seal", ""), _negated=True),
                        name="public_figure_has_seal",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleasePackage",
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
                ("content", models.BinaryField(verbose_name="文件")),
                ("sha256", models.CharField(max_length=64, verbose_name="校验值")),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                (
                    "release",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="package",
                        to="public.release",
                    ),
                ),
            ],
            options={
                "verbose_name": "数据包",
            },
        ),
        migrations.CreateModel(
            name="AudienceYear",
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
                    "audience",
                    models.CharField(
                        choices=[
                            ("cadres", "干部"),
                            ("schools", "中小学师生"),
                            ("enterprises", "企业人员"),
                            ("residents", "居民"),
                        ],
                        max_length=11,
                        verbose_name="对象",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                ("people", models.PositiveIntegerField(verbose_name="人数")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                (
                    "synthetic",
                    models.BooleanField(default=False, verbose_name="示例数据"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_audiences",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "对象人数",
                "ordering": ("-year", "audience"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "audience", "year"),
                        name="public_audience_once_a_year",
                        violation_error_message="这一年的人数已经登记过。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("people__gte", 1)),
                        name="public_audience_not_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "audience__in",
                                ["cadres", "schools", "enterprises", "residents"],
                            )
                        ),
                        name="public_audience_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
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
                        choices=[("course", "培训课程"), ("campaign", "宣传活动")],
                        max_length=8,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("cadres", "干部"),
                            ("schools", "中小学师生"),
                            ("enterprises", "企业人员"),
                            ("residents", "居民"),
                        ],
                        max_length=11,
                        verbose_name="对象",
                    ),
                ),
                (
                    "held_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="日期",
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        verbose_name="学时",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "计划中"),
                            ("held", "已举办"),
                            ("cancelled", "已取消"),
                        ],
                        default="planned",
                        max_length=9,
                        verbose_name="状态",
                    ),
                ),
                (
                    "reached",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="参加人次"
                    ),
                ),
                (
                    "new_people",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="其中本年首次参加的人数"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="人数的依据"
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=500, verbose_name="备注"),
                ),
                (
                    "synthetic",
                    models.BooleanField(default=False, verbose_name="示例数据"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_events",
                        to="core.organisation",
                        verbose_name="主办单位",
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
                "verbose_name": "培训和宣传活动",
                "verbose_name_plural": "培训和宣传活动",
                "ordering": ("-held_on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["course", "campaign"])),
                        name="public_event_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "audience__in",
                                ["cadres", "schools", "enterprises", "residents"],
                            )
                        ),
                        name="public_event_audience_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["planned", "held", "cancelled"])
                        ),
                        name="public_event_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "held"),
                            ("reached__isnull", True),
                            _connector="OR",
                        ),
                        name="public_event_counted_when_held",
                        violation_error_message="活动举办后才能填写参加人次。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("new_people__isnull", True),
                            ("new_people__lte", models.F("reached")),
                            _connector="OR",
                        ),
                        name="public_event_new_within_reached",
                        violation_error_message="首次参加的人数不能多于参加人次。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("held_on__isnull", True),
                            (
                                "held_on__range",
                                (
                                    datetime.date(1990, 1, 1),
                                    datetime.date(2070, 12, 31),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="public_event_day",
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "title", "held_on"),
                        name="public_event_once",
                        violation_error_message="这次活动已经登记过。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Feedback",
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
                    "about",
                    models.CharField(
                        choices=[
                            ("figure", "公布的数字"),
                            ("plan", "方案和措施"),
                            ("site", "网页和数据下载"),
                            ("other", "其他"),
                        ],
                        max_length=8,
                        verbose_name="关于",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="内容")),
                (
                    "name",
                    models.CharField(blank=True, max_length=40, verbose_name="称呼"),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="电子邮箱"
                    ),
                ),
                (
                    "may_publish",
                    models.BooleanField(
                        default=False, verbose_name="同意公开内容和答复"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default="zh-hans", max_length=7, verbose_name="语言"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "待答复"),
                            ("answered", "已答复"),
                            ("closed", "已办结"),
                        ],
                        default="new",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="收到时间")),
                (
                    "answer",
                    models.TextField(blank=True, max_length=2000, verbose_name="答复"),
                ),
                (
                    "answered_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="答复时间"
                    ),
                ),
                (
                    "published",
                    models.BooleanField(default=False, verbose_name="已公开"),
                ),
                (
                    "mailed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="邮件发出时间"
                    ),
                ),
                (
                    "mail_tries",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="发信次数"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="办结时间"
                    ),
                ),
                (
                    "wiped_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="个人信息删除时间"
                    ),
                ),
                (
                    "synthetic",
                    models.BooleanField(default=False, verbose_name="示例数据"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_feedback",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "来信",
                "verbose_name_plural": "来信",
                "ordering": ("-received_at", "-pk"),
                "indexes": [
                    models.Index(
                        fields=["organisation", "state"],
                        name="public_feed_organis_b40487_idx",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["new", "answered", "closed"])
                        ),
                        name="public_feedback_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="public_feedback_answered_has_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published", False),
                            models.Q(
                                ("may_publish", True),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="public_feedback_published_as_agreed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wiped_at__isnull", True),
                            models.Q(("email", ""), ("name", "")),
                            _connector="OR",
                        ),
                        name="public_feedback_wiped_is_empty",
                    ),
                ],
            },
        ),
    ]
