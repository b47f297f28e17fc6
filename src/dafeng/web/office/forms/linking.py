"""Fields that name targets and tasks by the numbers that people know them by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person
from dafeng.web.office.selectors.letters import tasks_named
from dafeng.web.plans.models import Target
from dafeng.web.plans.selectors.target_numbers import targets_of_numbers
from dafeng.web.work.models import Task

LINKS, TEXT = 1000, 20_000
"""As long as a line of numbers, and a text of the office, may be."""
_BETWEEN = re.compile(r"[\s,，、;；]+")


class LinkedForm(forms.Form):
    """A form with ``targets`` and ``tasks``: numbers, set apart by blanks or commas."""

    def __init__(
        self,
        *args: Any,
        user: Person,
        organisation: Organisation,
        linked: Sequence[Target] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._user, self._organisation = user, organisation
        self._linked = tuple(linked)

    def clean_targets(self) -> list[Target]:
        """Targets of the current plan, or of another in force, named with its plan."""
        keys = numbers_in(self.cleaned_data["targets"])
        found = targets_of_numbers(self._user, self._organisation, keys, self._linked)
        _all_known(
            keys,
            found,
            _("方案中没有这些目标：%(missing)s。其他现行方案的写“方案/编号”。"),
        )
        return [found[key] for key in keys]

    def clean_tasks(self) -> list[Task]:
        """Tasks that the district issued."""
        numbers = numbers_in(self.cleaned_data["tasks"])
        found = tasks_named(self._organisation, numbers)
        _all_known(numbers, found, _("没有这些编号的任务：%(missing)s"))
        return [found[number] for number in numbers]


def numbers_in(text: str) -> list[str]:
    """Numbers of a line, each once, in order."""
    return list(dict.fromkeys(part for part in _BETWEEN.split(text) if part))


def _all_known(asked: list[str], found: Mapping[str, Any], words: str) -> None:
    missing = [number for number in asked if number not in found]
    if missing:
        raise forms.ValidationError(words % {"missing": "、".join(missing)})
