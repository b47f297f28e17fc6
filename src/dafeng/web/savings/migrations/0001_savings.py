"""Projects, settlements, anomalies, weather, products, norms and certificates."""

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
        ("meters", "0001_register"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavingProject",
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
                    "provider_name",
                    models.CharField(max_length=100, verbose_name="节能服务公司"),
                ),
                ("name_zh", models.CharField(max_length=100, verbose_name="项目名称")),
                (
                    "measure",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="节能措施"
                    ),
                ),
                (
                    "product",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="产量作为相关变量的产品"
                    ),
                ),
                (
                    "baseline_from",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="基准期起",
                    ),
                ),
                (
                    "baseline_to",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="基准期止",
                    ),
                ),
                (
                    "report_from",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="统计报告期起",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("shared", "节能效益分享型"),
                            ("guaranteed", "节能量保证型"),
                        ],
                        max_length=10,
                        verbose_name="合同类型",
                    ),
                ),
                (
                    "figure",
                    models.CharField(
                        choices=[("estimate", "估计值"), ("low", "区间下限")],
                        default="estimate",
                        max_length=10,
                        verbose_name="结算采用",
                    ),
                ),
                (
                    "level",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal("0.9"),
                        max_digits=4,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.5")),
                            django.core.validators.MaxValueValidator(Decimal("0.99")),
                        ],
                        verbose_name="置信水平",
                    ),
                ),
                (
                    "floor",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="每期最低（元）",
                    ),
                ),
                (
                    "cap",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="每期最高（元）",
                    ),
                ),
                (
                    "cap_total",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="合同总额上限（元）",
                    ),
                ),
                (
                    "guaranteed",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal("0"),
                        max_digits=20,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="每期保证节能量",
                    ),
                ),
                (
                    "fee",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=16,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="每期服务费（元）",
                    ),
                ),
                ("document", models.CharField(max_length=200, verbose_name="合同编号")),
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
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saving_projects",
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saving_projects",
                        to="meters.meterpoint",
                        verbose_name="计量点",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saving_projects_provided",
                        to="core.organisation",
                        verbose_name="节能服务公司（本系统登记的）",
                    ),
                ),
            ],
            options={
                "verbose_name": "节能项目",
                "ordering": ("enterprise__path", "report_from", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="savingproject_withdrawn_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("baseline_to__gt", models.F("baseline_from")),
                            ("report_from__gt", models.F("baseline_to")),
                        ),
                        name="saving_project_in_order",
                        violation_error_message="基准期须早于统计报告期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("baseline_from__isnull", True),
                                (
                                    "baseline_from__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("baseline_to__isnull", True),
                                (
                                    "baseline_to__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("report_from__isnull", True),
                                (
                                    "report_from__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="saving_project_days_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("provider__isnull", True),
                            models.Q(
                                ("provider", models.F("enterprise")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="saving_project_two_parties",
                        violation_error_message="节能服务公司不能是企业自己。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Measurement",
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
                    "begin",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="起始日",
                    ),
                ),
                (
                    "end",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="终止日",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="计算时间")),
                (
                    "saving",
                    models.DecimalField(
                        decimal_places=3, max_digits=20, verbose_name="节能量"
                    ),
                ),
                (
                    "low",
                    models.DecimalField(
                        decimal_places=3, max_digits=20, verbose_name="区间下限"
                    ),
                ),
                (
                    "high",
                    models.DecimalField(
                        decimal_places=3, max_digits=20, verbose_name="区间上限"
                    ),
                ),
                (
                    "adjusted",
                    models.DecimalField(
                        decimal_places=3, max_digits=20, verbose_name="校准能耗"
                    ),
                ),
                (
                    "actual",
                    models.DecimalField(
                        decimal_places=3, max_digits=20, verbose_name="实际能耗"
                    ),
                ),
                ("known_days", models.PositiveIntegerField(verbose_name="有数天数")),
                ("due_days", models.PositiveIntegerField(verbose_name="应有天数")),
                (
                    "outside",
                    models.FloatField(default=0.0, verbose_name="超出基准期气温的比例"),
                ),
                ("model", models.JSONField(default=dict, verbose_name="基准模型")),
                ("series", models.JSONField(default=dict, verbose_name="各日")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measurements",
                        to="savings.savingproject",
                    ),
                ),
            ],
            options={
                "verbose_name": "节能量计算",
                "ordering": ("project", "-made_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end__gte", models.F("begin")),
                            ("low__lte", models.F("saving")),
                            ("saving__lte", models.F("high")),
                        ),
                        name="measurement_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("begin__isnull", True),
                                (
                                    "begin__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("end__isnull", True),
                                (
                                    "end__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="measurement_days_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractTerm",
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
                    "begin",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="起始日",
                    ),
                ),
                (
                    "end",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="终止日",
                    ),
                ),
                (
                    "share",
                    models.DecimalField(
                        decimal_places=4,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="节能服务公司分享比例",
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
                        related_name="terms",
                        to="savings.savingproject",
                    ),
                ),
            ],
            options={
                "verbose_name": "合同条款",
                "ordering": ("project", "begin", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="contractterm_withdrawn_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end__gte", models.F("begin")),
                            ("share__gte", 0),
                            ("share__lte", 1),
                        ),
                        name="contract_term_forward",
                        violation_error_message="终止日早于起始日。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("begin__isnull", True),
                                (
                                    "begin__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("end__isnull", True),
                                (
                                    "end__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="contract_term_days_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Adjustment",
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
                    "begin",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="起始日",
                    ),
                ),
                (
                    "end",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="终止日",
                    ),
                ),
                (
                    "energy",
                    models.DecimalField(
                        decimal_places=3, max_digits=20, verbose_name="调整量"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
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
                        related_name="adjustments",
                        to="savings.savingproject",
                    ),
                ),
            ],
            options={
                "verbose_name": "非常规调整",
                "ordering": ("project", "begin", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="adjustment_withdrawn_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gte", models.F("begin"))),
                        name="adjustment_forward",
                        violation_error_message="终止日早于起始日。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("begin__isnull", True),
                                (
                                    "begin__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("end__isnull", True),
                                (
                                    "end__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="adjustment_days_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
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
                    "begin",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="起始日",
                    ),
                ),
                (
                    "end",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="终止日",
                    ),
                ),
                (
                    "counted",
                    models.DecimalField(
                        decimal_places=3, max_digits=20, verbose_name="认定节能量"
                    ),
                ),
                (
                    "worth",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, verbose_name="节能效益（元）"
                    ),
                ),
                (
                    "payment",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=16,
                        verbose_name="节能服务公司应得（元）",
                    ),
                ),
                (
                    "kept",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, verbose_name="企业留存（元）"
                    ),
                ),
                ("lines", models.JSONField(default=list, verbose_name="计算过程")),
                (
                    "enterprise_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="企业确认时间"
                    ),
                ),
                (
                    "provider_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="节能服务公司确认时间"
                    ),
                ),
                (
                    "provider_document",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="节能服务公司确认文件"
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
                    "enterprise_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="企业确认人",
                    ),
                ),
                (
                    "measurement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlement",
                        to="savings.measurement",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="savings.savingproject",
                    ),
                ),
                (
                    "provider_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="节能服务公司确认人",
                    ),
                ),
            ],
            options={
                "verbose_name": "结算",
                "ordering": ("project", "-begin", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="settlement_withdrawn_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("project", "begin"),
                        name="settlement_once",
                        violation_error_message="这一期已经结算。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gte", models.F("begin"))),
                        name="settlement_forward",
                        violation_error_message="终止日早于起始日。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("begin__isnull", True),
                                (
                                    "begin__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("end__isnull", True),
                                (
                                    "end__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="settlement_days_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("enterprise_by__isnull", True),
                            ("provider_by__isnull", True),
                            models.Q(
                                ("enterprise_by", models.F("provider_by")),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="settlement_two_people",
                        violation_error_message="双方确认须是两个人。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WeatherDay",
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
                    "day",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="日期",
                    ),
                ),
                (
                    "mean_c",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, verbose_name="日平均气温（℃）"
                    ),
                ),
                ("source", models.CharField(max_length=100, verbose_name="来源")),
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
                        related_name="weather_days",
                        to="core.organisation",
                        verbose_name="登记单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "日平均气温",
                "ordering": ("organisation", "day", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="weatherday_withdrawn_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("organisation", "day"),
                        name="weather_day_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
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
                            ("mean_c__gte", -60),
                            ("mean_c__lte", 60),
                        ),
                        name="weather_day_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnergyAnomaly",
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
                            ("day", "个别日异常"),
                            ("level", "用能水平突变"),
                            ("base", "夜间负荷上升"),
                            ("balance", "总分表偏差扩大"),
                        ],
                        max_length=8,
                        verbose_name="类型",
                    ),
                ),
                (
                    "first",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="起始日",
                    ),
                ),
                (
                    "last",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="终止日",
                    ),
                ),
                ("size", models.FloatField(verbose_name="偏差")),
                ("score", models.FloatField(verbose_name="显著程度")),
                ("actual", models.FloatField(verbose_name="实际用量")),
                ("expected", models.FloatField(verbose_name="预期用量")),
                ("days", models.JSONField(default=list, verbose_name="依据的各日")),
                ("found_at", models.DateTimeField(verbose_name="识别时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待核实"),
                            ("confirmed", "已确认"),
                            ("dismissed", "已排除"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="核实说明"
                    ),
                ),
                (
                    "judged_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="核实时间"
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="energy_anomalies",
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
                (
                    "judged_by",
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
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="anomalies",
                        to="meters.meterpoint",
                        verbose_name="计量点",
                    ),
                ),
            ],
            options={
                "verbose_name": "用能异常",
                "ordering": ("-last", "point", "kind", "pk"),
                "indexes": [
                    models.Index(fields=["state", "-last"], name="energy_anomaly_open")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("point", "kind", "first"), name="energy_anomaly_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last__gte", models.F("first")),
                            models.Q(
                                ("first__isnull", True),
                                (
                                    "first__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("last__isnull", True),
                                (
                                    "last__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="energy_anomaly_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="energy_anomaly_judged_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnergyCertificate",
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
                ("number", models.CharField(max_length=60, verbose_name="证书编号")),
                ("body", models.CharField(max_length=100, verbose_name="认证机构")),
                (
                    "standard",
                    models.CharField(
                        default="GB/T 23331-2020", max_length=40, verbose_name="标准"
                    ),
                ),
                ("scope", models.CharField(max_length=200, verbose_name="认证范围")),
                (
                    "issued_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="发证日期",
                    ),
                ),
                (
                    "expires_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="有效期至",
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
                        related_name="energy_certificates",
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
            ],
            options={
                "verbose_name": "能源管理体系认证证书",
                "ordering": ("expires_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="energycertificate_withdrawn_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("number",),
                        name="energy_certificate_once",
                        violation_error_message="这个证书编号已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__gte", models.F("issued_on"))),
                        name="energy_certificate_forward",
                        violation_error_message="有效期早于发证日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("issued_on__isnull", True),
                                (
                                    "issued_on__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("expires_on__isnull", True),
                                (
                                    "expires_on__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="energy_certificate_days_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LocalNorm",
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
                    "product",
                    models.CharField(
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9-]+\\Z", "代码只含小写字母、数字和连字符。"
                            )
                        ],
                        verbose_name="产品代码",
                    ),
                ),
                ("name_zh", models.CharField(max_length=60, verbose_name="产品")),
                (
                    "name_en",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="英文名称"
                    ),
                ),
                (
                    "standard",
                    models.CharField(max_length=100, verbose_name="标准号或文号"),
                ),
                (
                    "unit",
                    models.CharField(
                        default="kgce当量/t", max_length=24, verbose_name="计量单位"
                    ),
                ),
                (
                    "advanced",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=18,
                        null=True,
                        verbose_name="先进值",
                    ),
                ),
                (
                    "access",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=18,
                        null=True,
                        verbose_name="准入值",
                    ),
                ),
                (
                    "limit",
                    models.DecimalField(
                        decimal_places=6, max_digits=18, verbose_name="限定值"
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="施行日期",
                    ),
                ),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="废止日期",
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="来源")),
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
                        related_name="local_norms",
                        to="core.organisation",
                        verbose_name="登记单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "本区限额",
                "ordering": ("product", "valid_from", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="localnorm_withdrawn_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("organisation", "product", "valid_from"),
                        name="local_norm_once",
                        violation_error_message="这个产品自这一天起的限额已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("advanced__isnull", True),
                                ("advanced__lte", models.F("limit")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("access__isnull", True),
                                ("access__lte", models.F("limit")),
                                _connector="OR",
                            ),
                        ),
                        name="local_norm_in_order",
                        violation_error_message="先进值和准入值不得高于限定值。",
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
                        name="local_norm_days_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="local_norm_forward",
                        violation_error_message="废止日期早于施行日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutputMonth",
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
                    "product",
                    models.CharField(
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9-]+\\Z", "代码只含小写字母、数字和连字符。"
                            )
                        ],
                        verbose_name="产品",
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
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=20,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="产量",
                    ),
                ),
                ("unit", models.CharField(max_length=16, verbose_name="计量单位")),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="说明"),
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
                        related_name="output_months",
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
            ],
            options={
                "verbose_name": "月产量",
                "ordering": ("enterprise__path", "product", "-month", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="outputmonth_withdrawn_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("enterprise", "product", "month"),
                        name="output_month_once",
                        violation_error_message="这个月的产量已经登记，请更正。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)),
                        name="output_month_not_negative",
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
                        name="output_month_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductYear",
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
                    "product",
                    models.CharField(
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9-]+\\Z", "代码只含小写字母、数字和连字符。"
                            )
                        ],
                        verbose_name="产品",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                (
                    "energy",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=20,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="产品综合能耗",
                    ),
                ),
                (
                    "energy_unit",
                    models.CharField(
                        default="tce当量", max_length=16, verbose_name="能耗计量单位"
                    ),
                ),
                (
                    "output",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=20,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="合格产品产量",
                    ),
                ),
                (
                    "output_unit",
                    models.CharField(
                        default="t", max_length=16, verbose_name="产量计量单位"
                    ),
                ),
                ("document", models.CharField(max_length=200, verbose_name="依据")),
                (
                    "reviewed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="审核时间"
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
                        related_name="product_years",
                        to="core.organisation",
                        verbose_name="企业",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核人",
                    ),
                ),
            ],
            options={
                "verbose_name": "产品能耗",
                "ordering": ("-year", "product", "enterprise__path", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="productyear_withdrawn_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("enterprise", "product", "year"),
                        name="product_year_once",
                        violation_error_message="这一年的产品能耗已经登记，请先撤下。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("energy__gte", 0), ("output__gte", 0)),
                        name="product_year_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 1990), ("year__lte", 2070)),
                        name="product_year_possible",
                        violation_error_message="请核对年份。",
                    ),
                ],
            },
        ),
    ]
