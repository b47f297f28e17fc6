"""Forms of the record of an inspection."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField, LongText
from dafeng.web.core.posting import SeenVersionForm
from dafeng.web.inspections.services.inspections import RecordFacts

TEXT = 20_000


class RecordForm(SeenVersionForm):
    """What the inspectors write down."""

    visited_on = DayField(label=_("到场日期"))
    place = forms.CharField(label=_("地点"), required=False, max_length=200)
    facts = LongText(
        label=_("监察情况"),
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("检查了什么、看到什么，写事实；问题另行登记。"),
    )

    def record(self) -> RecordFacts:
        """What was entered, for the service."""
        data = dict(self.cleaned_data)
        del data["version"]
        return RecordFacts(**data)


class FileForm(forms.Form):
    """Evidence for a record."""

    paper = forms.FileField(
        label=_("证据"),
        help_text=_("照片、台账或单据；检查类型和大小后以校验值保存，不能更改。"),
    )
