"""What the assistant can do, one file per task; pure, no thread of its own."""

from chatapp.tasks.chat import CHAT
from chatapp.tasks.task import Task

TASKS: tuple[Task, ...] = (CHAT,)

__all__ = ["CHAT", "TASKS", "Task"]
