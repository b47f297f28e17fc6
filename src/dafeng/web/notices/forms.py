"""Forms of this room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models.people import Language
from dafeng.web.notices.models import MailPace


class PreferenceForm(forms.Form):
    """How often mail comes, and in which language."""

    mail = forms.ChoiceField(
        label=_("邮件"),
        choices=MailPace.choices,
        help_text=_("汇总邮件 8 时后发出，每周汇总在周一。站内提醒不受影响。"),
    )
    language = forms.ChoiceField(
        label=_("语言"),
        choices=Language.choices,
        help_text=_("邮件和页面都用这种语言。"),
    )
