"""Forms of arrival: a file, and its acceptance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dafeng.meters.arrivals.packing import MOST_BYTES, too_large
from dafeng.web.core.models import Organisation
from dafeng.web.meters.wording_arrivals import batch_error_words


class EnterpriseForm(forms.Form):
    """Whose readings these are."""

    enterprise = forms.ModelChoiceField(
        label=_("企业"), queryset=Organisation.objects.none(), to_field_name="code"
    )

    def __init__(
        self, *args: Any, firms: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        """Offer the enterprises for which the person may send."""
        super().__init__(*args, **kwargs)
        field = self.fields["enterprise"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - see above
        field.queryset = firms
        only = list(firms[:2])
        if len(only) == 1:
            field.initial = only[0].code
            field.empty_label = None


class UploadReadingsForm(EnterpriseForm):
    """A file of readings."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_("CSV 或 XLSX，最多 16 MB，须有表号、时间、读数三列。"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(batch_error_words(too_large(MOST_BYTES)))
        return file


class AcceptForm(EnterpriseForm):
    """Store the file that was looked at."""

    digest = forms.RegexField(r"^[0-9a-f]{64}\Z", widget=forms.HiddenInput())
