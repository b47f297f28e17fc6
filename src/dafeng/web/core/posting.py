"""What a form sent, and nothing while its page is only looked at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

MOST_VERSIONS = 2**31 - 1


def posted(request: HttpRequest) -> QueryDict | None:
    """The fields that were sent; None while the page is only looked at."""
    return request.POST if request.method == "POST" else None


def sent_files(request: HttpRequest) -> MultiValueDict[str, UploadedFile[Any]] | None:
    """The files that were sent; None while the page is only looked at."""
    return request.FILES if request.method == "POST" else None


NOT_SEEN = _("提交的内容没有带页面版本，无法判断是不是最新内容。请重新打开页面再办理。")


class SeenVersionForm(forms.Form):
    """A form that knows which version of a thing its page showed.

    A hidden field has no place for words of its own, so that what comes without a
    version is refused on top of the form.
    """

    version = forms.IntegerField(
        min_value=0,
        max_value=MOST_VERSIONS,
        widget=forms.HiddenInput(),
        required=False,
    )

    def clean(self) -> dict[str, Any] | None:
        """Refuse what does not say which version it is about."""
        data = super().clean()
        if self.cleaned_data.get("version") is None:
            self.errors.pop("version", None)
            self.add_error(None, NOT_SEEN)
        return data


class SeenDigestForm(forms.Form):
    """A signature: it knows the digest of the text that its page showed."""

    digest = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=64)

    def clean(self) -> dict[str, Any] | None:
        """Refuse what does not say which text it is about."""
        data = super().clean()
        if not self.cleaned_data.get("digest"):
            self.errors.pop("digest", None)
            self.add_error(None, NOT_SEEN)
        return data
