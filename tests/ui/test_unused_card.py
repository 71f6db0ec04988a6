"""A card without a use is told once."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from chatapp import graphics
from chatapp.settings import SettingsFile
from chatapp.ui.about import About
from chatapp.ui.banners import Banners
from chatapp.ui.unused_card import CARD, UnusedCard
from tests.test_graphics import lay

NAME = "NVIDIA GeForce RTX 4090"


def test_it_says_what_to_do_until_that_is_known(tmp_path: Path, qtbot: QtBot) -> None:
    banners = Banners()
    qtbot.addWidget(banners)
    settings = SettingsFile(tmp_path / "settings.toml")
    card = UnusedCard(banners, settings, tmp_path)
    card.tell(NAME, "")
    (words,) = banners.sentences()
    assert NAME in words
    assert f"put PyTorch {graphics.torch_release()} for CUDA into {tmp_path / 'cuda'}" in words
    assert "can't be used:" not in words
    banners.act(CARD)
    card.tell(NAME, "")
    again = UnusedCard(banners, SettingsFile(tmp_path / "settings.toml"), tmp_path)
    again.tell(NAME, "")
    assert banners.sentences() == []
    again.tell("Another card", "it was made for another Python than 3.11.7")
    assert "it was made for another Python" in banners.sentences()[0]


def test_a_disk_that_refuses_leaves_it_known_until_the_end(tmp_path: Path, qtbot: QtBot) -> None:
    banners = Banners()
    qtbot.addWidget(banners)
    card = UnusedCard(banners, SettingsFile(tmp_path / "nowhere" / "settings.toml"), tmp_path)
    card.tell(NAME, "")
    banners.act(CARD)
    card.tell(NAME, "")
    assert banners.sentences() == []


def test_it_looks_beside_the_window_s_thread_and_says_nothing_without_a_card(tmp_path: Path, qtbot: QtBot) -> None:
    banners = Banners()
    qtbot.addWidget(banners)
    card = UnusedCard(banners, SettingsFile(tmp_path / "settings.toml"), lay(tmp_path, graphics.torch_release()))
    told: list[str] = []
    card._found.connect(told.append)
    card._look()
    assert told == []  # what lies beside the program makes a use of any


def test_the_about_window_names_the_flavour(qtbot: QtBot) -> None:
    about = About()
    qtbot.addWidget(about)
    assert f"PyTorch {graphics.torch_release()} ({graphics.flavour().upper()})" in about.words.text()
