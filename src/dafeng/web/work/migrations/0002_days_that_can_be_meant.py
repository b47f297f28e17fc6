"""Days that people write down lie between 1990 and 2070."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import migrations, models

import dafeng.web.core.days
from dafeng.base.errors import BadInputError
from dafeng.web.core.days import FIRST_DAY, LAST_DAY, possible


def refuse_impossible_days(apps: Any, _editor: Any) -> None:
    """Say which rows have to be corrected first; nothing is changed on the quiet."""
    rows = apps.get_model("work", "Task").objects.exclude(
        possible("due_on") & possible("begins_on")
    )
    keys = list(rows.values_list("pk", flat=True)[:20])
    if keys:
        msg = (
            f"These tasks have a day before {FIRST_DAY} or after {LAST_DAY}: "
            f"{', '.join(map(str, keys))}. Correct them in the old version, then upgrade."
        )
        raise BadInputError(msg, code="upgrade.days")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("plans", "0001_initial"),
        ("work", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="evidence",
            name="dated",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="成文日期",
            ),
        ),
        migrations.AlterField(
            model_name="reportfigure",
            name="expected_on",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="预计取得日",
            ),
        ),
        migrations.AlterField(
            model_name="reportingduty",
            name="valid_from",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="起始日"
            ),
        ),
        migrations.AlterField(
            model_name="reportingduty",
            name="valid_to",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="终止日",
            ),
        ),
        migrations.AlterField(
            model_name="round",
            name="due_on",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="截止日"
            ),
        ),
        migrations.AlterField(
            model_name="round",
            name="opens_on",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="开始日"
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="begins_on",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="开始日",
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="due_on",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="期限"
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="first_due_on",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="原定期限"
            ),
        ),
        migrations.AlterField(
            model_name="taskmove",
            name="due_on",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="新期限",
            ),
        ),
        migrations.AlterField(
            model_name="taskstep",
            name="done_on",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="完成日",
            ),
        ),
        migrations.AlterField(
            model_name="taskstep",
            name="due_on",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="期限"
            ),
        ),
        migrations.RunPython(refuse_impossible_days, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("due_on__isnull", True),
                        (
                            "due_on__range",
                            (datetime.date(1990, 1, 1), datetime.date(2070, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("begins_on__isnull", True),
                        (
                            "begins_on__range",
                            (datetime.date(1990, 1, 1), datetime.date(2070, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                ),
                name="work_task_days_possible",
            ),
        ),
    ]
