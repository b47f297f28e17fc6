"""What leaves the building is signed by two people: one checks, another issues."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dafeng.base.errors import BadInputError
from dafeng.web.core.models.people import User

TWO_SIGNED = (
    models.CheckConstraint(
        condition=Q(checked_by__isnull=True, checked_at__isnull=True)
        | Q(checked_by__isnull=False, checked_at__isnull=False),
        name="%(app_label)s_%(class)s_checked_whole",
    ),
    models.CheckConstraint(
        condition=Q(issued_by__isnull=True, issued_at__isnull=True)
        | Q(issued_at__isnull=False, checked_by__isnull=False)
        & ~Q(issued_by=F("checked_by")),
        name="%(app_label)s_%(class)s_issued_by_another",
        violation_error_message=_("审核人与签发人不能是同一人。"),
    ),
)
"""Constraints of :class:`TwoSigned`: a subclass repeats them in its own ``Meta``."""


class TwoSigned(models.Model):
    """Two signatures of two people; lock the row before either is set."""

    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审核人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    checked_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("签发人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    issued_at = models.DateTimeField(_("签发时间"), null=True, blank=True)

    class Meta:
        abstract: ClassVar[bool] = True
        constraints = TWO_SIGNED

    def check_signed(self, *, by: User, at: datetime) -> None:
        """Set the first signature on a locked row.

        Raises
        ------
        BadInputError
            ``signature.checked``: somebody has checked it before.
        """
        if self.checked_by is not None:
            msg = f"{self} was checked by {self.checked_by} before."
            raise BadInputError(msg, code="signature.checked", by=str(self.checked_by))
        self.checked_by, self.checked_at = by, at

    def take_check_back(self) -> User:
        """Take the first signature off a locked row; whose it was.

        Raises
        ------
        BadInputError
            ``signature.unchecked``: nobody has checked it.
        """
        checked_by = self.checked_by
        if checked_by is None:
            msg = f"{self} was not checked; there is nothing to send back."
            raise BadInputError(msg, code="signature.unchecked")
        self.checked_by = self.checked_at = None
        return checked_by

    def issue_signed(self, *, by: User, at: datetime) -> None:
        """Set the second signature on a locked row.

        Raises
        ------
        BadInputError
            ``signature.unchecked``: the first is missing; ``signature.issued``: it was
            issued before; ``signature.same_person``: the same person checked it.
        """
        if self.checked_by is None:
            msg = f"{self} has not been checked yet."
            raise BadInputError(msg, code="signature.unchecked")
        if self.issued_by is not None:
            msg = f"{self} was issued by {self.issued_by} before."
            raise BadInputError(msg, code="signature.issued", by=str(self.issued_by))
        if self.checked_by == by:
            msg = f"{by} checked {self}; another person issues it."
            raise BadInputError(msg, code="signature.same_person")
        self.issued_by, self.issued_at = by, at
