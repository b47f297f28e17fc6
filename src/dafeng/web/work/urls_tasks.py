"""Addresses of tasks."""

from __future__ import annotations

from django.urls import path

from dafeng.web.work.views import (
    tasks,
    tasks_dividing,
    tasks_evidence,
    tasks_one,
    tasks_writing,
)

urlpatterns = [
    path("", tasks.tasks, name="tasks"),
    path("board/", tasks.board, name="board"),
    path("calendar/", tasks.calendar, name="calendar"),
    path("tasks.xlsx", tasks.tasks_xlsx, name="tasks-xlsx"),
    path("tasks/new/", tasks_writing.task_new, name="task-new"),
    path("tasks/<int:pk>/", tasks_one.task, name="task"),
    path("tasks/<int:pk>/edit/", tasks_writing.task_editing, name="task-edit"),
    path("tasks/<int:pk>/move/", tasks_one.task_moving, name="task-move"),
    path("tasks/<int:pk>/undo/", tasks_one.task_undoing, name="task-undo"),
    path("tasks/<int:pk>/split/", tasks_writing.task_splitting, name="task-split"),
    path("tasks/<int:pk>/steps/<int:order>/", tasks_one.task_step, name="task-step"),
    path(
        "tasks/<int:pk>/evidence/", tasks_evidence.task_evidence, name="task-evidence"
    ),
    path("division/", tasks_dividing.division, name="division"),
    path("sheets/<slug:code>/<int:year>/", tasks_dividing.sheet, name="sheet"),
]
