"""Widgets without a display, so that the tests run anywhere; set QT_QPA_PLATFORM to see them."""

import os

import pytest
from PySide6.QtCore import QLocale

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _numbers_as_in_english() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
