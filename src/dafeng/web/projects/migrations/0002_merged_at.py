"""Projects say when they were merged."""

from __future__ import annotations

from django.db import migrations, models

MERGE = "projects.project.merge"


def date_the_merges(apps, schema_editor):
    """Take the moment from the audit of the kept project, else from its last version."""
    project = apps.get_model("projects", "Project")
    audit = apps.get_model("core", "AuditRow")
    for gone in project.objects.exclude(merged_into=None).select_related("merged_into"):
        acts = audit.objects.filter(action=MERGE, target_id=str(gone.merged_into_id))
        times = [row.time for row in acts if row.data.get("gone") == gone.code]
        versions = gone.merged_into.versions.order_by("number")
        learned = list(versions.values_list("learned_at", flat=True))
        # The audit row is written a moment after the version that it is about.
        before = [at for at in learned if times and at <= times[0]]
        gone.merged_at = (before or times or learned or [gone.created_at])[-1]
        gone.save(update_fields=["merged_at"])


def leave(apps, schema_editor):
    """Going back, the column goes with its times."""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("projects", "0001_projects"),
    ]

    operations = [
        migrations.AddField(
            model_name="project",
            name="merged_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="合并时间"),
        ),
        migrations.RunPython(date_the_merges, leave),
    ]
