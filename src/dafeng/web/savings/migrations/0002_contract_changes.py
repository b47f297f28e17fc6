"""Contracts are drafts, run, change and end; what a baseline follows is told.

What stands was entered as a contract that runs, and stays one.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import dafeng.web.core.days


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("meters", "0001_register"),
        ("savings", "0001_savings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContractChange",
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
                ("name_zh", models.CharField(max_length=100, verbose_name="项目名称")),
                (
                    "measure",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="节能措施"
                    ),
                ),
                (
                    "provider_name",
                    models.CharField(max_length=100, verbose_name="节能服务公司"),
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
                ("number", models.PositiveSmallIntegerField(verbose_name="变更序号")),
                (
                    "effective_from",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="变更生效日期",
                    ),
                ),
                (
                    "signed_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="变更签订日期",
                    ),
                ),
                (
                    "document",
                    models.CharField(max_length=200, verbose_name="变更协议编号"),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="变更理由")),
            ],
            options={
                "verbose_name": "合同变更",
                "ordering": ("project", "number"),
            },
        ),
        migrations.AddField(
            model_name="energyanomaly",
            name="basis",
            field=models.JSONField(blank=True, default=dict, verbose_name="相关变量"),
        ),
        migrations.AddField(
            model_name="measurement",
            name="basis",
            field=models.JSONField(blank=True, default=dict, verbose_name="相关变量"),
        ),
        migrations.AddField(
            model_name="savingproject",
            name="ended_on",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="终止日期",
            ),
        ),
        migrations.AddField(
            model_name="savingproject",
            name="ended_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="终止理由"),
        ),
        migrations.AddField(
            model_name="savingproject",
            name="signed_on",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="合同签订日期",
            ),
        ),
        migrations.AddField(
            model_name="savingproject",
            name="state",
            field=models.CharField(
                choices=[("draft", "草稿"), ("running", "执行中"), ("ended", "已终止")],
                default="running",
                max_length=8,
                verbose_name="状态",
            ),
        ),
        migrations.AlterField(
            model_name="savingproject",
            name="state",
            field=models.CharField(
                choices=[("draft", "草稿"), ("running", "执行中"), ("ended", "已终止")],
                default="draft",
                max_length=8,
                verbose_name="状态",
            ),
        ),
        migrations.AddConstraint(
            model_name="savingproject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_on__isnull", False),
                        ("state", "ended"),
                        models.Q(("ended_reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "ended"), _negated=True),
                        ("ended_on__isnull", True),
                        ("ended_reason", ""),
                    ),
                    _connector="OR",
                ),
                name="saving_project_ended_says_why",
                violation_error_message="终止须写明日期和理由。",
            ),
        ),
        migrations.AddConstraint(
            model_name="savingproject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("signed_on__isnull", True),
                        (
                            "signed_on__range",
                            (datetime.date(1990, 1, 1), datetime.date(2070, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("ended_on__isnull", True),
                        (
                            "ended_on__range",
                            (datetime.date(1990, 1, 1), datetime.date(2070, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                ),
                name="saving_project_contract_days_possible",
            ),
        ),
        migrations.AddField(
            model_name="contractchange",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="contractchange",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="savings.savingproject",
            ),
        ),
        migrations.AddField(
            model_name="contractterm",
            name="brought_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="terms_brought",
                to="savings.contractchange",
                verbose_name="由哪次变更而来",
            ),
        ),
        migrations.AddField(
            model_name="contractterm",
            name="replaced_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="terms_replaced",
                to="savings.contractchange",
                verbose_name="由哪次变更取代",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True),
                    models.Q(("withdrawn_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="contractchange_withdrawn_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractchange",
            constraint=models.UniqueConstraint(
                fields=("project", "number"), name="contract_change_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="contractchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("project", "effective_from"),
                name="contract_change_day_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("effective_from__isnull", True),
                        (
                            "effective_from__range",
                            (datetime.date(1990, 1, 1), datetime.date(2070, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("signed_on__isnull", True),
                        (
                            "signed_on__range",
                            (datetime.date(1990, 1, 1), datetime.date(2070, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                ),
                name="contract_change_days_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document", ""), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                ),
                name="contract_change_says_why",
            ),
        ),
    ]
