"""Corrections: acts that undo, what an application saw, the number of a return."""

from __future__ import annotations

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from dafeng.web.core.append_only import lift_append_only, make_append_only

LINES = "budgets_ledgerline"


def guard(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let lines only be added."""
    make_append_only(schema_editor, table=LINES, unique=("id",))


def unguard(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the guards off: another constraint makes the table anew on SQLite."""
    lift_append_only(schema_editor, table=LINES)


class Migration(migrations.Migration):
    dependencies = [
        ("budgets", "0001_budgets"),
        ("office", "0003_meetings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(unguard, guard),
        migrations.RemoveConstraint(
            model_name="budgetstep",
            name="budget_step_act_known",
        ),
        migrations.RemoveConstraint(
            model_name="ledgerline",
            name="ledger_line_kind_known",
        ),
        migrations.AddField(
            model_name="budgetapplication",
            name="before_q",
            field=models.BigIntegerField(
                blank=True, null=True, verbose_name="申请时的预算"
            ),
        ),
        migrations.AddField(
            model_name="cityreturn",
            name="registered",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="city_return",
                to="office.letter",
                verbose_name="发文",
            ),
        ),
        migrations.AddField(
            model_name="cityreturn",
            name="unapproved",
            field=models.PositiveIntegerField(default=0, verbose_name="预算未核定"),
        ),
        migrations.AddField(
            model_name="unitmonth",
            name="lacks",
            field=models.JSONField(
                blank=True, default=list, verbose_name="缺少的能源品种"
            ),
        ),
        migrations.AlterField(
            model_name="budgetstep",
            name="act",
            field=models.CharField(
                choices=[
                    ("propose", "提出预算建议"),
                    ("check", "审核"),
                    ("return", "退回"),
                    ("approve", "核定预算"),
                    ("meter", "开始执行"),
                    ("apply", "申请调整"),
                    ("retract", "撤回申请"),
                    ("grant", "同意调整"),
                    ("refuse", "不同意调整"),
                    ("report", "年度自报"),
                    ("send-back", "退回自报"),
                    ("review", "审定用能"),
                    ("reopen", "撤销审定"),
                    ("settle", "清算"),
                    ("unsettle", "撤销清算"),
                    ("withdraw", "撤出名单"),
                    ("relist", "恢复列入"),
                ],
                max_length=12,
                verbose_name="动作",
            ),
        ),
        migrations.AlterField(
            model_name="cityreturn",
            name="letter",
            field=models.CharField(blank=True, max_length=100, verbose_name="文号"),
        ),
        migrations.AlterField(
            model_name="keyuser",
            name="industry",
            field=models.CharField(
                blank=True,
                max_length=4,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[0-9]{2,4}\\Z", "GB/T 4754 的 2 至 4 位数字。"
                    )
                ],
                verbose_name="行业代码",
            ),
        ),
        migrations.AlterField(
            model_name="ledgerline",
            name="kind",
            field=models.CharField(
                choices=[
                    ("total", "确定控制总量"),
                    ("reduce", "核减控制总量"),
                    ("allot", "分配"),
                    ("transfer", "单位间调剂"),
                    ("release", "收回预留"),
                    ("draw", "动用预留"),
                    ("adjust", "核减预算"),
                    ("settle", "年终收回"),
                    ("unsettle", "撤销年终收回"),
                ],
                max_length=10,
                verbose_name="事由",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "act__in",
                        [
                            "propose",
                            "check",
                            "return",
                            "approve",
                            "meter",
                            "apply",
                            "retract",
                            "grant",
                            "refuse",
                            "report",
                            "send-back",
                            "review",
                            "reopen",
                            "settle",
                            "unsettle",
                            "withdraw",
                            "relist",
                        ],
                    )
                ),
                name="budget_step_act_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "total",
                            "reduce",
                            "allot",
                            "transfer",
                            "release",
                            "draw",
                            "adjust",
                            "settle",
                            "unsettle",
                        ],
                    )
                ),
                name="ledger_line_kind_known",
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]
