"""The sample's two plans: Jinghai's as facts, and a document of our own wording."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from dafeng.plan import Plan, plan_from_json

_DATA = files("dafeng.sample").joinpath("data")


@cache
def load_sample_plan() -> Plan:
    """Jinghai's plan (津静海政发〔2023〕11号) as facts, checked against the document.

    Clause ids and titles, indicators, figures, units and projects; no sentence of the
    document.  ``text`` is empty; spans hold for the text whose SHA-256 is
    ``document.text_sha256``.
    """
    data = json.loads(_DATA.joinpath("jinghai-plan.json").read_text("utf-8"))
    return plan_from_json(data)


@cache
def demo_plan_text() -> str:
    """A synthetic plan of an invented district, with every construction."""
    return _DATA.joinpath("demo-plan.txt").read_text("utf-8")
