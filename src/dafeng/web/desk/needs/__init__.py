"""Sources of what waits for a person, one file for each room below."""

from __future__ import annotations

from dafeng.web.desk.cards import register_needs
from dafeng.web.desk.needs.assessment import assessment_needs
from dafeng.web.desk.needs.data import data_needs
from dafeng.web.desk.needs.house import house_needs
from dafeng.web.desk.needs.inspections import inspection_needs
from dafeng.web.desk.needs.meters import meter_needs
from dafeng.web.desk.needs.office import office_needs
from dafeng.web.desk.needs.papers import paper_needs
from dafeng.web.desk.needs.plans import plan_needs
from dafeng.web.desk.needs.projects import project_needs
from dafeng.web.desk.needs.public import public_needs
from dafeng.web.desk.needs.supervision import supervision_needs
from dafeng.web.desk.needs.work import work_needs

register_needs("work", work_needs, order=100)
register_needs("assessment", assessment_needs, order=200)
register_needs("supervision", supervision_needs, order=220)
register_needs("plans", plan_needs, order=300)
register_needs("projects", project_needs, order=260)
register_needs("data", data_needs, order=400)
register_needs("office", office_needs, order=250)
register_needs("papers", paper_needs, order=270)
register_needs("house", house_needs, order=500)
register_needs("public", public_needs, order=280)
register_needs("inspections", inspection_needs, order=230)
register_needs("meters", meter_needs, order=240)
