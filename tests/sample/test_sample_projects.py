"""Projects of the sample: lawful, whole, drawn the same each time."""

from __future__ import annotations

from dafeng.base.units import parse_unit
from dafeng.measures import measure_library
from dafeng.projects import Project as Record
from dafeng.projects import (
    Share,
    Stage,
    alike_projects,
    check_location,
    geometry_box,
    stage_after,
)
from dafeng.projects.records import check_shares
from dafeng.sample import load_sample_plan, sample_organisations
from dafeng.sample.projects import sample_outlines, sample_projects


def test_every_project_that_the_plan_names_is_there_once() -> None:
    named = [one.plan for one in sample_projects() if one.plan]
    assert sorted(named) == sorted(one.id for one in load_sample_plan().projects)


def test_acts_are_lawful_in_order_and_lead_to_the_stage() -> None:
    for one in sample_projects():
        stage = Stage.PLANNED
        for act in one.acts:
            stage = stage_after(stage, act.act)
        assert stage is one.stage, one.code
        days = [act.on for act in one.acts]
        assert days == sorted(days), one.code


def test_units_measures_shares_and_places_are_known() -> None:
    codes = {one.code for one in sample_organisations()}
    measures = {one.id for one in measure_library()}
    outlines = [one["geometry"] for one in sample_outlines()["features"]]
    box = geometry_box(outlines)
    assert all(check_location(one) == one for one in outlines)
    for one in sample_projects():
        assert one.unit in codes, one.code
        assert not one.measure or one.measure in measures, one.code
        check_shares(Share(place=code, share=share) for code, share in one.places)
        if one.location is not None:
            check_location(one.location, box)
        if one.capacity is not None:
            parse_unit(one.capacity_unit)


def test_one_project_was_handed_in_twice_under_another_spelling() -> None:
    names = {one.id: one.name for one in load_sample_plan().projects}
    rows = [
        Record(
            code=one.code,
            name=one.name or names[one.plan],
            capacity=one.capacity,
            unit=one.capacity_unit,
            places=tuple(Share(place=code, share=part) for code, part in one.places),
        )
        for one in sample_projects()
    ]
    pairs = {(pair.one.code, pair.other.code) for pair in alike_projects(rows)}
    assert ("JH-013", "JH-X05") in pairs
