"""Who finds a scenario, and scenarios that were taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("pathways", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="savedscenario",
            options={
                "ordering": ("name", "pk"),
                "verbose_name": "自定情景",
                "verbose_name_plural": "自定情景",
            },
        ),
        migrations.RemoveConstraint(
            model_name="savedscenario",
            name="savedscenario_name_once",
        ),
        migrations.AddField(
            model_name="savedscenario",
            name="visibility",
            field=models.CharField(
                choices=[("own", "仅自己"), ("district", "本区各单位")],
                default="district",
                max_length=10,
                verbose_name="可见范围",
            ),
        ),
        migrations.AddField(
            model_name="savedscenario",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="撤回时间"),
        ),
        migrations.AddConstraint(
            model_name="savedscenario",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("organisation", "saved_by", "name"),
                name="savedscenario_name_once",
            ),
        ),
    ]
