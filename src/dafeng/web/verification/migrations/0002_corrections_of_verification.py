"""What can be taken back: reports, entries, surrenders, findings; fields of plans."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

WRITTEN = ("desk-review", "site-plan", "site-visit")


def findings_issued(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Say of findings that were issued before that they were, so that units read them."""
    model = apps.get_model("verification", "Nonconformity")
    early = model.objects.filter(report__verification__state__in=WRITTEN)
    issued = model.objects.exclude(pk__in=list(early.values_list("pk", flat=True)))
    issued.update(issued_at=models.F("made_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("verification", "0001_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="emissionreport",
            name="emission_report_once",
        ),
        migrations.RemoveConstraint(
            model_name="emissionreport",
            name="emission_report_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="marketmembership",
            name="market_once_a_year",
        ),
        migrations.RemoveConstraint(
            model_name="nonconformity",
            name="nonconformity_state_known",
        ),
        migrations.AddField(
            model_name="controlplan",
            name="boundary",
            field=models.TextField(
                blank=True, max_length=2000, verbose_name="核算边界"
            ),
        ),
        migrations.AddField(
            model_name="controlplan",
            name="facilities",
            field=models.TextField(
                blank=True, max_length=2000, verbose_name="主要设施"
            ),
        ),
        migrations.AddField(
            model_name="controlplan",
            name="profile",
            field=models.TextField(
                blank=True, max_length=2000, verbose_name="单位概况"
            ),
        ),
        migrations.AddField(
            model_name="marketmembership",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="撤回时间"),
        ),
        migrations.AddField(
            model_name="marketmembership",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="撤回人",
            ),
        ),
        migrations.AddField(
            model_name="marketmembership",
            name="withdrawn_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="撤回原因"),
        ),
        migrations.AddField(
            model_name="nonconformity",
            name="issued_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="开出时间"),
        ),
        migrations.AddField(
            model_name="nonconformity",
            name="settled_note",
            field=models.TextField(
                blank=True, max_length=4000, verbose_name="关闭说明"
            ),
        ),
        migrations.AddField(
            model_name="planparameter",
            name="place",
            field=models.CharField(blank=True, max_length=100, verbose_name="测量位置"),
        ),
        migrations.AddField(
            model_name="planparameter",
            name="sampling",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="采样和制样"
            ),
        ),
        migrations.AddField(
            model_name="surrender",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="撤回时间"),
        ),
        migrations.AddField(
            model_name="surrender",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="撤回人",
            ),
        ),
        migrations.AddField(
            model_name="surrender",
            name="withdrawn_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="撤回原因"),
        ),
        migrations.AddConstraint(
            model_name="emissionreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "void"), _negated=True),
                fields=("enterprise", "year"),
                name="emission_report_once",
                violation_error_message="这家企业这一年度的报告已经建立。",
            ),
        ),
        migrations.AddConstraint(
            model_name="emissionreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "open",
                            "monthly-deposited",
                            "compiled",
                            "submitted",
                            "under-verification",
                            "returned",
                            "corrected",
                            "verified",
                            "cleared",
                            "short",
                            "void",
                        ],
                    )
                ),
                name="emission_report_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="marketmembership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("enterprise", "year"),
                name="market_once_a_year",
                violation_error_message="同一年度只能在一个碳市场：进入全国市场的，退出地方市场。",
            ),
        ),
        migrations.AddConstraint(
            model_name="nonconformity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["open", "replied", "corrected", "conservative", "withdrawn"],
                    )
                ),
                name="nonconformity_state_known",
            ),
        ),
        migrations.AlterConstraint(
            model_name="surrender",
            name="surrender_above_nothing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_t__gt", 0), models.Q(("document", ""), _negated=True)
                ),
                name="surrender_above_nothing",
                violation_error_message="清缴量须大于 0，并写明凭证。",
            ),
        ),
        migrations.RunPython(findings_issued, migrations.RunPython.noop),
    ]
