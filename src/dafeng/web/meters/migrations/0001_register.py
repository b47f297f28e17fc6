"""Tables of the register of meters, of arrivals and of prepared energy."""

from __future__ import annotations

import datetime
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import dafeng.web.core.days
import dafeng.web.meters.models.papers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("core", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Settled",
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
                    "name",
                    models.CharField(max_length=32, unique=True, verbose_name="名称"),
                ),
                (
                    "version",
                    models.PositiveBigIntegerField(default=0, verbose_name="版本"),
                ),
            ],
            options={
                "verbose_name": "统计进度",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="EnergyDigest",
            fields=[
                (
                    "enterprise",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="energy_digest",
                        serialize=False,
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="生成时间")),
                (
                    "day",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="数据日期",
                    ),
                ),
                (
                    "heard_until",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="最近有数"
                    ),
                ),
                (
                    "meters",
                    models.PositiveIntegerField(default=0, verbose_name="计量点数"),
                ),
                (
                    "silent",
                    models.PositiveIntegerField(
                        default=0, verbose_name="无数据的计量点"
                    ),
                ),
                (
                    "due_s",
                    models.PositiveBigIntegerField(default=0, verbose_name="应有秒数"),
                ),
                (
                    "known_s",
                    models.PositiveBigIntegerField(default=0, verbose_name="已知秒数"),
                ),
                ("spark", models.JSONField(default=list, verbose_name="近 30 日")),
                ("hours", models.JSONField(default=dict, verbose_name="各小时")),
                (
                    "month_g",
                    models.BigIntegerField(blank=True, null=True, verbose_name="本月"),
                ),
                (
                    "compared_g",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="本月可比"
                    ),
                ),
                (
                    "last_year_g",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="上年同期"
                    ),
                ),
            ],
            options={
                "verbose_name": "用能摘要",
                "ordering": ("enterprise__path",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("day__isnull", True),
                            (
                                "day__range",
                                (
                                    datetime.date(1990, 1, 1),
                                    datetime.date(2070, 12, 31),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="energy_digest_day_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("known_s__lte", models.F("due_s"))),
                        name="energy_digest_known_within_due",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeterPoint",
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
                        error_messages={"unique": "这个表号已经登记。"},
                        max_length=64,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z0-9][A-Za-z0-9._-]*\\Z",
                                "表号只含字母、数字、点、连字符和下划线。",
                            )
                        ],
                        verbose_name="表号",
                    ),
                ),
                ("name_zh", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "name_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="英文名称"
                    ),
                ),
                ("carrier", models.CharField(max_length=24, verbose_name="能源品种")),
                ("unit", models.CharField(max_length=16, verbose_name="计量单位")),
                (
                    "kind",
                    models.CharField(
                        choices=[("register", "表底数"), ("interval", "区间量")],
                        max_length=8,
                        verbose_name="读数类型",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("main", "总表"),
                            ("sub", "分表"),
                            ("virtual", "虚拟表"),
                            ("manual", "人工抄表"),
                        ],
                        max_length=8,
                        verbose_name="类别",
                    ),
                ),
                (
                    "parts_whole",
                    models.BooleanField(
                        default=False, verbose_name="下级表计量全部用量"
                    ),
                ),
                (
                    "formula",
                    models.CharField(blank=True, max_length=500, verbose_name="公式"),
                ),
                (
                    "multiplier",
                    models.DecimalField(
                        decimal_places=6, default=1, max_digits=18, verbose_name="倍率"
                    ),
                ),
                (
                    "digits",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="表盘整数位数",
                    ),
                ),
                (
                    "step_s",
                    models.PositiveIntegerField(
                        default=900,
                        validators=[
                            django.core.validators.MinValueValidator(60),
                            django.core.validators.MaxValueValidator(86400),
                        ],
                        verbose_name="采集间隔（秒）",
                    ),
                ),
                (
                    "most_per_hour",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=18,
                        null=True,
                        validators=[
                            django.core.validators.MaxValueValidator(1000000000)
                        ],
                        verbose_name="每小时最大量",
                    ),
                ),
                (
                    "workshop",
                    models.CharField(blank=True, max_length=60, verbose_name="车间"),
                ),
                (
                    "process",
                    models.CharField(blank=True, max_length=60, verbose_name="工序"),
                ),
                (
                    "equipment",
                    models.CharField(blank=True, max_length=60, verbose_name="设备"),
                ),
                (
                    "maker",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="制造厂和型号"
                    ),
                ),
                (
                    "serial",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="出厂编号"
                    ),
                ),
                (
                    "accuracy",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="准确度等级"
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="启用日期",
                    ),
                ),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="停用日期",
                    ),
                ),
                (
                    "retired_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="停用理由"
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=500, verbose_name="说明"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="版本"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="登记时间"
                    ),
                ),
                (
                    "synthetic",
                    models.BooleanField(default=False, verbose_name="示例数据"),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meter_points",
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="meters.meterpoint",
                        verbose_name="上级表",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="meters.meterpoint",
                        verbose_name="替换的表",
                    ),
                ),
            ],
            options={
                "verbose_name": "计量点",
                "ordering": ("enterprise__path", "code"),
                "indexes": [
                    models.Index(
                        fields=["enterprise", "carrier"], name="meter_point_of_firm"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("role", "virtual"),
                                models.Q(("formula", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("role", "virtual"), _negated=True),
                                ("formula", ""),
                            ),
                            _connector="OR",
                        ),
                        name="meter_point_formula_of_virtual",
                        violation_error_message="虚拟表须有公式，其他表不得有公式。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role", "virtual"),
                            models.Q(
                                ("most_per_hour__gt", 0),
                                ("most_per_hour__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="meter_point_has_most",
                        violation_error_message="请填写每小时最大量，须大于 0。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["main", "sub", "virtual", "manual"]),
                            ("kind__in", ["register", "interval"]),
                        ),
                        name="meter_point_codes_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("multiplier__gt", 0)),
                        name="meter_point_multiplier_positive",
                        violation_error_message="倍率须大于 0。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("step_s__gte", 60), ("step_s__lte", 86400)),
                        name="meter_point_step_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("parent__isnull", True),
                                models.Q(("parent", models.F("id")), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("replaces__isnull", True),
                                models.Q(("replaces", models.F("id")), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="meter_point_not_behind_itself",
                        violation_error_message="计量点不能是自己的上级表。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="meter_point_forward",
                        violation_error_message="停用日期早于启用日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
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
                            models.Q(
                                ("valid_to__isnull", True),
                                (
                                    "valid_to__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="meter_point_days_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exchange",
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
                ("at", models.DateTimeField(verbose_name="换表时间")),
                (
                    "final",
                    models.DecimalField(
                        decimal_places=3,
                        max_digits=18,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="旧表止码",
                    ),
                ),
                (
                    "initial",
                    models.DecimalField(
                        decimal_places=3,
                        max_digits=18,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="新表起码",
                    ),
                ),
                (
                    "serial",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="新表出厂编号"
                    ),
                ),
                ("evidence", models.CharField(max_length=200, verbose_name="换表单据")),
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
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exchanges",
                        to="meters.meterpoint",
                    ),
                ),
            ],
            options={
                "verbose_name": "换表",
                "ordering": ("point", "at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="exchange_withdrawn_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("point", "at"),
                        name="exchange_once",
                        violation_error_message="这个时间的换表已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("final__gte", 0),
                            ("initial__gte", 0),
                            models.Q(("evidence", ""), _negated=True),
                        ),
                        name="exchange_values_and_evidence",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Calibration",
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
                    "on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="检定日期",
                    ),
                ),
                (
                    "valid_until",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="有效期至",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[("passed", "合格"), ("failed", "不合格")],
                        default="passed",
                        max_length=8,
                        verbose_name="结论",
                    ),
                ),
                (
                    "certificate",
                    models.CharField(max_length=100, verbose_name="证书编号"),
                ),
                (
                    "laboratory",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="检定机构"
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
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calibrations",
                        to="meters.meterpoint",
                    ),
                ),
            ],
            options={
                "verbose_name": "检定",
                "ordering": ("point", "on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="calibration_withdrawn_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("point", "on"),
                        name="calibration_once",
                        violation_error_message="这一天的检定已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("on"))),
                        name="calibration_forward",
                        violation_error_message="有效期早于检定日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
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
                            models.Q(
                                ("valid_until__isnull", True),
                                (
                                    "valid_until__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="calibration_days_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthlyStatement",
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
                ("carrier", models.CharField(max_length=24, verbose_name="能源品种")),
                (
                    "month",
                    models.DateField(
                        validators=[
                            dafeng.web.core.days.possible_day,
                            dafeng.web.meters.models.papers.first_of_month,
                        ],
                        verbose_name="月份",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("invoice", "结算单据"), ("form", "统计报表")],
                        max_length=8,
                        verbose_name="来源",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=20,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="用量",
                    ),
                ),
                (
                    "cost",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="金额（元）",
                    ),
                ),
                ("document", models.CharField(max_length=200, verbose_name="单据号")),
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
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="monthly_statements",
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
            ],
            options={
                "verbose_name": "月度单据",
                "ordering": ("enterprise__path", "-month", "carrier", "source", "pk"),
                "indexes": [
                    models.Index(fields=["month", "carrier"], name="statement_by_month")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="monthlystatement_withdrawn_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("enterprise", "carrier", "month", "source"),
                        name="monthly_statement_once",
                        violation_error_message="这个月的单据已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gte", 0),
                            models.Q(
                                ("cost__isnull", True),
                                ("cost__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(("document", ""), _negated=True),
                        ),
                        name="monthly_statement_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
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
                        name="monthly_statement_month_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ("invoice", "form"))),
                        name="monthly_statement_source_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthQuality",
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
                    "month",
                    models.DateField(
                        validators=[
                            dafeng.web.core.days.possible_day,
                            dafeng.web.meters.models.papers.first_of_month,
                        ],
                        verbose_name="月份",
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="统计至")),
                (
                    "expected",
                    models.PositiveBigIntegerField(default=0, verbose_name="应采集数"),
                ),
                (
                    "received",
                    models.PositiveBigIntegerField(
                        default=0, verbose_name="实际采集数"
                    ),
                ),
                (
                    "completeness",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=12,
                        null=True,
                        verbose_name="完整率",
                    ),
                ),
                (
                    "day_month_gap",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=12,
                        null=True,
                        verbose_name="日月偏差",
                    ),
                ),
                (
                    "main_sub_gap",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=12,
                        null=True,
                        verbose_name="总分表偏差",
                    ),
                ),
                (
                    "borders",
                    models.PositiveIntegerField(default=0, verbose_name="零时点数"),
                ),
                (
                    "borders_met",
                    models.PositiveIntegerField(default=0, verbose_name="合规零时点数"),
                ),
                ("flags", models.JSONField(default=dict, verbose_name="标记")),
                (
                    "prepared_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="生成时间"
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="month_qualities",
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
            ],
            options={
                "verbose_name": "月度数据质量",
                "ordering": ("-month", "enterprise__path"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("enterprise__isnull", False)),
                        fields=("enterprise", "month"),
                        name="month_quality_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("enterprise__isnull", True)),
                        fields=("month",),
                        name="month_quality_of_house_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("received__lte", models.F("expected")),
                            ("borders_met__lte", models.F("borders")),
                        ),
                        name="month_quality_within",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
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
                        name="month_quality_month_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RefusedCount",
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
                    "day",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="日期",
                    ),
                ),
                ("channel", models.CharField(max_length=40, verbose_name="渠道")),
                ("trouble", models.CharField(max_length=24, verbose_name="原因")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="行数")),
                (
                    "example",
                    models.CharField(blank=True, max_length=200, verbose_name="示例"),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refused_counts",
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
            ],
            options={
                "verbose_name": "未入库的行",
                "ordering": ("-day", "enterprise", "channel", "trouble"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("enterprise__isnull", False)),
                        fields=("day", "enterprise", "channel", "trouble"),
                        name="refused_count_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("enterprise__isnull", True)),
                        fields=("day", "channel", "trouble"),
                        name="refused_count_of_nobody_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("day__isnull", True),
                            (
                                "day__range",
                                (
                                    datetime.date(1990, 1, 1),
                                    datetime.date(2070, 12, 31),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="refused_count_day_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tariff",
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
                ("carrier", models.CharField(max_length=24, verbose_name="能源品种")),
                (
                    "period",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "全部时段"),
                            ("sharp", "尖峰"),
                            ("peak", "高峰"),
                            ("flat", "平段"),
                            ("valley", "低谷"),
                            ("deep_valley", "深谷"),
                        ],
                        max_length=12,
                        verbose_name="时段",
                    ),
                ),
                (
                    "price",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=12,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="单价（元）",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="起始日",
                    ),
                ),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="终止日",
                    ),
                ),
                ("document", models.CharField(max_length=200, verbose_name="依据文件")),
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tariffs",
                        to="core.organisation",
                        verbose_name="适用单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "能源价格",
                "ordering": ("organisation__path", "carrier", "-valid_from", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="tariff_withdrawn_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("organisation", "carrier", "period", "valid_from"),
                        name="tariff_once",
                        violation_error_message="这个时段自这一天起的价格已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("price__gte", 0),
                            models.Q(
                                ("valid_to__isnull", True),
                                ("valid_to__gte", models.F("valid_from")),
                                _connector="OR",
                            ),
                        ),
                        name="tariff_forward",
                        violation_error_message="终止日早于起始日。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
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
                            models.Q(
                                ("valid_to__isnull", True),
                                (
                                    "valid_to__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="tariff_days_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "period__in",
                                ("", "sharp", "peak", "flat", "valley", "deep_valley"),
                            )
                        ),
                        name="tariff_period_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArrivalCount",
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
                    "day",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="日期",
                    ),
                ),
                ("channel", models.CharField(max_length=40, verbose_name="渠道")),
                (
                    "batches",
                    models.PositiveBigIntegerField(default=0, verbose_name="批次"),
                ),
                (
                    "readings",
                    models.PositiveBigIntegerField(default=0, verbose_name="读数"),
                ),
                (
                    "repeated",
                    models.PositiveBigIntegerField(default=0, verbose_name="重复批次"),
                ),
                ("last_at", models.DateTimeField(verbose_name="最近到达")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrival_counts",
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
            ],
            options={
                "verbose_name": "到达统计",
                "ordering": ("-day", "enterprise", "channel"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "enterprise", "channel"),
                        name="arrival_count_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("day__isnull", True),
                            (
                                "day__range",
                                (
                                    datetime.date(1990, 1, 1),
                                    datetime.date(2070, 12, 31),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="arrival_count_day_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Gateway",
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
                    "code",
                    models.CharField(
                        error_messages={"unique": "这个网关代码已经登记。"},
                        max_length=32,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9][a-z0-9-]*\\Z",
                                "代码只含小写字母、数字和连字符。",
                            )
                        ],
                        verbose_name="网关代码",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("api", "接口"),
                            ("mqtt", "MQTT"),
                            ("folder", "文件交换"),
                        ],
                        max_length=8,
                        verbose_name="方式",
                    ),
                ),
                (
                    "key_head",
                    models.CharField(
                        blank=True, max_length=12, verbose_name="密钥标识"
                    ),
                ),
                (
                    "key_until",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="密钥有效期至",
                    ),
                ),
                (
                    "last_seen_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="最近上传"
                    ),
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
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gateways",
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
            ],
            options={
                "verbose_name": "网关",
                "ordering": ("enterprise__path", "code"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="gateway_withdrawn_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("key_head", ""), _negated=True),
                        fields=("key_head",),
                        name="gateway_key_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("api", "mqtt", "folder"))),
                        name="gateway_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("key_until__isnull", True),
                            (
                                "key_until__range",
                                (
                                    datetime.date(1990, 1, 1),
                                    datetime.date(2070, 12, 31),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="gateway_day_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeteringNeed",
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
                ("carrier", models.CharField(max_length=24, verbose_name="能源品种")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("entry", "进出用能单位"),
                            ("unit", "次级用能单位"),
                            ("equipment", "用能设备"),
                        ],
                        max_length=12,
                        verbose_name="层级",
                    ),
                ),
                ("needed", models.PositiveIntegerField(verbose_name="应配备数")),
                ("basis", models.CharField(max_length=200, verbose_name="依据")),
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
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="metering_needs",
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
            ],
            options={
                "verbose_name": "应配备计量点",
                "ordering": ("enterprise__path", "carrier", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="meteringneed_withdrawn_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("enterprise", "carrier", "level"),
                        name="metering_need_once",
                        violation_error_message="这个品种和层级已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__in", ["entry", "unit", "equipment"])
                        ),
                        name="metering_need_level_known",
                    ),
                ],
            },
        ),
    ]
