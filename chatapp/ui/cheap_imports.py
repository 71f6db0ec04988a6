"""Spares the start what PySide6 does at every import after its own: reading the source of the module, to see whether it
asks for other names of methods. None of ours does."""

import sys

import PySide6.QtCore  # noqa: F401 - what brings the hook


def _asks_for_nothing(_module: object) -> bool:
    return False


_hook = sys.modules.get("shibokensupport.feature")
if hasattr(_hook, "_mod_uses_pyside"):
    setattr(_hook, "_mod_uses_pyside", _asks_for_nothing)  # noqa: B010 - a module has no such attribute for mypy
