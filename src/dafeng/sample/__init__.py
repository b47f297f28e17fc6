"""The sample district: Jinghai's plan as facts, its units, a synthetic plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.sample.district import (
        SAMPLE_DATA_DATE,
        SAMPLE_DATA_VERSION,
        SAMPLE_PLACE_CODE,
        SampleOrganisation,
        sample_organisations,
        sample_places,
    )
    from dafeng.sample.plans import demo_plan_text, load_sample_plan

__all__ = [
    "SAMPLE_DATA_DATE",
    "SAMPLE_DATA_VERSION",
    "SAMPLE_PLACE_CODE",
    "SampleOrganisation",
    "demo_plan_text",
    "load_sample_plan",
    "sample_organisations",
    "sample_places",
]

__getattr__ = lazy_door(
    __name__,
    {
        "district": [
            "SAMPLE_DATA_DATE",
            "SAMPLE_DATA_VERSION",
            "SAMPLE_PLACE_CODE",
            "SampleOrganisation",
            "sample_organisations",
            "sample_places",
        ],
        "plans": ["demo_plan_text", "load_sample_plan"],
    },
)
