"""The form of a project, and those that narrow lists."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dafeng.measures import measure_library
from dafeng.web.core.forms import DayField, LongText
from dafeng.web.core.models import Organisation
from dafeng.web.core.posting import SeenVersionForm
from dafeng.web.office.forms.linking import LINKS, LinkedForm
from dafeng.web.plans.models import LIVE, Plan
from dafeng.web.plans.models import Project as PlanProject
from dafeng.web.projects.models import KINDS, REVIEWS, STAGES
from dafeng.web.projects.selectors.projects import SORTS, ProjectFilter
from dafeng.web.projects.services.facts import PlaceShare, ProjectFacts
from dafeng.web.projects.wording import HIGH, LIGHTS, LISTS

ANY = ("", _("全部"))
_PAIR = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,，\s]\s*(-?\d+(?:\.\d+)?)\s*")
_PLACE = re.compile(r"(\S+?)\s*(?:[:：\s]\s*(\d+(?:\.\d+)?)\s*%?)?")


class ProjectFilterForm(forms.Form):
    """Narrow the register; all of it is in the address."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("名称、代码或建设单位")}),
    )
    listed = forms.ChoiceField(
        label=_("清单"), required=False, choices=[ANY, *LISTS.items()]
    )
    stage = forms.ChoiceField(label=_("阶段"), required=False, choices=[ANY, *STAGES])
    kind = forms.ChoiceField(label=_("建设性质"), required=False, choices=[ANY, *KINDS])
    town = forms.ChoiceField(label=_("所在地"), required=False)
    light = forms.ChoiceField(
        label=_("进度灯"),
        required=False,
        choices=[ANY, *((code, words[2]) for code, words in LIGHTS.items())],
    )
    papers = forms.ChoiceField(
        label=_("手续"),
        required=False,
        choices=[ANY, ("lapsing", _("临近失效或已失效")), ("lapsed", _("已失效"))],
    )
    wait = forms.ChoiceField(
        label=_("待办"),
        required=False,
        choices=[ANY, ("milestone", _("节点逾期")), ("report", _("该报进展"))],
    )
    high = forms.ChoiceField(
        label=_("两高"), required=False, choices=[ANY, *HIGH.items()]
    )
    sort = forms.ChoiceField(
        label=_("排序"),
        required=False,
        choices=[
            ("", _("项目代码")),
            ("name", _("名称")),
            ("start", _("计划开工")),
            ("operation", _("计划投运")),
        ],
    )

    def __init__(
        self, data: Mapping[str, Any], *, towns: QuerySet[Organisation]
    ) -> None:
        super().__init__(data)
        town: Any = self.fields["town"]
        found = {one.place_code: str(one) for one in towns}
        town.choices = [ANY, *found.items()]

    def wanted(self) -> ProjectFilter:
        """What can be read of the address; the rest narrows nothing."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        if data.get("sort", "") not in SORTS:
            data["sort"] = ""
        return ProjectFilter(**data)


class LedgerForm(forms.Form):
    """Which day's ledger is shown."""

    on = DayField(label=_("截至"), required=False)


class ProjectForm(LinkedForm):
    """Enter a project, or correct what the register says of it."""

    code = forms.CharField(
        label=_("项目代码"),
        max_length=40,
        help_text=_("在线审批监管平台的代码；没有时用本区的编号。"),
    )
    name = forms.CharField(label=_("名称"), max_length=200)
    kind = forms.ChoiceField(label=_("建设性质"), choices=KINDS)
    unit = forms.ModelChoiceField(Organisation.objects.none(), label=_("责任单位"))
    builder = forms.CharField(label=_("建设单位"), max_length=200, required=False)
    builder_uscc = forms.CharField(
        label=_("统一社会信用代码"), max_length=18, required=False
    )
    builder_unit = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("建设单位（本系统登记）"),
        required=False,
        help_text=_("选了之后，该单位的人可以填报这个项目。"),
    )
    industry = forms.CharField(
        label=_("行业代码"),
        max_length=4,
        required=False,
        help_text=_("GB/T 4754 的 2 至 4 位数字。"),
    )
    places = LongText(
        label=_("所在地"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一行一地：名称或代码，跨乡镇的写份额，如“甲镇 60%”。"),
    )
    location = LongText(
        label=_("位置"),
        max_length=40_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("经度,纬度，如 117.05,38.93；或 GeoJSON 的点或多边形。"),
    )
    capacity = forms.DecimalField(
        label=_("规模"), required=False, min_value=0, max_digits=15, decimal_places=6
    )
    capacity_unit = forms.CharField(label=_("计量单位"), max_length=40, required=False)
    investment = forms.DecimalField(
        label=_("总投资（元）"),
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
    )
    start_due = DayField(label=_("计划开工"), required=False)
    operation_due = DayField(label=_("计划投运"), required=False)
    review = forms.ChoiceField(label=_("节能审查"), choices=REVIEWS)
    energy_tce = forms.DecimalField(
        label=_("年综合能源消费量（tce）"),
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=3,
        help_text=_("电力按当量值和等价值中较高的计。"),
    )
    coal_t = forms.DecimalField(
        label=_("年煤炭消费量（t）"),
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=3,
    )
    co2_t = forms.DecimalField(
        label=_("年二氧化碳排放量（t）"),
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=3,
    )
    plan_project = forms.ModelChoiceField(
        PlanProject.objects.none(), label=_("方案点名的项目"), required=False
    )
    targets = forms.CharField(
        label=_("目标"),
        max_length=LINKS,
        required=False,
        help_text=_(
            "目标编号，如 T051，多个用空格隔开；"
            "其他在用方案的目标写成“方案地址名/编号”。"
        ),
    )
    tasks = forms.CharField(
        label=_("任务"),
        max_length=LINKS,
        required=False,
        help_text=_("任务编号，多个用空格隔开。"),
    )
    measure = forms.ChoiceField(
        label=_("对应的措施"),
        required=False,
        help_text=_("选了之后，建成和在建的规模计入展望。"),
    )
    note = LongText(
        label=_("说明"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Organisation],
        towns: QuerySet[Organisation],
        plan: Plan | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._towns = {one.place_code: one for one in towns}
        self._named = {one.name_zh: one for one in self._towns.values()}
        for name in ("unit", "builder_unit"):
            field: Any = self.fields[name]
            field.queryset = units
        named: Any = self.fields["plan_project"]
        # A link to an earlier edition stays a choice: saving must not drop it.
        offered = Q(pk=self.initial.get("plan_project"))
        if plan is not None:
            offered |= Q(plan=plan, state__in=LIVE)
        named.queryset = PlanProject.objects.filter(offered).order_by("order", "pk")
        measure: Any = self.fields["measure"]
        measure.choices = [("", _("无")), *measure_choices()]

    def clean_places(self) -> list[PlaceShare]:
        """Read one place a line; a single one without a share is the whole."""
        lines = [line.strip() for line in self.cleaned_data["places"].splitlines()]
        found = [self._place(line) for line in lines if line]
        if len(found) == 1 and found[0][1] is None:
            code, _share, town = found[0]
            return [PlaceShare(code=code, share=Decimal(1), organisation=town)]
        if any(share is None for _code, share, _town in found):
            raise ValidationError(_t("跨乡镇的项目，每一行都要写份额。"))
        return [
            PlaceShare(code=code, share=share or Decimal(0), organisation=town)
            for code, share, town in found
        ]

    def _place(self, line: str) -> tuple[str, Decimal | None, Organisation | None]:
        read = _PLACE.fullmatch(line)
        name = line if read is None else read[1]
        town = self._named.get(name) or self._towns.get(name)
        if town is None:
            raise ValidationError(
                _t("“%(name)s”不是本区的乡镇或园区。"), params={"name": name}
            )
        share = None
        if read is not None and read[2]:
            share = Decimal(read[2]) / 100
        return town.place_code, share, town

    def clean_location(self) -> Mapping[str, Any] | None:
        """Read longitude and latitude, or GeoJSON; the service checks it."""
        text = self.cleaned_data["location"].strip()
        if not text:
            return None
        pair = _PAIR.fullmatch(text)
        if pair is not None:
            position = [float(pair[1]), float(pair[2])]
            return {"type": "Point", "coordinates": position}
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict) and found.get("type") == "Feature":
            found = found.get("geometry")
        if not isinstance(found, dict):
            raise ValidationError(_t("位置应是经纬度，或 GeoJSON 的点或多边形。"))
        return found

    def facts(self) -> ProjectFacts:
        """What was written."""
        data = dict(self.cleaned_data)
        data.pop("version", None)
        return ProjectFacts(**data)


class ProjectEditForm(SeenVersionForm, ProjectForm):
    """Correct a project, of the version that the page showed."""


def places_text(places: list[PlaceShare]) -> str:
    """Places as the form reads them."""
    whole = len(places) == 1
    return "\n".join(
        (one.organisation.name_zh if one.organisation else one.code)
        + ("" if whole else f" {_percent(one.share)}%")
        for one in places
    )


def _percent(share: Decimal) -> str:
    try:
        return f"{(share * 100).normalize():f}"
    except InvalidOperation:
        return str(share)


def measure_choices() -> list[tuple[str, str]]:
    """Measures by name in the reader's language."""
    english = (get_language() or "").startswith("en")
    return [
        (one.id, one.name_en if english else one.name_zh) for one in measure_library()
    ]
