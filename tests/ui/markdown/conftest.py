import pytest
from PySide6.QtWidgets import QApplication

from chatapp.ui.markdown.look import Look, look_of
from chatapp.ui.theme import DARK, LIGHT, palette_of


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def look(qapp: QApplication, request: pytest.FixtureRequest) -> Look:
    return look_of(qapp.font(), palette_of(request.param))


@pytest.fixture
def light(qapp: QApplication) -> Look:
    return look_of(qapp.font(), palette_of(LIGHT))
