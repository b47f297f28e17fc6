"""Where the house keeps its model and the seals of its outlooks."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

POTENTIALS = "potentials.csv"
"""File of the model's folder: what of each measure is possible here."""


def model_folder() -> Path:
    """Folder of the house that holds its model."""
    return Path(settings.MODEL_ROOT)


def outlook_folder() -> Path:
    """Folder of the seals of outlooks."""
    return Path(settings.SEAL_ROOT) / "outlooks"
