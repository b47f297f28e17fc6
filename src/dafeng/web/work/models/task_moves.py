"""What was done with a task, and who signed for the sheet of a year."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.work.models.choices import TASK_ACTS, TASK_STATES
from dafeng.web.work.models.tasks import WORDS, Task


class TaskMove(models.Model):
    """One act on a task: from which state to which, by whom, why.

    ``version`` is the task's after the act, ``was`` what the act wrote over: an act can
    be taken back while nothing followed it.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="moves")
    act = models.CharField(_("动作"), max_length=10, choices=TASK_ACTS)
    before = models.CharField(_("此前"), max_length=12, choices=TASK_STATES)
    after = models.CharField(_("此后"), max_length=12, choices=TASK_STATES)
    reason = models.TextField(
        _("理由"), blank=True, validators=[MaxLengthValidator(WORDS)]
    )
    due_on = models.DateField(
        _("新期限"), null=True, blank=True, validators=[possible_day]
    )
    version = models.PositiveIntegerField(_("版本"))
    was = models.JSONField(_("此前的值"), default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("任务动态")
        ordering = ("task", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("task", "version"), name="work_task_move_once"
            ),
        )

    def __str__(self) -> str:
        """What was done."""
        return f"{self.task_id} {self.act}"


class SheetSignOff(models.Model):
    """A unit's head received the tasks of a year; ``digest`` seals what they were.

    When the sheet changes later, the seal no longer fits and it is signed again; the
    earlier signature stays.
    """

    unit = models.ForeignKey(
        Organisation,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        related_name="signed_sheets",
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    tasks = models.PositiveIntegerField(_("任务数"))
    digest = models.CharField(_("校验值"), max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("签收人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("签收时间"))

    class Meta:
        verbose_name = _("任务清单签收")
        ordering = ("unit__path", "-year", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "year", "digest"), name="work_sheet_signed_once"
            ),
        )

    def __str__(self) -> str:
        """Whose sheet of which year."""
        return f"{self.unit} {self.year}"

    def owner_paths(self) -> Iterable[str]:
        """Who received the tasks."""
        return (self.unit.path,)
