"""Widgets without a display, so that the tests run anywhere; set QT_QPA_PLATFORM to see them."""

import gc
import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _numbers_as_in_english() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))


@pytest.fixture(autouse=True)
def _garbage_ends_on_this_thread() -> Iterator[None]:
    """As in the program, see chatapp/ui/garbage.py."""
    gc.disable()
    yield
    gc.enable()
