"""Forms of this room: of the public, and of the office."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dafeng.public import MOST, Diet, Household, WasteRoute
from dafeng.web.core.forms import DayField, LongText
from dafeng.web.core.models import Organisation
from dafeng.web.core.posting import SeenVersionForm
from dafeng.web.public.models import (
    AUDIENCES,
    EVENT_KINDS,
    EVENT_STATES,
    TERMS,
)
from dafeng.web.public.models.feedback import ABOUT, TEXT
from dafeng.web.public.services.events import EventFacts
from dafeng.web.public.services.feedback import LetterFacts
from dafeng.web.public.services.releases import ReleaseFacts

UNSAID = ("", _("不知道"))
DIETS = (
    (Diet.HIGH_MEAT.value, _("每人每天吃肉 100 克以上")),
    (Diet.MEDIUM_MEAT.value, _("每人每天吃肉 50–99 克")),
    (Diet.LOW_MEAT.value, _("每人每天吃肉不到 50 克")),
    (Diet.FISH.value, _("吃鱼，不吃肉")),
    (Diet.VEGETARIAN.value, _("蛋奶素食")),
    (Diet.VEGAN.value, _("纯素食")),
)
ROUTES = (
    (WasteRoute.INCINERATED.value, _("焚烧")),
    (WasteRoute.LANDFILL.value, _("填埋")),
)
HOME = ("electricity_kwh", "gas_m3", "heated_m2", "heat_gj")
ROADS = (
    *("car_km", "car_litres_per_100km", "bus_km", "coach_km", "metro_km", "rail_km"),
    *("flight_short_km", "flight_long_km"),
)
LIVING = ("diet", "waste_kg_week", "waste_route")


def _number(name: str, label: Any, hint: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST[name],
        decimal_places=2,
        help_text=hint,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "min": 0}),
    )


class HouseholdForm(forms.Form):
    """What a household uses; what it does not know stays empty."""

    persons = forms.IntegerField(
        label=_("家里几口人"), min_value=1, max_value=int(MOST["persons"])
    )
    electricity_kwh = _number("electricity_kwh", _("一年用电（千瓦时）"))
    gas_m3 = _number("gas_m3", _("一年用天然气（立方米）"))
    heated_m2 = _number("heated_m2", _("集中供暖面积（平方米）"))
    heat_gj = _number("heat_gj", _("热量表读数（吉焦）"), _("有热量表时填，优先于面积"))
    car_km = _number("car_km", _("汽油车一年行驶（公里）"))
    car_litres_per_100km = _number(
        "car_litres_per_100km", _("百公里油耗（升）"), _("不知道时按 7.5 升")
    )
    bus_km = _number("bus_km", _("公共汽车（公里）"), _("全家一年合计"))
    coach_km = _number("coach_km", _("长途客车（公里）"))
    metro_km = _number("metro_km", _("地铁（公里）"))
    rail_km = _number("rail_km", _("火车（公里）"))
    flight_short_km = _number(
        "flight_short_km", _("短途航班（公里）"), _("单程 3700 公里以内，全家合计")
    )
    flight_long_km = _number("flight_long_km", _("长途航班（公里）"))
    diet = forms.ChoiceField(label=_("饮食"), choices=(UNSAID, *DIETS), required=False)
    waste_kg_week = _number("waste_kg_week", _("一周的生活垃圾（千克）"))
    waste_route = forms.ChoiceField(label=_("垃圾去向"), choices=ROUTES, required=False)

    def household(self, *, region: str, year: int) -> Household:
        """What was filled in; an empty field is unknown."""
        data = dict(self.cleaned_data)
        diet, route = data.pop("diet"), data.pop("waste_route")
        return Household(
            region=region,
            year=year,
            diet=Diet(diet) if diet else None,
            waste_route=WasteRoute(route) if route else WasteRoute.INCINERATED,
            **data,
        )


class FeedbackForm(forms.Form):
    """A letter to the office; name and address are free."""

    about = forms.ChoiceField(label=_("关于"), choices=ABOUT)
    text = LongText(
        label=_("内容"),
        max_length=TEXT,
        help_text=_("请不要写身份证号、手机号等个人信息。最多 2000 字。"),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    name = forms.CharField(label=_("称呼"), max_length=40, required=False)
    email = forms.EmailField(
        label=_("电子邮箱"),
        max_length=254,
        required=False,
        help_text=_("需要书面答复时填写，只用于答复。"),
    )
    may_publish = forms.BooleanField(
        label=_("同意把内容和答复公开（不公开称呼和邮箱）"), required=False
    )
    consent = forms.BooleanField(
        label=_("已读上面的说明，同意双碳办为答复而使用以上内容"),
        error_messages={"required": _("不同意使用时无法受理。请阅读说明后勾选。")},
    )
    homepage = forms.CharField(required=False)
    """Nobody sees it; what fills it in is a program."""

    def is_trapped(self) -> bool:
        """Whether a program filled in what no person sees."""
        return bool(self.data.get("homepage"))

    def facts(self) -> LetterFacts:
        """What was written, for the service."""
        data = self.cleaned_data
        names = ("about", "text", "name", "email", "may_publish")
        return LetterFacts(**{name: data[name] for name in names})


class AnswerForm(SeenVersionForm):
    """Answer a letter."""

    answer = LongText(
        label=_("答复"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 7})
    )


class CloseForm(forms.Form):
    """Be done with a letter."""

    reason = forms.CharField(
        label=_("没有答复就办结的理由"), max_length=500, required=False
    )


class ReleaseForm(forms.Form):
    """What people write on a version."""

    title = forms.CharField(label=_("标题"), max_length=100)
    title_en = forms.CharField(label=_("英文标题"), max_length=200, required=False)
    note = LongText(
        label=_("更正说明"),
        max_length=1000,
        required=False,
        help_text=_("改了什么、为什么改；更正的版本必须写。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    note_en = LongText(
        label=_("英文更正说明"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    terms = forms.ChoiceField(label=_("使用许可"), choices=TERMS)

    def facts(self) -> ReleaseFacts:
        """What was written, for the service."""
        data = dict(self.cleaned_data)
        data.pop("version", None)
        return ReleaseFacts(**data)


class ReleaseEditForm(SeenVersionForm, ReleaseForm):
    """Change what people wrote on a version."""


class ChooseForm(SeenVersionForm):
    """Which figures a version holds; the page draws the boxes in its table."""

    keys = forms.MultipleChoiceField(label=_("数字"), required=False)

    def __init__(
        self, data: Any = None, *, known: Iterable[str], revision: int
    ) -> None:
        super().__init__(data, initial={"version": revision})
        self.fields["keys"].choices = [(key, key) for key in known]  # type: ignore[attr-defined]


class ReasonForm(SeenVersionForm):
    """An act that needs a reason."""

    reason = LongText(
        label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ListForm(forms.Form):
    """Of which year a list is drafted."""

    year = forms.TypedChoiceField(label=_("年度"), coerce=int)

    def __init__(self, *args: Any, years: Iterable[int], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["year"].choices = [(one, str(one)) for one in years]  # type: ignore[attr-defined]


class WithdrawForm(ReasonForm):
    """Take a published figure back."""

    reason_en = LongText(
        label=_("英文理由"),
        max_length=500,
        required=False,
        help_text=_("公开网页的英文版显示。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EventForm(forms.Form):
    """Enter or change a course or campaign."""

    organisation = forms.ModelChoiceField(
        label=_("主办单位"), queryset=Organisation.objects.none()
    )
    kind = forms.ChoiceField(label=_("类别"), choices=EVENT_KINDS)
    title = forms.CharField(label=_("名称"), max_length=100)
    audience = forms.ChoiceField(label=_("对象"), choices=AUDIENCES)
    held_on = DayField(label=_("日期"))
    state = forms.ChoiceField(label=_("状态"), choices=EVENT_STATES)
    hours = forms.DecimalField(
        label=_("学时"),
        required=False,
        min_value=0,
        max_value=Decimal(9999),
        decimal_places=1,
    )
    reached = forms.IntegerField(
        label=_("参加人次"),
        required=False,
        min_value=0,
        max_value=10_000_000,
        help_text=_("举办后填写；没有统计的留空。"),
    )
    new_people = forms.IntegerField(
        label=_("其中本年首次参加的人数"),
        required=False,
        min_value=0,
        max_value=10_000_000,
        help_text=_("对照名单去重后填写，用来计算覆盖率。"),
    )
    source = forms.CharField(label=_("人数的依据"), max_length=200, required=False)
    note = forms.CharField(label=_("备注"), max_length=500, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        units: QuerySet[Organisation],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["organisation"].queryset = units  # type: ignore[attr-defined]

    def facts(self) -> EventFacts:
        """What was entered, for the service."""
        data = dict(self.cleaned_data)
        for name in ("organisation", "version"):
            data.pop(name, None)
        return EventFacts(**data)


class EventEditForm(SeenVersionForm, EventForm):
    """Change a course or campaign."""


class AudienceForm(forms.Form):
    """How many people an audience has."""

    audience = forms.ChoiceField(label=_("对象"), choices=AUDIENCES)
    year = forms.IntegerField(label=_("年份"), min_value=2000, max_value=2070)
    people = forms.IntegerField(label=_("人数"), min_value=1, max_value=100_000_000)
    source = forms.CharField(label=_("依据"), max_length=200)
