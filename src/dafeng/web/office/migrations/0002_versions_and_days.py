"""Letters count their versions, and keep no day that cannot be meant."""

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
    rows = apps.get_model("office", "Letter").objects.exclude(
        possible("dated")
        & possible("registered_on")
        & possible("reply_by")
        & possible("replied_on")
    )
    keys = list(rows.values_list("pk", flat=True)[:20])
    if keys:
        msg = (
            f"These letters have a day before {FIRST_DAY} or after {LAST_DAY}: "
            f"{', '.join(map(str, keys))}. Correct them in the old version, then upgrade."
        )
        raise BadInputError(msg, code="upgrade.days")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("office", "0001_initial"),
        ("plans", "0001_initial"),
        ("work", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="版本"),
        ),
        migrations.AlterField(
            model_name="calendarmark",
            name="done_on",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="办结日"
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="met_on",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="会议日期"
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="dated",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="成文日期",
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="registered_on",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="收发日期"
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="replied_on",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="回复日期",
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="reply_by",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="回复期限",
            ),
        ),
        migrations.AlterField(
            model_name="ownrule",
            name="valid_from",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="起始日"
            ),
        ),
        migrations.AlterField(
            model_name="ownrule",
            name="valid_to",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="终止日",
            ),
        ),
        migrations.RunPython(refuse_impossible_days, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("dated__isnull", True),
                        (
                            "dated__range",
                            (datetime.date(1990, 1, 1), datetime.date(2070, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("registered_on__isnull", True),
                        (
                            "registered_on__range",
                            (datetime.date(1990, 1, 1), datetime.date(2070, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("reply_by__isnull", True),
                        (
                            "reply_by__range",
                            (datetime.date(1990, 1, 1), datetime.date(2070, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("replied_on__isnull", True),
                        (
                            "replied_on__range",
                            (datetime.date(1990, 1, 1), datetime.date(2070, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                ),
                name="letter_days_possible",
            ),
        ),
    ]
