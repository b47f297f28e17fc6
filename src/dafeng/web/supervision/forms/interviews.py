"""The form of the minutes of an interview."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField, LongText
from dafeng.web.core.posting import SeenVersionForm
from dafeng.web.supervision.models import LONG, Case, Interview
from dafeng.web.supervision.services.interviewing import MinutesContent, minutes_of

PEOPLE = 1000


class MinutesForm(SeenVersionForm):
    """Who, when, where, what was said and promised."""

    held_on = DayField(label=_("约谈日期"))
    starts_at = forms.CharField(
        label=_("约谈时间"),
        max_length=20,
        required=False,
        help_text=_("如 9:30—10:30。"),
    )
    place = forms.CharField(label=_("约谈地点"), max_length=200)
    hosts = LongText(
        label=_("约谈人"),
        max_length=PEOPLE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一人，写姓名和职务；至少两人在场。"),
    )
    guests = LongText(
        label=_("被约谈人"),
        max_length=PEOPLE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("每行一人，写姓名和职务。"),
    )
    recorder = forms.CharField(label=_("记录人"), max_length=100)
    said = LongText(
        label=_("约谈内容"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("每行一段，不用编号；写明指出的问题和对方的说明。"),
    )
    promises = LongText(
        label=_("整改承诺及完成时限"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一条，不用编号。"),
    )

    def content(self) -> MinutesContent:
        """What was entered, for the service."""
        data = dict(self.cleaned_data)
        del data["version"]
        return MinutesContent(**data)


def minutes_initial(case: Case, interview: Interview | None) -> dict[str, Any]:
    """What the form begins with: the minutes, else what the summons says."""
    if interview is not None:
        names = minutes_of(interview)
        fields = MinutesForm.base_fields
        said = {name: getattr(names, name) for name in fields if name != "version"}
        return said | {"version": interview.version}
    return {
        "held_on": case.meets_on,
        "starts_at": case.meets_at,
        "place": case.place,
        "guests": "\n".join(
            line.strip() for line in case.attendants.split("、") if line.strip()
        ),
        "version": 0,
    }
