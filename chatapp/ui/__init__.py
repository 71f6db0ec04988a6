"""The window: the only package that imports PySide6. Runs on the GUI thread; knows services, not storage or lm."""
