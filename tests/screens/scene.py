"""One picture: what brings the window into a state, and the window or dialog that is looked at then."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from tests.screens.stage import Setting, Stage


@dataclass(frozen=True)
class Scene:
    """`act` returns what is pictured; None is the whole window."""

    name: str
    act: Callable[[Stage], QWidget | None]
    setting: Setting = field(default_factory=Setting)
