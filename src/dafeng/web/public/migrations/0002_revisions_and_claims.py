"""Pages know which state they show; an answer is claimed before it is mailed."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("public", "0001_initial"),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="revision",
                field=models.PositiveIntegerField(default=1, verbose_name="改动次数"),
            )
            for name in ("release", "event", "feedback")
        ),
        migrations.AddField(
            model_name="feedback",
            name="mail_next_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="下次发信"),
        ),
        migrations.AddField(
            model_name="feedback",
            name="mail_claimed_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="领取发信时间"
            ),
        ),
    ]
