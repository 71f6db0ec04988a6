"""What a build is made of lies outside the program's package."""

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    """Icons are drawn in the one application that a process may have."""
