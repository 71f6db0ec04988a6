"""The window: the only package that imports PySide6. Runs on the GUI thread; knows services, not storage or lm."""

from chatapp.ui import cheap_imports  # noqa: F401 - before all that is imported here
