"""Tables of the register of disclosure."""

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
    ]

    operations = [
        migrations.CreateModel(
            name="DisclosureRegister",
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
                    "keeper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosure_registers_kept",
                        to="core.organisation",
                        verbose_name="主管部门",
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosure_register",
                        to="core.organisation",
                        verbose_name="登记单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "披露登记簿",
            },
        ),
        migrations.CreateModel(
            name="Enterprise",
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
                ("name_zh", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "name_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="英文名称"
                    ),
                ),
                (
                    "uscc",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[dafeng.web.core.codes.validate_uscc],
                        verbose_name="统一社会信用代码",
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
                    "contact",
                    models.CharField(blank=True, max_length=50, verbose_name="联系人"),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="联系电话"
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
                ("created_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "synthetic",
                    models.BooleanField(default=False, verbose_name="示例数据"),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enterprises",
                        to="enterprises.disclosureregister",
                        verbose_name="披露登记簿",
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosing_enterprises",
                        to="core.organisation",
                        verbose_name="所在地",
                    ),
                ),
                (
                    "unit",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosing_enterprise",
                        to="core.organisation",
                        verbose_name="本系统登记的单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "企业",
                "ordering": ("name_zh", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("uscc", ""), _negated=True),
                        fields=("register", "uscc"),
                        name="enterprise_uscc_once",
                        violation_error_message="这个统一社会信用代码已经登记。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyClass",
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
                ("kind", models.CharField(max_length=24, verbose_name="披露类别")),
                (
                    "since",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="起始日",
                    ),
                ),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="终止日",
                    ),
                ),
                (
                    "listed_in",
                    models.CharField(max_length=200, verbose_name="名录或依据文件"),
                ),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
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
                        related_name="classes",
                        to="enterprises.enterprise",
                    ),
                ),
            ],
            options={
                "verbose_name": "披露类别",
                "ordering": ("enterprise", "since", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("enterprise", "kind", "since"),
                        name="duty_class_once",
                        violation_error_message="这个类别和起始日已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="duty_class_forward",
                        violation_error_message="终止日早于起始日。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("since__isnull", True),
                                (
                                    "since__range",
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
                        name="duty_class_days_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Occasion",
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
                    "file_name",
                    models.CharField(blank=True, max_length=200, verbose_name="文件名"),
                ),
                (
                    "file_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="校验值"),
                ),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="发生日期",
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="事项")),
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
                        related_name="occasions",
                        to="enterprises.enterprise",
                    ),
                ),
            ],
            options={
                "verbose_name": "应披露事项",
                "ordering": ("enterprise", "on", "pk"),
                "constraints": [
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
                        name="occasion_day_possible",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
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
                    "file_name",
                    models.CharField(blank=True, max_length=200, verbose_name="文件名"),
                ),
                (
                    "file_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="校验值"),
                ),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                ("rule", models.CharField(max_length=24, verbose_name="披露事项")),
                ("period", models.CharField(max_length=32, verbose_name="披露期")),
                (
                    "published_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="公布日期",
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="公布网址"
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=20,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="公布值",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="计量单位"
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=500, verbose_name="说明"),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="更正理由"
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
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="enterprises.enterprise",
                    ),
                ),
                (
                    "replaced_by",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="enterprises.publication",
                        verbose_name="更正为",
                    ),
                ),
            ],
            options={
                "verbose_name": "信息公布",
                "ordering": ("enterprise", "published_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__isnull", True),
                            models.Q(
                                ("value__gte", 0), models.Q(("unit", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="publication_value_has_unit",
                        violation_error_message="填了公布值，就要填计量单位。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_on__isnull", True),
                            (
                                "published_on__range",
                                (
                                    datetime.date(1990, 1, 1),
                                    datetime.date(2070, 12, 31),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="publication_day_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaced_by__isnull", True),
                            models.Q(("replaced_by", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="publication_replaced_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SecrecyClaim",
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
                    "file_name",
                    models.CharField(blank=True, max_length=200, verbose_name="文件名"),
                ),
                (
                    "file_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="校验值"),
                ),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                ("field", models.CharField(max_length=24, verbose_name="不公开的内容")),
                ("basis", models.CharField(max_length=300, verbose_name="依据")),
                (
                    "since",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="起始日",
                    ),
                ),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="终止日",
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
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="enterprises.enterprise",
                    ),
                ),
            ],
            options={
                "verbose_name": "保密申明",
                "ordering": ("enterprise", "field", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="secrecy_claim_forward",
                        violation_error_message="终止日早于起始日。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("since__isnull", True),
                                (
                                    "since__range",
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
                        name="secrecy_claim_days_possible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VerifiedValue",
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
                    "file_name",
                    models.CharField(blank=True, max_length=200, verbose_name="文件名"),
                ),
                (
                    "file_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="校验值"),
                ),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                ("rule", models.CharField(max_length=24, verbose_name="披露事项")),
                ("period", models.CharField(max_length=32, verbose_name="披露期")),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=20,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="核定值",
                    ),
                ),
                ("unit", models.CharField(max_length=40, verbose_name="计量单位")),
                (
                    "document",
                    models.CharField(max_length=200, verbose_name="核查结论文件"),
                ),
                (
                    "verified_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="核定日期",
                    ),
                ),
                ("standing", models.BooleanField(default=True, verbose_name="有效")),
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
                        related_name="verified_values",
                        to="enterprises.enterprise",
                    ),
                ),
            ],
            options={
                "verbose_name": "核定值",
                "ordering": ("enterprise", "rule", "period", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("standing", True)),
                        fields=("enterprise", "rule", "period"),
                        name="verified_value_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 0)),
                        name="verified_value_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_on__isnull", True),
                            (
                                "verified_on__range",
                                (
                                    datetime.date(1990, 1, 1),
                                    datetime.date(2070, 12, 31),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="verified_value_day_possible",
                    ),
                ],
            },
        ),
    ]
