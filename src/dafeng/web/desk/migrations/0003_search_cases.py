"""Cases of supervision are found too."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_days_that_can_be_meant"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="searchentry",
            name="search_entry_kind_known",
        ),
        migrations.AlterField(
            model_name="searchentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("clause", "条款"),
                    ("target", "目标"),
                    ("task", "任务"),
                    ("unit", "责任单位"),
                    ("register", "登记单位"),
                    ("evidence", "佐证"),
                    ("letter", "来文和发文"),
                    ("decision", "会议决定"),
                    ("case", "督办件"),
                    ("person", "人员"),
                ],
                max_length=10,
                verbose_name="种类",
            ),
        ),
        migrations.AddConstraint(
            model_name="searchentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "clause",
                            "target",
                            "task",
                            "unit",
                            "register",
                            "evidence",
                            "letter",
                            "decision",
                            "case",
                            "person",
                        ],
                    )
                ),
                name="search_entry_kind_known",
            ),
        ),
    ]
