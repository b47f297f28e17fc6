"""What a password must be, besides long and not common: rules of 等保 in words."""

from __future__ import annotations

import re

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dafeng.web.core.models import User

_KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")


class KindsOfCharacters:
    """Wants several kinds of characters."""

    def __init__(self, kinds: int = 3) -> None:
        self.kinds = kinds

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002 - Django's signature
        """Refuse what has too few kinds."""
        found = sum(bool(re.search(kind, password)) for kind in _KINDS)
        if found < self.kinds:
            raise ValidationError(self.get_help_text(), code="password.kinds")

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("密码须含大写字母、小写字母、数字、符号中的至少 %(kinds)d 种。") % {
            "kinds": self.kinds
        }


class NotUsedLately:
    """Refuses the present password and those before it."""

    def __init__(self, passwords: int = 5) -> None:
        self.passwords = passwords

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse what the person had lately."""
        if not isinstance(user, User) or user.pk is None:
            return
        kept = user.kept_passwords.values_list("password", flat=True)
        hashes = [user.password, *kept[: self.passwords - 1]]
        if any(check_password(password, one) for one in hashes):
            raise ValidationError(self.get_help_text(), code="password.used")

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("不能使用最近 %(passwords)d 次用过的密码。") % {
            "passwords": self.passwords
        }
