"""Figures of fifteen digits; periods with a length; answers of both sides.

A number of more digits does not come back from SQLite as it went in.
"""

from __future__ import annotations

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("savings", "0003_rows_that_fit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="energyanomaly",
            name="energy_anomaly_judged_says_why",
        ),
        migrations.RemoveConstraint(
            model_name="localnorm",
            name="local_norm_in_order",
        ),
        migrations.RemoveConstraint(
            model_name="outputmonth",
            name="output_month_not_negative",
        ),
        migrations.RemoveConstraint(
            model_name="productyear",
            name="product_year_not_negative",
        ),
        migrations.AddField(
            model_name="contractchange",
            name="period",
            field=models.CharField(
                choices=[("month", "按月"), ("quarter", "按季度")],
                default="month",
                max_length=8,
                verbose_name="结算周期",
            ),
        ),
        migrations.AddField(
            model_name="energyanomaly",
            name="proposed_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="企业说明时间"
            ),
        ),
        migrations.AddField(
            model_name="energyanomaly",
            name="proposed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="企业说明人",
            ),
        ),
        migrations.AddField(
            model_name="energyanomaly",
            name="proposed_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="企业说明"),
        ),
        migrations.AddField(
            model_name="energyanomaly",
            name="proposed_state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("open", "待核实"),
                    ("confirmed", "已确认"),
                    ("dismissed", "已排除"),
                    ("lapsed", "不再出现"),
                ],
                max_length=10,
                verbose_name="企业意见",
            ),
        ),
        migrations.AddField(
            model_name="measurement",
            name="baseline",
            field=models.JSONField(blank=True, default=dict, verbose_name="冻结的基准"),
        ),
        migrations.AddField(
            model_name="measurement",
            name="left_days",
            field=models.PositiveIntegerField(
                default=0, verbose_name="节假日停产不计的天数"
            ),
        ),
        migrations.AddField(
            model_name="savingproject",
            name="period",
            field=models.CharField(
                choices=[("month", "按月"), ("quarter", "按季度")],
                default="month",
                max_length=8,
                verbose_name="结算周期",
            ),
        ),
        migrations.AlterField(
            model_name="adjustment",
            name="energy",
            field=models.DecimalField(
                decimal_places=3,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999999.999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999999.999")
                    ),
                ],
                verbose_name="调整量",
            ),
        ),
        migrations.AlterField(
            model_name="contractchange",
            name="cap",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=15,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("9999999999999.99")
                    ),
                ],
                verbose_name="每期最高（元）",
            ),
        ),
        migrations.AlterField(
            model_name="contractchange",
            name="cap_total",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=15,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("9999999999999.99")
                    ),
                ],
                verbose_name="合同总额上限（元）",
            ),
        ),
        migrations.AlterField(
            model_name="contractchange",
            name="fee",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("0"),
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("9999999999999.99")
                    ),
                ],
                verbose_name="每期服务费（元）",
            ),
        ),
        migrations.AlterField(
            model_name="contractchange",
            name="floor",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=15,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("9999999999999.99")
                    ),
                ],
                verbose_name="每期最低（元）",
            ),
        ),
        migrations.AlterField(
            model_name="contractchange",
            name="guaranteed",
            field=models.DecimalField(
                decimal_places=3,
                default=Decimal("0"),
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999999.999")
                    ),
                ],
                verbose_name="每期保证节能量",
            ),
        ),
        migrations.AlterField(
            model_name="energyanomaly",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "待核实"),
                    ("confirmed", "已确认"),
                    ("dismissed", "已排除"),
                    ("lapsed", "不再出现"),
                ],
                default="open",
                max_length=10,
                verbose_name="状态",
            ),
        ),
        migrations.AlterField(
            model_name="localnorm",
            name="access",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                max_digits=15,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999.999999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="准入值",
            ),
        ),
        migrations.AlterField(
            model_name="localnorm",
            name="advanced",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                max_digits=15,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999.999999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="先进值",
            ),
        ),
        migrations.AlterField(
            model_name="localnorm",
            name="limit",
            field=models.DecimalField(
                decimal_places=6,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999.999999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="限定值",
            ),
        ),
        migrations.AlterField(
            model_name="measurement",
            name="actual",
            field=models.DecimalField(
                decimal_places=3,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999999.999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999999.999")
                    ),
                ],
                verbose_name="实际能耗",
            ),
        ),
        migrations.AlterField(
            model_name="measurement",
            name="adjusted",
            field=models.DecimalField(
                decimal_places=3,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999999.999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999999.999")
                    ),
                ],
                verbose_name="校准能耗",
            ),
        ),
        migrations.AlterField(
            model_name="measurement",
            name="high",
            field=models.DecimalField(
                decimal_places=3,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999999.999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999999.999")
                    ),
                ],
                verbose_name="区间上限",
            ),
        ),
        migrations.AlterField(
            model_name="measurement",
            name="low",
            field=models.DecimalField(
                decimal_places=3,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999999.999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999999.999")
                    ),
                ],
                verbose_name="区间下限",
            ),
        ),
        migrations.AlterField(
            model_name="measurement",
            name="outside",
            field=models.FloatField(default=0.0, verbose_name="超出基准期范围的比例"),
        ),
        migrations.AlterField(
            model_name="measurement",
            name="saving",
            field=models.DecimalField(
                decimal_places=3,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999999.999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999999.999")
                    ),
                ],
                verbose_name="节能量",
            ),
        ),
        migrations.AlterField(
            model_name="outputmonth",
            name="amount",
            field=models.DecimalField(
                decimal_places=6,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="产量",
            ),
        ),
        migrations.AlterField(
            model_name="productyear",
            name="energy",
            field=models.DecimalField(
                decimal_places=6,
                help_text="回收的能源多于消耗的为负。",
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999.999999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="产品综合能耗",
            ),
        ),
        migrations.AlterField(
            model_name="productyear",
            name="output",
            field=models.DecimalField(
                decimal_places=6,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="合格产品产量",
            ),
        ),
        migrations.AlterField(
            model_name="savingproject",
            name="cap",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=15,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("9999999999999.99")
                    ),
                ],
                verbose_name="每期最高（元）",
            ),
        ),
        migrations.AlterField(
            model_name="savingproject",
            name="cap_total",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=15,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("9999999999999.99")
                    ),
                ],
                verbose_name="合同总额上限（元）",
            ),
        ),
        migrations.AlterField(
            model_name="savingproject",
            name="fee",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("0"),
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("9999999999999.99")
                    ),
                ],
                verbose_name="每期服务费（元）",
            ),
        ),
        migrations.AlterField(
            model_name="savingproject",
            name="floor",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=15,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("9999999999999.99")
                    ),
                ],
                verbose_name="每期最低（元）",
            ),
        ),
        migrations.AlterField(
            model_name="savingproject",
            name="guaranteed",
            field=models.DecimalField(
                decimal_places=3,
                default=Decimal("0"),
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999999.999")
                    ),
                ],
                verbose_name="每期保证节能量",
            ),
        ),
        migrations.AlterField(
            model_name="settlement",
            name="counted",
            field=models.DecimalField(
                decimal_places=3,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999999.999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999999.999")
                    ),
                ],
                verbose_name="认定节能量",
            ),
        ),
        migrations.AlterField(
            model_name="settlement",
            name="kept",
            field=models.DecimalField(
                decimal_places=2,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-9999999999999.99")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("9999999999999.99")
                    ),
                ],
                verbose_name="企业留存（元）",
            ),
        ),
        migrations.AlterField(
            model_name="settlement",
            name="payment",
            field=models.DecimalField(
                decimal_places=2,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-9999999999999.99")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("9999999999999.99")
                    ),
                ],
                verbose_name="节能服务公司应得（元）",
            ),
        ),
        migrations.AlterField(
            model_name="settlement",
            name="worth",
            field=models.DecimalField(
                decimal_places=2,
                max_digits=15,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-9999999999999.99")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("9999999999999.99")
                    ),
                ],
                verbose_name="节能效益（元）",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("energy__isnull", True),
                    models.Q(
                        ("energy__gt", -1000000000000), ("energy__lt", 1000000000000)
                    ),
                    _connector="OR",
                ),
                name="adjustment_energy_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fee", 0), ("guaranteed", 0), ("kind", "shared")),
                    models.Q(
                        ("cap__isnull", True),
                        ("cap_total__isnull", True),
                        ("floor__isnull", True),
                        ("kind", "guaranteed"),
                    ),
                    _connector="OR",
                ),
                name="contract_change_fields_of_kind",
                violation_error_message="最低、最高和总额上限只用于分享型，保证节能量和服务费只用于保证型。",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("floor__isnull", True),
                    ("cap__isnull", True),
                    ("floor__lte", models.F("cap")),
                    _connector="OR",
                ),
                name="contract_change_floor_below_cap",
                violation_error_message="每期最低不得高于每期最高。",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("floor__isnull", True),
                        models.Q(
                            ("floor__gt", -10000000000000),
                            ("floor__lt", 10000000000000),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("cap__isnull", True),
                        models.Q(
                            ("cap__gt", -10000000000000), ("cap__lt", 10000000000000)
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("cap_total__isnull", True),
                        models.Q(
                            ("cap_total__gt", -10000000000000),
                            ("cap_total__lt", 10000000000000),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("fee__isnull", True),
                        models.Q(
                            ("fee__gt", -10000000000000), ("fee__lt", 10000000000000)
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("guaranteed__isnull", True),
                        models.Q(
                            ("guaranteed__gt", -1000000000000),
                            ("guaranteed__lt", 1000000000000),
                        ),
                        _connector="OR",
                    ),
                ),
                name="contract_change_figures_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="energyanomaly",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("open", "lapsed")),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="energy_anomaly_decided_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="energyanomaly",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("proposed_reason", ""), ("proposed_state", "")),
                    models.Q(
                        models.Q(("proposed_state", ""), _negated=True),
                        models.Q(("proposed_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="energy_anomaly_proposal_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="localnorm",
            constraint=models.CheckConstraint(
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
                    models.Q(
                        ("advanced__isnull", True),
                        ("access__isnull", True),
                        ("advanced__lte", models.F("access")),
                        _connector="OR",
                    ),
                ),
                name="local_norm_three_in_order",
                violation_error_message="先进值不得高于准入值，准入值不得高于限定值。",
            ),
        ),
        migrations.AddConstraint(
            model_name="localnorm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("advanced__isnull", True),
                        models.Q(
                            ("advanced__gt", -1000000000), ("advanced__lt", 1000000000)
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("access__isnull", True),
                        models.Q(
                            ("access__gt", -1000000000), ("access__lt", 1000000000)
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("limit__isnull", True),
                        models.Q(("limit__gt", -1000000000), ("limit__lt", 1000000000)),
                        _connector="OR",
                    ),
                ),
                name="local_norm_figures_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("saving__isnull", True),
                        models.Q(
                            ("saving__gt", -1000000000000),
                            ("saving__lt", 1000000000000),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("low__isnull", True),
                        models.Q(
                            ("low__gt", -1000000000000), ("low__lt", 1000000000000)
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("high__isnull", True),
                        models.Q(
                            ("high__gt", -1000000000000), ("high__lt", 1000000000000)
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("adjusted__isnull", True),
                        models.Q(
                            ("adjusted__gt", -1000000000000),
                            ("adjusted__lt", 1000000000000),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("actual__isnull", True),
                        models.Q(
                            ("actual__gt", -1000000000000),
                            ("actual__lt", 1000000000000),
                        ),
                        _connector="OR",
                    ),
                ),
                name="measurement_figures_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="outputmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__gte", 0),
                    models.Q(
                        ("amount__isnull", True),
                        models.Q(
                            ("amount__gt", -1000000000), ("amount__lt", 1000000000)
                        ),
                        _connector="OR",
                    ),
                ),
                name="output_month_possible_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="productyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("output__gte", 0),
                    models.Q(
                        ("energy__isnull", True),
                        models.Q(
                            ("energy__gt", -1000000000), ("energy__lt", 1000000000)
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("output__isnull", True),
                        models.Q(
                            ("output__gt", -1000000000), ("output__lt", 1000000000)
                        ),
                        _connector="OR",
                    ),
                ),
                name="product_year_possible_amounts",
            ),
        ),
        migrations.AddConstraint(
            model_name="savingproject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fee", 0), ("guaranteed", 0), ("kind", "shared")),
                    models.Q(
                        ("cap__isnull", True),
                        ("cap_total__isnull", True),
                        ("floor__isnull", True),
                        ("kind", "guaranteed"),
                    ),
                    _connector="OR",
                ),
                name="saving_project_fields_of_kind",
                violation_error_message="最低、最高和总额上限只用于分享型，保证节能量和服务费只用于保证型。",
            ),
        ),
        migrations.AddConstraint(
            model_name="savingproject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("floor__isnull", True),
                    ("cap__isnull", True),
                    ("floor__lte", models.F("cap")),
                    _connector="OR",
                ),
                name="saving_project_floor_below_cap",
                violation_error_message="每期最低不得高于每期最高。",
            ),
        ),
        migrations.AddConstraint(
            model_name="savingproject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("floor__isnull", True),
                        models.Q(
                            ("floor__gt", -10000000000000),
                            ("floor__lt", 10000000000000),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("cap__isnull", True),
                        models.Q(
                            ("cap__gt", -10000000000000), ("cap__lt", 10000000000000)
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("cap_total__isnull", True),
                        models.Q(
                            ("cap_total__gt", -10000000000000),
                            ("cap_total__lt", 10000000000000),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("fee__isnull", True),
                        models.Q(
                            ("fee__gt", -10000000000000), ("fee__lt", 10000000000000)
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("guaranteed__isnull", True),
                        models.Q(
                            ("guaranteed__gt", -1000000000000),
                            ("guaranteed__lt", 1000000000000),
                        ),
                        _connector="OR",
                    ),
                ),
                name="saving_project_figures_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("counted__isnull", True),
                        models.Q(
                            ("counted__gt", -1000000000000),
                            ("counted__lt", 1000000000000),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("worth__isnull", True),
                        models.Q(
                            ("worth__gt", -10000000000000),
                            ("worth__lt", 10000000000000),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("payment__isnull", True),
                        models.Q(
                            ("payment__gt", -10000000000000),
                            ("payment__lt", 10000000000000),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("kept__isnull", True),
                        models.Q(
                            ("kept__gt", -10000000000000), ("kept__lt", 10000000000000)
                        ),
                        _connector="OR",
                    ),
                ),
                name="settlement_figures_possible",
            ),
        ),
    ]
