"""Disclosure lists, released to everybody by two people."""

from __future__ import annotations

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("public", "0002_revisions_and_claims"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DisclosureList",
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
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(2022)],
                        verbose_name="年度",
                    ),
                ),
                ("edition", models.CharField(max_length=60, verbose_name="版本")),
                ("as_of", models.DateField(verbose_name="截至日期")),
                ("duties", models.PositiveIntegerField(verbose_name="披露事项数")),
                ("missing", models.PositiveIntegerField(verbose_name="逾期未公布数")),
                ("content", models.BinaryField(verbose_name="文件")),
                ("sha256", models.CharField(max_length=64, verbose_name="校验值")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("checked", "已审核"),
                            ("issued", "已发布"),
                            ("withdrawn", "已撤回"),
                            ("dropped", "已放弃"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="状态",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=500, verbose_name="理由"),
                ),
                ("made_at", models.DateTimeField(verbose_name="拟稿时间")),
                (
                    "revision",
                    models.PositiveIntegerField(default=1, verbose_name="改动次数"),
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
                        related_name="disclosure_lists",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "企业披露名单",
                "ordering": ("-year", "-pk"),
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
                        name="public_disclosurelist_checked_whole",
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
                        name="public_disclosurelist_issued_by_another",
                        violation_error_message="审核人与签发人不能是同一人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["draft", "checked", "issued", "withdrawn", "dropped"],
                            )
                        ),
                        name="public_list_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("issued_by__isnull", False),
                                ("state__in", ("issued", "withdrawn")),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ("issued", "withdrawn")),
                                    _negated=True,
                                ),
                                ("issued_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="public_list_issued_is_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("withdrawn", "dropped")), _negated=True
                            ),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="public_list_gone_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("missing__lte", models.F("duties"))),
                        name="public_list_counts_possible",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "checked"))),
                        fields=("organisation", "year"),
                        name="public_list_one_open",
                        violation_error_message="这一年还有一份名单没有发布，先办理它。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ("dropped", "withdrawn")), _negated=True
                        ),
                        fields=("organisation", "edition"),
                        name="public_list_edition_once",
                        violation_error_message="同样内容的名单已经有了。",
                    ),
                ],
            },
        ),
    ]
