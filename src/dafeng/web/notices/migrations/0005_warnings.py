"""Notices tell of limits that are near or passed."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0004_meetings"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_kind_known",
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("due-soon", "即将到期"),
                    ("overdue", "逾期"),
                    ("task-assigned", "新任务"),
                    ("round-opened", "开始填报"),
                    ("submitted", "待确认"),
                    ("received", "待核实"),
                    ("returned", "退回"),
                    ("replied", "收到答复"),
                    ("verified", "已核实"),
                    ("extended", "延期"),
                    ("suspended", "任务调整"),
                    ("computed", "计算完成"),
                    ("issued", "文书印发"),
                    ("withdrawn", "文书撤回"),
                    ("invited", "会议通知"),
                    ("warned", "预警"),
                ],
                max_length=16,
                verbose_name="类型",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "due-soon",
                            "overdue",
                            "task-assigned",
                            "round-opened",
                            "submitted",
                            "received",
                            "returned",
                            "replied",
                            "verified",
                            "extended",
                            "suspended",
                            "computed",
                            "issued",
                            "withdrawn",
                            "invited",
                            "warned",
                        ],
                    )
                ),
                name="notice_kind_known",
            ),
        ),
    ]
