"""The sample district: Jinghai's plan as facts, its units, synthetic years."""

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
    from dafeng.sample.synthetic.companies import enterprise_organisations
    from dafeng.sample.synthetic.district_years import (
        DISTRICT_SEED,
        sample_enterprises,
        synthetic_district,
    )
    from dafeng.sample.synthetic.filling import fill_lake
    from dafeng.sample.synthetic.records import (
        Batch,
        District,
        DistrictRow,
        MeasuredRow,
        Planted,
        SampleEnterprise,
        SignatureRow,
        SupplierGap,
        TrueEmission,
        TrueUse,
        Truth,
        YearFacts,
    )
    from dafeng.sample.synthetic.sales import MonthlySale, monthly_sales

__all__ = [
    "Batch",
    "DISTRICT_SEED",
    "District",
    "DistrictRow",
    "MeasuredRow",
    "MonthlySale",
    "Planted",
    "SAMPLE_DATA_DATE",
    "SAMPLE_DATA_VERSION",
    "SAMPLE_PLACE_CODE",
    "SampleEnterprise",
    "SampleOrganisation",
    "SignatureRow",
    "SupplierGap",
    "TrueEmission",
    "TrueUse",
    "Truth",
    "YearFacts",
    "demo_plan_text",
    "enterprise_organisations",
    "fill_lake",
    "load_sample_plan",
    "monthly_sales",
    "sample_enterprises",
    "sample_organisations",
    "sample_places",
    "synthetic_district",
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
        "synthetic.companies": ["enterprise_organisations"],
        "synthetic.district_years": [
            "DISTRICT_SEED",
            "sample_enterprises",
            "synthetic_district",
        ],
        "synthetic.filling": ["fill_lake"],
        "synthetic.records": [
            "Batch",
            "District",
            "DistrictRow",
            "MeasuredRow",
            "Planted",
            "SampleEnterprise",
            "SignatureRow",
            "SupplierGap",
            "TrueEmission",
            "TrueUse",
            "Truth",
            "YearFacts",
        ],
        "synthetic.sales": ["MonthlySale", "monthly_sales"],
    },
)
