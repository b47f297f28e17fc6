"""Forms of the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField
from dafeng.web.office.models import OwnRule
from dafeng.web.office.models.calendar import ACTORS, DAY, OPENS, RECURRENCES
from dafeng.web.office.selectors.calendar import CalendarFilter
from dafeng.web.office.services.calendar import OwnRow

FIRST_YEAR, LAST_YEAR = 2021, 2060
PARTS = (
    ("", _("全年")),
    ("Q1", _("第一季度")),
    ("Q2", _("第二季度")),
    ("Q3", _("第三季度")),
    ("Q4", _("第四季度")),
)


def month_name(number: int) -> str:
    """A month of any year, in the reader's language."""
    return date_format(date(2023, number, 1), "F")


class CalendarFilterForm(forms.Form):
    """Narrow the calendar; all of it is in the address."""

    year = forms.TypedChoiceField(label=_("年份"), required=False, coerce=int)
    part = forms.ChoiceField(label=_("时段"), required=False)
    actor = forms.ChoiceField(
        label=_("由谁办"), required=False, choices=[("", _("全部")), *ACTORS]
    )
    left = forms.ChoiceField(
        label=_("办结"),
        required=False,
        choices=[("", _("全部")), ("left", _("未办结"))],
    )

    def __init__(self, data: Mapping[str, Any], *, today: date) -> None:
        self._today = today
        given = dict(data.items())
        given.setdefault("year", str(today.year))
        super().__init__(given)
        year: Any = self.fields["year"]
        years = range(max(FIRST_YEAR, today.year - 5), min(LAST_YEAR, today.year + 4))
        year.choices = [(number, str(number)) for number in years]
        part: Any = self.fields["part"]
        part.choices = [*PARTS, *((f"{m:02}", month_name(m)) for m in range(1, 13))]

    def wanted(self) -> CalendarFilter:
        """What can be read of the address; the rest narrows nothing."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        return CalendarFilter(**({"year": self._today.year} | data))


class DoneForm(forms.Form):
    """Say that a turn is done."""

    done_on = DayField(label=_("办结日"))
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=300,
        help_text=_("如文号、会议名称。"),
    )


class EndForm(forms.Form):
    """Give a row its last day."""

    valid_to = DayField(label=_("终止日"))


class OwnRuleForm(forms.Form):
    """Add a row to the calendar."""

    title = forms.CharField(label=_("事项"), max_length=120)
    title_en = forms.CharField(label=_("英文名称"), max_length=200, required=False)
    actor = forms.ChoiceField(label=_("由谁办"), choices=ACTORS)
    recurrence = forms.ChoiceField(label=_("频次"), choices=RECURRENCES)
    about = forms.TypedChoiceField(
        label=_("所属年度"),
        coerce=int,
        choices=OwnRule._meta.get_field("about").choices or (),
        initial=0,
        help_text=_("如每年 3 月报送上年数据，选“上年”。"),
    )
    begins = forms.CharField(
        label=_("开始"),
        max_length=5,
        validators=[DAY],
        help_text=_("某月某日写 01-05；报告期结束后第几天写 +1。"),
    )
    due = forms.CharField(
        label=_("期限"),
        max_length=5,
        validators=[DAY],
        help_text=_("某月某日写 03-31；报告期结束后第几天写 +15。"),
    )
    opens = forms.ChoiceField(label=_("办理什么"), choices=OPENS)
    source = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("文件名称或文号。")
    )
    valid_from = DayField(label=_("起始日"))
    note = forms.CharField(label=_("说明"), max_length=300, required=False)

    def row(self) -> OwnRow:
        """What was entered, for the service."""
        return OwnRow(**self.cleaned_data)
