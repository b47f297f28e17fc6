"""Fill a sample house: its model, its possibilities, and an outlook."""

from __future__ import annotations

from shutil import copytree

from dafeng.pathways.outlook import Progress
from dafeng.sample import sample_model_folder
from dafeng.web.pathways.folders import model_folder
from dafeng.web.pathways.models import OutlookRun
from dafeng.web.pathways.services.running import outlook_make
from dafeng.web.plans.models import Plan
from dafeng.web.plans.services.samples import SAMPLE_SLUG


def load_sample_outlook(progress: Progress) -> OutlookRun | None:
    """Lay the model's folder into the house and run it; once."""
    if OutlookRun.objects.exists():
        return OutlookRun.objects.first()
    if not model_folder().exists():
        with sample_model_folder() as packaged:
            copytree(packaged, model_folder())
    plan = Plan.objects.get(slug=SAMPLE_SLUG)
    return outlook_make(plan=plan, by=None, progress=progress)
