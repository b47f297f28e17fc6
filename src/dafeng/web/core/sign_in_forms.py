"""Forms of signing in, and of second factors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import User
from dafeng.web.core.services.signing_in import Refused, words_against


class SignInForm(AuthenticationForm):
    """Name and password; says in words who may not come in all the same."""

    reason = Refused.PASSWORD
    """Why the form is not valid, for the audit."""

    def confirm_login_allowed(self, user: User) -> None:
        """Refuse who has the right password and may still not come in."""
        super().confirm_login_allowed(user)
        words = words_against(user)
        if words:
            self.reason = Refused.DEMO
            raise ValidationError(words, code="sign-in.demo")

    def was_tried(self) -> bool:
        """Whether there was a name and a password to compare."""
        return bool(self.cleaned_data.get("username")) and bool(
            self.cleaned_data.get("password")
        )


class CodeForm(forms.Form):
    """A code of the authenticator, or a recovery code."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
        help_text=_("验证器应用显示的 6 位数字，或一个 8 位恢复码。"),
    )


class EnrolForm(forms.Form):
    """The first code of a new authenticator."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=10,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
        help_text=_("验证器应用当前显示的 6 位数字。"),
    )


class PasswordProofForm(forms.Form):
    """One's own password once more, before something that a thief would do first."""

    password = forms.CharField(
        label=_("当前密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, user: User, *arguments: Any, **named: Any) -> None:
        self.user = user
        super().__init__(*arguments, **named)

    def clean_password(self) -> str:
        """Compare."""
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(_("密码不对。"), code="password.wrong")
        return password
