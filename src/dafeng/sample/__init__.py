"""The sample district: Jinghai's plan as facts, its units, synthetic years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.sample.allocation import sample_allocation
    from dafeng.sample.assessment import (
        sample_bindings,
        sample_decrees,
        sample_exemptions,
        sample_facts,
        sample_goals,
        sample_judgements,
        sample_members,
        sample_returns,
        sample_units,
        sample_works,
    )
    from dafeng.sample.district import (
        SAMPLE_DATA_DATE,
        SAMPLE_DATA_VERSION,
        SAMPLE_PLACE_CODE,
        SampleOrganisation,
        sample_organisations,
        sample_places,
    )
    from dafeng.sample.measures import sample_measures
    from dafeng.sample.meters import (
        Faults,
        SampleReadings,
        sample_meters,
        sample_readings,
        sample_window,
    )
    from dafeng.sample.model import (
        sample_driver_values,
        sample_model,
        sample_model_folder,
    )
    from dafeng.sample.plans import demo_plan_text, load_sample_plan
    from dafeng.sample.synthetic.companies import enterprise_organisations
    from dafeng.sample.synthetic.district_years import (
        DISTRICT_SEED,
        sample_enterprises,
        synthetic_district,
    )
    from dafeng.sample.synthetic.evidence import evidence_batches
    from dafeng.sample.synthetic.filling import fill_lake
    from dafeng.sample.synthetic.part_energy import (
        EnergyOf,
        enterprise_energy,
        part_energy,
    )
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
    from dafeng.sample.synthetic.stated import (
        EvidenceBatch,
        ObservationRow,
        RegisterRow,
    )
    from dafeng.sample.synthetic.variants import variant_observations

__all__ = [
    "Batch",
    "DISTRICT_SEED",
    "District",
    "DistrictRow",
    "EnergyOf",
    "EvidenceBatch",
    "Faults",
    "MeasuredRow",
    "MonthlySale",
    "ObservationRow",
    "Planted",
    "RegisterRow",
    "SAMPLE_DATA_DATE",
    "SAMPLE_DATA_VERSION",
    "SAMPLE_PLACE_CODE",
    "SampleEnterprise",
    "SampleOrganisation",
    "SampleReadings",
    "SignatureRow",
    "SupplierGap",
    "TrueEmission",
    "TrueUse",
    "Truth",
    "YearFacts",
    "demo_plan_text",
    "enterprise_energy",
    "enterprise_organisations",
    "evidence_batches",
    "fill_lake",
    "load_sample_plan",
    "monthly_sales",
    "part_energy",
    "sample_allocation",
    "sample_bindings",
    "sample_decrees",
    "sample_driver_values",
    "sample_enterprises",
    "sample_exemptions",
    "sample_facts",
    "sample_goals",
    "sample_judgements",
    "sample_measures",
    "sample_members",
    "sample_meters",
    "sample_model",
    "sample_model_folder",
    "sample_organisations",
    "sample_places",
    "sample_readings",
    "sample_returns",
    "sample_units",
    "sample_window",
    "sample_works",
    "synthetic_district",
    "variant_observations",
]

__getattr__ = lazy_door(
    __name__,
    {
        "allocation": ["sample_allocation"],
        "assessment": [
            "sample_bindings",
            "sample_decrees",
            "sample_exemptions",
            "sample_facts",
            "sample_goals",
            "sample_judgements",
            "sample_members",
            "sample_returns",
            "sample_units",
            "sample_works",
        ],
        "district": [
            "SAMPLE_DATA_DATE",
            "SAMPLE_DATA_VERSION",
            "SAMPLE_PLACE_CODE",
            "SampleOrganisation",
            "sample_organisations",
            "sample_places",
        ],
        "measures": ["sample_measures"],
        "meters": [
            "Faults",
            "SampleReadings",
            "sample_meters",
            "sample_readings",
            "sample_window",
        ],
        "model": ["sample_driver_values", "sample_model", "sample_model_folder"],
        "plans": ["demo_plan_text", "load_sample_plan"],
        "synthetic.companies": ["enterprise_organisations"],
        "synthetic.district_years": [
            "DISTRICT_SEED",
            "sample_enterprises",
            "synthetic_district",
        ],
        "synthetic.evidence": ["evidence_batches"],
        "synthetic.filling": ["fill_lake"],
        "synthetic.part_energy": ["EnergyOf", "enterprise_energy", "part_energy"],
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
        "synthetic.stated": ["EvidenceBatch", "ObservationRow", "RegisterRow"],
        "synthetic.variants": ["variant_observations"],
    },
)
