"""Sources of what waits for a person, one file for each room below."""

from __future__ import annotations

from dafeng.web.desk.cards import register_needs
from dafeng.web.desk.needs.assessment import assessment_needs
from dafeng.web.desk.needs.data import data_needs
from dafeng.web.desk.needs.house import house_needs
from dafeng.web.desk.needs.office import office_needs
from dafeng.web.desk.needs.plans import plan_needs
from dafeng.web.desk.needs.work import work_needs

register_needs("work", work_needs, order=100)
register_needs("assessment", assessment_needs, order=200)
register_needs("plans", plan_needs, order=300)
register_needs("data", data_needs, order=400)
register_needs("office", office_needs, order=250)
register_needs("house", house_needs, order=500)
